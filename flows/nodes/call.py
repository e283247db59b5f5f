"""Ask another program something."""

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from flows import expressions, flow, reader, source, values, vocabulary
from flows.remark import Remark

JSON = Any
FAILED = "failed"
LONGEST = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Call(flow.Node):
    """Ask another program, at an address that the operator has configured, and go on with its answer. Whatever goes
    wrong leads on by ``failed``; nobody waits longer than a minute.

    ::

        start:
          call: wachttijd
          send: {plek: balie}
          take: {minuten: wachttijd.minuten}
          next: {failed: onbekend, "*": bekend}
        bekend:
          end: "De wachttijd is nu {{ minuten }} minuten."
        onbekend:
          end: De wachttijd is nu niet bekend.
    """

    word: ClassVar[str] = "call"
    waits: ClassVar[bool] = True
    address: str
    sent: Mapping[str, values.Value]
    takes: Mapping[str, tuple[str, ...]]
    """own name ← way into the answer"""

    @classmethod
    def read(cls, step: reader.Step) -> Self:
        parts = step.only(["call"], ["send", "take"])
        sent = parts["send"].pairs() if "send" in parts else {}
        takes = parts["take"].pairs() if "take" in parts else {}
        return cls(
            address=parts["call"].name(vocabulary.FLOW_NAME, "the name of a configured address"),
            sent={name: step.value(part) for name, part in sent.items()},
            takes={_own(name, part): _way(part) for name, part in takes.items()},
            **step.common((FAILED,)),
        )

    def play(self, turn: flow.Play) -> str | None:
        context = turn.view.context
        turn.call(self.address, {name: made.of(context) for name, made in self.sent.items()})
        return None

    def answered(self, turn: flow.Play, answer: Mapping[str, JSON] | None, needed: Container[str]) -> str:
        """Keep what was taken from the answer; None: there was none. Where it goes on. An answer without what is
        ``needed`` is no answer: a text would have a hole where it belongs."""
        taken = {name: None if answer is None else _found(answer, way) for name, way in self.takes.items()}
        missing = [name for name, value in taken.items() if value is None and name in needed]
        whole = answer is not None and not missing
        for name, value in taken.items():
            turn.set(name, value if whole else None)
        return flow.choose(self.exits, () if whole else (FAILED,), turn.view.context)

    def shows(self) -> Iterator[expressions.Reads]:
        for made in self.sent.values():
            yield from made.reads()

    def sets(self) -> frozenset[str]:
        return frozenset(self.takes)

    def keys(self) -> frozenset[str] | None:
        return frozenset((FAILED,))


def _own(name: str, part: source.Part) -> str:
    if not vocabulary.NAME.fullmatch(name) or name in vocabulary.RESERVED_NAMES:
        raise part.mistake(
            Remark("{name!r} cannot be a variable", name=name), "use a–z, 0–9 and _, beginning with a letter"
        )
    return name


def _way(part: source.Part) -> tuple[str, ...]:
    words = tuple(part.text().split("."))
    if not all(words):
        raise part.mistake(
            Remark("{written!r} is no way into an answer", written=part.text()),
            "write a word of the answer, or words with dots between them such as afspraak.dag",
        )
    return words


def _found(answer: JSON, way: tuple[str, ...]) -> JSON:
    """A text, a number or yes/no at the end of that way; None for anything else."""
    for word in way:
        answer = answer.get(word) if isinstance(answer, Mapping) else None
    if isinstance(answer, str):
        return answer[:LONGEST] if answer.strip() else None
    return answer if isinstance(answer, bool | int | float) else None
