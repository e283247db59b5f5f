"""Words in place of figures: the median as a level, and counts in bands whose edges depend on the number alone."""

from collections.abc import Iterable
from enum import StrEnum

from nudges import reflection

_FEWEST = 5  # people: either band then holds three counts at least


class ShareBand(StrEnum):
    """A band of a share; stored by value. There are two, for groups of every size.

    More words for larger groups would change where a group grows or shrinks, and tell that somebody came or left. The
    last three were once published of groups from eight people on, and are only read.
    """

    AT_MOST_HALF = "at_most_half"
    MORE_THAN_HALF = "more_than_half"
    FEW = "few"  # at most about a third
    SOME = "some"
    MOST = "most"  # at least about two thirds


def people(number: int) -> int | None:
    """Round people down to a step of five; None below five. A live count would tell when one came or went."""
    return None if number < _FEWEST else number // _FEWEST * _FEWEST


def median(levels: Iterable[reflection.Level]) -> reflection.Level:
    """Find the middle level, the lower one of the two middle ones where their number is even; ValueError for none."""
    ordered = sorted(levels, key=lambda level: level.rank)
    if not ordered:
        raise ValueError("a median needs at least one level")
    return ordered[(len(ordered) - 1) // 2]


def share(count: int, total: int) -> ShareBand:
    """Find the band of `count` out of `total`; one always holds 0 to 2, the other total - 2 to total.

    ValueError below five people: such a group is never shown.
    """
    if total < _FEWEST or not 0 <= count <= total:
        raise ValueError("a share needs five people at least, and no more counted than there are")
    return ShareBand.AT_MOST_HALF if 2 * count <= total else ShareBand.MORE_THAN_HALF
