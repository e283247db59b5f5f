"""Which step of a programme comes next, and when: working weeks, leave, the dose, and what was offered already."""

from collections.abc import Container, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from nudges import dose, programme
from nudges.person import Away, PersonRhythm
from nudges.programme import Fade, PastOffers, PersonFacts, ProgrammeStep, WeeklyItem
from nudges.recurrence import At, Weekly
from nudges.schedule import occurrences
from nudges.workdays import Workdays

ZONE = ZoneInfo("Europe/Amsterdam")
MONDAY = date(2026, 9, 7)
NOW = datetime(2026, 9, 7, 7, 0, tzinfo=UTC)
STEPS = (
    ProgrammeStep("a", "waarom", 1, 2),
    ProgrammeStep("b", "samen", 3, 2),
    ProgrammeStep("c", "sturen", 2, 1, every=2, until=6),
)


def days_off(first: date, count: int) -> Container[date]:
    return [first + timedelta(days=day) for day in range(count)]


def own(
    days: Sequence[int] = (1, 2, 3, 4, 5), away: Container[date] = (), start: date = MONDAY, reflects: int = 4
) -> PersonFacts:
    """Somebody who reflects on this weekday at 15:30."""
    calendar = Workdays(frozenset(days), away)
    weekly = Weekly(frozenset({reflects}), At(time(15, 30)))
    ahead = occurrences(weekly, ZONE, NOW, NOW + timedelta(weeks=16), b"")
    return PersonFacts(ZONE, start, calendar, (), [dose.Sending(dose.Occasion.REFLECTION, at) for at in ahead])


def offered(
    person: PersonFacts, steps: Sequence[ProgrammeStep] = STEPS, past: PastOffers | None = None, now: datetime = NOW
) -> list[str]:
    """What comes, as `label day-of-month hour` in local time."""
    offers = programme.upcoming(steps, person, past or PastOffers(), now)
    return [f"{due.label} {due.at.astimezone(ZONE):%d-%m %H:%M}" for due in offers]


def test_steps_come_on_their_working_day_at_their_hour() -> None:
    """Day 2 of week 1 is Tuesday; a step that returns is named by its week."""
    assert ["a 08-09 10:00", "c 2 14-09 10:00", "b 22-09 10:00", "c 4 28-09 10:00", "c 6 12-10 10:00"] == offered(own())


def test_leave_moves_what_is_to_come() -> None:
    """Two weeks away: everything after them comes two weeks later."""
    away = days_off(date(2026, 9, 14), 14)
    assert ["a 08-09 10:00", "c 2 28-09 10:00", "b 06-10 10:00", "c 4 12-10 10:00", "c 6 26-10 10:00"] == offered(
        own(away=away)
    )


def test_who_is_away_until_further_notice_is_offered_nothing_before_they_are_back() -> None:
    """What is to come has no day; once they are back it comes from the week in which they left on."""
    left, back = date(2026, 9, 9), date(2026, 10, 7)
    away = PersonRhythm(ZONE, away=(Away(left),)).calendar
    assert ["a 08-09 10:00"] == offered(replace(own(), calendar=away))
    was_away = PersonRhythm(ZONE, away=(Away(left, back - timedelta(days=1)),)).calendar
    expected = ["a 08-09 10:00", "c 2 07-10 10:00", "b 13-10 10:00", "c 4 19-10 10:00", "c 6 02-11 10:00"]
    assert expected == offered(replace(own(), calendar=was_away))


@pytest.mark.parametrize(
    ("day", "week"),
    [
        (date(2026, 9, 6), 0),
        (date(2026, 9, 7), 1),
        (date(2026, 9, 13), 1),
        (date(2026, 9, 16), 1),
        (date(2026, 9, 21), 2),
    ],
)
def test_a_week_counts_when_it_has_a_working_day(day: date, week: int) -> None:
    """The week of leave from the 14th belongs to the working week before it."""
    away = days_off(date(2026, 9, 14), 7)
    assert week == programme.week_of(MONDAY, day, own(away=away).calendar)


def test_who_begins_in_the_middle_of_a_week_begins_with_what_is_left_of_it() -> None:
    """Thursday the 10th is day 1; Friday, day 2, comes too soon after the reflection, so Monday it is."""
    assert "a 14-09 10:00" == offered(own(start=date(2026, 9, 10)), STEPS[:1])[0]


@pytest.mark.parametrize(
    ("reflects", "expected"),
    [(2, "a 10-09 10:00"), (3, "a 08-09 10:00"), (1, "a 09-09 10:00")],
    ids=["on that day", "the day after", "the day before"],
)
def test_a_step_keeps_a_day_between_itself_and_the_reflection(reflects: int, expected: str) -> None:
    """Both must fit within the dose, also when one leaves a little late; the reflection goes first."""
    assert [expected] == offered(own(reflects=reflects), STEPS[:1])


def test_who_works_on_the_day_of_the_reflection_only_is_offered_no_steps() -> None:
    """An extra never takes the reflection's place."""
    assert [] == offered(own(days=[4]), STEPS)


def test_what_was_offered_is_not_offered_again() -> None:
    """Also when it was moved: the name says what it is."""
    past = PastOffers(over={"a", "c 2"})
    moved = (replace(STEPS[0], week=3, day=1), *STEPS[1:])
    assert ["b 22-09 10:00", "c 4 28-09 10:00", "c 6 12-10 10:00"] == offered(own(), moved, past)


def test_what_could_not_go_comes_on_the_next_day_that_fits() -> None:
    """A conversation was open on Tuesday: Wednesday at ten is still far enough from Thursday's reflection."""
    tried = PastOffers(tried={"a": datetime(2026, 9, 8, 10, 0, tzinfo=ZONE)})
    assert ["a 09-09 10:00"] == offered(own(), STEPS[:1], tried)


def test_what_is_too_long_ago_is_passed_over() -> None:
    """A step waits until the end of the working week after its own, and no longer."""
    last = datetime(2026, 9, 17, 12, 0, tzinfo=UTC)
    assert ["a 15-09 10:00"] == offered(own(), STEPS[:1], now=datetime(2026, 9, 15, 7, 0, tzinfo=UTC))
    assert [] == offered(own(), STEPS[:1], now=last + timedelta(days=4))


def test_enough_is_enough() -> None:
    """Two prompts in the last four days leave no room before the next week."""
    recent = [dose.Sending(dose.Occasion.REFLECTION, NOW - timedelta(days=back)) for back in (0, 2)]
    assert ["a 14-09 10:00"] == offered(replace(own(), recent=recent), STEPS[:1])


@pytest.mark.parametrize(
    ("week", "asked", "due"),
    [(3, None, False), (4, None, True), (4, 1, True), (4, 4, False), (6, 4, False), (7, 3, True), (9, 5, True)],
)
def test_a_monthly_item_waits_for_its_turn_and_then_for_an_answer(week: int, asked: int | None, due: bool) -> None:
    """From week 4 on every fourth week; whoever missed the week is asked in the next one."""
    assert due is WeeklyItem((4,), 4).due(week, asked)


@pytest.mark.parametrize(
    ("week", "asked", "due"),
    [
        *[(3, None, False), (4, None, True), (7, 4, False), (8, 5, True), (12, 9, False), (13, 9, True)],
        *[(25, 14, False), (26, 14, True), (52, 40, True), (53, 52, False), (65, 53, True), (104, 91, True)],
    ],
)
def test_an_item_with_weeks_of_its_own_returns_after_the_last_of_them(week: int, asked: int | None, due: bool) -> None:
    """Weeks 4, 8 and 13, then every thirteenth; so it goes in a second year as well."""
    assert due is WeeklyItem((4, 8, 13), 13).due(week, asked)


def test_a_faded_prompt_comes_every_other_week() -> None:
    """Fourteen days after the last one it comes, seven days after it does not; a late one pushes nothing on."""
    fade, sent = Fade("", 2), NOW + timedelta(hours=2)
    assert [True, False] == [programme.rests(fade, sent, NOW + timedelta(days=days)) for days in (7, 14)]
    assert not programme.rests(fade, None, NOW)
