"""What a call asks of another program, what it tells it, and what is taken from the answer."""

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from typing import Self

from flows import expressions, flow, reader, source, values, vocabulary
from flows.json_value import JSON
from flows.remark import Remark

FAILED = "failed"
LONGEST = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Enquiry:
    """`address` names one of the addresses that the operator configured."""

    address: str
    sent: Mapping[str, values.Value]
    takes: Mapping[str, tuple[str, ...]]
    """own name ← way into the answer"""

    @classmethod
    def read(cls, step: reader.UnreadNode) -> Self:
        """Read it from a node's parts; raises Mistake."""
        sent = step.parts["send"].pairs() if "send" in step.parts else {}
        takes = step.parts["take"].pairs() if "take" in step.parts else {}
        return cls(
            address=step.parts["call"].name(vocabulary.FLOW_NAME, "the name of a configured address"),
            sent={name: step.value(part) for name, part in sent.items()},
            takes={_own(name, part): _way(part) for name, part in takes.items()},
        )

    @property
    def tells(self) -> bool:
        """Say whether what is sent is made of anything that is known of the person or the conversation."""
        return any(reads.names or reads.labels for reads in self.reads())

    def body(self, context: Mapping[str, JSON]) -> dict[str, JSON]:
        """Work out the body that would be sent now."""
        return {name: value.of(context) for name, value in self.sent.items()}

    def reads(self) -> Iterator[expressions.Reads]:
        """List the names that its values look at."""
        for value in self.sent.values():
            yield from value.reads()

    def end(
        self, turn: flow.Play, exits: tuple[flow.Exit, ...], answer: Mapping[str, JSON] | None, needed: Container[str]
    ) -> str:
        """Keep what was taken from the answer (None: there was none), and give the next node. An answer without what is
        `needed` is no answer: a text would have a hole where it belongs."""
        taken = {name: None if answer is None else _at_the_end(answer, way) for name, way in self.takes.items()}
        missing = [name for name, value in taken.items() if value is None and name in needed]
        whole = answer is not None and not missing
        for name, value in taken.items():
            turn.set(name, value if whole else None)
        return flow.choose(exits, () if whole else (FAILED,), turn.view.context)


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


def _at_the_end(answer: JSON, way: tuple[str, ...]) -> JSON:
    """Take a text, a number or yes/no from the end of that way; None for anything else."""
    for word in way:
        answer = answer.get(word) if isinstance(answer, Mapping) else None
    if isinstance(answer, str):
        return answer[:LONGEST] if answer.strip() else None
    return answer if isinstance(answer, bool | int | float) else None
