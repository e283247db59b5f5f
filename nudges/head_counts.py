"""When the operator may say that a team has fewer people: on fixed dates, and never because somebody left."""

from datetime import date

from nudges import workdays

TERM = 10  # working days from the first one of a quarter on
_MONTHS = 3


def begins(today: date, calendar: workdays.Workdays) -> date:
    """Find the first working day of this quarter: from then on head counts are asked for."""
    return calendar.on_or_after(date(today.year, (today.month - 1) // _MONTHS * _MONTHS + 1, 1))


def is_term(today: date, calendar: workdays.Workdays) -> bool:
    """Say whether seats of those who left may go: within the first ten working days of a quarter."""
    first = begins(today, calendar)
    return first <= today and sum(1 for _ in calendar.between(first, today)) < TERM


def next_term(today: date, calendar: workdays.Workdays) -> date:
    """Find the first working day of the quarter that comes."""
    month = (today.month - 1) // _MONTHS * _MONTHS + 1 + _MONTHS
    return begins(date(today.year + month // 13, month % 12, 1), calendar)
