"""The measures of consistent steering: rhythm, coverage, congruence; rows in, numbers out.

They stand side by side; nothing here adds them up, and none of them grades a person.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from nudges import reflection

MEMORY = 0.5 ** (1 / 5)  # five eligible weeks halve the weight of the past
TREND_FROM = 8  # eligible weeks
COVERAGE_FROM = 8  # acts


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Weeks completed out of the eligible ones, the longest run of missed ones; the trend in [0, 1] from 8 weeks on."""

    completed: int
    eligible: int
    longest_gap: int
    trend: float | None


class MeasuredChange(StrEnum):
    """What may be said of two measurements."""

    UP = "up"
    DOWN = "down"
    NOT_CLEAR = "not_clear"


def week(*, enrolled: bool, working_days: int, delivered: bool, completed: bool) -> bool | None:
    """Judge one week of a rhythm: kept, missed, or None for a week that is not eligible.

    `working_days` are those without leave or holiday; `completed` means before expiry.
    """
    return completed if enrolled and working_days > 0 and delivered else None


def rhythm(weeks: Sequence[bool | None]) -> Rhythm:
    """Measure the rhythm of these weeks, oldest first, as `week` gives them."""
    eligible = [kept for kept in weeks if kept is not None]
    trend = trends(weeks)[-1] if len(eligible) >= TREND_FROM else None
    return Rhythm(sum(eligible), len(eligible), _longest_gap(eligible), trend)


def trends(weeks: Sequence[bool | None]) -> list[float]:
    """Compute the trend after each week: r <- r m + (1 - m) x with m = .5^(1/5), from 0; other weeks leave it."""
    r, values = 0.0, []
    for week in weeks:
        if week is not None:
            r = r * MEMORY + (1 - MEMORY) * week
        values.append(r)
    return values


def lately(weeks: Sequence[bool | None]) -> MeasuredChange | None:
    """Say whether the rhythm changed over the last four eligible weeks; None below 8.

    Compares the trend, as a weighted share of the weeks so far (r / (1 - m^n), so that its start at 0 counts for
    nothing), with what it was four weeks ago; less than one week's worth of the eight is no clear difference.
    """
    eligible = [kept for kept in weeks if kept is not None]
    if len(eligible) < TREND_FROM:
        return None
    values = trends(eligible)
    before, now = (values[n - 1] / (1 - MEMORY**n) for n in (len(eligible) - 4, len(eligible)))
    if abs(now - before) < 1 / TREND_FROM:
        return MeasuredChange.NOT_CLEAR
    return MeasuredChange.UP if now > before else MeasuredChange.DOWN


def _longest_gap(eligible: Sequence[bool]) -> int:
    longest = run = 0
    for week in eligible:
        run = 0 if week else run + 1
        longest = max(longest, run)
    return longest


def coverage(acts: Mapping[reflection.Principle, int]) -> float | None:
    """Evenness J = -sum p ln p / ln 4 of acts over the four principles (Pielou 1966), 0 to 1; None below 8 acts."""
    total = sum(acts.values())
    if total < COVERAGE_FROM:
        return None
    shares = [count / total for count in acts.values() if count]
    return abs(sum(share * math.log(share) for share in shares)) / math.log(len(reflection.Principle))


def own_level(weeks_with_act: int, weeks: int) -> reflection.Level | None:
    """Rank how often a lead steered on a principle by the own log, in thirds of the weeks; None without weeks."""
    if weeks == 0:
        return None
    thirds = 3 * weeks_with_act / weeks
    return reflection.Level.LOW if thirds < 1 else reflection.Level.MID if thirds < 2 else reflection.Level.HIGH


def gap(own: reflection.Level | None, team: reflection.Level | None) -> int | None:
    """Own log minus what the team experiences, in levels from -2 to 2; None where one of them is not known."""
    return None if own is None or team is None else own.rank - team.rank
