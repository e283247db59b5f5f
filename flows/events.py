"""What happened in a sprint, in order. Texts are marked, in the person's language, and each has room in a message."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from flows.json_value import JSON
from flows.session import SessionStatus

SeenBy = Literal["self", "team", "shared"]
ActKind = Literal["act", "plan", "promise", "verdict", "line"]
Audience = Literal["lead", "coach"]
Reason = Literal["old_button", "unreadable", "nothing_to_go_back_to", "cannot_skip", "too_late_to_edit", "not_waiting"]


@dataclass(frozen=True, slots=True)
class Button:
    """`choice` goes over the wire (ASCII, at most 32 bytes); `label` is plain text."""

    choice: str
    label: str


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Said:
    text: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question. `replaces`: put it in place of the message whose button was pressed, else send it as a new one."""

    visit: int
    text: str
    buttons: Rows
    replaces: bool = False
    reminder: bool = False


@dataclass(frozen=True, slots=True)
class Chosen:
    """The pressed message of that visit now reads so, without buttons."""

    visit: int
    text: str


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer to keep. `corrects`: it replaces the earlier answer of the same node and name in this session; with
    `skipped` and no value it takes that answer back. `node` is a path (`enter_node/node`) in an entered flow,
    `kind` the word of a kind of answer. `with_goal`: it is kept as long as the person's goal holds."""

    visit: int
    node: str
    name: str
    value: JSON
    kind: str
    seen_by: SeenBy
    skipped: bool = False
    corrects: bool = False
    with_goal: bool = False


@dataclass(frozen=True, slots=True)
class Remembered:
    name: str
    value: JSON


@dataclass(frozen=True, slots=True)
class Acted:
    """An act of steering, a plan, a promise, or a verdict on a text. `corrects`: it replaces the one of the same node
    in this session; without fields it takes that one back."""

    kind: ActKind
    fields: Mapping[str, JSON]
    node: str = ""
    corrects: bool = False


@dataclass(frozen=True, slots=True)
class Shared:
    """An item for the lead or the coach, as its author saw it; in the place of what was shared at the same node before.
    Without a text that is taken back. `name` is how the author wants to be called; None: without a name."""

    node: str
    audience: Audience
    text: str | None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class WroteBack:
    """What a reader says back to the shared item in their hands, as they saw it: an answer, or a promise with a day.
    `to` is the key of that item, as the bot supplied it."""

    node: str
    to: str
    manner: str
    text: str
    day: str | None = None


@dataclass(frozen=True, slots=True)
class WroteToBuddy:
    """What somebody sends to their buddy, as they saw it: a question, or an answer. `to` is the key of the pair, or of
    the question that is answered, as the bot supplied it."""

    node: str
    to: str
    manner: str
    text: str


@dataclass(frozen=True, slots=True)
class Called:
    """Another program is asked something, at a configured address; with a body it is told something as well."""

    address: str
    body: Mapping[str, JSON]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A random decision; `decision` is the id from which `u` can be computed again."""

    node: str
    arm: str
    probabilities: Mapping[str, float]
    u: float
    decision: str


@dataclass(frozen=True, slots=True)
class Paused:
    until: datetime
    outcome: str | None = None


@dataclass(frozen=True, slots=True)
class Finished:
    status: SessionStatus
    outcome: str | None = None


@dataclass(frozen=True, slots=True)
class Entered:
    flow: str


@dataclass(frozen=True, slots=True)
class FlowFailed:
    """The flow broke a rule while it was played: for the coach, not for the person."""

    code: str
    node: str
    detail: str


@dataclass(frozen=True, slots=True)
class Empty:
    """A question had no words: for the coach. Its person was told sorry, and the conversation goes on."""

    node: str


@dataclass(frozen=True, slots=True)
class Withheld:
    """A call was not made, for it would have told something unseen: for the coach. The conversation goes on."""

    node: str


@dataclass(frozen=True, slots=True)
class Ignored:
    """Nothing was stored and nothing moved; the bot says so in its own words."""

    reason: Reason


Event = (
    Said
    | Asked
    | Chosen
    | Answered
    | Remembered
    | Acted
    | Shared
    | WroteBack
    | WroteToBuddy
    | Called
    | Drawn
    | Paused
    | Finished
    | Entered
    | FlowFailed
    | Empty
    | Withheld
    | Ignored
)
