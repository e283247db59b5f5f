"""What a sending came to, for everything that Telegram or the line can say."""

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

from bot.channels.fate import Fate
from bot.channels.telegram import outcome
from bot.channels.telegram.transport import NoAnswerError, NotSentError


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (BadRequest("Chat not found"), Fate.REFUSED),
        (BadRequest("Message is not modified: the same"), Fate.ARRIVED),
        (Forbidden("bot was blocked by the user"), Fate.UNREACHABLE),
        (ChatMigrated(5), Fate.REFUSED),
        (RetryAfter(timedelta(seconds=3)), Fate.PUT_OFF),
        (InvalidToken(), Fate.PUT_OFF),
        (NotSentError("ConnectionRefusedError"), Fate.PUT_OFF),
        (NetworkError("Internal Server Error"), Fate.PUT_OFF),
        (NetworkError("Bad Gateway"), Fate.PUT_OFF),
        (NoAnswerError("no answer in time"), Fate.IN_DOUBT),
        (TimedOut(), Fate.IN_DOUBT),
        (TelegramError("Invalid server response"), Fate.IN_DOUBT),
        (Conflict("terminated"), Fate.IN_DOUBT),
    ],
)
def test_each_error_has_one_fate(error: TelegramError, expected: Fate) -> None:
    """Refused is final, a server's trouble passes, and after silence nobody knows."""
    assert expected == outcome.fate(error)


def test_only_a_request_for_patience_holds_a_chat() -> None:
    """How long Telegram asks for, and nothing for any other error that passes."""
    asked = [
        outcome.not_delivered(error).patience for error in (RetryAfter(timedelta(seconds=3)), NotSentError("down"))
    ]
    assert [timedelta(seconds=3), None] == asked


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
def test_whatever_words_telegram_refuses_with_it_is_refused(words: str) -> None:
    """Its sentences change; only one of them means that all is well."""
    assert Fate.REFUSED == outcome.fate(BadRequest(words))
