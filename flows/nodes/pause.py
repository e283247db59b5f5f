"""Wait until a moment."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Self

from flows import expressions, flow, reader, vocabulary
from flows.kinds import time

MORNING = "09:00"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause(flow.Node):
    """Wait until a moment, and go on then.

    ::

        start:
          pause: {until: tomorrow}
          outcome: postponed
        klaar:
          end: Daar ben ik weer.
    """

    word: ClassVar[str] = "pause"
    waits: ClassVar[bool] = True
    until: str | None
    """a length of time or a moment"""
    day: str | None
    """the variable with the day"""
    clock: str
    outcome: str | None

    @classmethod
    def read(cls, step: reader.UnreadNode) -> Self:
        parts = step.only(["pause"], ["outcome"])
        part = parts["pause"]
        fields = part.fields([], ["for", "until", "day", "at"])
        if sum(word in fields for word in ("for", "until", "day")) != 1 or ("at" in fields and "day" not in fields):
            raise part.mistake(
                "one moment is expected", 'write {until: tomorrow}, {for: 3d} or {day: NAME, at: "09:30"}'
            )
        written = fields.get("for") or fields.get("until")
        return cls(
            until=reader.moment(written) if written else None,
            day=reader.variable(fields["day"]) if "day" in fields else None,
            clock=time.clock(fields["at"]) if "at" in fields else MORNING,
            outcome=parts["outcome"].one_of(vocabulary.OUTCOMES) if "outcome" in parts else None,
            **step.common(),
        )

    def play(self, turn: flow.Play) -> str | None:
        if self.until:
            turn.pause(turn.when(self.until), self.outcome)
        else:
            day = turn.view.context.get(str(self.day))
            if not isinstance(day, str):
                raise flow.PlayError("no_day", f"{self.day} holds no day")
            turn.pause(turn.at(day, self.clock), self.outcome)
        return None

    def shows(self) -> Iterator[expressions.Reads]:
        if self.day:
            yield expressions.Reads(frozenset((self.day,)), frozenset((self.day,)))
