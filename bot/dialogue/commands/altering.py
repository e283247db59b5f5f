"""Changes or removes one answer that somebody reads in /dagboek; like reading it, that counts nowhere."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.base.button_data import ButtonData
from bot.base.outgoing import Row
from bot.dialogue import look_back
from bot.dialogue.commands import diary
from bot.turns.command import OwnButton
from bot.turns.turn import Turn
from flows import session
from flows.kinds import kind
from flows.recalling import Choosing
from nudges import reflection
from store import answers, audit, references, sessions
from store.answers import PastAnswer

_WEEK = r"\d{1,4}:[0-9a-f]{1,7}"
_PICK = r"([\w-]{22})([0-9a-f]{1,7})"  # a reference, and when the button was shown
# What is ticked so far, a bit for each button, and what was pressed: in short, for a button bears little.
_CHOOSE = rf"{_PICK}:([0-9a-f]{{0,5}}):([\w+-]{{1,24}})"
_PER_ROW = 5


def week(turn: Turn, button: ButtonData) -> None:
    """Ask which answer of the week that is shown."""
    number, _, minutes = button.argument.partition(":")
    if not diary.is_fresh(turn, minutes):
        diary.ask_again(turn)
        return
    this_week = diary.week(turn, int(number))
    if this_week is None:
        turn.settle_press("diary.nothing")
        return
    text, past = diary.page(turn, *this_week[2:])
    rows = _numbers(turn, past)
    turn.show(f"{text}\n\n{turn.text('diary.which')}", [*rows, [turn.button("diary.keep", "diary", "same")]])


def pick(turn: Turn, button: ButtonData) -> None:
    """Show one answer, and what it may become."""
    past = _answer(turn, button.argument)
    if past is not None:
        _offer(turn, past, look_back.choosing(turn.runtime.library, turn.person, past), ())


def choose(turn: Turn, button: ButtonData) -> None:
    """Give the answer another label, or tick one of several."""
    which, ticked, wire = button.parts
    past = _answer(turn, which)
    if past is None:
        return
    question = look_back.choosing(turn.runtime.library, turn.person, past)
    heard = None if question is None else question.press(wire, _marked(question, ticked))
    match heard:
        case kind.Taken(value=value):
            _change(turn, past, value)
        case kind.Moved(partial=partial):
            _offer(turn, past, question, partial.get("marked", ()))
        case kind.Refused(retry=retry):
            turn.toast = retry
        case None:  # the flow was changed meanwhile
            _offer(turn, past, question, ())


def remove(turn: Turn, button: ButtonData) -> None:
    """Take out what the answer says, also of the conversation in which it was given."""
    past = _answer(turn, button.argument)
    if past is None:
        return
    answers.remove(turn.db, turn.person.id, past.place, turn.now)
    conversation = _conversation(turn, past)
    if conversation is not None and conversation.body:
        sessions.rewrite(turn.db, conversation, session.without(conversation.body, past.name))
    _note(turn, "remove own answer")
    turn.settle_press("diary.removed")


def _change(turn: Turn, past: PastAnswer, value: object) -> None:
    if value == past.value:
        turn.settle_press("diary.same")
        return
    answers.change(turn.db, turn.person.id, past.place, value, reflection.level(past.name, value), turn.now)
    _note(turn, "change own answer")
    turn.show(f"{turn.text('diary.changed')}\n\n{diary.worded(turn, replace(past, value=value))}")


def _answer(turn: Turn, argument: str) -> PastAnswer | None:
    """Find the answer that a button names anew; None once the person was told why there is nothing to do."""
    fitting = re.fullmatch(_PICK, argument, re.ASCII)
    if fitting is None or not diary.is_fresh(turn, fitting[2]):
        diary.ask_again(turn)
        return None
    place = references.row(turn.db, references.ReferenceKind.ANSWER, turn.person.id, fitting[1])
    past = None if place is None else answers.holding(turn.db, turn.person.id, place)
    if past is None:
        turn.settle_press("diary.not_there")
        return None
    hindrance = _hindrance(turn, past)
    if hindrance:
        turn.settle_press(hindrance)
    return None if hindrance else past


def _hindrance(turn: Turn, past: PastAnswer) -> str | None:
    """Say why there is nothing to alter about this answer, by the key of a sentence."""
    conversation = _conversation(turn, past)
    if conversation is not None and conversation.status in (sessions.WAITING, sessions.PARKED):
        return "diary.still_open"
    return "diary.empty" if past.skipped or past.gone else None


def _conversation(turn: Turn, past: PastAnswer) -> sessions.StoredSession | None:
    return None if past.session_id is None else sessions.by_id(turn.db, past.session_id)


def _offer(turn: Turn, past: PastAnswer, question: Choosing | None, marked: Sequence[str]) -> None:
    which = _which(turn, past)
    rows: list[Row] = []
    if question is not None:
        ticked = _ticked(question, marked)
        rows = [
            [(button.label, str(ButtonData.of("to", which, ticked, button.choice)))]
            for button in question.buttons(marked)
        ]
    rows.append([turn.button("diary.remove", "remove", which), turn.button("diary.keep", "diary", "same")])
    hint = turn.text("diary.may_remove" if question is None else "diary.may_change")
    listed = question.numbered if question is not None else ""
    turn.show("\n\n".join(part for part in (diary.worded(turn, past), listed, hint) if part), rows)


def _numbers(turn: Turn, past: Sequence[PastAnswer]) -> list[Row]:
    """Make a button for every number on the page: one without it, typed, would be an answer to the open question."""
    buttons = [(str(number), str(ButtonData.of("pick", _which(turn, answer)))) for number, answer in enumerate(past, 1)]
    return [buttons[start : start + _PER_ROW] for start in range(0, len(buttons), _PER_ROW)]


def _which(turn: Turn, past: PastAnswer) -> str:
    shown = references.refer(turn.db, references.ReferenceKind.ANSWER, turn.person.id, past.place)
    return f"{shown}{diary.moment(turn)}"


def _ticked(question: Choosing, marked: Sequence[str]) -> str:
    bits = sum(1 << place for place, button in enumerate(question.buttons()) if button.choice in marked)
    return f"{bits:x}" if bits else ""


def _marked(question: Choosing, ticked: str) -> Sequence[str]:
    bits = int(ticked or "0", 16)
    return [button.choice for place, button in enumerate(question.buttons()) if bits >> place & 1]


def _note(turn: Turn, event: str) -> None:
    key = turn.person.audit_key
    audit.note(turn.db, turn.now, actor=key, event=event, subject=key, origin="chat")


BUTTONS = (
    OwnButton("alter", week, _WEEK),
    OwnButton("pick", pick, _PICK),
    OwnButton("to", choose, _CHOOSE),
    OwnButton("remove", remove, _PICK),
)
