"""Names where somebody is reached: by which channel, and by which key the channel knows them."""

from dataclasses import dataclass

FIRST_CHANNEL = "telegram"
"""the channel by which everybody was reached before there were others; what was kept then does not name it"""


@dataclass(frozen=True, slots=True)
class Address:
    """Holds a place where somebody is reached; what `key` says is the channel's own affair."""

    channel: str
    key: str
