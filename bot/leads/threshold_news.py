"""Tells members, once and before it holds, that fewer people or answers will do for a figure about their team."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta

from msgspec import structs

from bot.base import agreed_thresholds, outgoing
from bot.base.agreed_thresholds import Agreed
from bot.base.outgoing import OutgoingKind
from bot.base.voice import Voice
from bot.rhythm import own_rhythm
from bot.turns.runtime import Runtime
from nudges import availability, thresholds
from nudges.disclosure import DisclosureRules
from nudges.thresholds import Step
from store import audit, outbox, people
from store.database import Transaction
from store.outbox import Priority

EVENT = "tell of thresholds"  # in the audit trail; by its line somebody is not told twice
LOWERED, OTHERWISE = "lowered", "otherwise"
_AT_ONCE = 20
_LOOK_AGAIN = timedelta(hours=1)  # whether somebody is back sooner than they said


def tell(db: Transaction, runtime: Runtime, now: datetime) -> bool:
    """Look at some of the members, and tell who must hear of the last step and may be spoken to now.

    Nothing is said where a threshold is raised: it takes nothing from anybody. Only whoever heard of a lower one that
    did not hold yet, hears that it comes otherwise.
    """
    said = agreed_thresholds.bring_up(db, runtime.settings, now)
    if not said.is_open or not _is_due(said, now):
        return False
    if said.after == 0:
        audit_age = timedelta(days=runtime.settings.keep_audit_days)
        said = structs.replace(
            said, steps=thresholds.without_old(said.steps, now - audit_age), is_open=False, next_at=None
        )
    agreed_thresholds.keep(db, _look(db, runtime, said, now))
    return True


def next_due(db: Transaction) -> datetime | None:
    """Tell the clock when somebody must next be told."""
    said = agreed_thresholds.read(db)
    return said.next_at if said is not None and said.is_open else None


def _is_due(said: Agreed, now: datetime) -> bool:
    looked = said.looked_at is not None and timedelta(0) <= now - said.looked_at < _LOOK_AGAIN
    return said.after > 0 or not looked or (said.next_at is not None and said.next_at <= now)


def _look(db: Transaction, runtime: Runtime, said: Agreed, now: datetime) -> Agreed:
    """Look at the next few who have something to hear; whoever cannot hear it now keeps the look open."""
    last_news = audit.last_of(db, EVENT)
    counted = [
        (person, max(since, last_news.get(key, since)), key in last_news) for person, key, since in people.counted(db)
    ]
    concerned = [
        (person, key, since)
        for person, since, was_told in counted
        if person > said.after and (key := _key(said.steps, since, was_told=was_told)) is not None
    ]
    few, next_at, is_open = concerned[:_AT_ONCE], said.next_at, said.is_open
    for person, key, since in few:
        opening = _tell(db, runtime, person, key, since, said.steps, now)
        is_open = is_open or opening != now
        next_at = min((at for at in (next_at, opening) if at is not None and at > now), default=None)
    after = few[-1][0] if len(concerned) > len(few) else 0
    looked_at = said.looked_at if after else now
    return structs.replace(said, is_open=is_open or after > 0, looked_at=looked_at, after=after, next_at=next_at)


def _key(steps: Sequence[Step], since: datetime, *, was_told: bool) -> str | None:
    """Choose what somebody must hear who knows what was said until that moment, by the key of its words."""
    if thresholds.lowered(thresholds.expected(steps, since), steps[-1].rules):
        return LOWERED
    return OTHERWISE if was_told and thresholds.taken_back(steps, since) else None


def _tell(
    db: Transaction, runtime: Runtime, number: int, key: str, since: datetime, steps: Sequence[Step], now: datetime
) -> datetime | None:  # fmt: skip
    """Tell one person, if now is an hour of theirs; gives when it is, None if nobody knows."""
    person = people.by_id(db, number, lock=True)
    opening = availability.next_opening(own_rhythm.of(db, person), now)
    if opening == now:
        voice = Voice(runtime.texts, person.language, person.tone)
        text = _text(voice, key, thresholds.expected(steps, since), steps[-1])
        outbox.put(db, number, OutgoingKind.MESSAGE, outgoing.message(text), now, priority=Priority.NUDGE)
        audit.note(db, now, actor="bot", event=EVENT, subject=person.audit_key, origin="chat")
    return opening


def _text(voice: Voice, key: str, before: DisclosureRules, step: Step) -> str:
    """Write the message (marked text): from which day on it holds, each threshold that differs, and what stays."""
    old, new = asdict(before), asdict(step.rules)
    changed = [name for name in new if (new[name] < old[name] if key == LOWERED else new[name] > old[name])]
    lines = [voice.say(f"thresholds.{name}.{key}", before=old[name], now=new[name]) for name in changed]
    return "\n".join(
        [voice.say(f"thresholds.{key}", day=voice.long_day(step.on)), *lines, voice.say("thresholds.earlier")]
    )
