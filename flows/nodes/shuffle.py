"""Let chance choose, and log it."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar, Self

from flows import expressions, flow, reader, source, values, vocabulary
from flows.json_value import JSON
from flows.remark import Remark


@dataclass(frozen=True, slots=True, kw_only=True)
class Shuffle(flow.Node):
    """Let chance choose an arm by weight; every draw is logged with all probabilities.

    ::

        start:
          shuffle: {waarom: 1, vooruit: (1 + low.ahead) * weeks_since.ahead}
          floor: 0.1
          sticky: false
          save: gekozen
          next: {waarom: a, vooruit: b}
        a:
          end: Vandaag gaat het over waarom.
        b:
          end: Vandaag gaat het over vooruitkijken.
    """

    word: ClassVar[str] = "shuffle"
    arms: Mapping[str, values.Value]
    floor: float
    sticky: bool
    save_as: str | None

    @classmethod
    def read(cls, step: reader.UnreadNode) -> Self:
        parts = step.only(["shuffle"], ["floor", "sticky", "save"])
        arms = {_arm(key, part): _weight(part) for key, part in parts["shuffle"].pairs().items()}
        if len(arms) < 2:
            raise parts["shuffle"].mistake("chance needs two arms or more", "write {one: 1, other: 1}")
        floor = parts["floor"].number() if "floor" in parts else 0.0
        if not 0 <= floor <= 1 / len(arms):
            raise parts["floor"].mistake(
                "this floor does not fit", Remark("write 0 to {most:.2f}: one part for each arm", most=1 / len(arms))
            )
        return cls(
            arms=arms,
            floor=floor,
            sticky=parts["sticky"].truth() if "sticky" in parts else True,
            save_as=reader.variable(parts["save"]) if "save" in parts else None,
            **step.common(frozenset(arms)),
        )

    def play(self, turn: flow.Play) -> str | None:
        context = turn.view.context
        arm = turn.draw(
            {arm: weight(arm, made.of(context)) for arm, made in self.arms.items()}, self.floor, sticky=self.sticky
        )
        if self.save_as:
            turn.set(self.save_as, arm)
        return flow.choose(self.exits, (arm,), context)

    def reads(self) -> Iterator[expressions.Reads]:
        yield from flow.Node.reads(self)
        for weight in self.arms.values():
            yield from weight.reads()

    def sets(self) -> frozenset[str]:
        return frozenset((self.save_as,)) if self.save_as else frozenset()

    def keys(self) -> frozenset[str] | None:
        return frozenset(self.arms)


def _arm(key: str, part: source.Part) -> str:
    if not vocabulary.KEY.fullmatch(key) or key in vocabulary.RESERVED_KEYS:
        raise part.mistake(Remark("{key!r} cannot be an arm", key=key), "use at most 24 of a–z, 0–9 and _")
    return key


def _weight(part: source.Part) -> values.Value:
    if part.kind in ("int", "float"):
        number = part.number()
        if not math.isfinite(number) or number < 0:
            raise part.mistake("a weight is 0 or more", "write 0 to leave this arm out, or a number such as 1 or 2.5")
        return values.Value(float(number))
    return values.Value(None, reader.condition(part))


def weight(arm: str, amount: JSON) -> float:
    """Read a weight as a number ≥ 0; what is missing weighs 0. Raises PlayError."""
    number = 0.0 if amount is None else amount
    if not isinstance(number, int | float) or not math.isfinite(number) or number < 0:
        raise flow.PlayError("bad_weight", f"{arm} weighs {amount!r}")
    return float(number)
