"""Who leaves is published like who answers nothing, and nobody looks at a window that counted them."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta

import pytest

from bot.base.voice import Voice
from bot.dialogue import participation
from bot.leads import export, team_view
from bot.turns.runtime import Runtime
from nudges.windows import WindowKind
from store import cells, erasure, people, seats, tables, teams, windows
from store.database import Transaction
from store.people import Role, TeamMember
from tests import addresses
from tests.bot import building, seasons
from tests.bot.phones import Street

SIZES = (7, 8, 9, 10)
DAYS = 78  # two blocks of four weeks, published, and the weeks in them


def stops(db: Transaction, runtime: Runtime, person: int) -> None:
    """/stop, all of it."""
    participation.stop(building.turn(db, runtime, person))


def blocks(db: Transaction, runtime: Runtime, person: int) -> None:
    """They block the bot."""
    participation.unreachable(building.turn(db, runtime, person))


def erases(db: Transaction, _: Runtime, person: int) -> None:
    """/verwijder."""
    erasure.erase(db, person)


def is_ended(db: Transaction, runtime: Runtime, person: int) -> None:
    """The operator ends the participation."""
    participation.end(building.turn(db, runtime, person))


def stops_and_erases(db: Transaction, runtime: Runtime, person: int) -> None:
    """One after the other."""
    stops(db, runtime, person)
    erasure.erase(db, person)


def stays(_: Transaction, __: Runtime, ___: int) -> None:
    """They answer nothing."""


Way = Callable[[Transaction, Runtime, int], None]
WAYS: Sequence[Way] = (stays, stops, blocks, erases, is_ended, stops_and_erases)


def gather(db: Transaction, name: str, size: int) -> tuple[int, list[int]]:
    """A team of so many people."""
    team = teams.add(db, name, building.START).id
    return team, [building.add(db, team, Role.EMPLOYEE) for _ in range(size)]


def published(runtime: Runtime, team: int) -> list[tuple[object, ...]]:
    """All that was ever published of a team, with the day."""
    return [
        (kind, window.opens_on, window.published_at, dict(window.own), dict(window.tree))
        for kind in WindowKind
        for window in runtime.database.call(cells.published, building.looking(team), kind, 100)
    ]


@pytest.mark.parametrize("leaves_after", [1, 10, 40])
def test_leaving_is_published_like_not_answering(runtime: Runtime, leaves_after: int) -> None:
    """Six teams of each size in which one person answers nothing; in all but one that person leaves, each in another
    way: the same words in the same week, around the edge between the two words and at the edge of the thresholds."""
    database = runtime.database
    gathered = {(size, way): database.call(gather, f"{way.__name__} {size}", size) for size in SIZES for way in WAYS}
    for day in range(DAYS):
        if day == leaves_after:
            for (_, way), (_, members) in gathered.items():
                database.call(way, runtime, members[-1])
        if day % 7 == 3:
            for (size, _), (_, members) in gathered.items():
                taking_part = (size // 2, size // 2 + 1, size - 1)[day // 7 % 3]
                seasons.answer(runtime, members[:taking_part], waarom="high", samen="low")
        if day == 50:  # a newcomer takes no leaver's seat
            for team, _ in gathered.values():
                database.call(building.add, team, Role.EMPLOYEE, runtime.clock.now())
        seasons.pass_days(runtime, 1)
    for size in SIZES:
        words = [published(runtime, gathered[size, way][0]) for way in WAYS]
        assert len(words[0]) > 10
        assert "more_than_half" in str(words[0])
        assert [] == [way.__name__ for way, said in zip(WAYS, words, strict=True) if said != words[0]]


@building.on_both
def test_somebody_of_two_teams_leaves_both_as_if_they_answered_nothing(runtime: Runtime) -> None:
    """A project team of seven of ten: what may be shown depends on whom two groups share, and on nobody's leaving."""
    database = runtime.database
    gathered = {}
    for way in WAYS:
        home, members = database.call(gather, f"home {way.__name__}", 12)
        project, _ = database.call(gather, f"project {way.__name__}", 0)
        for person in members[5:]:
            database.call(people.join, person, project, Role.EMPLOYEE, building.START)
        gathered[way] = home, project, members
    seasons.pass_days(runtime, 12)
    for way, (_, _, members) in gathered.items():
        database.call(way, runtime, members[-1])
    for _ in range(8):
        for _, _, members in gathered.values():
            seasons.answer(runtime, members[:-1], waarom="high")
        seasons.pass_days(runtime, 7)
    words = [(published(runtime, home), published(runtime, project)) for home, project, _ in gathered.values()]
    assert words[0] != ([], [])
    assert words == [words[0]] * len(WAYS)


def test_an_empty_seat_leads_to_nobody(runtime: Runtime, town: building.Town) -> None:
    """A number below zero, the same in each team and window that counted them, and nothing else of Anna."""
    seasons.pass_days(runtime, 10)
    database, anna = runtime.database, town.anna
    database.call(erasure.erase, anna)
    empty = database.call(seats.empty)
    assert [town.counter] == list(empty)
    (token,) = empty[town.counter]
    assert token < -anna
    assert 9 == database.call(seats.number, town.counter)


def test_two_who_become_leads_do_not_see_the_three_others(runtime: Runtime) -> None:
    """Seven people, five answer: H H L L L, and the two become leads before the window closes. Nothing is shown."""
    database = runtime.database
    team, members = database.call(gather, "Balie", 7)
    seasons.pass_days(runtime, 10)
    seasons.answer(runtime, members[:2], waarom="high")
    seasons.answer(runtime, members[2:5], waarom="low")
    for person in members[:2]:
        database.call(people.join, person, team, Role.LEAD, runtime.clock.now())
    seasons.pass_days(runtime, 30)
    for person in members[:2]:
        (window,) = database.call(cells.published, _place(runtime, person, Role.LEAD), WindowKind.CONTENT, 6)
        assert window.own["waarom"] is None


@pytest.mark.parametrize("role", [Role.LEAD, Role.COACH])
def test_who_comes_to_look_from_above_is_taken_off_as_well(runtime: Runtime, role: Role) -> None:
    """A lead of the team above, made one while a window runs: of six values five are left, of five too few."""
    database = runtime.database
    above = database.call(teams.add, "Dienst", building.START).id
    team = database.call(teams.add, "Balie", building.START, "Dienst").id
    members = [database.call(building.add, team, Role.EMPLOYEE) for _ in range(9)]
    seasons.pass_days(runtime, 10)
    seasons.answer(runtime, members[:6], waarom="high")
    seasons.answer(runtime, members[:5], samen="high")
    database.call(people.join, members[0], above, role, runtime.clock.now())
    seasons.pass_days(runtime, 30)
    (window,) = runtime.database.call(cells.published, building.looking(team), WindowKind.CONTENT, 6)
    assert ("high", None) == (window.own["waarom"], window.own["samen"])


def _place(runtime: Runtime, person: int, role: Role) -> TeamMember:
    places = runtime.database.call(people.memberships, person)
    return next(place for place in places if place.role == role)


def _shown(runtime: Runtime, place: TeamMember) -> Mapping[str, int]:
    """How many windows somebody sees, by where they look."""
    voice = Voice(runtime.texts, "nl", "je")

    def use_case(db: Transaction) -> Mapping[str, int]:
        view = team_view.published(db, place)
        return {
            "page and chat": len(view.content) + len(view.participation),
            "file": len(export.of_team(db, place, voice).rows),
        }

    return runtime.database.call(use_case)


@pytest.mark.parametrize("role", [Role.LEAD, Role.COACH])
@pytest.mark.parametrize("way", ["at once", "ended and back", "erased and back", "another team meanwhile"])
def test_nobody_sees_a_window_that_counted_them(runtime: Runtime, town: building.Town, role: Role, way: str) -> None:
    """Anna was counted for eleven weeks and comes to lead or coach her team, by whatever road: she begins with nothing,
    as whoever comes from outside does, while Bram sees what he saw."""
    seasons.play(runtime, town)
    database, anna, now = runtime.database, town.anna, runtime.clock.now()
    match way:
        case "ended and back":
            database.call(people.leave, anna, now)
        case "erased and back":
            database.call(erasure.erase, anna)
            anna = database.call(building.add, town.counter, role, now)
        case "another team meanwhile":
            database.call(people.leave, anna, now)
            database.call(people.join, anna, town.permits, Role.EMPLOYEE, now)
            seasons.pass_days(runtime, 40)
    if way != "erased and back":
        database.call(people.join, anna, town.counter, role, runtime.clock.now())
    assert {"page and chat": 0, "file": 0} == _shown(runtime, _place(runtime, anna, role))
    assert {0} != set(_shown(runtime, _place(runtime, town.bram, Role.LEAD)).values())
    seasons.pass_days(runtime, 14)  # from then on she looks, and is not counted
    assert _shown(runtime, _place(runtime, anna, role))["page and chat"] > 0
    (counted,) = database.call(_windows_that_count, anna, town.counter)
    assert 0 == counted


def _windows_that_count(db: Transaction, person: int, team: int) -> tuple[int]:
    """How many windows of this team that were published after they came count them."""
    window, member, place = (
        tables.table(row) for row in (tables.WindowRow, tables.WindowMemberRow, tables.MembershipRow)
    )
    since = max(
        row.since
        for row in db.execute(place.select().where((place.c.person_id == person) & (place.c.role != Role.EMPLOYEE)))
    )
    later = (window.c.team_id == team) & (window.c.published_at >= since)
    rows = db.execute(
        member.select().join(window, window.c.id == member.c.window_id).where((member.c.person_id == person) & later)
    )
    return (len(rows.all()),)


def test_a_new_lead_is_told_that_there_is_nothing_yet(runtime: Runtime, town: building.Town) -> None:
    """In the chat: no window, where Bram reads eleven weeks."""
    seasons.play(runtime, town)
    database, street = runtime.database, Street(runtime)
    database.call(people.join, town.anna, town.counter, Role.LEAD, runtime.clock.now())
    for person, expected in ((town.anna, False), (town.bram, True)):
        chat = database.call(addresses.chat_of, person)
        assert chat is not None
        street.says(chat, "/team")
        said = "\n".join(street.texts(chat))
        assert (person, expected) == (person, "deed mee" in said)
        assert (person, expected) == (person, "Waarom:" in said)


def test_what_was_published_before_keeps_its_words(runtime: Runtime, town: building.Town) -> None:
    """A window of the time of three words is read in the words it was published in."""
    seasons.pass_days(runtime, 17)
    (window,) = runtime.database.call(cells.published, building.looking(town.counter), WindowKind.PARTICIPATION, 6)
    runtime.database.call(_publish_once_more, town.counter)
    shown = runtime.database.call(team_view.published, building.looking(town.counter)).participation[-1]
    assert window.opens_on - timedelta(weeks=1) == shown.opens_on - timedelta(weeks=52)
    assert "de meesten deden mee" == Voice(runtime.texts, "nl", "je").plain(f"share.{shown.bands['participation']}")


def _publish_once_more(db: Transaction, team: int) -> None:
    window = tables.table(tables.WindowRow)
    old = (
        db.execute(window.select().where((window.c.team_id == team) & window.c.published_at.is_not(None)))
        .one()
        ._mapping
    )
    later = {key: value for key, value in old.items() if key != "id"} | {
        "opens_on": old["opens_on"] + timedelta(weeks=51)
    }
    number = db.execute(window.insert().returning(window.c.id), later).scalar_one()
    cells.publish(db, [cells.NewCell(number, team, "participation", "most")])


def test_a_head_count_clears_seats_of_those_who_left_and_of_nobody_else(runtime: Runtime) -> None:
    """Ten people, one stopped, one erased, one ended: with a head count of eight one of the three seats stays, with
    seven none; a window that is open keeps its cohort, and who comes back sits down again."""
    database = runtime.database
    team, members = database.call(gather, "Balie", 10)
    seasons.pass_days(runtime, 10)
    for way, person in zip((stops, erases, is_ended), members, strict=False):
        database.call(way, runtime, person)
    assert 10 == database.call(seats.number, team)
    before = database.call(_sizes, team)
    for people_there, expected in ((12, 10), (8, 8), (7, 7), (3, 7)):
        database.call(seats.clear, team, people_there)
        assert (people_there, expected) == (people_there, database.call(seats.number, team))
    assert before == database.call(_sizes, team)
    database.call(_comes_back, runtime, members[0])
    assert 8 == database.call(seats.number, team)
    seasons.pass_days(runtime, 7)
    assert {10, 8} == set(database.call(_sizes, team))


def _comes_back(db: Transaction, runtime: Runtime, person: int) -> None:
    participation.come_back(building.turn(db, runtime, person))


def _sizes(db: Transaction, team: int) -> list[int]:
    """How many each window of the team counts, as it was frozen."""
    window = tables.table(tables.WindowRow)
    rows = db.execute(window.select().where(window.c.team_id == team).order_by(window.c.id)).all()
    return [len(windows.cohorts_of(db, WindowKind(row.kind), row.opens_on)[team]) for row in rows]
