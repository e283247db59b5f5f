"""Ask a question and wait for the answer."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Self, cast

from flows import events, expressions, flow, marked_text, phrases, reader, source, texts, threats, vocabulary, words
from flows.json_value import JSON
from flows.kinds import agreeing, choices, kind, matching, registry, warning
from flows.remark import Remark
from flows.view import View

SKIP, BACK = "-skip", "-back"
OPTIONAL = ("save", "skip", "retry", "per_row", "unanswered", "names")
NAMES_FINE = "fine"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask(flow.Node):
    """Ask something and wait for the answer.

    ::

        start:
          ask: Waar speelde het?
          choice: {balie: Balie of telefoon, geen: Geen moment}
          save: {as: plek, seen_by: team}
          skip: Liever niet
          retry: Kies een van de twee.
          unanswered: {after: 20h, remind: Deze vraag staat nog open., then: stil}
          next: {geen: stil, "*": klaar}
        stil:
          end: Dat kan.
        klaar:
          end: Dank je.
    """

    word: ClassVar[str] = "ask"
    waits: ClassVar[bool] = True
    wording: texts.Wording
    answers: kind.AnswerKind
    variable: str
    stored: bool
    seen_by: events.SeenBy
    with_goal: bool = False
    """kept as long as the goal of whoever answers holds"""
    skip: bool | texts.PlacedText
    retry: texts.PlacedText | None
    per_row: int
    unanswered: flow.Unanswered | None
    names_fine: bool = False
    """a name or an address is what is asked for: no warning"""

    @property
    def word_of_kind(self) -> str:
        return self.answers.word

    @classmethod
    def read(cls, step: reader.UnreadNode) -> Self:
        word = _word(step)
        made_by = registry.KINDS[word]
        parts = step.only(["ask"], [word, *made_by.beside, *OPTIONAL])
        answers = made_by.read(step)
        save = _saved(step)
        skip = source.optional(parts, "skip")
        return cls(
            wording=step.wording("ask"),
            answers=answers,
            variable=save.variable,
            stored=save.stored,
            seen_by=save.seen_by,
            with_goal=save.with_goal,
            skip=True if not skip else skip.truth() if skip.kind == "bool" else step.label(skip, "skip"),
            retry=step.text(parts["retry"], "retry") if "retry" in parts else None,
            per_row=parts["per_row"].whole(1, 8) if "per_row" in parts else 0,
            unanswered=_unanswered(step),
            names_fine="names" in parts and bool(parts["names"].one_of([NAMES_FINE])),
            **step.common(answers.keys() | {vocabulary.SKIPPED, vocabulary.THREATENING}),
        )

    def play(self, turn: flow.Play) -> str | None:
        turn.partial = self.answers.begin(turn.view)
        self.pose(turn)
        return None

    def pose(self, turn: flow.Play) -> None:
        """Show the question as it stands, on a new visit."""
        show = self._show(turn)
        turn.ask(self._text(turn, show), self._rows(turn, show), self.unanswered)

    def again(self, turn: flow.Play, before: str = "", *, edits: bool = False, reminder: bool = False) -> None:
        """Show the question once more on the same visit, with something said before it (marked text)."""
        show = self._show(turn)
        text = self._text(turn, show)
        turn.show(
            f"{before}\n\n{text}" if marked_text.visible(before) else text,
            self._rows(turn, show),
            edits=edits,
            reminder=reminder,
        )

    def pressed(self, turn: flow.Play, choice: str) -> tuple[bool, str | None]:
        """Say whether this question has such a button, and the way on: None when it waits on."""
        if choice == SKIP and self.skip:
            return True, self.skipped(turn)
        heard = self._press(turn, choice)
        return (False, None) if heard is None else (True, self._heard(turn, heard, pressed=True))

    def offers(self, turn: flow.Play, said: str) -> bool:
        """Say whether an answer that is shown as a button reads exactly so."""
        show = self._show(turn)
        return words.simple(said) in {words.simple(button.label) for button in (*show.buttons, *show.below)}

    def typed(self, turn: flow.Play, said: str) -> str | None:
        if isinstance(self.skip, texts.PlacedText) and self._skips(said, turn.view.render(self.skip)):
            return self.skipped(turn)
        if self._looks_for_threats and threats.is_in(said):
            return self._left(turn, vocabulary.THREATENING)
        return self._heard(turn, self._type(turn, said), pressed=False)

    def _show(self, turn: flow.Play) -> kind.Show:
        """Show the question as it stands, or the warning that came over what was typed."""
        if warning.is_open(turn.partial):
            return warning.show(turn.view, turn.partial, stored=self.stored)
        return self.answers.show(turn.view, turn.partial)

    def _press(self, turn: flow.Play, choice: str) -> kind.Heard | None:
        if not warning.is_open(turn.partial):
            return self.answers.press(turn.view, turn.partial, choice)
        answer = warning.before(turn.partial)
        if choice == warning.OTHERWISE:
            return kind.Moved(answer, fresh=True)
        if choice == warning.AS_IT_IS:
            heard = self.answers.type(self._hearing(turn), answer, str(turn.partial["said"]))
            return warning.of_same_message(turn.partial, heard)
        return None

    def _type(self, turn: flow.Play, said: str) -> kind.Heard:
        """Hear what was typed; a name or an address in own words comes back first."""
        if warning.is_open(turn.partial):
            choice = warning.meant(turn.view, said)
            heard = self._press(turn, choice) if choice else None
            if heard:
                return heard
            turn.partial = warning.before(turn.partial)
        heard = self.answers.type(self._hearing(turn), turn.partial, said)
        if isinstance(heard, kind.Refused) and heard.needs_press:
            heard = self._typed_button(turn, said) or heard
        return self._warned(turn, heard, said) or heard

    def _warned(self, turn: flow.Play, heard: kind.Heard, said: str) -> kind.Moved | None:
        """Warn of a name or an address where what was typed would be the answer, and is no button's words."""
        if self.names_fine or not self.answers.wrote(heard) or self.offers(turn, said):
            return None
        return warning.warned(turn.partial, said)

    def _typed_button(self, turn: flow.Play, said: str) -> kind.Heard | None:
        """Take the whole label of a button for a press where the channel has no place for the button; None: it has."""
        show = self._show(turn)
        shown = list(enumerate((*show.buttons, *show.below)))
        written = [one for place, one in shown if place >= turn.room.buttons or len(one.choice) > turn.room.button_data]
        meant = [one.choice for one in written if words.simple(one.label) == words.simple(said)]
        pressed = self._press(turn, meant[0]) if meant else None
        return pressed or (kind.Refused(turn.view.phrase(phrases.TYPE_LABEL)) if written else None)

    @property
    def _looks_for_threats(self) -> bool:
        """Say whether there is a way on for who announces to steer by threat; what they typed is then no answer."""
        return any(way.key == vocabulary.THREATENING for way in self.exits)

    def _skips(self, said: str, label: str) -> bool:
        """Say whether it is the words of the button that skips: exactly, where own words are asked, or a bare no."""
        if words.simple(said) == words.simple(label):
            return True
        if self.answers.bare_no_skips:
            return agreeing.is_bare_no(said) and agreeing.denies(label)
        return not self.answers.own_words and matching.is_whole(said, label)

    def skipped(self, turn: flow.Play) -> str | None:
        """Leave the question without an answer."""
        turn.chose(f"{turn.worded(self.wording)}\n\n{turn.view.marked_phrase(phrases.SKIPPED)}")
        return self._left(turn, vocabulary.SKIPPED)

    def _left(self, turn: flow.Play, key: str) -> str | None:
        turn.answer(self, None, skipped=True)
        return flow.choose(self.exits, (key,), turn.view.context)

    def reread(self, turn: flow.Play, said: str) -> kind.Taken | kind.Refused:
        """Read an answer from typed words alone, for a correction."""
        heard = self.answers.type(self._hearing(turn), {}, said)
        checked = not self.names_fine and self.answers.wrote(heard)
        refused = warning.refuse_change(turn.view, said, turn.view.context.get(self.variable)) if checked else None
        settled = self.answers.settle(turn.view, heard) if isinstance(heard, kind.Moved) else heard
        return refused or settled

    def _hearing(self, turn: flow.Play) -> View:
        """Give what the kind sees while it listens."""
        return replace(turn.view, asked=turn.worded(self.wording)) if self.answers.repeats_question else turn.view

    def _heard(self, turn: flow.Play, heard: kind.Heard, *, pressed: bool) -> str | None:
        if isinstance(heard, kind.Refused):
            self.again(turn, self._retry(turn, heard), edits=pressed)
            turn.refuse()
            return None
        if isinstance(heard, kind.Moved):
            heard_by = {} if turn.ref is None else {"ref": turn.ref, "check": turn.check}
            turn.partial = {**heard.partial, **heard_by}
            if heard.fresh:
                self.pose(turn)
            else:
                self.again(turn, edits=pressed)
            return None
        turn.chose(f"{turn.worded(self.wording)}\n\n✓ <b>{marked_text.escape(heard.label)}</b>")
        turn.answer(self, heard.value)
        return flow.choose(self.exits, heard.keys, turn.view.context)

    def _retry(self, turn: flow.Play, heard: kind.Refused) -> str:
        """Say what would be understood; the second time in a row how to go on without it, the third time who helps.

        After that nobody is nagged: the question with its buttons says enough, or one that has none what it takes.
        """
        own = turn.view.render(self.retry) if self.retry else ""
        retry = own if marked_text.visible(own) else marked_text.escape((turn.misses and heard.again) or heard.retry)
        show = self._show(turn)
        hint = "" if show.buttons or show.below else retry
        match turn.misses:
            case 0:
                return retry
            case 1:
                onward = phrases.RETRY_AGAIN if self.skip else phrases.RETRY_AGAIN_STOP
                return f"{retry}\n{turn.view.marked_phrase(onward)}"
            case 2:
                return f"{hint}\n{turn.view.marked_phrase(phrases.RETRY_ENOUGH)}".strip()
            case _:
                return hint

    def _text(self, turn: flow.Play, show: kind.Show) -> str:
        text = show.question if show.question is not None else turn.worded(self.wording)
        if not marked_text.visible(text):
            turn.empty()
            text = turn.view.marked_phrase(phrases.EMPTY if self.skip else phrases.EMPTY_FIXED)
        return f"{text}\n\n{show.extra}" if show.extra else text

    def _rows(self, turn: flow.Play, show: kind.Show) -> events.Rows:
        view = turn.view
        rows = in_rows(show.buttons, self.per_row or show.per_row or self.answers.per_row)
        rows += [(button,) for button in show.below]
        last = [events.Button(BACK, view.phrase(phrases.BACK))] if turn.goes_back else []
        if isinstance(self.skip, texts.PlacedText):
            last.append(events.Button(SKIP, choices.shown(view, self.skip) or view.phrase(phrases.SKIP)))
        elif self.skip and self.answers.typed:
            last.append(events.Button(SKIP, view.phrase(phrases.SKIP)))
        return (*rows, tuple(last)) if last else tuple(rows)

    def label(self, view: View, value: JSON) -> str:
        """Word a stored answer as people read it."""
        return self.answers.label(view, value)

    def texts(self) -> Iterator[texts.PlacedText]:
        yield from self.wording.texts
        yield from self.answers.texts()
        yield from (one for one in (self.skip, self.retry) if isinstance(one, texts.PlacedText))
        if (
            self.unanswered
            and self.unanswered.remind
            and self.unanswered.remind.texts[0].place.startswith(f"{self.name}.")
        ):
            yield from self.unanswered.remind.texts

    def reads(self) -> Iterator[expressions.Reads]:
        yield from flow.Node.reads(self)
        yield from self.answers.reads()

    def sets(self) -> frozenset[str]:
        return frozenset((self.variable,))

    def keys(self) -> frozenset[str] | None:
        return self.answers.keys()

    def targets(self) -> Iterator[tuple[str, int]]:
        yield from flow.Node.targets(self)
        if self.unanswered and self.unanswered.then:
            yield self.unanswered.then, self.unanswered.line


def in_rows(shown: Sequence[events.Button], per_row: int) -> list[tuple[events.Button, ...]]:
    return [tuple(shown[at : at + per_row]) for at in range(0, len(shown), per_row)]


def _word(step: reader.UnreadNode) -> str:
    pairs = step.part.pairs()
    words = [word for word in registry.KINDS if word in pairs]
    words = words or [word for word, made_by in registry.KINDS.items() if made_by.known_by in pairs]
    if len(words) != 1:
        reason = (
            "a question needs one kind of answer"
            if not words
            else Remark("{words} cannot go together", words=" and ".join(words))
        )
        raise step.part.mistake(reason, Remark("keep one of {kinds}", kinds=", ".join(registry.KINDS)))
    return words[0]


@dataclass(frozen=True, slots=True)
class _Save:
    """Variable, whether its answers are stored, for whose eyes, and whether they live as long as the goal."""

    variable: str
    stored: bool = True
    seen_by: events.SeenBy = "self"
    with_goal: bool = False


def _saved(step: reader.UnreadNode) -> _Save:
    part = source.optional(step.parts, "save")
    if not part:
        return _Save(step.name)
    if part.kind == "bool":
        if part.truth():
            raise part.mistake("save: true says nothing", "write save: NAME, or leave it out")
        return _Save(step.name, stored=False)
    if not part.is_mapping:
        return _Save(reader.variable(part))
    fields = part.fields([], ["as", "seen_by", "keep"])
    seen_by = cast(events.SeenBy, fields["seen_by"].one_of(vocabulary.SEEN_BY)) if "seen_by" in fields else "self"
    keep = source.optional(fields, "keep")
    if keep and keep.kind == "bool":
        if keep.truth():
            raise keep.mistake("keep: true does not say for how long", "write keep: goal, or keep: false")
        if seen_by != "self":
            raise keep.mistake("what is not kept is counted for nobody", "leave out keep: false, or seen_by")
        return _Save(reader.variable(fields["as"]) if "as" in fields else step.name, stored=False)
    if keep:
        keep.one_of(vocabulary.KEEPS)
        if seen_by != "self":
            raise keep.mistake("what is kept with a goal is seen by nobody else", "write seen_by: self")
    return _Save(reader.variable(fields["as"]) if "as" in fields else step.name, seen_by=seen_by, with_goal=bool(keep))


def _unanswered(step: reader.UnreadNode) -> flow.Unanswered | None:
    part = source.optional(step.parts, "unanswered")
    if not part:
        return step.file.default
    if not part.is_mapping:
        part.one_of(["never"])
        return None
    return step.file.unanswered(part, f"{step.name}.remind")


def parts_of_preview(step: reader.UnreadNode, answers: kind.AnswerKind, seen_by: events.SeenBy) -> dict[str, Any]:
    """Gather what makes a question of a preview: only the press under it counts, and it can be skipped."""
    part = source.optional(step.parts, "unanswered")
    return {
        "wording": step.wording("ask"),
        "answers": answers,
        "variable": step.name,
        "stored": False,
        "seen_by": seen_by,
        "skip": True,
        "retry": None,
        "per_row": 0,
        "unanswered": step.file.unanswered(part, f"{step.name}.remind") if part else step.file.default,
        **step.common(answers.keys()),
    }
