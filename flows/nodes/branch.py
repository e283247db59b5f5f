"""Choose a way by what is known."""

from dataclasses import dataclass
from typing import ClassVar, Self

from flows import flow, reader


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch(flow.Node):
    """Choose a way by what is known; the first condition that holds wins.

    ::

        start:
          branch:
            - {when: week > 8, go: kort}
            - {else: lang}
        kort:
          end: Tot de volgende keer.
        lang:
          end: Fijn dat je begint. We doen het stap voor stap.
    """

    word: ClassVar[str] = "branch"

    @classmethod
    def read(cls, step: reader.UnreadNode) -> Self:
        parts = step.only(["branch"])
        if "next" in parts:
            raise parts["next"].mistake("a branch has no next", "write else: NODE in the branch")
        ways = reader.cases(parts["branch"])
        if not ways or not ways[-1].open:
            raise parts["branch"].mistake("else is missing", "say where it goes when no condition holds: else: NODE")
        return cls(**{**step.common(), "exits": tuple(ways)})

    def play(self, turn: flow.Play) -> str | None:
        return flow.choose(self.exits, (), turn.view.context)
