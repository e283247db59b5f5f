"""The one driver of the clock stops at whatever comes first, and goes past what no time will bring on."""

from datetime import UTC, datetime, timedelta

from bot.base.clock import Clock
from bot.demo.clock_driver import ClockDriver

START = datetime(2026, 9, 7, 8, 0, tzinfo=UTC)
END = START + timedelta(hours=4)


def at(minutes: int) -> datetime:
    """So many minutes after the start."""
    return START + timedelta(minutes=minutes)


def stops(due: list[datetime], deeds: list[datetime], stuck: datetime | None = None) -> list[datetime]:
    """Where a driver stops that lets happen what is due and what somebody does, but for what is stuck."""
    calendar, places = Clock(START, speed=0.0), list[datetime]()
    driver = ClockDriver(calendar, END)
    while driver.goes_on(min(due, default=None), min(deeds, default=None)):
        places.append(calendar.now())
        assert 150 > len(places), "it never ends"
        for coming in (due, deeds):
            coming[:] = [moment for moment in coming if moment > calendar.now() or moment == stuck]
    return places


def test_it_stops_at_what_is_due_and_at_what_somebody_does_in_order_of_time_and_at_the_end() -> None:
    """Each once, also where both fall together or on the end; what lies after the end is not come to."""
    assert [at(10), at(20), at(30), END] == stops([at(10), at(30), at(300)], [at(20), at(30), at(241)])
    assert [at(10), END] == stops([at(10), END], [END])
    assert [END] == stops([], [])


def test_what_is_overdue_is_done_where_the_calendar_stands() -> None:
    """The calendar never goes back, and what comes later still has its own stop."""
    assert [START, at(5), END] == stops([at(-60), at(5)], [])


def test_what_is_due_is_waited_for_however_much_people_do_before_it() -> None:
    """A hundred deeds, and then still what was due after them."""
    deeds = [at(1) + timedelta(seconds=second) for second in range(100)]
    assert [*deeds, at(5), END] == stops([at(5)], list(deeds))


def test_what_stays_due_holds_up_nothing() -> None:
    """It is tried a few times and then passed over: what people do meanwhile goes on, and the end comes."""
    places = stops([at(10)], [at(40), at(50)], stuck=at(10))
    assert [at(40), at(50), END] == [place for place in places if place != at(10)]
    assert 2 <= places.count(at(10)) <= 10
