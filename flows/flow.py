"""A flow as frozen data: nodes and the exits between them."""

from abc import ABC, abstractmethod
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, ClassVar, Literal, Protocol, runtime_checkable

from flows import catalogue, events, expressions, texts, vocabulary
from flows.errors import FlowsError
from flows.json_value import JSON
from flows.message_room import MessageRoom
from flows.view import View

Policy = Literal["wait", "join", "interrupt"]


@dataclass(frozen=True, slots=True)
class Exit:
    """One way on: by a key ('*' is any), by a condition, or always when it has neither."""

    go: str
    line: int
    key: str | None = None
    when: expressions.Expression | None = None
    written: bool = True
    """False for the silent way to the node below"""

    @property
    def open(self) -> bool:
        return self.when is None and self.key in (None, vocabulary.ANY)


@dataclass(frozen=True, slots=True)
class Unanswered:
    """What happens when nobody answers; times are lengths (`24h`) or moments (`tomorrow`)."""

    after: str
    give_up: str | None = None
    remind: texts.Wording | None = None
    then: str | None = None
    line: int = 0


class Play(Protocol):
    """What a node may do during a sprint; `turn.Turn` does it."""

    @property
    def view(self) -> View:
        """Give what texts and conditions see now."""

    @property
    def path(self) -> str:
        """Give the path of the node being played: `enter_node/node` in an entered flow."""

    partial: Mapping[str, JSON]
    """what the open question has so far"""
    misses: int
    """how often in a row it did not understand what was typed"""

    @property
    def goes_back(self) -> bool:
        """Say whether a question shows a way back."""

    @property
    def room(self) -> MessageRoom:
        """Say how much one message holds."""

    def worded(self, wording: texts.Wording) -> str:
        """Render the wording that this person did not see for the longest time."""

    def say(self, text: str) -> None: ...

    def ask(self, text: str, rows: events.Rows, unanswered: "Unanswered | None") -> None:
        """Show a question for the first time, on a new visit, and wait for its answer."""

    def show(self, text: str, rows: events.Rows, *, edits: bool, reminder: bool = False) -> None:
        """Show the open question once more; `edits`: in place of the message that was pressed."""

    def answer(self, question: "Question", value: JSON, *, skipped: bool = False) -> None:
        """Keep an answer to the open question."""

    @property
    def ref(self) -> str | None:
        """Give the channel's reference of the typed message that is being heard."""

    @property
    def check(self) -> int:
        """Give the check of the words of the typed message that is being heard."""

    def empty(self) -> None:
        """Report that a question has no words."""

    def refuse(self) -> None:
        """Remember that the typed message was not understood; an edit of it may be."""

    def chose(self, text: str) -> None:
        """Let the pressed question read so from now on, unless something takes its place."""

    def set(self, name: str, value: JSON) -> None:
        """Give a variable a value; None takes it away."""

    def remember(self, name: str, value: JSON) -> None: ...

    def act(self, kind: events.ActKind, fields: Mapping[str, JSON]) -> None: ...

    def share(self, audience: events.Audience, text: str | None, name: str | None) -> None:
        """Show an item to the lead or the coach; without a text what was shared here is taken back."""

    def write_back(self, to: str, manner: str, text: str, day: str | None) -> None:
        """Say something back to the shared item with this key."""

    def write_to_buddy(self, to: str, manner: str, text: str) -> None:
        """Send the buddy a question, or an answer to the question with this key."""

    def draw(self, weights: Mapping[str, float], floor: float, *, sticky: bool) -> str: ...

    def pause(self, until: datetime, outcome: str | None) -> None: ...

    @property
    def is_private(self) -> bool:
        """Say whether this flow, or one around it, is private: nothing may leave it."""

    @property
    def is_passed_by_all(self) -> bool:
        """Say whether nobody's answers lead to this node or away from it."""

    def call(self, address: str, body: Mapping[str, JSON]) -> None:
        """Ask another program, and wait for its answer."""

    def withhold(self) -> None:
        """Report that a call is not made, because it would tell something unseen."""

    def when(self, moment: str) -> datetime:
        """Count `24h` or `tomorrow` on from now, aware UTC; raises PlayError for an unknown moment."""

    def at(self, day: str, clock: str) -> datetime:
        """Give the moment of that day and hour in the person's zone, aware UTC."""

    def enter(self, flow: str, handed: Mapping[str, JSON]) -> str:
        """Begin an entered flow, and give the name of its first node."""

    def leave(self, outcome: str | None) -> str | None:
        """End the flow being played: where the flow around it goes on, None when there is none."""


@runtime_checkable
class Question(Protocol):
    """What the keeper of answers must know of a question."""

    @property
    def number(self) -> int: ...
    @property
    def variable(self) -> str: ...
    @property
    def stored(self) -> bool: ...
    @property
    def seen_by(self) -> events.SeenBy: ...
    @property
    def with_goal(self) -> bool: ...
    @property
    def word_of_kind(self) -> str: ...


@runtime_checkable
class Labelled(Protocol):
    """A question whose answers have labels."""

    def label(self, view: View, value: JSON, /) -> str: ...


@runtime_checkable
class Entrance(Protocol):
    """A node that enters another flow; `takes` maps its own names to names over there."""

    @property
    def takes(self) -> Mapping[str, str]: ...
    @property
    def exits(self) -> "tuple[Exit, ...]": ...


@runtime_checkable
class Calling(Protocol):
    """A node that asks another program."""

    @property
    def address(self) -> str: ...

    def answered(self, turn: Play, answer: Mapping[str, JSON] | None, needed: Container[str], /) -> str: ...


@runtime_checkable
class LoggingNode(Protocol):
    """A node that logs an act, a plan or a promise."""

    @property
    def kind(self) -> events.ActKind: ...
    @property
    def fields(self) -> Mapping[str, Any]: ...


@runtime_checkable
class Sharing(Protocol):
    """A node that shares an item."""

    @property
    def audience(self) -> events.Audience: ...


class PlayError(FlowsError):
    """The flow broke a rule while it was played; becomes a FlowFailed event and never leaves the engine."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(f"{code}: {detail}")
        self.code, self.detail = code, detail


@dataclass(frozen=True, slots=True, kw_only=True)
class Node(ABC):
    """One step. Every kind is one class, one file, one word."""

    word: ClassVar[str]
    name: str
    line: int
    number: int
    exits: tuple[Exit, ...] = ()
    technique: tuple[str, ...] = ()

    @abstractmethod
    def play(self, turn: Play) -> str | None:
        """Play this node, and give the name of the next one, or None when the sprint ends here."""

    def texts(self) -> Iterator[texts.PlacedText]:
        """List every text that people may see."""
        return iter(())

    def shows(self) -> Iterator[expressions.Reads]:
        """List what its texts and values look at: what must be there when it is played."""
        for text in self.texts():
            yield from text.reads()

    def reads(self) -> Iterator[expressions.Reads]:
        """List what its texts, values and conditions look at."""
        yield from self.shows()
        for way in self.exits:
            if way.when:
                yield way.when.reads

    def sets(self) -> frozenset[str]:
        """List the variables that have a value after this node."""
        return frozenset()

    def keys(self) -> frozenset[str] | None:
        """List the keys by which an exit may go; None when anything may come."""
        return frozenset()

    def targets(self) -> Iterator[tuple[str, int]]:
        """List every node that it may lead to, with the line of the file that says so."""
        for way in self.exits:
            yield way.go, way.line

    waits: ClassVar[bool] = False
    """whether the sprint ends here"""

    def passes(self) -> Iterator[str]:
        """List every node that it may lead to in the same sprint."""
        if not self.waits:
            yield from (way.go for way in self.exits)


@dataclass(frozen=True, slots=True)
class PathBudget:
    """How long the longest usual path may take."""

    minutes: float = 1.5
    taps: int = 11
    typed: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """One conversation as a coach wrote it. `version` is the hash of source and catalogues; `needs` are the facts that
    it looks at (from a shelf: also those of every flow that it enters)."""

    name: str
    title: str
    titles: Mapping[str, str]
    version: str
    language: str
    languages: tuple[str, ...]
    audience: tuple[str, ...]
    principle: str | None
    owner: str
    review: date
    budget: PathBudget
    private: bool
    card: bool
    back: bool
    policy: Policy
    commands: Mapping[str, tuple[str, ...]]
    start: str
    nodes: Mapping[str, Node]
    needs: frozenset[str]
    attributes: Mapping[str, frozenset[str] | None]
    """per fact the attributes in use; None: all of it"""
    variables_in_use: frozenset[str]
    """variables that something looks at later"""
    passed_by_all: frozenset[str]
    """calls and entrances that nobody's answers lead to or away from"""
    source: str = field(repr=False, compare=False)
    catalogues: Mapping[str, str] = field(repr=False, compare=False)
    path: str
    lines: Mapping[str, int]
    entries: Mapping[str, catalogue.Catalogue] = field(repr=False)
    title_text: texts.PlacedText
    order: tuple[str, ...]
    unanswered: Unanswered | None = None

    @property
    def needed(self) -> frozenset[str]:
        """List names that some text looks at without a thought of their absence."""
        shown = (reads for node in self.nodes.values() for reads in node.shows())
        return frozenset(name for reads in shown for name in reads.names - reads.guarded)

    @property
    def calls(self) -> frozenset[str]:
        """List the names of the addresses that it calls."""
        return frozenset(node.address for node in self.nodes.values() if isinstance(node, Calling))

    def texts(self) -> Iterator[texts.PlacedText]:
        """List every text that people may see, in the order of the file."""
        yield self.title_text
        if self.unanswered and self.unanswered.remind:
            yield from self.unanswered.remind.texts
        for node in self.nodes.values():
            yield from node.texts()


def choose(exits: Iterable[Exit], keys: tuple[str, ...], context: Mapping[str, object]) -> str:
    """Choose the first exit that fits; the loader saw to it that one always does."""
    for way in exits:
        if way.key is not None:
            if way.key in keys or (way.key == vocabulary.ANY):
                return way.go
        elif way.when is None or way.when.holds(context):
            return way.go
    return vocabulary.END
