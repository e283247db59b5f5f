"""Say something, and go on."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Self

from flows import flow, reader, texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Say(flow.Node):
    """Tell something and go on.

    ::

        start:
          say: Fijn dat je er bent.
        klaar:
          end:
    """

    word: ClassVar[str] = "say"
    wording: texts.Wording

    @classmethod
    def read(cls, step: reader.UnreadNode) -> Self:
        step.only(["say"])
        return cls(wording=step.wording("say"), **step.common())

    def play(self, turn: flow.Play) -> str | None:
        turn.say(turn.worded(self.wording))
        return flow.choose(self.exits, (), turn.view.context)

    def texts(self) -> Iterator[texts.PlacedText]:
        return iter(self.wording.texts)
