"""Play another flow inside this one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar, Self

from flows import expressions, flow, reader, values, vocabulary
from flows.remark import Remark


@dataclass(frozen=True, slots=True, kw_only=True)
class Enter(flow.Node):
    """Play another flow inside this one, with what it needs to know, and take what it found out.

    ::

        start:
          enter: ander
          with: {plek: balie}
          take: {gehoord: antwoord}
          next: {declined: niet, "*": klaar}
        niet:
          end: Dat kan ook.
        klaar:
          end: "Je zei: {{ gehoord }}"
    """

    word: ClassVar[str] = "enter"
    entered: str
    handed: Mapping[str, values.Value]
    takes: Mapping[str, str]
    """own name ← name in the entered flow"""

    @classmethod
    def read(cls, step: reader.UnreadNode) -> Self:
        parts = step.only(["enter"], ["with", "take"])
        handed = parts["with"].pairs() if "with" in parts else {}
        takes = parts["take"].pairs() if "take" in parts else {}
        for name, part in takes.items():
            if not vocabulary.NAME.fullmatch(name) or name in vocabulary.RESERVED_NAMES:
                raise part.mistake(
                    Remark("{name!r} cannot be a variable", name=name), "use a–z, 0–9 and _, beginning with a letter"
                )
        return cls(
            entered=parts["enter"].name(vocabulary.FLOW_NAME, "the name of a flow"),
            handed={name: step.value(part) for name, part in handed.items()},
            takes={name: reader.variable(part) for name, part in takes.items()},
            **step.common(frozenset(vocabulary.OUTCOMES)),
        )

    def play(self, turn: flow.Play) -> str | None:
        context = turn.view.context
        return turn.enter(self.entered, {name: value.of(context) for name, value in self.handed.items()})

    def shows(self) -> Iterator[expressions.Reads]:
        for value in self.handed.values():
            yield from value.reads()

    def sets(self) -> frozenset[str]:
        return frozenset(self.takes)

    def keys(self) -> frozenset[str] | None:
        return frozenset(vocabulary.OUTCOMES)
