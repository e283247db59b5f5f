"""Keep something with the person."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar, Self

from flows import expressions, flow, reader, values, vocabulary
from flows.remark import Remark


@dataclass(frozen=True, slots=True, kw_only=True)
class Remember(flow.Node):
    """Keep something with the person; language and tone take effect at once.

    ::

        start:
          remember: {tone: u, prompt_day: "{{ prompt_day }}"}
        klaar:
          end: Dat onthoud ik.
    """

    word: ClassVar[str] = "remember"
    settings: Mapping[str, values.Value]

    @classmethod
    def read(cls, step: reader.UnreadNode) -> Self:
        parts = step.only(["remember"])
        pairs = parts["remember"].pairs()
        for name, part in pairs.items():
            if not vocabulary.NAME.fullmatch(name):
                raise part.mistake(
                    Remark("{name!r} is not a name", name=name), "use a–z, 0–9 and _, beginning with a letter"
                )
        return cls(settings={name: step.value(part) for name, part in pairs.items()}, **step.common())

    def play(self, turn: flow.Play) -> str | None:
        for name, value in self.settings.items():
            turn.remember(name, value.of(turn.view.context))
        return flow.choose(self.exits, (), turn.view.context)

    def shows(self) -> Iterator[expressions.Reads]:
        for value in self.settings.values():
            yield from value.reads()

    def sets(self) -> frozenset[str]:
        return frozenset(self.settings)
