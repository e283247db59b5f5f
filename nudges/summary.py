"""What a lead may see: published cells beside the lead's own log, as keys and values that the bot puts into words."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from nudges import closure, disclosure, reflection, steering

_PROMISE_DAYS = 10  # working days after which a promise is looked at


class Sight(StrEnum):
    """Whether there is something to see; the last two look different from each other."""

    SHOWN = "shown"
    HIDDEN = "hidden"  # "te weinig antwoorden", whatever the reason
    NO_WINDOW = "no_window"  # "nog geen venster"


class Direction(StrEnum):
    """A trend in words."""

    UP = "up"
    DOWN = "down"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class WindowWords:
    """One closed window of a team: its words by item, None where hidden; `changed` since the window before."""

    opens_on: date
    bands: Mapping[str, str | None]
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Log:
    """A lead's own record. Weeks are oldest first; promises count in working days, open ones until now."""

    acts: Sequence[tuple[date, reflection.Principle]] = ()
    weeks: Sequence[bool | None] = ()
    promises_closed_after: Sequence[int] = ()
    promises_open_for: Sequence[int] = ()
    promises_needed_for: Sequence[int] = ()  # until nobody needed them any more: neither kept nor open
    promises_broken_for: Sequence[int] = ()  # until now: closed as not done, so never kept


@dataclass(frozen=True, slots=True)
class PrincipleView:
    """One principle in the last window: its level, its direction since the one shown before, the lead's own acts.

    `gap` is the lead's own log minus what the team experienced, in levels; a question, never blame.
    """

    principle: reflection.Principle
    sight: Sight
    level: reflection.Level | None
    direction: Direction | None
    acts: int
    gap: int | None


@dataclass(frozen=True, slots=True)
class Summary:
    """Holds all that a lead may see; shares and trends in [0, 1], `promises_kept_within` None without promises."""

    participation: str | None
    participation_sight: Sight
    window_opens_on: date | None
    team_changed: bool
    principles: tuple[PrincipleView, ...]
    rhythm: steering.Rhythm
    coverage: float | None
    promises_open: int
    promises_kept_within: float | None


def summarise(content: Sequence[WindowWords], participation: WindowWords | None, log: Log) -> Summary:
    """Summarise one team for its lead; `content` are its closed windows, oldest first.

    Acts of the last window's four weeks are compared with it; coverage looks at all acts given.
    """
    counts = Counter(principle for _, principle in log.acts)
    band, sight = _see(participation, disclosure.PARTICIPATION)
    never_kept = [*log.promises_open_for, *log.promises_needed_for, *log.promises_broken_for]
    curve = closure.closing_curve(log.promises_closed_after, never_kept)
    promised = bool(log.promises_closed_after or log.promises_open_for or log.promises_broken_for)
    return Summary(
        participation=band,
        participation_sight=sight,
        window_opens_on=content[-1].opens_on if content else None,
        team_changed=bool(content) and content[-1].changed,
        principles=tuple(_principle(each, content, log, counts[each]) for each in reflection.Principle),
        rhythm=steering.rhythm(log.weeks),
        coverage=steering.coverage(counts),
        promises_open=len(log.promises_open_for),
        promises_kept_within=curve.at(_PROMISE_DAYS) if promised else None,
    )


def _see(window: WindowWords | None, item: str) -> tuple[str | None, Sight]:
    if window is None or item not in window.bands:
        return None, Sight.NO_WINDOW
    band = window.bands[item]
    return band, Sight.HIDDEN if band is None else Sight.SHOWN


def _principle(principle: reflection.Principle, content: Sequence[WindowWords], log: Log, acts: int) -> PrincipleView:
    item = reflection.WEEKLY[principle]
    last = content[-1] if content else None
    band, sight = _see(last, item)
    return PrincipleView(
        principle,
        sight,
        reflection.Level(band) if band else None,
        _direction([window.bands.get(item) for window in content]) if band else None,
        acts,
        _gap(principle, last, log),
    )


def _direction(bands: Sequence[str | None]) -> Direction | None:
    """From the last shown level but one to the last; hidden windows between them are passed over."""
    levels = [reflection.Level(band).rank for band in bands if band is not None][-2:]
    if len(levels) < 2:
        return None
    before, now = levels
    return Direction.SAME if before == now else Direction.UP if now > before else Direction.DOWN


def _gap(principle: reflection.Principle, last: WindowWords | None, log: Log) -> int | None:
    band = last.bands.get(reflection.EXPERIENCED[principle]) if last else None
    if last is None or band is None:
        return None
    weeks = {(day - last.opens_on).days // 7 for day, steered in log.acts if steered is principle}
    own = steering.own_level(len(weeks & set(range(4))), 4)
    return steering.gap(own, reflection.Level(band))
