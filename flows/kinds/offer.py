"""An item to show to the lead or the coach: previewed, with or without a name, by its author's own button only."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self, cast

from flows import events, expressions, markup, reader, values, view, vocabulary
from flows.kinds import kind, matching, text
from flows.kinds.plan import CHANGE, RIGHT

JSON = Any
NAMED, UNNAMED, KEPT = "named", "unnamed", "kept"
SHARED, NOBODY = "shared", "nobody"
LONGEST_NAME = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer(kind.AnswerKind):
    """What is offered to whom. The value is named, unnamed or kept; the stage holds the name that was typed."""

    word: ClassVar[events.AnswerKind] = "choice"
    what: values.Value
    audience: events.Audience

    @classmethod
    def read(cls, step: reader.UnreadNode) -> Self:
        audience = step.parts["to"].one_of(vocabulary.AUDIENCES)
        return cls(what=step.value(step.parts["share"]), audience=cast(events.Audience, audience))

    def item(self, context: Mapping[str, JSON]) -> str:
        """The words that would be shared; '' when there are none."""
        found = self.what.of(context)
        return found.strip() if isinstance(found, str) else ""

    def team(self, context: Mapping[str, JSON]) -> str | None:
        """The team whose lead or coach would read it; None when there is nobody."""
        found = context.get("recipients")
        return found.get(self.audience) if isinstance(found, Mapping) else None

    def show(self, seen: view.View, stage: kind.Stage) -> kind.Show:
        below = (_button(seen, KEPT, "share_not"),)
        match stage.get("step"):
            case "name":
                return kind.Show(below=below, question=self._phrase(seen, "share_name"))
            case "confirm":
                pressed = (_button(seen, RIGHT, "share_do"), _button(seen, CHANGE, "change"))
                return kind.Show(pressed, below, question=self._preview(seen, stage), per_row=2)
        ways = (_button(seen, UNNAMED, "share_unnamed"), _button(seen, NAMED, "share_named"))
        return kind.Show(ways, below, extra=_quoted(self.item(seen.context)), per_row=2)

    def _preview(self, seen: view.View, stage: kind.Stage) -> str:
        """Exactly what the reader will see, and what follows from it."""
        name, item = stage.get("name"), self.item(seen.context)
        manner = NAMED if name else UNNAMED
        shown = _quoted(f"{name}: {item}" if name else item)
        follows = [f"share_after_{manner}", f"share_back_{self.audience}", *["share_back_unnamed"] * (not name)]
        after = " ".join(self._phrase(seen, phrase) for phrase in follows)
        return f"{self._phrase(seen, f'share_preview_{manner}')}\n{shown}\n{after}"

    def _phrase(self, seen: view.View, name: str) -> str:
        who = seen.phrase(self.audience)
        return seen.phrase_html(name, who=who, Who=who[0].upper() + who[1:], team=self.team(seen.context))

    def press(self, seen: view.View, stage: kind.Stage, choice: str) -> kind.Heard | None:
        if choice == KEPT:
            return kind.Taken(KEPT, seen.phrase("share_not"), (KEPT,))
        match stage.get("step"), choice:
            case None, "named":
                return kind.Moved({"step": "name"}, fresh=True)
            case None, "unnamed":
                return kind.Moved({"step": "confirm"}, fresh=True)
            case "confirm", "-change":
                return kind.Moved({}, fresh=True)
            case "confirm", "-right":
                value = NAMED if stage.get("name") else UNNAMED
                return kind.Taken(value, seen.phrase(f"share_done_{value}"), (SHARED,))
        return None

    def type(self, seen: view.View, stage: kind.Stage, said: str) -> kind.Heard:
        if stage.get("step") == "name":
            heard = text.bounded(seen, " ".join(text.clean(said).split()), 2, LONGEST_NAME)
            if isinstance(heard, kind.Refused):
                return heard
            return kind.Moved({"step": "confirm", "name": heard.value}, fresh=True)
        if stage.get("step") == "confirm":
            return kind.Refused(seen.phrase("share_press"))
        ways = [seen.phrase(f"share_{way}") for way in ("unnamed", "named", "not")]
        place = matching.choose(said, ways, no=ways.index(seen.phrase("share_not")))
        return kind.Refused(seen.phrase("retry_choice")) if place is None else self._chosen(seen, place)

    def _chosen(self, seen: view.View, place: int) -> kind.Heard:
        heard = self.press(seen, {}, (UNNAMED, NAMED, KEPT)[place])
        return heard or kind.Refused(seen.phrase("retry_choice"))

    def reads(self) -> Iterator[expressions.Reads]:
        names = frozenset(("recipients",))
        yield expressions.Reads(names, attributes={"recipients": frozenset((self.audience,))}, guarded=names)

    def keys(self) -> frozenset[str]:
        return frozenset((SHARED, KEPT, NOBODY))


def _button(seen: view.View, choice: str, phrase: str) -> events.Button:
    return events.Button(choice, seen.phrase(phrase))


def _quoted(item: str) -> str:
    return f"<blockquote>{markup.escape(item)}</blockquote>"
