"""What becomes of an outgoing row when Telegram does not simply say yes."""

from enum import StrEnum

from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.base.outgoing import REPEATABLE, OutgoingKind
from bot.channels.telegram.transport import NotSentError
from store.outbox import Outgoing

MOST_DOUBTS = 3  # so many times one message is sent again because nobody knows whether it arrived


class Fate(StrEnum):
    """The ways in which a sending can end."""

    ARRIVED = "arrived"
    LATER = "later"  # it had no effect: try again after a while
    AGAIN = "again"  # in doubt: once too often is the lesser harm
    LEFT_IN_DOUBT = "left in doubt"  # it was in doubt too often
    AS_MESSAGE = "as message"  # what was to be edited cannot be
    FAILED = "failed"
    UNREACHABLE = "unreachable"


def fate(row: Outgoing, error: TelegramError) -> Fate:
    """What to do with `row` after `error`; more special errors stand before the ones they inherit from."""
    match error:
        case BadRequest():
            return _refused(row, error)
        case Forbidden():
            return Fate.UNREACHABLE
        case ChatMigrated():
            return Fate.FAILED
        case RetryAfter() | NotSentError() | InvalidToken():
            return Fate.LATER
        case NetworkError() if _answered(error):
            return Fate.LATER
        case _:
            return in_doubt(row)


def in_doubt(row: Outgoing) -> Fate:
    """It left, and nobody knows whether it arrived; Telegram has no key to ask by.

    Whatever it says, a double is the lesser harm: whoever reads something twice knows what happened, whoever waits
    for a word that was lost does not. The bound is for a line that eats every answer.
    """
    return Fate.AGAIN if row.kind in REPEATABLE or row.doubts < MOST_DOUBTS else Fate.LEFT_IN_DOUBT


def _refused(row: Outgoing, error: BadRequest) -> Fate:
    """An edit that is refused for whatever reason still has something to say; if that cannot be said at all, the
    message is refused too."""
    if "not modified" in error.message.lower():
        return Fate.ARRIVED
    return Fate.AS_MESSAGE if row.kind == OutgoingKind.EDIT else Fate.FAILED


def _answered(error: NetworkError) -> bool:
    # A time-out is a NetworkError too, but no answer; plain ones carry the server's 5xx.
    return type(error) is NetworkError
