"""What a team can count of its own work besides what people say about themselves, entered once a month."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from nudges import xmr

CHART_FROM = 8  # months: limits from fewer say little (Wheeler, Understanding Variation)


class Measure(StrEnum):
    """What is counted; stored by value. Lower is better for residents in each of them."""

    REPEAT_CONTACTS = "repeat_contacts"  # residents who had to come back for the same thing, in a hundred
    UPHELD_COMPLAINTS = "upheld_complaints"  # complaints and objections that were found right
    FIRST_CONTACT = "first_contact"  # working days from a question to the first word of a person


@dataclass(frozen=True, slots=True)
class SeriesReading:
    """What may be said of a series: its chart from 8 values on, and whether its last value is part of a signal.

    `coarse`: there are values enough, and they differ in too few steps for a chart.
    """

    chart: xmr.Chart | None
    signal: bool
    coarse: bool = False


def read(values: Sequence[float]) -> SeriesReading:
    """Read a series of values in order of time. Only a signal that reaches the last value is news."""
    if len(values) < CHART_FROM:
        return SeriesReading(None, signal=False)
    if not xmr.is_fine_enough(values):
        return SeriesReading(None, signal=False, coarse=True)
    chart = xmr.chart(values)
    return SeriesReading(chart, signal=any(len(values) - 1 in points for points in chart.signals.values()))
