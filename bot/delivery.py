"""Use cases of the courier: what becomes of an outgoing row once Telegram answered, or did not."""

from datetime import datetime, timedelta

from bot import fate as fates
from bot import rhythm
from bot.fate import Fate
from nudges import availability
from nudges.lifecycle import NudgeAct
from nudges.taking_part import Step
from store import agenda, outbox, people, sessions
from store.database import Transaction
from store.outbox import Outgoing


def arrived(db: Transaction, row: Outgoing, shown: int | None, now: datetime) -> None:
    """Telegram has it: the session knows where its question stands, the nudge counts as sent."""
    outbox.settle_sent(db, row.id)
    if row.session_id is not None and shown is not None and row.body.get("buttons"):
        sessions.shown(db, row.session_id, shown)
    if row.nudge_id is not None:
        _nudge_sent(db, row, now)


def settle(db: Transaction, row: Outgoing, fate: Fate, now: datetime, patience: timedelta = timedelta()) -> None:
    """Telegram refused it, asked for patience, or did not answer."""
    match fate:
        case Fate.ARRIVED:
            arrived(db, row, row.body.get("message_id"), now)
        case Fate.LATER:
            outbox.settle_later(db, row.id, now + patience)
        case Fate.AGAIN:
            outbox.settle_again(db, row.id)
        case Fate.AS_MESSAGE:
            outbox.settle_as_message(db, row.id)
        case Fate.LEFT_IN_DOUBT:
            outbox.settle_uncertain(db, row.id, fate, now)
            _nudge_sent(db, row, now)  # it probably arrived, and a second one would be worse
        case Fate.FAILED:
            outbox.settle_failed(db, row.id, fate, now)
            _nudge_failed(db, row, "not_delivered", now)
        case Fate.UNREACHABLE:
            outbox.settle_failed(db, row.id, fate, now)
            outbox.drop_waiting(db, row.person_id)
            people.move(db, row.person_id, Step.LOSE)
            _nudge_failed(db, row, "blocked", now)


def recover(db: Transaction, now: datetime) -> None:
    """After a crash: what was on its way is in doubt."""
    for row in outbox.interrupted(db):
        settle(db, row, fates.in_doubt(row), now)


def _nudge_sent(db: Transaction, row: Outgoing, now: datetime) -> None:
    nudge = None if row.nudge_id is None else agenda.by_id(db, row.nudge_id)
    if nudge is None:
        return  # nothing to count, or erased while it was on its way
    if nudge.flow in rhythm.MESSAGES:
        agenda.move(db, nudge.id, NudgeAct.SEND, sent_at=now, settled_at=now)  # no answer is waited for
        return
    who = rhythm.of(db, people.by_id(db, row.person_id))
    agenda.move(db, nudge.id, NudgeAct.SEND, sent_at=now, expires_at=availability.expires_at(who, now))


def _nudge_failed(db: Transaction, row: Outgoing, reason: str, now: datetime) -> None:
    if row.nudge_id is not None:
        agenda.move(db, row.nudge_id, NudgeAct.FAIL, reason=reason, outcome=reason, settled_at=now)
