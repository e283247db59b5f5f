"""Words in place of figures: the median as a level, and counts in bands whose edges depend on the number alone."""

from collections.abc import Iterable
from enum import StrEnum

from nudges import reflection

_TWO_BANDS_UP_TO = 7
_OUTER = 2  # an outer band never covers fewer counts than 0, 1, 2


class Share(StrEnum):
    """A band of a share; stored by value. Up to seven people there are two bands, from eight on three."""

    AT_MOST_HALF = "at_most_half"
    MORE_THAN_HALF = "more_than_half"
    FEW = "few"  # at most about a third
    SOME = "some"
    MOST = "most"  # at least about two thirds


def median(levels: Iterable[reflection.Level]) -> reflection.Level:
    """The middle level, the lower one of the two middle ones where their number is even; ValueError for none."""
    ordered = sorted(levels, key=lambda level: level.rank)
    if not ordered:
        raise ValueError("a median needs at least one level")
    return ordered[(len(ordered) - 1) // 2]


def share(count: int, total: int) -> Share:
    """The band of `count` out of `total`; the outer bands always hold 0 to 2 and total - 2 to total.

    ValueError below five people: such a group is never shown.
    """
    if total < 2 * _OUTER + 1 or not 0 <= count <= total:
        raise ValueError("a share needs five people at least, and no more counted than there are")
    if total <= _TWO_BANDS_UP_TO:
        return Share.AT_MOST_HALF if 2 * count <= total else Share.MORE_THAN_HALF
    outer = max(_OUTER, total // 3)
    if count <= outer:
        return Share.FEW
    return Share.MOST if count >= total - outer else Share.SOME
