"""What a reader says back to a shared item: previewed, and sent by their own button only."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar, Self

from flows import calendar_words, events, expressions, marked_text, phrases, reader, sort, source, values, words
from flows.json_value import JSON
from flows.kinds import agreeing, kind, text
from flows.kinds.plan import CHANGE, RIGHT
from flows.phrases import Phrase
from flows.view import View

ANSWER, PROMISE = "answer", "promise"
MANNERS = (ANSWER, PROMISE)
SENT, KEPT, NOBODY = "sent", "kept", "nobody"
HANDOVER = "handover"
LONGEST = 600
# What a chat makes into something to press: a link could tell who opens it, a command would run.
_PRESSABLE = re.compile(r"\S*://\S*|\bwww\.\S+|\S*\w\.[a-z]{2,}\b\S*|(?<!\S)@\w+|(?<!\S)/\w+", re.IGNORECASE)
_NEVER_MIND = frozenset(words.simple(said) for said in ("laat maar", "toch niet", "never mind", "forget it"))
_WHO: Mapping[str, Phrase] = {
    "lead": Phrase(nl="een leidinggevende van {team}", en="a lead of {team}"),
    "coach": Phrase(nl="een coach van {team}", en="a coach of {team}"),
}
_HINT = Phrase(
    nl="Typ het hieronder. Je ziet het eerst nog terug. Vraag niet wie het deelde: je kunt één keer antwoorden, "
    "en terugschrijven kan hier niet.",
    u="Typ het hieronder. U ziet het eerst nog terug. Vraag niet wie het deelde: u kunt één keer antwoorden, en "
    "terugschrijven kan hier niet.",
    en="Type it below. You see it once more before it goes. Do not ask who shared it: you can answer once, and "
    "nobody can write back here.",
)
_PREVIEWS: Mapping[str, Phrase] = {
    ANSWER: Phrase(
        nl="Dit gaat naar wie het deelde, onder de eigen woorden van die collega. Erbij staat dat {who} antwoordt.",
        en="This goes to whoever shared it, below that colleague’s own words. It says that {who} answers.",
    ),
    PROMISE: Phrase(
        nl="Dit gaat naar wie het deelde, onder de eigen woorden van die collega. Erbij staat dat {who} dit toezegt.",
        en="This goes to whoever shared it, below that colleague’s own words. It says that {who} promises this.",
    ),
}
_DAY = Phrase(nl="De dag staat erbij: {day}.", en="The day goes with it: {day}.")
_AFTER = Phrase(
    nl="Terugnemen kan daarna niet. Of het aankomt en gelezen wordt, zie je niet.",
    u="Terugnemen kan daarna niet. Of het aankomt en gelezen wordt, ziet u niet.",
    en="You cannot take it back afterwards. You do not see whether it arrives or is read.",
)
_DO_LABEL = Phrase(nl="Verstuur dit", en="Send this")
_NOT_LABEL = Phrase(nl="Niet versturen", en="Don't send it")
_DONE = Phrase(nl="Verstuur dit", en="Send this")
_PRESS = Phrase(
    nl="Ik verstuur niets wat je zomaar typt. Druk op een knop, of typ precies wat erop staat.",
    u="Ik verstuur niets wat u zomaar typt. Druk op een knop, of typ precies wat erop staat.",
    en="I send nothing that you just type. Press a button, or type exactly what it says.",
)
_LINK = Phrase(
    nl="Op “{part}” kun je in Telegram drukken, en een link kan verraden wie dat doet. Schrijf het zonder links, "
    "adressen en opdrachten, met een spatie na een punt.",
    u="Op “{part}” kunt u in Telegram drukken, en een link kan verraden wie dat doet. Schrijf het zonder links, "
    "adressen en opdrachten, met een spatie na een punt.",
    en="Telegram makes “{part}” something to press, and a link can tell who did. Write it without links, "
    "addresses and commands, with a space after a full stop.",
)
FIXED = Phrase(
    nl="Wat je verstuurde, verandert niet mee.",
    u="Wat u verstuurde, verandert niet mee.",
    en="What you sent does not change with it.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Response(kind.AnswerKind):
    """An answer that is typed, or a promise that the conversation put together. The value is sent or kept; the
    partial answer holds the words that were shown, and no others are ever sent."""

    word: ClassVar[str] = "choice"
    samples: ClassVar[tuple[str, ...]] = ("Ik zoek het uit.",)
    own_words: ClassVar[bool] = True
    hint: ClassVar[Phrase] = _HINT
    """said where words are to be typed"""
    manner: str
    what: values.Value | None = None
    day: values.Value | None = None

    @classmethod
    def read(cls, step: reader.UnreadNode) -> Self:
        manner = step.parts["reply"].one_of(MANNERS)
        promised = source.optional(step.parts, "text")
        if (manner == PROMISE) != (promised is not None):
            raise step.part.mistake(
                "a promise needs its text here, and an answer is typed by whoever gives it",
                "write text: with reply: promise, and leave it out with reply: answer",
            )
        day = source.optional(step.parts, "day")
        return cls(
            manner=manner,
            what=step.value(promised) if promised is not None else None,
            day=step.value(day) if day is not None else None,
        )

    def team(self, context: Mapping[str, JSON]) -> str | None:
        """Find the team that the item came from; None when there is no item to say something back to."""
        handover = context.get(HANDOVER)
        return handover.get("team") if isinstance(handover, Mapping) else None

    def has_reader(self, context: Mapping[str, JSON]) -> bool:
        """Say whether there is somebody to whom this would go."""
        return bool(self.team(context))

    def key(self, context: Mapping[str, JSON]) -> str:
        """Give the key of the item."""
        return str(context[HANDOVER].get("key", ""))

    def stores(self, _question: str) -> sort.Sort:
        return sort.Sort(sort.TEXT, frozenset((SENT, KEPT)), longest=4)

    def begin(self, view: View) -> kind.PartialAnswer:
        if self.what is None:
            return {}
        day = None if self.day is None else self.day.of(view.context)
        return {"text": str(self.what.of(view.context) or ""), "day": day}

    def show(self, view: View, partial: kind.PartialAnswer) -> kind.Show:
        below = (events.Button(KEPT, view.phrase(_NOT_LABEL)),)
        if partial.get("step") == "long":
            return replace(text.long_story(view, str(partial["said"]), LONGEST), below=below)
        if "text" not in partial:
            return kind.Show(below=below, extra=view.marked_phrase(self.hint))
        ways = [events.Button(RIGHT, view.phrase(_DO_LABEL))]
        if self.what is None:
            ways.append(events.Button(CHANGE, view.phrase(phrases.CHANGE)))
            return kind.Show(tuple(ways), below, question=self.preview(view, partial), per_row=2)
        return kind.Show((*ways, *below), extra=self.preview(view, partial), per_row=2)

    def preview(self, view: View, partial: kind.PartialAnswer) -> str:
        """Show exactly what goes to the author, from whom, and what follows (marked text)."""
        role = (view.context.get(HANDOVER) or {}).get("role", "lead")
        who = view.phrase(_WHO[role], team=self.team(view.context))
        shown = f"<quote>{marked_text.escape(partial['text'])}</quote>"
        day = partial.get("day")
        dated = view.marked_phrase(_DAY, day=_day(view, day)) + "\n" if day else ""
        above, after = view.marked_phrase(_PREVIEWS[self.manner], who=who), view.marked_phrase(_AFTER)
        return f"{above}\n{shown}\n{dated}{after}"

    def press(self, view: View, partial: kind.PartialAnswer, choice: str) -> kind.Heard | None:
        if choice == KEPT:
            return kind.Taken(KEPT, view.phrase(_NOT_LABEL), (KEPT,))
        if choice == text.BEGINNING and partial.get("step") == "long":
            return self._worded(view, text.beginning(str(partial["said"]), LONGEST))
        if "text" not in partial:
            return None
        if choice == CHANGE and self.what is None:
            return kind.Moved({}, fresh=True)
        if choice != RIGHT:
            return None
        now = self.begin(view)
        if now and any(now[part] != partial[part] for part in now):  # corrected meanwhile: shown again before it goes
            return kind.Moved(now, fresh=True)
        return kind.Taken(SENT, view.phrase(_DONE), (SENT,))

    def type(self, view: View, partial: kind.PartialAnswer, said: str) -> kind.Heard:
        if agreeing.is_bare_no(said) or words.simple(said) in _NEVER_MIND:
            return kind.Taken(KEPT, view.phrase(_NOT_LABEL), (KEPT,))
        shown = self.show(view, partial)
        typed = [one for one in (*shown.buttons, *shown.below) if words.simple(one.label) == words.simple(said)]
        if typed:
            return self.press(view, partial, typed[0].choice) or kind.Refused(view.phrase(_PRESS))
        return kind.Refused(view.phrase(_PRESS)) if "text" in partial else self._worded(view, said)

    def _worded(self, view: View, said: str) -> kind.Heard:
        if len(text.clean(said)) > LONGEST:
            return kind.Moved({"step": "long", "said": text.clean(said)}, fresh=True)
        heard = text.bounded(view, said, 2, LONGEST)
        if isinstance(heard, kind.Refused):
            return heard
        link = _PRESSABLE.search(heard.value)
        if link is not None:
            return kind.Refused(view.phrase(_LINK, part=link[0]))
        return kind.Moved({"step": "confirm", "text": heard.value}, fresh=True)

    def reads(self) -> Iterator[expressions.Reads]:
        names = frozenset((HANDOVER,))
        yield expressions.Reads(names, attributes={HANDOVER: frozenset(("key", "team", "role"))}, guarded=names)
        if self.day is not None:  # told in words, and left out where there is none
            yield from self.day.reads()

    def keys(self) -> frozenset[str]:
        return frozenset((SENT, KEPT, NOBODY))


def _day(view: View, day: JSON) -> str:
    return calendar_words.day(date.fromisoformat(str(day)[:10]), view.language)
