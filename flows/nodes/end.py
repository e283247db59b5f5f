"""End this flow, with or without a last word."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Self

from flows import flow, reader, source, texts, vocabulary


@dataclass(frozen=True, slots=True, kw_only=True)
class End(flow.Node):
    """Stop here, with or without a last word; in an entered flow, go back to the flow around it.

    ::

        start:
          end: Tot volgende week.
          outcome: declined
    """

    word: ClassVar[str] = "end"
    wording: texts.Wording | None
    outcome: str | None

    @classmethod
    def read(cls, step: reader.UnreadNode) -> Self:
        parts = step.only(["end"], ["outcome"])
        if "next" in parts:
            raise parts["next"].mistake("nothing comes after an end", "remove next, or use say")
        return cls(
            wording=step.wording("end") if source.optional(parts, "end") else None,
            outcome=parts["outcome"].one_of(vocabulary.OUTCOMES) if source.optional(parts, "outcome") else None,
            **{**step.common(), "exits": ()},
        )

    def play(self, turn: flow.Play) -> str | None:
        if self.wording:
            turn.say(turn.worded(self.wording))
        return turn.leave(self.outcome)

    def texts(self) -> Iterator[texts.PlacedText]:
        return iter(self.wording.texts if self.wording else ())
