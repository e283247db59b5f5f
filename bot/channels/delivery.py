"""Use cases of the courier: what becomes of an outgoing row once its channel answered, or did not."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

import structlog

from bot.base import outgoing
from bot.base.button_data import ButtonData
from bot.base.outgoing import OutgoingKind
from bot.base.texts import Texts
from bot.channels import settlement
from bot.channels.fate import Fate
from bot.channels.settlement import Settlement
from bot.dialogue.nudge_kinds import registry
from flows import session as engine_session
from nudges.lifecycle import NudgeAct
from nudges.taking_part import Transition
from store import agenda, keyboards, outbox, people, sessions, trouble
from store.database import Transaction
from store.outbox import Allowance, Outgoing, Priority

_log = structlog.get_logger()

_NEVER_REMEMBERED = "peace"  # a button under what somebody reads who is not well: nothing is kept of that
_SORRY = "sorry"  # marks the body of an apology


@dataclass(frozen=True, slots=True)
class Arrival:
    """A message that its channel has; `shown` is the one that shows it there, if there is one."""

    row: Outgoing
    shown: str | None


@dataclass(frozen=True, slots=True)
class Lap:
    """What one lap of the courier came to: what is to be sent now, and whether something could not be settled."""

    claimed: Sequence[Outgoing]
    unsettled: bool


def carry_on(db: Transaction, arrivals: Sequence[Arrival], now: datetime, limit: int, allowance: Allowance) -> Lap:
    """Note what arrived, and claim what may go next."""
    settled = [_is_settled(db, arrival, now) for arrival in arrivals]
    return Lap(outbox.claim(db, now, limit, allowance), not all(settled))


def _is_settled(db: Transaction, arrival: Arrival, now: datetime) -> bool:
    """Note one arrival by itself: what goes wrong with it holds up no other."""
    try:
        db.apart(partial(arrived, db, arrival.row, arrival.shown, now))
    except Exception as error:
        if trouble.of(error) is not None:
            raise  # the database fails, not this one
        row = arrival.row.id
        _log.error("a message could not be settled", action="taken back", row=row, error=type(error).__name__)
        return False
    return True


def arrived(db: Transaction, row: Outgoing, shown: str | None, now: datetime) -> None:
    """Note that the channel has a message: the session knows where its question stands, the nudge counts as sent."""
    outbox.settle_sent(db, row.id)
    asks, buttons = row.body.get("asks"), row.body.get("buttons")
    if row.session_id is not None and (asks or buttons):
        sessions.shown(db, row.person_id, row.session_id, asks, shown if buttons else None)
    elif row.session_id is None:
        _shows_own_buttons(db, row, shown, now)
    if row.nudge_id is not None:
        _nudge_sent(db, row, now)


def _shows_own_buttons(db: Transaction, row: Outgoing, shown: str | None, now: datetime) -> None:
    """Remember the bot's own buttons that somebody sees, for what stands on them may be typed."""
    ref = row.body.get("ref", shown)
    buttons = [(label, data) for line in row.body.get("buttons", ()) for label, data in line]
    if ref is None or any(_is_never_remembered(data) for _, data in buttons):
        return
    if buttons or "ref" in row.body:
        asked = sessions.current(db, row.person_id)
        keyboards.show(db, row.person_id, ref, buttons, now, below=None if asked is None else asked.shown_ref)


def _is_never_remembered(data: str) -> bool:
    own = ButtonData.read(data)
    return own is not None and own.name == _NEVER_REMEMBERED


def settle(
    db: Transaction, row: Outgoing, decided: Settlement, now: datetime, patience: timedelta = timedelta()
) -> None:
    """Note that the channel refused a message, asked for patience, or did not answer."""
    match decided:
        case Settlement.ARRIVED:
            arrived(db, row, row.body.get("ref"), now)
        case Settlement.LATER:
            outbox.settle_later(db, row.id, now + patience)
        case Settlement.AGAIN if _is_answered(db, row):
            outbox.settle_sent(db, row.id)
        case Settlement.AGAIN:
            outbox.settle_again(db, row.id, now + patience if patience else None)
        case Settlement.AS_MESSAGE:
            outbox.settle_as_message(db, row.id)
        case Settlement.LEFT_IN_DOUBT:
            outbox.settle_uncertain(db, row.id, decided, now)
            _nudge_sent(db, row, now)  # it probably arrived
        case Settlement.FAILED:
            outbox.settle_failed(db, row.id, decided, now)
            _nudge_failed(db, row, "not_delivered", now)
        case Settlement.UNREACHABLE:
            outbox.settle_blocked(db, row.id, decided, now)
            outbox.drop_waiting(db, row.person_id)
            people.move(db, row.person_id, Transition.LOSE)
            _nudge_failed(db, row, "blocked", now)


def settle_and_tell(
    db: Transaction, words: Texts, row: Outgoing, decided: Settlement, now: datetime, patience: timedelta
) -> None:
    """Settle it; whoever waits for a reply that cannot be sent hears so, and can go on from there."""
    settle(db, row, decided, now, patience)
    if decided in (Settlement.FAILED, Settlement.LEFT_IN_DOUBT) and _owes_a_word(row):
        person = people.by_id(db, row.person_id)
        apology = {**outgoing.message(words.say("sorry", person.language, person.tone)), _SORRY: True}
        outbox.put(db, person.id, OutgoingKind.MESSAGE, apology, now)


def _owes_a_word(row: Outgoing) -> bool:
    """Say whether somebody waits for this: no nudge, nothing that they do not see, and not the apology itself."""
    return row.priority != Priority.NUDGE and row.kind not in outgoing.REPEATABLE and _SORRY not in row.body


def _is_answered(db: Transaction, row: Outgoing) -> bool:
    """Say whether this asks what was answered meanwhile: then it arrived, and its double would ask it anew."""
    if row.session_id is None or "asks" not in row.body:
        return False
    session = sessions.by_id(db, row.session_id)
    wait = None if session is None else engine_session.from_json(session.body).wait
    return wait is None or wait.visit != row.body["asks"]


def take_back(db: Transaction, now: datetime, held: Collection[int] = (), channel: str | None = None) -> bool:
    """Put in doubt what is on its way though nobody carries it, since a crash or a settling that failed.

    Says whether there was any. `held` are the rows that are really under way; None as channel: whatever it is.
    """
    left_behind = outbox.interrupted(db, now, held, channel)
    for row in left_behind:
        try:
            db.apart(partial(settle, db, row, settlement.decide(row, Fate.IN_DOUBT), now))
        except Exception as error:
            if trouble.of(error) is not None:
                raise  # the database fails, not this one
            _log.error("a message could not be taken back", action="failed", row=row.id, error=type(error).__name__)
            outbox.settle_failed(db, row.id, Settlement.FAILED, now)
    return bool(left_behind)


def recover(db: Transaction, now: datetime, longest: timedelta, channel: str | None = None) -> None:
    """Settle after a crash what a channel was sending: nothing is on its way, and no patience is longer than this."""
    take_back(db, now, channel=channel)
    outbox.cap_patience(db, now, longest, channel)


def _nudge_sent(db: Transaction, row: Outgoing, now: datetime) -> None:
    nudge = None if row.nudge_id is None else agenda.by_id(db, row.nudge_id)
    if nudge is not None:  # there may be nothing to count, or it was erased while it was on its way
        registry.of(nudge.kind).sent(db, nudge, now)


def _nudge_failed(db: Transaction, row: Outgoing, reason: str, now: datetime) -> None:
    if row.nudge_id is not None:
        agenda.move(db, row.nudge_id, NudgeAct.FAIL, reason=reason, outcome=reason, settled_at=now)
