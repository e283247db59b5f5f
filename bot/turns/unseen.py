"""Finds questions that somebody has not seen yet: refused, dropped, in doubt, or still on their way."""

from bot.base import outgoing
from bot.base.outgoing import OutgoingKind
from bot.turns.turn import Turn
from flows.resumes import Pressed, Resume, Skip, Typed, UnreadableMessage
from flows.session import Session
from store import outbox, sessions
from store.sessions import StoredSession

ANSWERS = (Typed, UnreadableMessage, Skip)  # what somebody says to the question that they see


class NotShownYet(Exception):
    """The question that this would answer is on its way to `person`."""

    def __init__(self, person_id: int) -> None:
        super().__init__(str(NotShownYet.__doc__))
        self.person = person_id


def waits_for(conversation: StoredSession, session: Session) -> int | None:
    """Find the question that this session waits for and that was never shown, by its visit."""
    wait = session.wait
    if wait is None or not wait.answer or conversation.shown_visit is None or conversation.shown_visit >= wait.visit:
        return None
    return wait.visit


def is_on_its_way(turn: Turn, conversation: StoredSession, visit: int) -> bool:
    """Say whether the question is still to be sent, or is being sent."""
    return any(one.body.get("asks") == visit for one in outbox.of_session(turn.db, conversation.id, turn.now))


def see(turn: Turn, conversation: StoredSession, visit: int, resume: Resume, ref: str | None) -> None:
    """Note that whoever presses a button of the question has seen it, whatever became of its message."""
    if isinstance(resume, Pressed) and resume.visit == visit:
        sessions.shown(turn.db, turn.person.id, conversation.id, visit, ref)


def excuse(turn: Turn, conversation: StoredSession, visit: int) -> bool:
    """Say that what came is no answer; whether the question must be asked again, for it does not come by itself.

    Raises NotShownYet where it will be there in a moment, and this turn may be taken then.
    """
    to_go = outbox.of_session(turn.db, conversation.id, turn.now)
    coming = [one for one in to_go if one.body.get("asks") == visit]
    if coming and turn.may_wait and all(one.untroubled for one in coming):
        raise NotShownYet(turn.person.id)
    excuse_body = outgoing.message(turn.text("not_shown.on_its_way" if coming else "not_shown.again"))
    if excuse_body not in [one.body for one in to_go]:  # once is enough, however much somebody writes meanwhile
        outbox.put(turn.db, turn.person.id, OutgoingKind.MESSAGE, excuse_body, turn.now, session_id=conversation.id)
    return not coming
