"""Decides what becomes of an outgoing row, from what its channel says of the sending."""

from enum import StrEnum

from bot.base.outgoing import REPEATABLE, OutgoingKind
from bot.channels.fate import Fate
from store.outbox import Outgoing

MOST_DOUBTS = 3  # so many times one message is sent again because nobody knows whether it arrived


class Settlement(StrEnum):
    """Says what becomes of a row that was sent, or tried."""

    ARRIVED = "arrived"
    LATER = "later"  # it had no effect: try again after a while
    AGAIN = "again"  # in doubt: once too often is the lesser harm
    LEFT_IN_DOUBT = "left in doubt"  # it was in doubt too often
    AS_MESSAGE = "as message"  # what was to be edited cannot be
    FAILED = "failed"
    UNREACHABLE = "unreachable"


_ALWAYS = {
    Fate.ARRIVED: Settlement.ARRIVED,
    Fate.PUT_OFF: Settlement.LATER,
    Fate.UNREACHABLE: Settlement.UNREACHABLE,
}


def decide(row: Outgoing, fate: Fate) -> Settlement:
    """Decide what becomes of `row` after this fate.

    An edit that is refused for whatever reason still has something to say; if that cannot be said at all, the message
    is refused too.
    """
    match fate:
        case Fate.IN_DOUBT:
            return _in_doubt(row)
        case Fate.REFUSED:
            return Settlement.AS_MESSAGE if row.kind == OutgoingKind.EDIT else Settlement.FAILED
        case _:
            return _ALWAYS[fate]


def _in_doubt(row: Outgoing) -> Settlement:
    """Send once more what may be lost. A double is the lesser harm: whoever reads something twice knows what happened,
    whoever waits for a word that was lost does not. The bound is for a line that eats every answer."""
    return Settlement.AGAIN if row.kind in REPEATABLE or row.doubts < MOST_DOUBTS else Settlement.LEFT_IN_DOUBT
