"""What would be sent to another program, shown before it goes: exactly that, to whom, and only by a press."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar, Self

from flows import enquiry, events, expressions, marked_text, reader, sort
from flows.json_value import JSON
from flows.kinds import kind, matching
from flows.phrases import Phrase
from flows.view import View

SENT, DECLINED = "sent", "declined"
RECEIVERS = "receivers"
_BODY = "body"
_PREVIEW = Phrase(nl="Dit gaat naar {to}, en niets anders:", en="This goes to {to}, and nothing else:")
_BARE = Phrase(
    nl="Er gaat een vraag naar {to}, zonder iets erbij. Wel is daar te zien dát de vraag gesteld is.",
    en="A question goes to {to}, with nothing added. They can see there that the question was asked.",
)
_NOTHING = Phrase(nl="(niets)", en="(nothing)")
_DO_LABEL = Phrase(nl="Stuur dit", en="Send this")
_NOT_LABEL = Phrase(nl="Niet sturen", en="Don't send")
_DONE = Phrase(nl="Verstuurd", en="Sent")
PRESS = Phrase(
    nl="Sturen kan alleen met de knop. Kies hieronder.",
    en="Sending takes a press of the button. Choose below.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview(kind.AnswerKind):
    """The value is sent or declined; the partial answer holds what was shown, and nothing else is ever sent."""

    word: ClassVar[str] = "choice"
    samples: ClassVar[tuple[str, ...]] = ("niet sturen",)
    enquiry: enquiry.Enquiry

    @classmethod
    def read(cls, step: reader.UnreadNode) -> Self:
        return cls(enquiry=enquiry.Enquiry.read(step))

    def stores(self, _question: str) -> sort.Sort:
        return sort.Sort(sort.TEXT, frozenset((SENT, DECLINED)), longest=8)

    def begin(self, view: View) -> kind.PartialAnswer:
        return {_BODY: self.enquiry.body(view.context)}

    def body(self, partial: kind.PartialAnswer) -> Mapping[str, JSON]:
        """Give the body that was shown."""
        shown: Mapping[str, JSON] = partial[_BODY]
        return shown

    def show(self, view: View, partial: kind.PartialAnswer) -> kind.Show:
        buttons = (
            events.Button(SENT, view.phrase(_DO_LABEL)),
            events.Button(DECLINED, view.phrase(_NOT_LABEL)),
        )
        return kind.Show(buttons, extra=self.preview(view, partial), per_row=2)

    def preview(self, view: View, partial: kind.PartialAnswer) -> str:
        """Show every name and value that goes, as it goes, and to whom (marked text)."""
        to = self._to(view.context)
        lines = [f"{name}: {_written(view, value)}" for name, value in self.body(partial).items()]
        if not lines:
            return view.marked_phrase(_BARE, to=to)
        shown = marked_text.escape("\n".join(lines))
        return f"{view.marked_phrase(_PREVIEW, to=to)}\n<quote>{shown}</quote>"

    def _to(self, context: Mapping[str, JSON]) -> str:
        """Name the address, and where that is."""
        receivers = context.get(RECEIVERS)
        host = receivers.get(self.enquiry.address) if isinstance(receivers, Mapping) else None
        return f"{self.enquiry.address} ({host})" if host else self.enquiry.address

    def press(self, view: View, partial: kind.PartialAnswer, choice: str) -> kind.Heard | None:
        if choice == DECLINED:
            return kind.Taken(DECLINED, view.phrase(_NOT_LABEL), (DECLINED,))
        if choice != SENT:
            return None
        now = self.begin(view)
        if now != {_BODY: self.body(partial)}:  # an answer was corrected meanwhile: it is shown again before it goes
            return kind.Moved(now, fresh=True)
        return kind.Taken(SENT, view.phrase(_DONE))

    def type(self, view: View, _partial: kind.PartialAnswer, said: str) -> kind.Heard:
        """Take typed words: they send nothing, and a no is a no."""
        ways = [view.phrase(_DO_LABEL), view.phrase(_NOT_LABEL)]
        if matching.choose(said, ways, no=1) == 1:
            return kind.Taken(DECLINED, view.phrase(_NOT_LABEL), (DECLINED,))
        return kind.Refused(view.phrase(PRESS), needs_press=True)

    def reads(self) -> Iterator[expressions.Reads]:
        names = frozenset((RECEIVERS,))
        yield expressions.Reads(names, attributes={RECEIVERS: frozenset((self.enquiry.address,))}, guarded=names)

    def keys(self) -> frozenset[str]:
        return frozenset((enquiry.FAILED, DECLINED))


def _written(view: View, value: JSON) -> str:
    """Write a value as it goes; words without quotation marks."""
    if value is None:
        return view.phrase(_NOTHING)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
