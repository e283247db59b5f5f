"""When somebody is asked whether they want to ask their buddy something: every four weeks, less often unanswered."""

from datetime import date, timedelta

from nudges.workdays import Workdays

WEEK = timedelta(weeks=1)
# (prompts in a row that nobody answered from which it holds, weeks between two)
_STEPS = ((2, 8), (0, 4))
# A prompt that came some days late must not push the next one a whole week further.
_SLACK = timedelta(days=3)
_SEARCHED = timedelta(days=366)


def first_from(since: date, *, goes_first: bool) -> date:
    """Find the day from which one half of a pair is asked: the two take turns, a fortnight apart."""
    return since + (WEEK if goes_first else 3 * WEEK)


def next_from(asked_on: date, unanswered: int) -> date:
    """Find the day from which they are asked again, after so many in a row without an answer."""
    weeks = next(weeks for least, weeks in _STEPS if unanswered >= least)
    return asked_on + weeks * WEEK - _SLACK


def day(begins: date, weekday: int, earliest: date, calendar: Workdays) -> date | None:
    """Find the working day on which they are asked: on this ISO weekday, or the next one that they work on and that is
    not before `earliest`. None: there is none within a year."""
    wanted = begins + timedelta(days=(weekday - begins.isoweekday()) % 7)
    first = max(wanted, earliest)
    return next(calendar.between(first, first + _SEARCHED), None)
