"""Says in words that every channel shares what an error of Telegram's library means for what was sent."""

from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.channels.fate import Fate, NotDelivered
from bot.channels.telegram.transport import NotSentError, asked_patience


def not_delivered(error: TelegramError) -> NotDelivered:
    """Make the same error for whoever knows no Telegram."""
    patience = asked_patience(error) if isinstance(error, RetryAfter) else None
    return NotDelivered(fate(error), type(error).__name__, patience)


def fate(error: TelegramError) -> Fate:
    """Decide what became of a sending that ended so; more special errors stand before the ones they inherit from."""
    match error:
        case BadRequest():
            return Fate.ARRIVED if "not modified" in error.message.lower() else Fate.REFUSED
        case Forbidden():
            return Fate.UNREACHABLE
        case ChatMigrated():
            return Fate.REFUSED
        case RetryAfter() | NotSentError() | InvalidToken():
            return Fate.PUT_OFF
        case NetworkError() if _answered(error):
            return Fate.PUT_OFF
        case _:
            return Fate.IN_DOUBT  # Telegram has no key to ask by


def _answered(error: NetworkError) -> bool:
    # A time-out is a NetworkError too, but no answer; plain ones carry the server's 5xx.
    return type(error) is NetworkError
