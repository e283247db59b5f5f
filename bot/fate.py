"""What becomes of an outgoing row when Telegram does not simply say yes."""

from enum import StrEnum

from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.outgoing import REPEATABLE, Kind
from bot.wire import NotSentError
from store.outbox import Outgoing


class Fate(StrEnum):
    """The ways in which a sending can end."""

    ARRIVED = "arrived"
    LATER = "later"  # it had no effect: try again after a while
    AGAIN = "again"  # in doubt, but twice does no harm
    LEFT_IN_DOUBT = "left in doubt"  # twice would be worse than perhaps not at all
    AS_MESSAGE = "as message"  # what was to be edited is gone
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
    """It left, and nobody knows whether it arrived; Telegram has no key to ask by."""
    if row.kind in REPEATABLE:
        return Fate.AGAIN
    asks = bool(row.body.get("buttons"))
    return Fate.AGAIN if asks and row.doubts == 0 else Fate.LEFT_IN_DOUBT


def _refused(row: Outgoing, error: BadRequest) -> Fate:
    said = error.message.lower()
    if "not modified" in said:
        return Fate.ARRIVED
    if row.kind == Kind.EDIT and ("to edit not found" in said or "can't be edited" in said):
        return Fate.AS_MESSAGE
    return Fate.FAILED


def _answered(error: NetworkError) -> bool:
    # A time-out is a NetworkError too, but no answer; plain ones carry the server's 5xx.
    return type(error) is NetworkError
