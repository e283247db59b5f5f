"""The life of a nudge through the real rounds, on SQLite and on PostgreSQL."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import update
from structlog.testing import capture_logs

from bot.clockwork import rounds
from bot.rhythm import own_rhythm
from nudges.availability import Reason
from nudges.lifecycle import NudgeState
from nudges.person import Status
from store import agenda, answers, installation, people, schedules, sessions, tables, teams
from store.database import Transaction
from store.people import Role
from tests.bot import building
from tests.bot.phones import Street, moves_in, nudges

ZONE = ZoneInfo("Europe/Amsterdam")


def local(*parts: int) -> datetime:
    """A moment on a Dutch wall clock."""
    return datetime(*parts, tzinfo=ZONE)  # type: ignore[misc,arg-type]  # year … minute


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def street(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Street]:
    """An installation with one team and nobody in it."""
    url = "" if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    with building.built(tmp_path, database_url=url) as runtime:
        runtime.database.call(teams.add, "Balie", building.START)
        yield Street(runtime)


def anna(street: Street, now: datetime, **settings: object) -> tuple[int, int]:
    """Anna takes part from this moment on: (person, chat)."""
    street.runtime.clock.move_to(now)
    return street.runtime.database.call(_anna, now, settings)


def _anna(db: Transaction, now: datetime, settings: dict[str, object]) -> tuple[int, int]:
    return moves_in(db, teams.named(db, "Balie").id, Role.EMPLOYEE, now, **settings)


def test_an_occurrence_is_planned_once(street: Street) -> None:
    """However often it is planned, also from a schedule that was read before."""
    person, _ = anna(street, local(2026, 9, 14, 9, 0))
    db, now = street.runtime.database, local(2026, 9, 17, 9, 0)
    (stale,) = db.call(schedules.of_person, person)
    while db.call(rounds.plan, street.runtime, now):
        pass
    following = stale.next_at + timedelta(weeks=1)
    for _ in range(3):
        db.call(schedules.plan, stale, stale.next_at, following)
    assert [stale.next_at] == [nudge.due_at for nudge in nudges(street.runtime, person)]


@pytest.mark.parametrize(
    ("start", "first", "second"),
    [
        (local(2026, 10, 19, 9, 0), local(2026, 10, 22, 15, 30), local(2026, 10, 29, 15, 30)),
        (local(2027, 3, 22, 9, 0), local(2027, 3, 25, 15, 30), local(2027, 4, 1, 15, 30)),
    ],
    ids=["winter time", "summer time"],
)
def test_it_is_sent_at_the_local_hour(street: Street, start: datetime, first: datetime, second: datetime) -> None:
    """On both sides of the night in which the clocks change."""
    person, _ = anna(street, start, prompt_day=4, prompt_time="15:30")
    street.at(second + timedelta(minutes=1))
    assert [first, second] == [nudge.sent_at for nudge in nudges(street.runtime, person)]
    assert first.utcoffset() != second.utcoffset()


def _due_on(street: Street, person: int, day: date) -> None:
    street.runtime.database.call(_plan_on, person, day)


def _plan_on(db: Transaction, person: int, day: date) -> None:
    (schedule,) = schedules.of_person(db, person)
    at = datetime(day.year, day.month, day.day, 15, 30, tzinfo=ZONE).astimezone(UTC)
    schedules.plan(db, schedule, at, at + timedelta(weeks=9))


@pytest.mark.parametrize(
    ("day", "settings", "reason"),
    [
        (date(2027, 5, 6), {}, Reason.HOLIDAY),
        (date(2027, 5, 5), {}, Reason.HOLIDAY),
        (date(2027, 5, 7), {"working_days": "1234"}, Reason.DAY_OFF),
        (date(2027, 5, 4), {"quiet_until": datetime(2027, 5, 5, tzinfo=ZONE)}, Reason.PAUSED),
        (date(2027, 5, 4), {"status": Status.STOPPED}, Reason.STOPPED),
        (date(2027, 5, 4), {"status": Status.UNREACHABLE}, Reason.UNREACHABLE),
    ],
    ids=["Ascension Day", "Liberation Day", "day off", "peace for the rest of a day", "stopped", "unreachable"],
)
def test_a_skipped_nudge_says_why(street: Street, day: date, settings: dict[str, object], reason: Reason) -> None:
    """It stays with its reason, and nothing is sent."""
    person, chat = anna(street, local(2027, 5, 3, 9, 0))
    _due_on(street, person, day)
    if settings:
        street.runtime.database.call(lambda db: people.change(db, person, **settings))
    street.wakes_at(local(day.year, day.month, day.day, 15, 31))
    (nudge,) = nudges(street.runtime, person)
    assert (NudgeState.SKIPPED, reason, None) == (nudge.state, nudge.reason, nudge.sent_at)
    assert [] == street.texts(chat)


def test_a_holiday_moves_the_reflection_rather_than_losing_it(street: Street) -> None:
    """Whoever reflects on Thursdays is asked on another working day in the week of Ascension Day, or not at all."""
    person, _ = anna(street, local(2027, 5, 3, 9, 0), prompt_day=4)
    street.at(local(2027, 5, 9, 9, 0))
    days = {nudge.sent_at.astimezone(ZONE).date() for nudge in nudges(street.runtime, person) if nudge.sent_at}
    assert not days & {date(2027, 5, 5), date(2027, 5, 6), date(2027, 5, 8)}


def test_an_open_dialogue_is_not_interrupted(street: Street) -> None:
    """A nudge that is due meanwhile waits until it is done."""
    person, chat = anna(street, local(2026, 9, 17, 15, 0))
    street.says(chat, "/plan")
    assert street.runtime.database.call(sessions.current, person) is not None
    street.at(local(2026, 9, 17, 15, 31))
    (nudge,) = nudges(street.runtime, person)
    assert (NudgeState.PLANNED, None) == (nudge.state, nudge.reason)
    street.says(chat, "/stop")
    street.presses(chat, "Alleen dit gesprek")
    street.at(local(2026, 9, 17, 15, 33))
    (nudge,) = nudges(street.runtime, person)
    assert NudgeState.SENT == nudge.state


def test_a_start_after_three_days_sends_no_burst(street: Street) -> None:
    """What was due while nobody was there is skipped as missed, for everybody."""
    everybody = [anna(street, local(2026, 9, 14, 9, 0)) for _ in range(5)]
    street.wakes_at(local(2026, 9, 20, 15, 30))
    for person, chat in everybody:
        assert [] == street.texts(chat)
        assert {(NudgeState.SKIPPED, Reason.MISSED)} == {(n.state, n.reason) for n in nudges(street.runtime, person)}


def test_what_was_due_before_a_copy_was_put_back_is_not_sent(street: Street) -> None:
    """It was sent in the time that the copy does not know; the next one comes as ever."""
    person, chat = anna(street, local(2026, 9, 14, 9, 0))
    street.runtime.database.call(installation.restored, local(2026, 9, 17, 15, 40))
    street.wakes_at(local(2026, 9, 17, 15, 45))
    assert [] == street.texts(chat)
    street.wakes_at(local(2026, 9, 24, 15, 45))
    assert 1 == len(street.texts(chat))
    assert [Reason.MISSED, None] == [
        nudge.reason for nudge in nudges(street.runtime, person) if nudge.kind == own_rhythm.REFLECTION
    ]


@pytest.mark.parametrize("sent", [local(2026, 9, 17, 15, 30), local(2026, 9, 18, 15, 30)], ids=["Thursday", "Friday"])
def test_silence_is_reminded_of_once(street: Street, sent: datetime) -> None:
    """On a working day, 20 hours after the sending at the earliest; then the nudge expires."""
    person, chat = anna(street, local(2026, 9, 14, 9, 0), prompt_day=sent.isoweekday(), working_days="12345")
    street.at(sent)
    said = len(street.texts(chat))
    assert said
    reminded: list[datetime] = []
    moment = sent
    while moment < sent + timedelta(days=5):
        moment += timedelta(hours=2)
        street.at(moment)
        if len(street.texts(chat)) > said + len(reminded):
            reminded.append(moment)
    (nudge,) = [one for one in nudges(street.runtime, person) if one.sent_at]
    assert 1 == len(reminded)
    assert nudge.reminded_at is not None
    assert nudge.reminded_at >= sent + rounds.REST
    assert nudge.reminded_at.astimezone(ZONE).isoweekday() <= 5
    assert (NudgeState.EXPIRED, "expired") == (nudge.state, nudge.outcome)


def test_a_reminder_counts_from_the_real_sending(street: Street) -> None:
    """A prompt that reached Telegram late is not followed by its reminder the next morning."""
    person, _ = anna(street, local(2026, 9, 14, 9, 0))
    street.at(local(2026, 9, 17, 15, 30))
    (nudge,) = nudges(street.runtime, person)
    late = local(2026, 9, 18, 9, 0)
    street.runtime.database.call(lambda db: agenda.note(db, nudge.id, sent_at=late))
    street.at(local(2026, 9, 25, 9, 0))
    (after, *_) = nudges(street.runtime, person)
    assert after.reminded_at is not None
    assert after.reminded_at >= late + rounds.REST


def test_purging_honours_the_retention(street: Street) -> None:
    """Answers stay a day less than the term, and go a day after it."""
    person, _ = anna(street, local(2026, 9, 14, 9, 0))
    began = street.runtime.clock.now()
    street.runtime.database.call(lambda db: building.reflect(db, person, began, waarom="high"))
    term = timedelta(days=street.runtime.settings.keep_score_days)
    street.runtime.database.call(rounds.purge, street.runtime, began + term - timedelta(days=1))
    assert 1 == len(street.runtime.database.call(answers.every, person))
    street.runtime.database.call(rounds.purge, street.runtime, began + term + timedelta(days=1))
    assert [] == list(street.runtime.database.call(answers.every, person))


def test_what_goes_wrong_holds_up_nobody(street: Street) -> None:
    """A flow that is gone and a session that cannot be opened: each is given up by itself, and the others are sent."""
    start, due = local(2026, 9, 14, 9, 0), local(2026, 9, 17, 15, 30)
    gone, spoiled, fine = (anna(street, start)[0] for _ in range(3))
    street.runtime.database.call(_spoil, gone, spoiled)
    with capture_logs() as logs:
        street.at(due)
    assert NudgeState.SENT == nudges(street.runtime, fine)[0].state
    first_nudges = {person: nudges(street.runtime, person)[0] for person in (gone, spoiled)}
    assert {gone: rounds.FLOW_GONE, spoiled: rounds.WENT_WRONG} == {
        who: one.reason for who, one in first_nudges.items()
    }
    assert {NudgeState.SKIPPED} == {one.state for one in first_nudges.values()}
    assert ["CannotOpen", "UnknownFlow"] == sorted(line["error"] for line in logs if line["log_level"] == "error")


def _spoil(db: Transaction, gone: int, spoiled: int) -> None:
    (schedule,) = schedules.of_person(db, gone)
    schedules.rest(db, gone, schedule.kind)
    schedules.give(db, gone, "a kind of before", "no such flow", schedule.recurrence, schedule.next_at)
    session = sessions.reserve(db, spoiled, "waarom", "v", building.START, None)
    row = tables.table(tables.SessionRow)
    db.execute(update(row).where(row.c.id == session).values(sealed=b"spoiled on the disk"))


def test_a_wake_up_that_goes_wrong_holds_up_nobody(street: Street) -> None:
    """A session that nobody can open any more is not reminded; everybody else is."""
    start, due = local(2026, 9, 14, 9, 0), local(2026, 9, 17, 15, 30)
    spoiled, fine = (anna(street, start)[0] for _ in range(2))
    street.at(due)
    row = tables.table(tables.SessionRow)
    mine = row.c.person_id == spoiled
    street.runtime.database.call(lambda db: db.execute(update(row).where(mine).values(sealed=b"spoiled")))
    street.at(due + timedelta(days=4))
    reminded = [nudges(street.runtime, person)[0].reminded_at is not None for person in (spoiled, fine)]
    assert [False, True] == reminded


def test_rounds_at_once_begin_each_nudge_once(street: Street) -> None:
    """However many look at the same moment, each person is asked once, in one session."""
    start, due = local(2026, 9, 14, 9, 0), local(2026, 9, 17, 15, 30)
    everybody = [anna(street, start) for _ in range(25)]
    while street.runtime.database.call(rounds.plan, street.runtime, due):
        pass
    street.runtime.clock.move_to(due)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: street.runtime.database.call(rounds.send, street.runtime, due), range(12)))
    street.tick()
    for person, chat in everybody:
        assert [NudgeState.SENT] == [nudge.state for nudge in nudges(street.runtime, person)]
        assert 1 == len(street.texts(chat))


def test_a_late_answer_still_counts(street: Street) -> None:
    """After it expired: the answers are kept and marked late, and the nudge says so."""
    person, chat = anna(street, local(2026, 9, 14, 9, 0))
    street.at(local(2026, 9, 17, 15, 30))
    street.at(local(2026, 9, 23, 15, 0))
    (nudge,) = [one for one in nudges(street.runtime, person) if one.sent_at]
    assert NudgeState.EXPIRED == nudge.state
    street.presses(chat, "Nu")
    while street.runtime.database.call(sessions.current, person):
        street.presses(chat, street.labels(chat)[0])
    (after,) = [one for one in nudges(street.runtime, person) if one.sent_at and one.id == nudge.id]
    assert (NudgeState.ANSWERED, "answered late") == (after.state, after.outcome)
    assert {True} == {answer.late for answer in street.runtime.database.call(answers.every, person)}


def test_a_clock_that_goes_back_sends_nothing_twice(street: Street) -> None:
    """The calendar of a machine is set right by an hour: what was sent stays sent, what was said stays heard."""
    person, chat = anna(street, local(2026, 9, 14, 9, 0))
    street.at(local(2026, 9, 17, 15, 31))
    street.runtime.clock.move_to(local(2026, 9, 17, 14, 31))
    street.tick()
    street.presses(chat, "Nu")
    street.at(local(2026, 9, 17, 15, 40))
    prompts = [
        body for _, _, body, _ in street.deliveries if ["Nu"] in [[row[0][0]] for row in body.get("buttons", ())]
    ]
    assert 1 == len(prompts)
    assert "Nu" not in street.labels(chat)
    assert 1 == sum(nudge.sent_at is not None for nudge in nudges(street.runtime, person))
