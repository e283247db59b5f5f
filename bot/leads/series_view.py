"""Series over time as a lead sees them: what the team counts each month, and the lead's own acts each week."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from bot.base.voice import Voice
from bot.leads.own_log import OwnLog
from nudges import outside, workdays
from nudges.outside import Measure, SeriesReading
from store import counted
from store.database import Transaction

OWN_ACTS = "acts"
SHOWN = 24  # values; older ones stay in the table
_WEEKS = 26
_AIR = 0.08  # above and below what is drawn


@dataclass(frozen=True, slots=True)
class Series:
    """Holds one series, oldest first, and what may be said of it; `name` is the key of its words."""

    name: str
    values: Sequence[tuple[date, float]]
    reading: SeriesReading


def of_team(db: Transaction, team_id: int) -> Sequence[Series]:
    """List the series that the team counts, each measure by itself; nothing is added up."""
    return [_series(measure.value, counted.series(db, team_id, measure)[-SHOWN:]) for measure in Measure]


def of_lead(own: OwnLog, today: date) -> Series:
    """Count the lead's own acts by week, without the running one."""
    this_monday = workdays.monday_of(today)
    days = [workdays.monday_of(day) for day, _ in own.log.acts]
    first = min(days, default=this_monday)
    mondays = [this_monday - timedelta(weeks=back) for back in range(_WEEKS, 0, -1)]
    return _series(OWN_ACTS, [(monday, float(days.count(monday))) for monday in mondays if monday >= first])


def _series(name: str, values: Sequence[tuple[date, float]]) -> Series:
    return Series(name, values, outside.read([value for _, value in values]))


def sentence(series: Series, voice: Voice) -> str:
    """Word what may be said of a series: nothing yet, ordinary ups and downs, or a possible signal."""
    if not series.values:
        return voice.plain("series.none")
    if series.reading.coarse:
        return voice.plain("series.coarse")
    if series.reading.chart is None:
        return voice.plain("series.too_few", count=outside.CHART_FROM)
    if not series.reading.signal:
        return voice.plain("series.quiet")
    return voice.plain("series.acts.signal" if series.name == OWN_ACTS else "series.signal")


def drawing(series: Series, voice: Voice) -> dict[str, Any] | None:
    """Draw the chart with its mean and limits, or only the values between their extremes where their steps are too
    coarse; None below the number of values that a chart needs."""
    chart = series.reading.chart
    if chart is None and not series.reading.coarse:
        return None
    values = [value for _, value in series.values]
    lines = [max(values), min(values)] if chart is None else [chart.upper, chart.mean, max(0.0, chart.lower)]
    floor, span = _frame([*values, *lines])
    signals = {point for points in chart.signals.values() for point in points} if chart else set[int]()
    when = voice.short_day if series.name == OWN_ACTS else voice.short_month
    first, last = (when(series.values[at][0]) for at in (0, -1))
    shown = voice.plain(
        "series.range" if chart else "series.extremes", lower=voice.number(lines[-1]), upper=voice.number(lines[0])
    )
    return {
        "kind": "series",
        "title": voice.plain(f"series.{series.name}"),
        "headline": shown,
        "alt": f"{voice.plain(f'series.{series.name}')}. {sentence(series, voice)} {shown}",
        "first": first,
        "last": last,
        "limits": [((line - floor) / span, voice.number(line)) for line in lines],
        "points": [((value - floor) / span, index in signals) for index, value in enumerate(values)],
        "signal_word": voice.plain("series.mark") if signals else "",
    }


def _frame(drawn: Sequence[float]) -> tuple[float, float]:
    """Find the lowest figure that is drawn, and how much is drawn above it."""
    low, span = min(drawn), (max(drawn) - min(drawn)) or 1.0
    return low - _AIR * span, span * (1 + 2 * _AIR)
