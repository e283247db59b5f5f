"""What a check looks at: a flow, the day, and the shelf it stands on."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from flows import findings
from flows.flow import Flow
from flows.message_room import UNBOUNDED, MessageRoom


@dataclass(frozen=True, slots=True)
class Subject:
    """`shelf` is None when the flow is looked at alone: nothing is said about flows that it enters."""

    flow: Flow
    today: date
    shelf: Mapping[str, Flow] | None = None
    addresses: frozenset[str] | None = None
    """what the operator configured for calls; None when nobody knows"""
    room: MessageRoom = UNBOUNDED
    """of one message, in whichever channel it is shown"""

    def finding(self, line: int, number: str, reason: str, remedy: str, *, path: str = "") -> findings.Finding:
        return findings.Finding(path or self.flow.path, line, number, reason, remedy)


Check = Callable[[Subject], Iterator[findings.Finding]]
