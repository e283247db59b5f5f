"""Handles what somebody said or did: one update becomes one turn, all of it or nothing."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from bot.authoring import coaching
from bot.base.button_data import ButtonData
from bot.base.incoming import Heard, HeardKind
from bot.dialogue import anger, distress, menu, participation, play, remarks
from bot.dialogue.commands import caring, dispatch, joining
from bot.turns import typed_button
from bot.turns.runtime import Runtime
from bot.turns.turn import Turn
from bot.turns.typed_button import TypedButton
from flows.resumes import Edited, Pressed, Typed, UnreadableMessage
from flows.session import SessionStatus
from nudges.person import Status
from store import inbox, people, sessions
from store.database import Transaction

_NUMBER = re.compile(r"[0-9]{1,9}")  # within what a database holds
_REMEMBERED = 5  # conversations in which an edited message is looked for


@dataclass(frozen=True, slots=True)
class Aftermath:
    """Holds what is left to do when the turn is stored: a word for the button, a sentence to a chat that is not
    kept."""

    toast: str | None = None
    farewell: str | None = None


def hear(
    db: Transaction, runtime: Runtime, row_id: int, heard: Heard | None, now: datetime, *, may_wait: bool = False
) -> Aftermath:
    """Take one update from the inbox and do everything that follows from it; a second time does nothing.

    Raises NotShownYet if it `may_wait` and answers a question that is still on its way.
    """
    if not inbox.take(db, row_id, now) or heard is None:
        return Aftermath()
    if heard.kind in (HeardKind.NOTHING, HeardKind.ELSEWHERE):
        return Aftermath()
    person = people.by_chat(db, people.chat_hash(db, heard.address), lock=True)
    if person is None:
        return _knock(db, runtime, heard, now)
    turn = Turn(db, runtime, person, now, heard, may_wait=may_wait)
    if person.status == Status.UNREACHABLE and heard.kind != HeardKind.BLOCKED:
        participation.reachable_again(turn)
        if heard.kind == HeardKind.UNBLOCKED and not play.go_on(turn):  # what was dropped, or lies far back
            _go_on_joining(turn)
    if distress.is_in(_typed(heard)):
        caring.distress(turn)  # before anything else, in whatever state, and nothing of it is kept
    else:
        _HEARD[heard.kind](turn, heard)
    return Aftermath(turn.toast, turn.farewell)


def _typed(heard: Heard) -> str:
    """Find whatever words somebody typed, also behind a stroke or beside a picture."""
    match heard.kind:
        case HeardKind.TEXT | HeardKind.EDIT:
            return heard.text
        case HeardKind.COMMAND:
            return f"{heard.name} {heard.text}"
        case _:
            return heard.caption


def set_aside(
    db: Transaction, runtime: Runtime, row_id: int, error: str, heard: Heard | None, now: datetime
) -> Aftermath:
    """Put an update that cannot be handled out of the way with the kind of its error, and say sorry for it."""
    inbox.set_aside(db, row_id, error, now)
    if heard is not None:
        _say_sorry(db, runtime, people.chat_hash(db, heard.address), heard, now)
    return Aftermath()


def set_unreadable_aside(db: Transaction, runtime: Runtime, now: datetime) -> int:
    """Put rows of the inbox that were spoiled out of the way, and say sorry to whoever wrote them; returns how many."""
    spoiled = inbox.unreadable(db)
    for row in spoiled:
        inbox.set_aside(db, row.id, row.error, now)
    for chat in sorted({row.chat for row in spoiled if row.chat is not None}):
        _say_sorry(db, runtime, chat, None, now)
    return len(spoiled)


def _say_sorry(db: Transaction, runtime: Runtime, chat: str, heard: Heard | None, now: datetime) -> None:
    person = people.by_chat(db, chat)
    if person is not None:
        Turn(db, runtime, person, now, heard).say("sorry")


def _knock(db: Transaction, runtime: Runtime, heard: Heard, now: datetime) -> Aftermath:
    if heard.kind not in _AT_THE_DOOR:
        return Aftermath()
    if distress.is_in(_typed(heard)):
        return Aftermath(farewell=caring.to_stranger(runtime, joining.language(runtime, heard)))
    return Aftermath(farewell=joining.knock(db, runtime, heard, now))


def _text(turn: Turn, heard: Heard) -> None:
    stored = sessions.current(turn.db, turn.person.id)
    said = Typed(heard.text, heard.ref)
    do = _past_the_question(turn, stored, said)
    # What reads as a button of the question is its answer, whatever else it means; that is seldom to be looked at.
    if do is not None and not (stored is not None and play.offers(turn, stored, heard.text)):
        do()
    elif stored is not None:
        play.wake(turn, stored, said)
    elif not _go_on_joining(turn):
        turn.say(_small_word(heard.text))


def _past_the_question(turn: Turn, stored: sessions.StoredSession | None, said: Typed) -> Callable[[], object] | None:
    """Find what to do if this is no answer to the open question but a button, a command or a remark."""
    button, command = typed_button.find(turn, said.text, stored), turn.runtime.commands.meant(said.text)
    if button is not None and button.is_newer and (command is None or button.is_fresh):
        return partial(_press_typed, turn, button)
    if command is not None:
        return partial(dispatch.do, turn, command, "")
    if anger.is_in(said.text):
        return partial(caring.anger, turn)
    if remarks.is_about_readers(said.text):
        return partial(turn.say, "who.short")
    if stored is not None and play.understands(turn, stored, said):
        return None
    if button is not None:
        return partial(_press_typed, turn, button)
    named = menu.called(turn, said.text)
    return None if named is None else partial(dispatch.run, turn, named, "")


def _go_on_joining(turn: Turn) -> bool:
    """Welcome somebody whose welcome ran out before they were through it; False where nobody is joining."""
    is_joining = turn.person.status == Status.JOINING
    if is_joining:
        joining.go_on(turn)
    return is_joining


def _press_typed(turn: Turn, button: TypedButton) -> None:
    """Follow typed words as if a button was pressed, but with new messages below what was typed."""
    own = turn.runtime.commands.button(button.data)
    if own is None or not own.stays:
        turn.clear(button.ref)
    dispatch.press(turn, button.data)
    if turn.toast:
        turn.say_marked(turn.toast)


def _small_word(said: str) -> str:
    """Choose what to say where no question stands open."""
    if remarks.is_thanks(said):
        return "small.thanks"
    return "small.agreed" if remarks.is_agreement(said) else "nothing_open"


def _press(turn: Turn, heard: Heard) -> None:
    own = ButtonData.read(heard.data)
    if own is not None:
        dispatch.press(turn, own)
        return
    stored, visit, choice = _button(turn, heard.data)
    if stored is None:
        turn.toast = turn.plain("ignored.old_button")
        turn.clear(heard.ref)
        return
    if stored.status in (sessions.WAITING, sessions.PARKED):
        play.take_up(turn, stored)
    play.wake(turn, stored, Pressed(visit, choice), pressed=heard.ref)


def _button(turn: Turn, data: str) -> tuple[sessions.StoredSession | None, int, str]:
    session, _, rest = data.partition(":")
    visit, _, choice = rest.partition(":")
    stored = play.session(turn, session) if _NUMBER.fullmatch(visit) else None
    if stored is None or stored.status == SessionStatus.STOPPED:
        return None, 0, ""
    return stored, int(visit), choice


def _edit(turn: Turn, heard: Heard) -> None:
    """Take an edit: it corrects an answer of the newest conversation, is too late for those before, or is nothing.

    Anger becomes no answer either way.
    """
    if heard.ref is None:
        return
    if anger.is_in(heard.text):
        caring.anger(turn)
        return
    for place, stored in enumerate(sessions.recent(turn.db, turn.person.id, _REMEMBERED)):
        if not play.heard(stored, heard.ref):
            continue
        if place == 0 and stored.status != SessionStatus.STOPPED:
            play.wake(turn, stored, Edited(heard.text, heard.ref))
        elif play.heard(stored, heard.ref, otherwise=heard.text):
            turn.say("ignored.too_late_to_edit")
        return


def _unreadable(turn: Turn, heard: Heard) -> None:
    stored = sessions.current(turn.db, turn.person.id)
    if stored is None:
        turn.say("ignored.unreadable")
        return
    play.wake(turn, stored, UnreadableMessage(heard.text))


def _forwarded(turn: Turn, _: Heard) -> None:
    turn.say("ignored.forwarded")


def _document(turn: Turn, heard: Heard) -> None:
    """Check a coach's flow file; to everybody else it is one more thing that is no text."""
    if not coaching.receive(turn, heard):
        _unreadable(turn, heard)


def _command(turn: Turn, heard: Heard) -> None:
    dispatch.run(turn, heard.name, heard.text)


def _blocked(turn: Turn, _: Heard) -> None:
    participation.unreachable(turn)


def _unblocked(_turn: Turn, _: Heard) -> None:
    """Do nothing more for who can be reached again: `hear` has seen to it."""


_AT_THE_DOOR = (
    HeardKind.TEXT,
    HeardKind.COMMAND,
    HeardKind.PRESS,
    HeardKind.UNREADABLE,
    HeardKind.FORWARDED,
    HeardKind.DOCUMENT,
)
_HEARD: Mapping[HeardKind, Callable[[Turn, Heard], None]] = {
    HeardKind.TEXT: _text,
    HeardKind.PRESS: _press,
    HeardKind.EDIT: _edit,
    HeardKind.UNREADABLE: _unreadable,
    HeardKind.FORWARDED: _forwarded,
    HeardKind.DOCUMENT: _document,
    HeardKind.COMMAND: _command,
    HeardKind.BLOCKED: _blocked,
    HeardKind.UNBLOCKED: _unblocked,
}
