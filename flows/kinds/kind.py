"""What every kind of answer says of itself: how it shows, what it understands, stores and takes, how it is checked."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import ClassVar, Self

from flows import events, expressions, phrases, reader, reading, sort, texts
from flows.json_value import JSON
from flows.view import View

PartialAnswer = Mapping[str, JSON]
SECONDS_PER_TAP = 1.5
SECONDS_PER_TEXT = 20.0
"""twelve words at 36 words a minute on a telephone (Palin et al. 2019)"""
LABEL = 30
"""characters of a label that a telephone shows on a button"""


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
    """Not understood, with what to say about it (plain text); `again`: what to say the second time in a row.
    `needs_press`: only a button says it, or its whole label where a channel has no place for the button."""

    retry: str
    again: str = ""
    needs_press: bool = False


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
    bare_no_skips: ClassVar[bool] = False
    """a bare no means the button that skips, where that says no"""
    picked: ClassVar[bool] = False
    """one or some of what it offers: may be counted for a team, and picked again from the same buttons"""
    known_by: ClassVar[str] = ""
    """the key beside its own that is enough to know it by"""
    spoken: ClassVar[Mapping[str, phrases.Phrase]] = {}
    """how keys read that the flow gives no label"""
    samples: ClassVar[tuple[str, ...]] = ()
    """what people type to answer its example; made-up people say it in any flow"""

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

    def wrote(self, heard: Heard) -> bool:
        """Say whether what was typed becomes the answer, or a part of it."""
        return self.own_words and not isinstance(heard, Refused)

    def settle(self, view: View, _moved: Moved) -> Taken | Refused:
        """Settle what a correction comes to that would open a further question."""
        return Refused(view.phrase(phrases.RETRY_CHOICE))

    def stores(self, _question: str) -> sort.Sort:
        """Say what may be stored, `question` being the one whose labels its keys have.

        A kind that says nothing here may store anything, and conditions on it are let pass.
        """
        return replace(sort.ANY, longest=1_000)

    def effort(self) -> Effort:
        """Say what this question usually takes: one text where people type, else one tap."""
        return TYPING if self.typed else TAP

    def seconds(self) -> float:
        """Say how long reading what it offers, of which people read half, and answering usually take."""
        offered, effort = sum(len(reading.words(text.base)) for text in self.texts()), self.effort()
        read = offered / 2 / reading.WORDS_PER_SECOND
        return read + effort.taps * SECONDS_PER_TAP + effort.typed * SECONDS_PER_TEXT

    def none_is_answer(self) -> bool:
        """Say whether no value is an answer that has words of its own, such as n.v.t."""
        return False

    def count(self) -> int:
        """Count the choices that the flow itself puts before people."""
        return 0

    def labels(self) -> Mapping[str, texts.PlacedText]:
        """Give what the flow writes on its buttons, by key."""
        return {}

    def label_room(self) -> int:
        """Say how many characters of a label people see."""
        return LABEL

    def texts(self) -> Iterator[texts.PlacedText]:
        """List every text of the flow that it may show."""
        return iter(self.labels().values())

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
