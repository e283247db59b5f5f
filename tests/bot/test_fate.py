"""What becomes of a message, for everything that Telegram or the line can say."""

from datetime import timedelta

import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.base import outgoing
from bot.base.outgoing import OutgoingKind
from bot.channels.telegram import outcome
from bot.channels.telegram.outcome import Fate
from bot.channels.telegram.transport import NoAnswerError, NotSentError
from store.outbox import Outgoing, Priority

BUTTONS = [[("Ja", "1:1:yes")]]


def row(kind: OutgoingKind = OutgoingKind.MESSAGE, *, asks: bool = False, doubts: int = 0) -> Outgoing:
    """Something on its way to Anna."""
    body = outgoing.message("Hoe ging het?", BUTTONS if asks else ())
    return Outgoing(1, 1, 1, kind, Priority.REPLY, body, 1, doubts, None, None)


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (BadRequest("Chat not found"), Fate.FAILED),
        (BadRequest("Message is not modified: the same"), Fate.ARRIVED),
        (Forbidden("bot was blocked by the user"), Fate.UNREACHABLE),
        (ChatMigrated(5), Fate.FAILED),
        (RetryAfter(timedelta(seconds=3)), Fate.LATER),
        (InvalidToken(), Fate.LATER),
        (NotSentError("ConnectionRefusedError"), Fate.LATER),
        (NetworkError("Internal Server Error"), Fate.LATER),
        (NetworkError("Bad Gateway"), Fate.LATER),
        (NoAnswerError("no answer in time"), Fate.AGAIN),
        (TimedOut(), Fate.AGAIN),
        (TelegramError("Invalid server response"), Fate.AGAIN),
        (Conflict("terminated"), Fate.AGAIN),
    ],
)
def test_a_plain_message(error: TelegramError, expected: Fate) -> None:
    """Refused is final, a server's trouble passes, and after silence it is said once more."""
    assert expected == outcome.fate(row(), error)


@pytest.mark.parametrize("asks", [True, False])
@pytest.mark.parametrize(("doubts", "expected"), [(0, Fate.AGAIN), (2, Fate.AGAIN), (3, Fate.LEFT_IN_DOUBT)])
def test_what_is_in_doubt_is_sent_three_times_more_at_most(asks: bool, doubts: int, expected: Fate) -> None:
    """Question or closing words: a line that eats every answer must not fill a chat."""
    assert expected == outcome.fate(row(asks=asks, doubts=doubts), NoAnswerError("silence"))


@pytest.mark.parametrize("kind", sorted(outgoing.REPEATABLE))
def test_what_may_be_repeated_is_repeated(kind: OutgoingKind) -> None:
    """An edit twice is seen once, however often it is in doubt."""
    assert Fate.AGAIN == outcome.fate(row(kind, doubts=7), NoAnswerError("silence"))


@pytest.mark.parametrize(
    "words",
    [
        "Message to edit not found",
        "Message can't be edited",
        "MESSAGE_ID_INVALID",
        "Canceled by new editMessageReplyMarkup request",
        "Canceled by new editMessageText request",
        "MESSAGE_EDIT_TIME_EXPIRED",
        "a refusal that nobody has heard of yet",
    ],
)
def test_an_edit_that_is_refused_becomes_a_message(words: str) -> None:
    """It carries the answer or the next question; only taking buttons away says nothing."""
    assert Fate.AS_MESSAGE == outcome.fate(row(OutgoingKind.EDIT), BadRequest(words))
    assert Fate.FAILED == outcome.fate(row(OutgoingKind.CLEAR), BadRequest(words))
