"""The kinds of things that are sent to people, and what the body of each holds."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from flows import marked_text
from flows.message_room import MessageRoom
from store.database import Transaction


class OutgoingKind(StrEnum):
    """Names the kinds of things that the outbox holds."""

    MESSAGE = "message"  # text, buttons
    LETTER = "letter"  # a message from somebody's buddy; one that still waits is taken back when their pair ends
    EDIT = "edit"  # ref, text, buttons
    CLEAR = "clear"  # ref: its buttons have had their time
    PICTURE = "picture"  # drawing, caption; drawn at the moment of sending
    DOSSIER = "dossier"  # made at the moment of sending and never stored: everything held about a person
    FINDINGS = "findings"  # file, name: a flow file that a coach sent is fetched and checked at the moment of sending
    MENU = "menu"  # the commands of one chat


# These may be sent twice without anybody seeing it twice, and no pace counts them.
REPEATABLE = frozenset({OutgoingKind.EDIT, OutgoingKind.CLEAR, OutgoingKind.MENU})


@dataclass(frozen=True, slots=True)
class Paper:
    """Holds a file to send with a caption, and its text in messages before it."""

    name: str
    content: bytes
    caption: str
    messages: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Makers:
    """Makes what is made only when it is sent: a PNG from a drawing, a dossier from a person's number, findings from a
    file; None when the channel does not hold it any more."""

    picture: Callable[[Mapping[str, Any]], bytes]
    dossier: Callable[[Transaction, int, datetime], Paper]
    findings: Callable[[Mapping[str, Any], bytes | None, datetime], Paper]


Row = Sequence[tuple[str, str]]  # (label, data); data that is a link opens the page


def is_link(data: str) -> bool:
    """Say whether a button leads to the page, and says nothing to the bot."""
    return data.startswith("https://")


def rows(buttons: Sequence[tuple[str, str]], width: int) -> list[Row]:
    """Arrange buttons in rows of at most this many."""
    return [buttons[start : start + width] for start in range(0, len(buttons), width)]


def pages(parts: Sequence[str], room: MessageRoom) -> list[str]:
    """Divide paragraphs of marked text into messages, broken between lines where those fit."""
    texts, current = [], ""
    for line in "\n\n".join(part for part in parts if part).split("\n"):
        if current and not room.fits(current + line):
            texts += marked_text.divide(current.strip(), room.fits)
            current = ""
        current += line + "\n"
    return [*texts, *marked_text.divide(current.strip(), room.fits)]


def message(text: str, buttons: Sequence[Row] = ()) -> dict[str, Any]:
    """Make the body of a message."""
    return {"text": text, "buttons": [list(row) for row in buttons]}


def edit(ref: str, text: str, buttons: Sequence[Row] = ()) -> dict[str, Any]:
    """Make the body of an edit of the message with this reference."""
    return {"ref": ref, **message(text, buttons)}


def clear(ref: str) -> dict[str, Any]:
    """Make the body of what takes the buttons from the message with this reference."""
    return {"ref": ref}


def asking(visit: int, body: dict[str, Any]) -> dict[str, Any]:
    """Mark a body as the question of this visit, so that its session learns that it was shown."""
    return {**body, "asks": visit}
