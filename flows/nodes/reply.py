"""Say something back to a shared item."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Self

from flows import expressions, flow, reader, vocabulary
from flows.kinds import kind, response
from flows.nodes import ask


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply(ask.Ask):
    """Say something back to a shared item: an answer in own words, or a promise. It shows exactly what would go to the
    author, and sends that by the reader's own button only. Without an item in hand it goes on by `nobody`.

    ::

        start:
          reply: answer
          ask: Wat wil je antwoorden?
          next: {sent: end, "*": niet}
        niet:
          end: Dan blijft het hierbij.
    """

    word: ClassVar[str] = "reply"
    answers: response.Response

    @classmethod
    def read(cls, step: reader.UnreadNode) -> Self:
        step.only(["reply", "ask"], ["text", "day", "unanswered"])
        answers = response.Response.read(step)
        return cls(**ask.parts_of_preview(step, answers, "self"))

    def play(self, turn: flow.Play) -> str | None:
        if not self.answers.has_reader(turn.view.context):
            turn.set(self.variable, None)
            return flow.choose(self.exits, (response.NOBODY,), turn.view.context)
        return ask.Ask.play(self, turn)

    def passes(self) -> Iterator[str]:
        """List the ways on when there is nobody to whom it would go: then it waits for nobody."""
        for way in self.exits:
            if way.key in (None, vocabulary.ANY, response.NOBODY):
                yield way.go
                if way.when is None:
                    return

    def reread(self, turn: flow.Play, said: str) -> kind.Taken | kind.Refused:  # noqa: ARG002 - what a question takes
        """Refuse to change what was sent: it stays as it was shown."""
        return kind.Refused(turn.view.phrase(response.FIXED))

    def _heard(self, turn: flow.Play, heard: kind.Heard, *, pressed: bool) -> str | None:
        if not isinstance(heard, kind.Taken) or heard.value != response.SENT:
            return ask.Ask._heard(self, turn, heard, pressed=pressed)
        shown = turn.partial
        turn.chose(f"{self.answers.preview(turn.view, shown)}\n\n✓ <b>{heard.label}</b>")
        turn.answer(self, heard.value)
        self._send(turn, shown)
        return flow.choose(self.exits, heard.keys, turn.view.context)

    def _send(self, turn: flow.Play, partial: kind.PartialAnswer) -> None:
        """Send what was shown."""
        text, day = str(partial["text"]), partial.get("day")
        turn.write_back(
            self.answers.key(turn.view.context), self.answers.manner, text, None if day is None else str(day)
        )

    def shows(self) -> Iterator[expressions.Reads]:
        yield from flow.Node.shows(self)
        if self.answers.what is not None:
            yield from self.answers.what.reads()
