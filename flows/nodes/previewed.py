"""Ask another program something, after a preview and the person's own press."""

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar, Self

from flows import enquiry, expressions, flow, reader
from flows.json_value import JSON
from flows.kinds import kind, preview
from flows.nodes import ask


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewedCall(ask.Ask):
    """A call with `ask`: it shows exactly what would go where, and sends that by the person's own button only.
    Without it the conversation goes on by `declined`, or by `failed` where no way is called so."""

    word: ClassVar[str] = "call"
    answers: preview.Preview

    @classmethod
    def read(cls, step: reader.UnreadNode) -> Self:
        answers = preview.Preview.read(step)
        return cls(**ask.parts_of_preview(step, answers, "self"))

    @property
    def enquiry(self) -> enquiry.Enquiry:
        return self.answers.enquiry

    @property
    def address(self) -> str:
        return self.enquiry.address

    def play(self, turn: flow.Play) -> str | None:
        if turn.is_private:
            turn.withhold()
            return self._without(turn)
        return ask.Ask.play(self, turn)

    def answered(self, turn: flow.Play, answer: Mapping[str, JSON] | None, needed: Container[str]) -> str:
        """Keep what was taken from the answer; None: there was none. Where it goes on."""
        return self.enquiry.end(turn, self.exits, answer, needed)

    def skipped(self, turn: flow.Play) -> str | None:
        ask.Ask.skipped(self, turn)
        return self._without(turn)

    def reread(self, turn: flow.Play, said: str) -> kind.Taken | kind.Refused:  # noqa: ARG002 - what a question takes
        """Refuse to change what was sent, or was not: it stays so."""
        return kind.Refused(turn.view.phrase(preview.PRESS))

    def _heard(self, turn: flow.Play, heard: kind.Heard, *, pressed: bool) -> str | None:
        if not isinstance(heard, kind.Taken):
            return ask.Ask._heard(self, turn, heard, pressed=pressed)
        if heard.value == preview.DECLINED:
            ask.Ask._heard(self, turn, heard, pressed=pressed)
            return self._without(turn)
        self._send(turn, heard.label)
        return None

    def _send(self, turn: flow.Play, label: str) -> None:
        """Send what was shown; it stays in the chat as it was shown."""
        body, shown = self.answers.body(turn.partial), self.answers.preview(turn.view, turn.partial)
        turn.chose(f"{turn.worded(self.wording)}\n\n{shown}\n\n✓ <b>{label}</b>")
        turn.answer(self, preview.SENT)
        turn.call(self.address, body)

    def _without(self, turn: flow.Play) -> str:
        for name in self.enquiry.takes:
            turn.set(name, None)
        named = {way.key for way in self.exits}
        key = preview.DECLINED if preview.DECLINED in named else enquiry.FAILED
        return flow.choose(self.exits, (key,), turn.view.context)

    def shows(self) -> Iterator[expressions.Reads]:
        yield from flow.Node.shows(self)
        yield from self.enquiry.reads()

    def sets(self) -> frozenset[str]:
        return frozenset((self.variable, *self.enquiry.takes))
