"""Pairs two colleagues, ends it, and carries what they ask each other; neither learns more than what was sent.

What is said to one of the two depends on their own rows alone, and on whether the pair is there: however it ended, the
other reads the same sentence. Nothing that was written is kept: it lies in the outbox, sealed, until it is delivered.
"""

from collections.abc import Sequence
from datetime import datetime

from bot.base import outgoing
from bot.base.button_data import ButtonData
from bot.base.outgoing import OutgoingKind, Row
from bot.base.voice import Voice
from bot.rhythm import buddy_rhythm, own_rhythm
from bot.turns.runtime import Runtime
from bot.turns.turn import Turn
from flows.events import WroteToBuddy
from nudges import availability
from nudges.person import Status
from store import buddies, outbox, people, schedules
from store.buddies import Pairing
from store.database import Transaction
from store.outbox import Priority
from store.people import Person, Role

_QUESTION = "question"  # else an answer


def may_have_one(db: Transaction, person_id: int) -> bool:
    """Say whether somebody may have a buddy: an employee who leads and coaches nobody."""
    return people.roles(db, person_id) == {Role.EMPLOYEE}


def pair(turn: Turn, code: str) -> bool:
    """Make the person and whoever made the code buddies, and tell the maker; False, and nothing, where that cannot
    be."""
    pairing = buddies.pair(turn.db, code, turn.person.id, turn.now)
    if pairing is None:
        return False
    for number in (pairing.person_id, pairing.buddy_id):
        buddy_rhythm.settle(turn.db, people.by_id(turn.db, number), turn.now)
    _tell(turn.db, turn.runtime, pairing.buddy_id, "buddy.paired", turn.now)
    return True


def leave(db: Transaction, runtime: Runtime, person_id: int, now: datetime) -> None:
    """Make the person's code useless and end their pair, for whatever reason; the other hears that it ended, and not
    why or how."""
    buddies.withdraw(db, person_id)
    pairing = buddies.of(db, person_id)
    if pairing is not None:
        _part(db, pairing)
        _tell(db, runtime, pairing.buddy_id, "buddy.ended", now)


def end_all(db: Transaction, runtime: Runtime, now: datetime) -> None:
    """End every pair, and tell both: from a copy that was put back nobody knows which of them ended since."""
    for pairing in buddies.every(db):
        _part(db, pairing)
        _tell(db, runtime, pairing.person_id, "buddy.ended", now)


def _part(db: Transaction, pairing: Pairing) -> None:
    """Part two buddies: nothing of the pair stays, nor what is still on its way between them."""
    buddies.part(db, pairing.person_id)
    for number in (pairing.person_id, pairing.buddy_id):
        schedules.rest(db, number, buddy_rhythm.KIND)
        outbox.drop_waiting(db, number, OutgoingKind.LETTER)


def carry(turn: Turn, event: WroteToBuddy) -> None:
    """Send what somebody wrote to their buddy, if it still can be, and tell them the same whatever becomes of it."""
    pairing = buddies.of(turn.db, turn.person.id)
    refused = _refusal(turn, event, pairing)
    if pairing is None or refused is not None:
        turn.say(refused or "buddy.none_now")
    elif event.manner == _QUESTION:
        shown = buddies.hand(turn.db, pairing)
        _deliver(turn, pairing, event, answered_by=shown)
        turn.say("buddy.sent.question")
    else:
        buddies.answer(turn.db, pairing)
        _deliver(turn, pairing, event)
        turn.say("buddy.sent.answer")


def _refusal(turn: Turn, event: WroteToBuddy, pairing: Pairing | None) -> str | None:
    """Say why it cannot be sent, as a sentence's key; None: it can. What was begun for one buddy goes to no other."""
    if pairing is None:
        return "buddy.none_now"
    if event.manner == _QUESTION:
        return None if event.to == pairing.mark else "buddy.none_now"
    return None if event.to and event.to == buddies.in_hands(turn.db, pairing) else "buddy.no_question"


def _deliver(turn: Turn, pairing: Pairing, event: WroteToBuddy, answered_by: str = "") -> None:
    reader = people.by_id(turn.db, pairing.buddy_id)
    voice = _voice(turn.runtime, reader)
    button = (voice.plain("buddy.answer"), str(ButtonData.of("answerbuddy", answered_by)))
    text = voice.say(f"buddy.letter.{event.manner}", text=event.text)
    _put(turn.db, reader, OutgoingKind.LETTER, text, turn.now, [[button]] if answered_by else ())


def _tell(db: Transaction, runtime: Runtime, person_id: int, key: str, now: datetime) -> None:
    person = people.by_id(db, person_id)
    _put(db, person, OutgoingKind.MESSAGE, _voice(runtime, person).say(key), now)


def _put(
    db: Transaction, person: Person, kind: OutgoingKind, text: str, now: datetime, buttons: Sequence[Row] = ()
) -> None:  # fmt: skip
    """Bring it within their own hours; to who takes no part or is away without an end it is lost."""
    opening = availability.next_opening(own_rhythm.of(db, person), now)
    if person.status == Status.ACTIVE and opening is not None:
        body = outgoing.message(text, buttons)
        outbox.put(db, person.id, kind, body, now, priority=Priority.NUDGE, not_before=opening)


def _voice(runtime: Runtime, person: Person) -> Voice:
    return Voice(runtime.texts, person.language, person.tone)
