"""How much one message can hold, as the channels that will show it say."""

import sys
from collections.abc import Callable
from dataclasses import dataclass

from flows import marked_text


@dataclass(frozen=True, slots=True)
class MessageRoom:
    """`text` is how long one message may be, by the `count` of whoever shows it; marks take no room.

    So many `buttons` may stand under it, and each bears up to `button_data` bytes: what is more is written out, to be
    typed.
    """

    text: int
    buttons: int = sys.maxsize
    button_data: int = sys.maxsize
    count: Callable[[str], int] = len

    def length(self, text: str) -> int:
        """Count what a reader sees of a marked text."""
        return self.count(marked_text.plain(text))

    def fits(self, text: str) -> bool:
        """Say whether a marked text may be one message."""
        return self.count(text) <= self.text or self.length(text) <= self.text


UNBOUNDED = MessageRoom(sys.maxsize)
"""of a page or a terminal"""
