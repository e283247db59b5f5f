"""An item to show to the lead or the coach: previewed, with or without a name, by its author's own button only."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar, Self, cast

from flows import events, expressions, marked_text, reader, values, vocabulary
from flows.json_value import JSON
from flows.kinds import kind, matching, text
from flows.kinds.plan import CHANGE, RIGHT
from flows.view import View

NAMED, UNNAMED, KEPT = "named", "unnamed", "kept"
SHARED, NOBODY = "shared", "nobody"
LONGEST_NAME = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer(kind.AnswerKind):
    """What is offered to whom. The value is named, unnamed or kept; the partial answer the name that was typed."""

    word: ClassVar[str] = "choice"
    what: values.Value
    audience: events.Audience

    @classmethod
    def read(cls, step: reader.UnreadNode) -> Self:
        audience = step.parts["to"].one_of(vocabulary.AUDIENCES)
        return cls(what=step.value(step.parts["share"]), audience=cast(events.Audience, audience))

    def item(self, context: Mapping[str, JSON]) -> str:
        """The words that would be shared; '' when there are none."""
        words = self.what.of(context)
        return words.strip() if isinstance(words, str) else ""

    def team(self, context: Mapping[str, JSON]) -> str | None:
        """The team whose lead or coach would read it; None when there is nobody."""
        recipients = context.get("recipients")
        return recipients.get(self.audience) if isinstance(recipients, Mapping) else None

    def show(self, view: View, partial: kind.PartialAnswer) -> kind.Show:
        below = (_button(view, KEPT, "share_not"),)
        match partial.get("step"):
            case "name":
                return kind.Show(below=below, question=self._phrase(view, "share_name"))
            case "confirm":
                pressed = (_button(view, RIGHT, "share_do"), _button(view, CHANGE, "change"))
                return kind.Show(pressed, below, question=self._preview(view, partial), per_row=2)
        ways = (_button(view, UNNAMED, "share_unnamed"), _button(view, NAMED, "share_named"))
        return kind.Show(ways, below, extra=_quoted(self.item(view.context)), per_row=2)

    def _preview(self, view: View, partial: kind.PartialAnswer) -> str:
        """Exactly what the reader will see, and what follows from it."""
        name, item = partial.get("name"), self.item(view.context)
        manner = NAMED if name else UNNAMED
        shown = _quoted(f"{name}: {item}" if name else item)
        follows = [f"share_after_{manner}", f"share_back_{self.audience}", *["share_back_unnamed"] * (not name)]
        after = " ".join(self._phrase(view, phrase) for phrase in follows)
        return f"{self._phrase(view, f'share_preview_{manner}')}\n{shown}\n{after}"

    def _phrase(self, view: View, name: str) -> str:
        who = view.phrase(self.audience)
        return view.marked_phrase(name, who=who, Who=who[0].upper() + who[1:], team=self.team(view.context))

    def press(self, view: View, partial: kind.PartialAnswer, choice: str) -> kind.Heard | None:
        if choice == KEPT:
            return kind.Taken(KEPT, view.phrase("share_not"), (KEPT,))
        match partial.get("step"), choice:
            case None, "named":
                return kind.Moved({"step": "name"}, fresh=True)
            case None, "unnamed":
                return kind.Moved({"step": "confirm"}, fresh=True)
            case "confirm", "-change":
                return kind.Moved({}, fresh=True)
            case "confirm", "-right":
                value = NAMED if partial.get("name") else UNNAMED
                return kind.Taken(value, view.phrase(f"share_done_{value}"), (SHARED,))
        return None

    def type(self, view: View, partial: kind.PartialAnswer, said: str) -> kind.Heard:
        if partial.get("step") == "name":
            heard = text.bounded(view, " ".join(text.clean(said).split()), 2, LONGEST_NAME)
            if isinstance(heard, kind.Refused):
                return heard
            return kind.Moved({"step": "confirm", "name": heard.value}, fresh=True)
        if partial.get("step") == "confirm":
            return kind.Refused(view.phrase("share_press"))
        ways = [view.phrase(f"share_{way}") for way in ("unnamed", "named", "not")]
        place = matching.choose(said, ways, no=ways.index(view.phrase("share_not")))
        return kind.Refused(view.phrase("retry_choice")) if place is None else self._chosen(view, place)

    def _chosen(self, view: View, place: int) -> kind.Heard:
        heard = self.press(view, {}, (UNNAMED, NAMED, KEPT)[place])
        return heard or kind.Refused(view.phrase("retry_choice"))

    def reads(self) -> Iterator[expressions.Reads]:
        names = frozenset(("recipients",))
        yield expressions.Reads(names, attributes={"recipients": frozenset((self.audience,))}, guarded=names)

    def keys(self) -> frozenset[str]:
        return frozenset((SHARED, KEPT, NOBODY))


def _button(view: View, choice: str, phrase: str) -> events.Button:
    return events.Button(choice, view.phrase(phrase))


def _quoted(item: str) -> str:
    return f"<quote>{marked_text.escape(item)}</quote>"
