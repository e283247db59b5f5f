"""Where the phones of the tests are reached: all are Telegram's, known by their number."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.channels.telegram.address import NAME, address_of, chat_id_of, key_of
from store import inbox, people
from store.database import Transaction
from store.inbox import WaitingUpdate
from store.people import Person


def chat_of(db: Transaction, person_id: int) -> int | None:
    """The number of somebody's chat; None once they are erased."""
    address = people.address(db, person_id)
    return None if address is None else chat_id_of(address)


def by_chat(db: Transaction, chat: int) -> Person | None:
    """Who writes in this chat."""
    return people.by_chat(db, people.chat_hash(db, address_of(chat)))


def keep(
    db: Transaction, updates: Sequence[tuple[int | None, Mapping[str, Any]]], now: datetime
) -> list[WaitingUpdate]:
    """Store a batch of (number of the chat, raw update) as Telegram's reception does."""
    batch = [(key_of(raw), None if chat is None else address_of(chat), raw) for chat, raw in updates]
    return inbox.keep(db, NAME, batch, now)


def waiting(db: Transaction) -> list[WaitingUpdate]:
    """What a stop left unhandled."""
    return inbox.waiting(db, NAME)
