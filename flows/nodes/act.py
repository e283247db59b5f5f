"""Log an act of steering, a plan, a promise, a move in a line of steering, or what somebody says of a text."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar, Self, cast

from flows import events, expressions, flow, reader, source, values, vocabulary
from flows.remark import Remark

FIELDS: Mapping[str, tuple[str, ...]] = {
    "act": ("what", "principle"),
    "plan": ("cue", "response", "plan", "principle", "outcome", "grows", "ends"),
    "promise": ("what", "text", "day", "principle", "closes", "moves", "outcome"),
    "line": ("move", "habit", "question", "text", "case", "value", "day"),
    "verdict": ("text", "word"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Act(flow.Node):
    """Log an act of steering, a plan, a promise, a move in a line of steering, or what somebody says of a text.

    ::

        start:
          act: promise
          fields: {text: terugbellen, day: "2026-11-26", principle: result}
        klaar:
          end: Dat staat er.
    """

    word: ClassVar[str] = "act"
    kind: events.ActKind
    fields: Mapping[str, values.Value]

    @classmethod
    def read(cls, step: reader.UnreadNode) -> Self:
        parts = step.only(["act"], ["fields"])
        kind = parts["act"].one_of(vocabulary.ACTS)
        fields = parts["fields"].fields([], FIELDS[kind]) if "fields" in parts else {}
        if kind == "line":
            _move(parts["fields"] if "fields" in parts else parts["act"], fields)
        return cls(
            kind=cast(events.ActKind, kind),
            fields={name: step.value(part) for name, part in fields.items()},
            **step.common(),
        )

    def play(self, turn: flow.Play) -> str | None:
        details = {name: made.of(turn.view.context) for name, made in self.fields.items()}
        plan = details.pop("plan", None)
        whole = plan if isinstance(plan, Mapping) else {}
        turn.act(self.kind, {**whole, **details})
        return flow.choose(self.exits, (), turn.view.context)

    def shows(self) -> Iterator[expressions.Reads]:
        for value in self.fields.values():
            yield from value.reads()


def _move(part: source.Part, fields: Mapping[str, source.Part]) -> None:
    """Hold that a line is moved by one of the moves that there are; raises Mistake."""
    if "move" not in fields:
        raise part.mistake(
            "a line needs its move", Remark("write move: with one of {moves}", moves=", ".join(vocabulary.LINE_MOVES))
        )
    fields["move"].one_of(vocabulary.LINE_MOVES)
