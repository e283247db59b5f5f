"""Describes what somebody said or did, in our own words and for every channel alike."""

from dataclasses import dataclass
from enum import StrEnum

from store.addresses import Address


class HeardKind(StrEnum):
    """Names the kinds of things that the bot hears."""

    TEXT = "text"
    COMMAND = "command"
    PRESS = "press"
    EDIT = "edit"
    UNREADABLE = "unreadable"  # voice, photo, sticker …
    FORWARDED = "forwarded"  # somebody else's command, passed on
    DOCUMENT = "document"
    BLOCKED = "blocked"
    UNBLOCKED = "unblocked"
    ELSEWHERE = "elsewhere"  # in a group: not a place for this
    NOTHING = "nothing"  # of no concern


@dataclass(frozen=True, slots=True)
class Heard:
    """Holds one thing that was heard in one chat.

    `text` holds a text, the arguments of a command, or what kind of thing was unreadable; `name` the command, or the
    name of a file; `data` what a button bore, or the key of a file of `size` bytes; `ref` refers to the message it
    stands in or belongs to; `language` what the person's app speaks.
    """

    kind: HeardKind
    address: Address
    text: str = ""
    name: str = ""
    data: str = ""
    ref: str | None = None
    callback_id: str | None = None
    language: str | None = None
    size: int = 0
    quote: str = ""  # what stands as a quotation in the message whose button was pressed
    caption: str = ""  # what stood beside something that is no text
