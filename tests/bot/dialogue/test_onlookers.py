"""Members hear when another may look at what is published of their team, or somebody no longer may."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from bot.dialogue import onlookers, participation
from bot.turns.runtime import Runtime
from store import invitations, teams, windows
from store.database import Transaction
from store.people import Role
from tests import addresses
from tests.bot import building
from tests.bot.phones import Street, moves_in


def comes(street: Street, team: int, role: Role, chat: int = 7_000_000_000) -> None:
    """Somebody opens a link."""
    code = street.runtime.database.call(invitations.issue, team, role, street.runtime.clock.now())[1]
    street.says(chat, f"/start {code}")


def heard(street: Street, chat: int) -> list[str]:
    """What was said about who looks on."""
    return [text for text in street.texts(chat) if "wie meekijkt" in text]


def _ends(db: Transaction, runtime: Runtime, person: int) -> None:
    participation.end(building.turn(db, runtime, person))


def _stops(db: Transaction, runtime: Runtime, person: int) -> None:
    participation.stop(building.turn(db, runtime, person))


@pytest.mark.parametrize(("role", "word"), [(Role.LEAD, "nieuwe leidinggevende"), (Role.COACH, "nieuwe coach")])
def test_members_hear_of_a_new_lead_or_coach_within_their_hours(street: Street, role: Role, word: str) -> None:
    """Once, without a name; who comes in the evening is told of in the morning. The next team hears nothing."""
    database = street.runtime.database
    town = database.call(building.settle)
    both = (town.counter, town.permits)
    chats = [database.call(moves_in, team, Role.EMPLOYEE, building.START)[1] for team in both]
    street.runtime.clock.move_to(datetime(2026, 9, 7, 19, 0, tzinfo=UTC))
    comes(street, town.counter, role)
    assert [] == heard(street, chats[0])
    street.at(datetime(2026, 9, 8, 8, 0, tzinfo=UTC))
    (said,) = heard(street, chats[0])
    assert word in said
    assert "Wat eerder uitkwam, ziet die niet." in said
    assert [] == heard(street, chats[1])


def test_nobody_hears_of_a_colleague(street: Street) -> None:
    """An employee looks at nothing."""
    town = street.runtime.database.call(building.settle)
    _, chat = street.runtime.database.call(moves_in, town.counter, Role.EMPLOYEE, building.START)
    comes(street, town.counter, Role.EMPLOYEE)
    assert [] == heard(street, chat)


def test_the_teams_below_hear_of_a_lead_above(street: Street) -> None:
    """What is published of the whole is of them as well; whoever has stopped hears nothing."""
    runtime = street.runtime
    above = runtime.database.call(teams.add, "Dienst", building.START).id
    below = runtime.database.call(teams.add, "Balie", building.START, "Dienst").id
    _, anna = runtime.database.call(moves_in, below, Role.EMPLOYEE, building.START)
    gone, other = runtime.database.call(moves_in, below, Role.EMPLOYEE, building.START)
    runtime.database.call(_stops, runtime, gone)
    comes(street, above, Role.LEAD)
    assert (1, 0) == (len(heard(street, anna)), len(heard(street, other)))
    assert "team Dienst" in heard(street, anna)[0]


@pytest.mark.parametrize("way", ["erased", "ended"])
def test_members_hear_that_a_lead_looks_no_longer(street: Street, way: str) -> None:
    """Forgotten by himself, or ended by the operator."""
    runtime = street.runtime
    town = runtime.database.call(building.settle)
    _, anna = runtime.database.call(moves_in, town.counter, Role.EMPLOYEE, building.START)
    bram, chat = runtime.database.call(moves_in, town.counter, Role.LEAD, building.START)
    if way == "erased":
        street.says(chat, "/verwijder")
        street.presses(chat, street.labels(chat)[0])
    else:
        runtime.database.call(_ends, runtime, bram)
        street.deliver()
    (said,) = heard(street, anna)
    assert "kan vanaf vandaag niet meer lezen" in said


def test_a_second_link_to_the_same_place_tells_nothing_new(street: Street) -> None:
    """Anna hears nothing when Bram, who leads Balie already, comes in by another link to it."""
    runtime = street.runtime
    town = runtime.database.call(building.settle)
    _, anna = runtime.database.call(moves_in, town.counter, Role.EMPLOYEE, building.START)
    chat = runtime.database.call(addresses.chat_of, town.bram)
    assert chat is not None
    comes(street, town.counter, Role.LEAD, chat)
    assert [] == heard(street, anna)


def _regroups(db: Transaction, runtime: Runtime, change: Callable[[Transaction], object]) -> None:
    before = teams.published_as(db)
    change(db)
    onlookers.regrouped(db, runtime, before, runtime.clock.now())


def test_members_hear_that_their_team_is_published_with_another_and_apart_again(street: Street) -> None:
    """Both teams, once each time, and nobody else; closing one tells its members that nothing new begins."""
    runtime, at = street.runtime, building.START
    for name in ("Balie", "Archief", "Loket"):
        runtime.database.call(teams.add, name, at)
    chats = [
        runtime.database.call(moves_in, team.id, Role.EMPLOYEE, at)[1]
        for team in runtime.database.call(teams.every)
        if team.name in ("Balie", "Archief", "Loket")
    ]
    changes: list[tuple[Callable[[Transaction], object], list[str | None]]] = [
        (lambda db: teams.join(db, "Archief", "Balie", at), ["samen", "samen", None]),
        (lambda db: teams.part(db, "Archief"), ["weer apart", "weer apart", None]),
        (lambda db: teams.close(db, "Balie", at), [None, "geen nieuwe periodes", None]),
    ]
    for change, words in changes:
        counts = [len(heard(street, chat)) for chat in chats]
        runtime.database.call(_regroups, runtime, change)
        street.deliver()
        for chat, count, word in zip(chats, counts, words, strict=True):
            new = heard(street, chat)[count:]
            assert (word is not None) == (len(new) == 1), (chat, new)
            assert word is None or word in new[0]


def test_a_period_that_runs_takes_in_no_team_that_was_joined_during_it(street: Street) -> None:
    """Two small teams put together on a Wednesday open no period that began on Monday: they answered unaware."""
    runtime, monday = street.runtime, building.START
    for name in ("Balie", "Archief"):
        runtime.database.call(teams.add, name, monday)
    runtime.database.call(teams.join, "Archief", "Balie", monday + timedelta(days=2))
    together = [{team.id: team.joined_to for team in runtime.database.call(windows.teams, at)} for at in (
        monday + timedelta(days=1), monday + timedelta(days=7),
    )]  # fmt: skip
    joined = {team.name: team.id for team in runtime.database.call(teams.every)}
    assert [None, joined["Balie"]] == [each[joined["Archief"]] for each in together]
