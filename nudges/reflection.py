"""Reading what somebody said: every option of a reflection item is low, mid or high, in one table.

The weekly reflection asks four items under these names; its options carry these keys, in this order:

    waarom     why       niet | vermoed | gevraagd | gebruikt | nvt
    resultaat  result    procedure | termijn | resultaat | beide | nvt
    vooruit    ahead     klacht | moment | voor | voorbereiding | nvt
    samen      together  niemand | collega | afdeling | inwoner | nvt      (several)

Every four weeks one team item, rotating over the principles, asks how the lead's steering is experienced:

    team_waarom, team_resultaat, team_vooruit, team_samen      nooit | soms | vaak | altijd | nvt

And once a week whether a dilemma came up:  dilemma   ja | nee

Low: the principle was not at work; mid: partly; high: it was. "nvt" and skipping are participation without a value.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from types import MappingProxyType

NOT_APPLICABLE = "nvt"


class Principle(StrEnum):
    """The four principles of working for residents; stored by value, in the order of the reflection."""

    WHY = "why"
    RESULT = "result"
    AHEAD = "ahead"
    TOGETHER = "together"


class Level(StrEnum):
    """How much of a principle was at work; stored by value."""

    LOW = "low"
    MID = "mid"
    HIGH = "high"

    @property
    def rank(self) -> int:
        """0 for low, 1 for mid, 2 for high."""
        return _RANKS[self]


_RANKS = {Level.LOW: 0, Level.MID: 1, Level.HIGH: 2}


class ItemScale(IntEnum):
    """What kind of value an item gives; it decides how many others must stand around one."""

    LEVELS = 3
    YES_NO = 2


@dataclass(frozen=True, slots=True)
class Item:
    """A question whose answers a team's results are made of: `levels` maps the option keys that have a value."""

    name: str
    scale: ItemScale
    levels: Mapping[str, Level]
    principle: Principle | None = None
    several: bool = False

    @property
    def options(self) -> tuple[str, ...]:
        """List the option keys in order, "nvt" last where the item has it."""
        return (*self.levels, NOT_APPLICABLE) if self.scale is ItemScale.LEVELS else tuple(self.levels)


_LOW, _MID, _HIGH = Level.LOW, Level.MID, Level.HIGH
_EXPERIENCED = {"nooit": _LOW, "soms": _MID, "vaak": _HIGH, "altijd": _HIGH}

_TABLE = (
    Item(
        "waarom",
        ItemScale.LEVELS,
        {"niet": _LOW, "vermoed": _MID, "gevraagd": _MID, "gebruikt": _HIGH},
        Principle.WHY,
    ),
    Item(
        "resultaat",
        ItemScale.LEVELS,
        {"procedure": _LOW, "termijn": _LOW, "resultaat": _MID, "beide": _HIGH},
        Principle.RESULT,
    ),
    Item(
        "vooruit",
        ItemScale.LEVELS,
        {"klacht": _LOW, "moment": _MID, "voor": _HIGH, "voorbereiding": _HIGH},
        Principle.AHEAD,
    ),
    Item(
        "samen",
        ItemScale.LEVELS,
        {"niemand": _LOW, "collega": _MID, "afdeling": _HIGH, "inwoner": _HIGH},
        Principle.TOGETHER,
        several=True,
    ),
    Item("team_waarom", ItemScale.LEVELS, _EXPERIENCED, Principle.WHY),
    Item("team_resultaat", ItemScale.LEVELS, _EXPERIENCED, Principle.RESULT),
    Item("team_vooruit", ItemScale.LEVELS, _EXPERIENCED, Principle.AHEAD),
    Item("team_samen", ItemScale.LEVELS, _EXPERIENCED, Principle.TOGETHER),
    Item("dilemma", ItemScale.YES_NO, {"nee": _LOW, "ja": _HIGH}),
)
ITEMS: Mapping[str, Item] = MappingProxyType({item.name: item for item in _TABLE})

# The items of the weekly reflection, by principle: what a lead sees of a team, and what may be deepened.
WEEKLY: Mapping[Principle, str] = MappingProxyType(
    {
        Principle.WHY: "waarom",
        Principle.RESULT: "resultaat",
        Principle.AHEAD: "vooruit",
        Principle.TOGETHER: "samen",
    }
)
EXPERIENCED: Mapping[Principle, str] = MappingProxyType(
    {principle: f"team_{item}" for principle, item in WEEKLY.items()}
)


def level(name: str, value: object) -> Level | None:
    """Find the level of an answer to this item: an option key, several of them (the highest counts), or a boolean.

    None for an item that is not in the table, for "nvt", for skipping (None) and for an option the table does
    not know: all of these are participation without a value.
    """
    item = ITEMS.get(name)
    if item is None:
        return None
    levels = [item.levels[key] for key in _keys(value) if key in item.levels]
    return max(levels, key=lambda reached: reached.rank, default=None)


def _keys(value: object) -> list[str]:
    """List the option keys in a value as a flow stores it."""
    if isinstance(value, bool):
        return ["ja" if value else "nee"]
    if isinstance(value, str):
        return [value]
    return [key for key in value if isinstance(key, str)] if isinstance(value, list | tuple) else []
