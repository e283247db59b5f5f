"""Says how much one message holds; whoever shows it tells."""

import sys
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MessageRoom:
    """`text` is how long one message may be, in UTF-16 units with its markup."""

    text: int


UNBOUNDED = MessageRoom(sys.maxsize)
"""of a page or a terminal"""
