"""Gathers what a lead sees of a team, in the chat and on the page: published cells beside their own log."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.leads import own_log
from bot.leads.own_log import OwnLog
from nudges import summary
from nudges.summary import Sight, Summary
from nudges.windows import WindowKind
from store import cells, counted
from store.database import Transaction
from store.people import Person, TeamMember

_CONTENT_SHOWN = 6
_PARTICIPATION_SHOWN = 8


@dataclass(frozen=True, slots=True)
class PublishedWindow:
    """Holds one published window: words by item, None where hidden.

    `whole`: with the teams below; `together`: with a sibling; `changed`: see cells.
    """

    opens_on: date
    closes_on: date
    published_at: datetime
    bands: Mapping[str, str | None]
    whole: bool
    together: bool
    changed: bool

    def see(self, item: str) -> tuple[Sight, str | None]:
        """Say whether there is something to see of this item, and what."""
        if item not in self.bands:
            return Sight.NO_WINDOW, None
        band = self.bands[item]
        return (Sight.HIDDEN if band is None else Sight.SHOWN), band


@dataclass(frozen=True, slots=True)
class TeamView:
    """Holds one team as its lead may see it; windows are oldest first."""

    team: TeamMember
    summary: Summary
    own: OwnLog
    content: Sequence[PublishedWindow]
    participation: Sequence[PublishedWindow]
    counts: bool  # whether the team counts anything of its work; without that there is self-report only


@dataclass(frozen=True, slots=True)
class PublishedTeam:
    """Holds what was published about a team; windows are oldest first."""

    team: TeamMember
    content: Sequence[PublishedWindow]
    participation: Sequence[PublishedWindow]


def published(db: Transaction, team: TeamMember) -> PublishedTeam:
    """Read the last published windows of the team, and nothing of whoever looks."""
    return PublishedTeam(team, content(db, team), _windows(db, team, WindowKind.PARTICIPATION, _PARTICIPATION_SHOWN))


def content(db: Transaction, team: TeamMember) -> Sequence[PublishedWindow]:
    """Read the last published windows of four weeks, as this lead or coach may see them; oldest first."""
    return _windows(db, team, WindowKind.CONTENT, _CONTENT_SHOWN)


def gather(db: Transaction, person: Person, team: TeamMember, now: datetime) -> TeamView:
    """Gather everything that a lead sees of a team. The only query about others is for published cells."""
    of_team = published(db, team)
    participation = of_team.participation
    own = own_log.read(db, person, now)
    window_words = [summary.WindowWords(window.opens_on, window.bands, window.changed) for window in of_team.content]
    last = participation[-1] if participation else None
    week = None if last is None else summary.WindowWords(last.opens_on, last.bands)
    return TeamView(
        team,
        summary.summarise(window_words, week, own.log),
        own,
        of_team.content,
        participation,
        counted.any_of(db, team.team_id),
    )


def _windows(db: Transaction, team: TeamMember, kind: WindowKind, limit: int) -> list[PublishedWindow]:
    return [_window(found) for found in cells.published(db, team, kind, limit)]


def _window(published: cells.PublishedCells) -> PublishedWindow:
    """Read a window of the team; one without members of its own is read with the teams below it."""
    whole = not any(item != cells.CHANGED for item in published.own)
    bands = published.tree if whole else published.own
    changed = published.own.get(cells.CHANGED) == "yes"
    return PublishedWindow(
        published.opens_on, published.closes_on, published.published_at, bands, whole, len(published.teams) > 1, changed
    )
