"""An item to show to the lead or the coach: previewed, with or without a name, by its author's own button only."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar, Self, cast

from flows import events, expressions, marked_text, phrases, reader, sort, values, vocabulary
from flows.json_value import JSON
from flows.kinds import kind, matching, text
from flows.kinds.plan import CHANGE, RIGHT
from flows.phrases import Phrase
from flows.view import View

NAMED, UNNAMED, KEPT = "named", "unnamed", "kept"
SHARED, NOBODY = "shared", "nobody"
LONGEST_NAME = 60
_WHO: Mapping[str, Phrase] = {
    "lead": Phrase(nl="je leidinggevende", u="uw leidinggevende", en="your lead"),
    "coach": Phrase(nl="je coach", u="uw coach", en="your coach"),
}
_UNNAMED_LABEL = Phrase(nl="Zonder naam", en="Without a name")
_NAMED_LABEL = Phrase(nl="Met mijn naam", en="With my name")
_NOT_LABEL = Phrase(nl="Niet delen", en="Don't share")
_DO_LABEL = Phrase(nl="Deel dit", en="Share this")
_WHICH_NAME = Phrase(
    nl="Hoe kent {who} je? Typ je naam zoals die erbij komt te staan. Ik bewaar die alleen bij dit bericht.",
    u="Hoe kent {who} u? Typ uw naam zoals die erbij komt te staan. Ik bewaar die alleen bij dit bericht.",
    en="What does {who} call you? Type your name as it should be shown. I keep it with this item only.",
)
_PREVIEW = Phrase(nl="Dit ziet {who} ({team}):", en="This is what {who} sees ({team}):")
_AFTER: Mapping[str, Phrase] = {
    UNNAMED: Phrase(
        nl="Het komt maandag mee, zonder naam en zonder tijd, door elkaar met wat anderen deelden. {Who} kan raden "
        "dat jij het was. Tot maandag kun je het terugtrekken met /gedeeld.",
        u="Het komt maandag mee, zonder naam en zonder tijd, door elkaar met wat anderen deelden. {Who} kan raden "
        "dat u het was. Tot maandag kunt u het terugtrekken met /gedeeld.",
        en="It comes along on Monday, without a name or a time, mixed with what others shared. {Who} may guess that "
        "it was you. Until Monday you can take it back with /shared.",
    ),
    NAMED: Phrase(
        nl="Het gaat over tien minuten weg, of zodra {who} weer werkt. Tot dan kun je het terugtrekken met /gedeeld.",
        u="Het gaat over tien minuten weg, of zodra {who} weer werkt. Tot dan kunt u het terugtrekken met /gedeeld.",
        en="It goes in ten minutes, or as soon as {who} is at work again. "
        "Until then you can take it back with /shared.",
    ),
}
_BACK: Mapping[str, Phrase] = {
    "lead": Phrase(
        nl="{Who} kan je er via mij één keer op antwoorden en er één keer iets over toezeggen. Dat krijg je dan hier "
        "te lezen.",
        u="{Who} kan u er via mij één keer op antwoorden en er één keer iets over toezeggen. Dat krijgt u dan hier "
        "te lezen.",
        en="{Who} can answer it once and make one promise about it, by way of me. You then read that here.",
    ),
    "coach": Phrase(
        nl="{Who} kan je er via mij één keer op antwoorden. Dat krijg je dan hier te lezen.",
        u="{Who} kan u er via mij één keer op antwoorden. Dat krijgt u dan hier te lezen.",
        en="{Who} can answer it once, by way of me. You then read that here.",
    ),
}
_BACK_UNNAMED = Phrase(
    nl="Ook dan is niet te zien wie je bent, en niet of je het leest.",
    u="Ook dan is niet te zien wie u bent, en niet of u het leest.",
    en="Even then nobody sees who you are, or whether you read it.",
)
_DONE: Mapping[str, Phrase] = {
    UNNAMED: Phrase(nl="Gedeeld, zonder naam", en="Shared, without a name"),
    NAMED: Phrase(nl="Gedeeld, met je naam", u="Gedeeld, met uw naam", en="Shared, with your name"),
}
_PRESS = Phrase(
    nl="Delen kan alleen met de knop. Kies hieronder.",
    en="Sharing takes a press of the button. Choose below.",
)
FIXED = Phrase(
    nl="Wat je deelde, verandert niet mee. Terugtrekken kan met /gedeeld.",
    u="Wat u deelde, verandert niet mee. Terugtrekken kan met /gedeeld.",
    en="What you shared does not change with it. You can take it back with /shared.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer(kind.AnswerKind):
    """What is offered to whom. The value is named, unnamed or kept; the partial answer the name that was typed."""

    word: ClassVar[str] = "choice"
    samples: ClassVar[tuple[str, ...]] = ("zonder naam",)
    what: values.Value
    audience: events.Audience

    @classmethod
    def read(cls, step: reader.UnreadNode) -> Self:
        audience = step.parts["to"].one_of(vocabulary.AUDIENCES)
        return cls(what=step.value(step.parts["share"]), audience=cast(events.Audience, audience))

    def stores(self, _question: str) -> sort.Sort:
        return sort.Sort(sort.TEXT, frozenset((NAMED, UNNAMED, KEPT)), longest=8)

    def item(self, context: Mapping[str, JSON]) -> str:
        """Give the words that would be shared; '' when there are none."""
        words = self.what.of(context)
        return words.strip() if isinstance(words, str) else ""

    def team(self, context: Mapping[str, JSON]) -> str | None:
        """Find the team whose lead or coach would read it; None when there is nobody."""
        recipients = context.get("recipients")
        return recipients.get(self.audience) if isinstance(recipients, Mapping) else None

    def show(self, view: View, partial: kind.PartialAnswer) -> kind.Show:
        below = (_button(view, KEPT, _NOT_LABEL),)
        match partial.get("step"):
            case "name":
                return kind.Show(below=below, question=self._phrase(view, _WHICH_NAME))
            case "confirm":
                pressed = (_button(view, RIGHT, _DO_LABEL), _button(view, CHANGE, phrases.CHANGE))
                return kind.Show(pressed, below, question=self._preview(view, partial), per_row=2)
        ways = (_button(view, UNNAMED, _UNNAMED_LABEL), _button(view, NAMED, _NAMED_LABEL))
        return kind.Show(ways, below, extra=_quoted(self.item(view.context)), per_row=2)

    def _preview(self, view: View, partial: kind.PartialAnswer) -> str:
        """Show exactly what the reader will see, and what follows from it."""
        name, item = partial.get("name"), self.item(view.context)
        manner = NAMED if name else UNNAMED
        shown = _quoted(f"{name}: {item}" if name else item)
        follows = [_AFTER[manner], _BACK[self.audience], *[_BACK_UNNAMED] * (not name)]
        after = " ".join(self._phrase(view, phrase) for phrase in follows)
        return f"{self._phrase(view, _PREVIEW)}\n{shown}\n{after}"

    def _phrase(self, view: View, phrase: Phrase) -> str:
        who = view.phrase(_WHO[self.audience])
        return view.marked_phrase(phrase, who=who, Who=who[0].upper() + who[1:], team=self.team(view.context))

    def press(self, view: View, partial: kind.PartialAnswer, choice: str) -> kind.Heard | None:
        if choice == KEPT:
            return kind.Taken(KEPT, view.phrase(_NOT_LABEL), (KEPT,))
        match partial.get("step"), choice:
            case None, "named":
                return kind.Moved({"step": "name"}, fresh=True)
            case None, "unnamed":
                return kind.Moved({"step": "confirm"}, fresh=True)
            case "confirm", "-change":
                return kind.Moved({}, fresh=True)
            case "confirm", "-right":
                value = NAMED if partial.get("name") else UNNAMED
                return kind.Taken(value, view.phrase(_DONE[value]), (SHARED,))
        return None

    def type(self, view: View, partial: kind.PartialAnswer, said: str) -> kind.Heard:
        if partial.get("step") == "name":
            heard = text.bounded(view, " ".join(text.clean(said).split()), 2, LONGEST_NAME)
            if isinstance(heard, kind.Refused):
                return heard
            return kind.Moved({"step": "confirm", "name": heard.value}, fresh=True)
        if partial.get("step") == "confirm":
            return kind.Refused(view.phrase(_PRESS), needs_press=True)
        ways = [view.phrase(way) for way in (_UNNAMED_LABEL, _NAMED_LABEL, _NOT_LABEL)]
        place = matching.choose(said, ways, no=ways.index(view.phrase(_NOT_LABEL)))
        return kind.Refused(view.phrase(phrases.RETRY_CHOICE)) if place is None else self._chosen(view, place)

    def _chosen(self, view: View, place: int) -> kind.Heard:
        heard = self.press(view, {}, (UNNAMED, NAMED, KEPT)[place])
        return heard or kind.Refused(view.phrase(phrases.RETRY_CHOICE))

    def reads(self) -> Iterator[expressions.Reads]:
        names = frozenset(("recipients",))
        yield expressions.Reads(names, attributes={"recipients": frozenset((self.audience,))}, guarded=names)

    def keys(self) -> frozenset[str]:
        return frozenset((SHARED, KEPT, NOBODY))


def _button(view: View, choice: str, phrase: Phrase) -> events.Button:
    return events.Button(choice, view.phrase(phrase))


def _quoted(item: str) -> str:
    return f"<quote>{marked_text.escape(item)}</quote>"
