"""Writes Telegram's numbers as what the rest of the program knows: addresses of people and references of messages."""

from collections.abc import Mapping
from typing import Any

from store.addresses import FIRST_CHANNEL, Address

NAME = FIRST_CHANNEL


def address_of(chat_id: int) -> Address:
    """Name the address of a chat."""
    return Address(NAME, str(chat_id))


def chat_id_of(address: Address) -> int:
    """Read the number of the chat back. Raises ValueError for an address of another channel."""
    if address.channel != NAME:
        raise ValueError("this address is of another channel")
    return int(address.key)


def key_of(raw: Mapping[str, Any]) -> str:
    """Tell an update apart from all others."""
    return str(raw["update_id"])
