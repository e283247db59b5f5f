"""Names what a channel can say of something that it was to send, in words that every channel shares."""

from datetime import timedelta
from enum import StrEnum


class Fate(StrEnum):
    """Says how one sending ended, as far as the channel can tell."""

    ARRIVED = "arrived"
    PUT_OFF = "put off"  # it had no effect, and may have one later
    IN_DOUBT = "in doubt"  # it left, and nobody knows whether it arrived
    REFUSED = "refused"  # it had no effect and never will
    UNREACHABLE = "unreachable"  # nothing reaches this person any more


class NotDelivered(Exception):
    """Something did not go straight through; `patience` is how long the channel asks not to be spoken to in that chat,
    and `kind` names the error for the log."""

    def __init__(self, fate: Fate, kind: str, patience: timedelta | None = None) -> None:
        super().__init__(kind)
        self.fate = fate
        self.kind = kind
        self.patience = patience
