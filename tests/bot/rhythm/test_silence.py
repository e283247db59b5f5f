"""Growing quiet through the real rounds: fewer prompts, one honest question, nothing."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.turns.runtime import Runtime
from nudges.availability import Reason
from nudges.dose import Occasion
from nudges.lifecycle import NudgeState
from nudges.person import Status
from store import people, sessions
from store.database import Transaction
from store.people import Role
from tests.bot.building import Town, on_both
from tests.bot.phones import Street, moves_in, nudges

ZONE = ZoneInfo("Europe/Amsterdam")
MONDAY = datetime(2026, 9, 7, 10, 0, tzinfo=ZONE)


def _weeks_of_sendings(street: Street, person: int) -> list[int]:
    prompts = nudges(street.runtime, person)
    sent = [nudge.sent_at for nudge in prompts if nudge.sent_at and nudge.occasion == Occasion.REFLECTION]
    return [(at - MONDAY).days // 7 for at in sent]


def _moves_in(db: Transaction, town: Town) -> tuple[int, int]:
    return moves_in(db, town.counter, Role.EMPLOYEE, MONDAY)


def test_silence_is_followed_by_silence(runtime: Runtime, town: Town) -> None:
    """Weekly; after three unanswered every other week, two more: monthly, two more: one question; then none."""
    street = Street(runtime)
    person, chat = runtime.database.call(_moves_in, town)
    street.at(MONDAY + timedelta(weeks=40))
    assert [0, 1, 2, 4, 6, 10, 14, 18] == _weeks_of_sendings(street, person)
    assert any("Hoor ik niets, dan stop ik vanzelf" in text for text in street.texts(chat)[-2:])
    assert Status.STOPPED == runtime.database.call(people.by_id, person).status
    skipped = [nudge for nudge in nudges(runtime, person) if nudge.state == NudgeState.SKIPPED]
    assert {Reason.BACKED_OFF} == {nudge.reason for nudge in skipped if nudge.occasion == Occasion.REFLECTION}
    assert not [nudge for nudge in nudges(runtime, person) if nudge.state == NudgeState.PLANNED]


def test_an_answer_brings_the_weekly_rhythm_back(runtime: Runtime, town: Town) -> None:
    """Going on is one press, also at the last question; coming back after the stop is /start."""
    street = Street(runtime)
    person, chat = runtime.database.call(_moves_in, town)
    street.at(MONDAY + timedelta(weeks=18, days=4))
    street.presses(chat, "Doorgaan")
    street.at(MONDAY + timedelta(weeks=21))
    assert [18, 19, 20] == _weeks_of_sendings(street, person)[-3:]
    street.at(MONDAY + timedelta(weeks=60))
    assert Status.STOPPED == runtime.database.call(people.by_id, person).status
    street.says(chat, "/start")
    street.at(MONDAY + timedelta(weeks=62))
    assert [60, 61] == _weeks_of_sendings(street, person)[-2:]


@on_both
def test_reflecting_by_oneself_is_a_sign_of_life(runtime: Runtime, town: Town) -> None:
    """Who begins something themselves is not silent, whatever they did with prompts."""
    street = Street(runtime)
    person, chat = runtime.database.call(_moves_in, town)
    street.at(MONDAY + timedelta(weeks=3))
    street.says(chat, "/plan")
    open_session = runtime.database.call(sessions.current, person)
    assert open_session is not None
    street.at(MONDAY + timedelta(weeks=6))
    assert [0, 1, 2, 3, 4, 5] == _weeks_of_sendings(street, person)


@pytest.mark.parametrize("signs", [("/plan", "/stop", "Alleen dit gesprek"), ("/stop", "Helemaal stoppen", "/start")])
def test_whoever_gave_a_sign_is_not_asked_why_it_was_quiet(runtime: Runtime, town: Town, signs: Sequence[str]) -> None:
    """After two prompts without an answer comes the flow for a relapse, but not when somebody did something since."""
    street = Street(runtime)
    (silent, _), (alive, chat) = (runtime.database.call(_moves_in, town) for _ in range(2))
    street.at(MONDAY + timedelta(weeks=2))
    for sign in signs:
        (street.says if sign.startswith("/") else street.presses)(chat, sign)
    street.at(MONDAY + timedelta(weeks=2, days=4))
    open_now = [runtime.database.call(sessions.current, person) for person in (silent, alive)]
    assert ["terugval", "weekreflectie"] == [stored.flow for stored in open_now if stored is not None]


def test_the_next_one_is_foretold_with_what_is_passed_over(runtime: Runtime, town: Town) -> None:
    """/volgende names the week that is skipped, and why, before it happens."""
    street = Street(runtime)
    _, chat = runtime.database.call(_moves_in, town)
    street.at(MONDAY + timedelta(weeks=3, days=1))
    street.says(chat, "/volgende")
    text = street.texts(chat)[-1]
    assert "donderdag 8 oktober om 15.30 uur" in text
    assert "Ik sla donderdag 1 oktober over: omdat je niet antwoordde, vraag ik het minder vaak" in text
