"""Write to one's buddy."""

from dataclasses import dataclass
from typing import ClassVar, Self

from flows import flow, reader
from flows.kinds import kind, to_buddy
from flows.nodes import ask, reply


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter(reply.Reply):
    """Write to one's buddy: a question, or an answer to what the buddy asked. It shows exactly what would go, and sends
    that by the person's own button only. Without a buddy, or a question to answer, it goes on by `nobody`.

    ::

        start:
          letter: question
          ask: Wat wil je vragen?
          next: {sent: end, "*": niet}
        niet:
          end: Dan niet.
    """

    word: ClassVar[str] = "letter"
    answers: to_buddy.ToBuddy

    @classmethod
    def read(cls, step: reader.UnreadNode) -> Self:
        step.only(["letter", "ask"], ["text", "unanswered"])
        answers = to_buddy.ToBuddy.read(step)
        return cls(**ask.parts_of_preview(step, answers, "self"))

    def _send(self, turn: flow.Play, partial: kind.PartialAnswer) -> None:
        turn.write_to_buddy(self.answers.key(turn.view.context), self.answers.manner, str(partial["text"]))
