"""What every kind of answer can do: show itself, and understand what is pressed or typed."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Self

from flows import events, expressions, reader, texts
from flows.json_value import JSON
from flows.view import View

PartialAnswer = Mapping[str, JSON]


@dataclass(frozen=True, slots=True)
class Show:
    """How the question looks now. `question` replaces the node's own wording, `extra` comes below it; both are marked
    text."""

    buttons: tuple[events.Button, ...] = ()
    below: tuple[events.Button, ...] = ()
    """each in a row of its own"""
    question: str | None = None
    extra: str = ""
    per_row: int | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """An answer: `label` is how it reads, `keys` are the exits that it fits."""

    value: JSON
    label: str
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Moved:
    """Not an answer yet. `fresh`: a further question; else the same one looks different (an option was marked)."""

    partial: PartialAnswer
    fresh: bool


@dataclass(frozen=True, slots=True)
class Refused:
    """Not understood, with what to say about it (plain text); `again`: what to say the second time in a row."""

    retry: str
    again: str = ""


Heard = Taken | Moved | Refused


@dataclass(frozen=True, slots=True)
class Effort:
    """Holds what answering usually takes: taps on buttons, and texts to type."""

    taps: int = 0
    typed: int = 0


TAP, TYPING = Effort(taps=1), Effort(typed=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerKind(ABC):
    """One kind of answer. A partial answer is what the open question has so far; {} in the beginning."""

    word: ClassVar[str]
    beside: ClassVar[tuple[str, ...]] = ()
    """keys that stand next to its own"""
    per_row: ClassVar[int] = 1
    typed: ClassVar[bool] = False
    """people usually type the answer"""
    own_words: ClassVar[bool] = False
    """whatever is typed may be the answer"""
    repeats_question: ClassVar[bool] = False
    """words of the question may stand in the answer: '20 brieven'"""

    @classmethod
    @abstractmethod
    def read(cls, step: reader.UnreadNode) -> Self:
        """Read it from the node's parts; raises Mistake."""

    @abstractmethod
    def show(self, view: View, partial: PartialAnswer) -> Show: ...

    @abstractmethod
    def press(self, view: View, partial: PartialAnswer, choice: str) -> Heard | None:
        """Understand a press of a button; None: no button of this question bears that choice."""

    @abstractmethod
    def type(self, view: View, partial: PartialAnswer, said: str) -> Heard: ...

    def begin(self, _view: View) -> PartialAnswer:
        return {}

    def settle(self, view: View, _moved: Moved) -> Taken | Refused:
        """What a correction that would open a further question comes to."""
        return Refused(view.phrase("retry_choice"))

    def effort(self) -> Effort:
        """Say what this question usually takes: one text where people type, else one tap."""
        return TYPING if self.typed else TAP

    def count(self) -> int:
        """Count the choices that the flow itself puts before people."""
        return 0

    def texts(self) -> Iterator[texts.PlacedText]:
        return iter(())

    def reads(self) -> Iterator[expressions.Reads]:
        """List what it looks at besides its texts."""
        return iter(())

    def keys(self) -> frozenset[str]:
        """List the keys by which an exit may go."""
        return frozenset()

    def label(self, _view: View, value: JSON) -> str:
        """Word a stored value as people read it."""
        return str(value)


@dataclass(frozen=True, slots=True)
class Option:
    """A fixed choice: its key is for ever, its label may change."""

    key: str
    label: texts.PlacedText


@dataclass(frozen=True, slots=True)
class Listed:
    """A choice as it is shown now: what goes over the wire, what is stored, what people read."""

    wire: str
    value: JSON
    label: str
    key: str = field(default="")


def buttons(listed: list[Listed]) -> tuple[events.Button, ...]:
    return tuple(events.Button(one.wire, one.label) for one in listed)
