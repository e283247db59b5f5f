"""Offer one item to the lead or the coach."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Self

from flows import events, expressions, flow, reader, vocabulary
from flows.kinds import kind, offer
from flows.nodes import ask


@dataclass(frozen=True, slots=True, kw_only=True)
class Share(ask.Ask):
    """Offer one item to the lead or the coach: previewed, with or without a name, and only by the person's own button.
    Without words to share, or without somebody to read them, it goes on by `nobody`.

    ::

        start:
          share: "{{ drempel }}"
          to: lead
          ask: Wil je dit laten zien?
          next: {shared: gedeeld, "*": klaar}
        gedeeld:
          end: Dat is gedeeld.
        klaar:
          end: Dan blijft het bij jou.
    """

    word: ClassVar[str] = "share"
    answers: offer.Offer

    @classmethod
    def read(cls, step: reader.UnreadNode) -> Self:
        step.only(["share", "to", "ask"], ["unanswered"])
        answers = offer.Offer.read(step)
        return cls(**ask.parts_of_preview(step, answers, "shared"))

    @property
    def audience(self) -> events.Audience:
        return self.answers.audience

    def play(self, turn: flow.Play) -> str | None:
        context = turn.view.context
        if not self.answers.item(context) or not self.answers.team(context):
            turn.set(self.variable, None)
            return flow.choose(self.exits, (offer.NOBODY,), context)
        return ask.Ask.play(self, turn)

    def passes(self) -> Iterator[str]:
        """List the ways on when there is nothing to share, or nobody to share it with: then it waits for nobody."""
        for way in self.exits:
            if way.key in (None, vocabulary.ANY, offer.NOBODY):
                yield way.go
                if way.when is None:
                    return

    def skipped(self, turn: flow.Play) -> str | None:
        turn.share(self.audience, None, None)
        return ask.Ask.skipped(self, turn)

    def reread(self, turn: flow.Play, said: str) -> kind.Taken | kind.Refused:  # noqa: ARG002 - what a question takes
        """Refuse to change what was shared: it stays as its author saw it."""
        return kind.Refused(turn.view.phrase(offer.FIXED))

    def _heard(self, turn: flow.Play, heard: kind.Heard, *, pressed: bool) -> str | None:
        if isinstance(heard, kind.Taken):
            item = None if heard.value == offer.KEPT else self.answers.item(turn.view.context)
            turn.share(self.audience, item, turn.partial.get("name"))
        return ask.Ask._heard(self, turn, heard, pressed=pressed)

    def shows(self) -> Iterator[expressions.Reads]:
        yield from flow.Node.shows(self)
        yield from self.answers.what.reads()
