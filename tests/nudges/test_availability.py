"""May the bot begin to speak now: every no has its reason, in order."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nudges import availability, dose
from nudges.availability import Away, Kind, Person, Reason, Sending, Status
from nudges.person import TimeSpan
from tests.nudges.cast import anna, local, moments

THURSDAY = local("2026-11-26T15:30")


def _why(person: Person, at: datetime = THURSDAY, kind: Kind = Kind.REFLECTION) -> Reason | None:
    return availability.may_nudge(person, at, [], kind, dialogue_open=False).reason


def test_on_a_working_afternoon_the_answer_is_yes() -> None:
    """Without a reason, it may go."""
    verdict = availability.may_nudge(anna(), THURSDAY, [], Kind.REFLECTION, dialogue_open=False)
    assert verdict == availability.Verdict(allowed=True)


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (Status.JOINING, Reason.NOT_STARTED),
        (Status.STOPPED, Reason.STOPPED),
        (Status.ENDED, Reason.STOPPED),
        (Status.UNREACHABLE, Reason.UNREACHABLE),
    ],
)
def test_who_does_not_take_part_gets_nothing(status: Status, reason: Reason) -> None:
    """Not started, stopped, ended or unreachable."""
    assert _why(anna(status=status)) is reason


def test_peace_for_the_rest_of_a_day_lasts_until_its_moment() -> None:
    """At the moment it ends, it has ended; the day stays a working day."""
    assert _why(anna(quiet_until=THURSDAY + timedelta(seconds=1))) is Reason.PAUSED
    assert _why(anna(quiet_until=THURSDAY)) is None
    assert anna(quiet_until=THURSDAY + timedelta(hours=9)).calendar.works(THURSDAY.date())


def test_a_pause_lasts_up_to_and_including_its_last_day_and_none_of_them_is_a_working_day() -> None:
    """It is called a pause, also for who is away in it; without a last day it lasts until they come back."""
    pause = Away(date(2026, 11, 20), date(2026, 11, 26))
    assert _why(anna(pauses=(pause,), away=(pause,))) is Reason.PAUSED
    assert not anna(pauses=(pause,)).calendar.works(THURSDAY.date())
    assert _why(anna(pauses=(Away(date(2026, 11, 20), date(2026, 11, 25)),))) is None
    assert availability.next_opening(anna(pauses=(pause,)), THURSDAY) == local("2026-11-27T08:00")
    assert availability.next_opening(anna(pauses=(Away(date(2026, 11, 20)),)), THURSDAY) is None


def test_even_weg_includes_its_last_day() -> None:
    """One neutral state, by day; without a last day until further notice."""
    assert _why(anna(away=(Away(date(2026, 11, 20), date(2026, 11, 26)),))) is Reason.AWAY
    assert _why(anna(away=(Away(date(2026, 11, 20), date(2026, 11, 25)),))) is None
    assert _why(anna(away=(Away(date(2026, 11, 20)),))) is Reason.AWAY
    assert _why(anna(away=(Away(date(2026, 11, 27)),))) is None


def test_holidays_days_off_and_hours_are_judged_locally() -> None:
    """Christmas on a Friday, a Saturday, half past seven, six o'clock."""
    assert _why(anna(), local("2026-12-25T10:00")) is Reason.HOLIDAY
    assert _why(anna(), local("2026-11-28T10:00")) is Reason.DAY_OFF
    assert _why(anna(working_days=frozenset({1, 2, 3}))) is Reason.DAY_OFF
    assert _why(anna(), local("2026-11-26T07:59")) is Reason.OUTSIDE_HOURS
    assert _why(anna(), local("2026-11-26T08:00")) is None
    assert _why(anna(), local("2026-11-26T17:59")) is None
    assert _why(anna(), local("2026-11-26T18:00")) is Reason.OUTSIDE_HOURS


def test_quiet_hours_may_pass_midnight() -> None:
    """From 22:00 to 09:00 half past eight is quiet and nine is not."""
    early = anna(quiet=(TimeSpan(time(22), time(9)),))
    assert _why(early, local("2026-11-26T08:30")) is Reason.QUIET_HOURS
    assert _why(early, local("2026-11-26T09:00")) is None
    assert time(23) in early.quiet[0]


def test_an_open_dialogue_is_not_interrupted() -> None:
    """Whatever the prompt, when the caller says that it should wait."""
    for kind in Kind:
        verdict = availability.may_nudge(anna(), THURSDAY, [], kind, dialogue_open=True)
        assert verdict.reason is Reason.DIALOGUE_OPEN


@pytest.mark.parametrize(
    ("hours_ago", "reason"),
    [
        ([0.5], Reason.MINIMUM_GAP),
        ([20], Reason.DOSE_24_HOURS),
        ([30, 60], Reason.DOSE_96_HOURS),
        ([30, 100, 170, 239], Reason.DOSE_240_HOURS),
    ],
)
def test_the_dose_has_a_reason_per_cap(hours_ago: list[float], reason: Reason) -> None:
    """And what is exempt goes all the same."""
    recent = [Sending(Kind.REFLECTION, THURSDAY - timedelta(hours=hours)) for hours in hours_ago]
    for kind in Kind:
        verdict = availability.may_nudge(anna(), THURSDAY, recent, kind, dialogue_open=False)
        assert verdict.reason is (None if kind in dose.EXEMPT else reason)


def test_an_extra_yields_to_the_reflection_ahead() -> None:
    """A cue on Wednesday evening would take the place of Thursday's reflection."""
    ahead = [Sending(Kind.REFLECTION, THURSDAY)]
    wednesday = local("2026-11-25T16:30")
    verdict = availability.may_nudge(anna(), wednesday, [], Kind.CUE, dialogue_open=False, ahead=ahead)
    assert verdict.reason is Reason.YIELDS


def test_the_first_reason_in_order_is_the_one_that_is_stored() -> None:
    """Everything is wrong at once; as each thing is mended, the next one in the order of the reasons shows."""
    christmas = local("2026-12-25T19:00")
    wrong: dict[str, object] = {
        "status": Status.STOPPED,
        "pauses": (Away(date(2026, 12, 24), date(2026, 12, 25)),),
        "away": (Away(date(2026, 12, 20)),),
        "working_days": frozenset({1}),
        "quiet": (TimeSpan(time(12), time(20)),),
    }
    mended: list[tuple[str, object]] = [
        ("status", Status.ACTIVE),
        ("pauses", ()),
        ("away", ()),
        ("holidays", frozenset()),
        ("working_days", frozenset({1, 5})),
        ("hours", TimeSpan(time(8), time(20))),
        ("quiet", ()),
    ]
    reasons = [_why(anna(**wrong), christmas)]
    for name, value in mended:
        wrong[name] = value
        reasons.append(_why(anna(**wrong), christmas))
    order = [
        Reason.STOPPED,
        Reason.PAUSED,
        Reason.AWAY,
        Reason.HOLIDAY,
        Reason.DAY_OFF,
        Reason.OUTSIDE_HOURS,
        Reason.QUIET_HOURS,
    ]
    assert [*order, None] == reasons
    assert order == [reason for reason in Reason if reason in order]


def test_hours_that_end_before_they_begin_are_refused() -> None:
    """So are working days that are none."""
    with pytest.raises(ValueError, match="own hours"):
        anna(hours=TimeSpan(time(18), time(8)))
    with pytest.raises(ValueError, match="ISO weekdays"):
        anna(working_days=frozenset())


def test_the_next_opening_of_an_open_moment_is_that_moment() -> None:
    """Nobody waits without a reason."""
    assert availability.next_opening(anna(), THURSDAY) == THURSDAY


def test_the_next_opening_passes_over_night_weekend_and_holidays() -> None:
    """From the evening before Christmas to the Monday after it."""
    assert availability.next_opening(anna(), local("2026-12-24T18:00")) == local("2026-12-28T08:00")


def test_the_next_opening_waits_for_quiet_hours_pause_and_dose() -> None:
    """The latest of what is in the way decides."""
    early = anna(quiet=(TimeSpan(time(22), time(9)),))
    assert availability.next_opening(early, local("2026-11-26T07:00")) == local("2026-11-26T09:00")
    in_peace = anna(quiet_until=local("2026-12-01T11:00"))
    assert availability.next_opening(in_peace, THURSDAY) == local("2026-12-01T11:00")
    recent = [Sending(Kind.REFLECTION, THURSDAY - timedelta(hours=1))]
    assert availability.next_opening(anna(), THURSDAY, recent, Kind.CUE) == local("2026-11-27T14:30")
    assert availability.next_opening(anna(), THURSDAY, recent, Kind.REQUESTED) == THURSDAY


def test_who_does_not_take_part_or_is_away_for_ever_has_no_opening() -> None:
    """There is nothing to wait for."""
    assert availability.next_opening(anna(status=Status.STOPPED), THURSDAY) is None
    assert availability.next_opening(anna(away=(Away(date(2026, 1, 1)),)), THURSDAY) is None


@given(
    at=moments,
    working_days=st.frozensets(st.integers(1, 7), min_size=1),
    quiet=st.lists(st.builds(TimeSpan, st.times(), st.times()), max_size=2).map(tuple),
    hours_ago=st.lists(st.floats(0, 250), max_size=5),
)
def test_an_opening_is_allowed_and_not_in_the_past(
    at: datetime, working_days: frozenset[int], quiet: tuple[TimeSpan, ...], hours_ago: list[float]
) -> None:
    """What next_opening promises, may_nudge keeps."""
    person = anna(working_days=working_days, quiet=quiet)
    recent = [Sending(Kind.CUE, at - timedelta(hours=hours)) for hours in hours_ago]
    opening = availability.next_opening(person, at, recent, Kind.CUE)
    if opening is not None:
        assert opening >= at
        assert availability.may_nudge(person, opening, recent, Kind.CUE, dialogue_open=False).allowed


def test_what_fell_out_of_its_window_is_missed() -> None:
    """After an outage of three days; not after one slow tick."""
    window = timedelta(hours=2)
    assert availability.missed(THURSDAY, THURSDAY + timedelta(days=3), window)
    assert not availability.missed(THURSDAY, THURSDAY + timedelta(seconds=5), window)
    assert not availability.missed(THURSDAY, THURSDAY + window, window)
