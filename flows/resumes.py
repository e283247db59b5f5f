"""What can wake a conversation that waits: an answer, an edit, a command, or the clock."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button, with the visit it was shown on."""

    visit: int
    choice: str


@dataclass(frozen=True, slots=True)
class Typed:
    """A message; `ref` is the channel's reference of it, by which an edit finds the answer again."""

    text: str
    ref: str | None = None


@dataclass(frozen=True, slots=True)
class Edited:
    """A message that was typed before now reads differently."""

    text: str
    ref: str


@dataclass(frozen=True, slots=True)
class UnreadableMessage:
    """A voice note, photo, sticker, location …"""

    kind: str


@dataclass(frozen=True, slots=True)
class Skip:
    """/overslaan"""


@dataclass(frozen=True, slots=True)
class Back:
    """/terug"""


@dataclass(frozen=True, slots=True)
class Stop:
    """/stop, for this conversation"""


@dataclass(frozen=True, slots=True)
class Remind:
    """The hour in `Wait.remind_at` has come."""


@dataclass(frozen=True, slots=True)
class Timeout:
    """The hour in `Wait.until` has come; it also ends a pause. The caller checked that the wake-up is not stale."""


@dataclass(frozen=True, slots=True)
class Replied:
    """Another program answered a call with a JSON object; None: it did not, whatever the reason."""

    answer: Mapping[str, Any] | None


Resume = Pressed | Typed | Edited | UnreadableMessage | Skip | Back | Stop | Remind | Timeout | Replied
