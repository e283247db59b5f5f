"""The published figures of one team as a table to take along: a word each, a hidden one a point, never a nought."""

from collections.abc import Iterator
from datetime import timedelta

from bot.base.sheets import Row, Sheet
from bot.base.voice import Voice
from bot.leads import level_word
from nudges import disclosure, reflection
from nudges.windows import WindowKind
from store import cells
from store.cells import PublishedCells
from store.database import Transaction
from store.people import TeamMember

HIDDEN = "."  # as statistical offices write a figure that exists and is not shown
_EVERY_WINDOW = 1000


def of_team(db: Transaction, team: TeamMember, voice: Voice) -> Sheet:
    """Tabulate everything published about the team while this lead looked, oldest first; published cells and nothing
    else."""
    heading = [voice.plain(f"export.column.{name}") for name in ("from", "until", "of", "figure", "word")]
    rows = [
        row
        for kind in WindowKind
        for window in cells.published(db, team, kind, _EVERY_WINDOW)
        for row in _rows(window, voice)
    ]
    return Sheet(team.team, heading, rows, [voice.plain(f"export.legend.{name}") for name in ("hidden", "use")])


def _rows(window: PublishedCells, voice: Voice) -> Iterator[Row]:
    last_day = window.closes_on - timedelta(days=1)
    for scope, bands in (("joined" if len(window.teams) > 1 else "own", window.own), ("tree", window.tree)):
        for item in sorted(bands.keys() - {cells.CHANGED}):
            word = HIDDEN if bands[item] is None else _word(item, str(bands[item]), voice)
            yield window.opens_on, last_day, voice.plain(f"export.scope.{scope}"), _figure(item, voice), word


def _figure(item: str, voice: Voice) -> str:
    if item == disclosure.PARTICIPATION or reflection.ITEMS[item].principle is None:
        return voice.plain(f"export.figure.{item}")
    key = "experienced" if item in reflection.EXPERIENCED.values() else "principle"
    principle = voice.plain(f"principle.{reflection.ITEMS[item].principle}")
    return voice.plain(f"export.figure.{key}", principle=principle)


def _word(item: str, band: str, voice: Voice) -> str:
    levels = item in reflection.ITEMS and reflection.ITEMS[item].scale is reflection.ItemScale.LEVELS
    return level_word.of(item, band, voice) if levels else voice.plain(f"export.share.{band}")
