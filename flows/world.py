"""Everything the engine may know of the outside, and what comes out of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from typing import Literal, Protocol

from flows import events, session
from flows.errors import FlowsError
from flows.flow import Flow
from flows.json_value import JSON
from flows.message_room import UNBOUNDED, MessageRoom

TriggerKind = Literal["command", "nudge", "join", "flow", "trial"]


class UnknownFlow(FlowsError, KeyError):
    """No flow of that name, or no such version of it, is on the shelf."""


class RetiredFlow(UnknownFlow):
    """That version was withdrawn: open sessions end kindly at the person's next contact."""


class Library(Protocol):
    """Where flows come from."""

    def flow(self, name: str, /) -> Flow:
        """Find the newest version; raises UnknownFlow."""

    def version(self, name: str, version: str, /) -> Flow:
        """Find exactly that version; raises UnknownFlow, or RetiredFlow."""


def _unheard(_flow: str, _node: str) -> None:
    """Hear the steps of a conversation that nobody follows."""


@dataclass(frozen=True, slots=True)
class World:
    """`now` is aware; `chance` maps a decision id to u in [0, 1), the same each time; `moment` maps a name such
    as 'tomorrow' to an aware datetime and raises LookupError or ValueError for a name that it does not know; `zone`
    is the person's. `steps` hears the flow and the node, or 'end', that is about to be played."""

    now: datetime
    chance: Callable[[str], float]
    moment: Callable[[str, datetime], datetime]
    library: Library
    zone: tzinfo = UTC
    room: MessageRoom = UNBOUNDED
    """of one message, where it is shown"""
    steps: Callable[[str, str], object] = _unheard
    arms: Mapping[str, str] = field(default_factory=dict)
    """by node the arm that an author's test has chance choose"""


@dataclass(frozen=True, slots=True)
class Trigger:
    """Why a session begins, and what the bot knows that the flow may use."""

    kind: TriggerKind
    language: str
    tone: str
    facts: Mapping[str, JSON] = field(default_factory=dict)
    person: str = ""


@dataclass(frozen=True, slots=True)
class Sprint:
    """Holds what was played from one resume to the next wait: the session and its events."""

    session: session.Session
    events: tuple[events.Event, ...]
