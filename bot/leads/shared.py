"""Keeps shared items and shows them: named ones in the chat, unnamed ones on Monday, shuffled and without time."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.base import outgoing
from bot.base.button_data import ButtonData
from bot.base.outgoing import OutgoingKind, Row
from bot.base.voice import Voice
from bot.rhythm import own_rhythm
from bot.turns.runtime import Runtime
from bot.turns.turn import Turn
from flows.events import Shared
from nudges import availability
from store import audit, handovers, outbox, people, sharing
from store.database import Transaction
from store.outbox import Priority
from store.people import Person, Role, TeamMember
from store.sharing import SharedItem
from store.steering_log import LogPlace
from store.vault import keyed_hash

Body = dict[str, Any]  # of a message in the outbox
GRACE = timedelta(minutes=10)  # in which its author may take back what bears their name
AT_ONCE = 20
_MONDAY_AT = time(9)  # when coaches get what is unnamed
_NOBODY_NOW = timedelta(days=1)


def keep(turn: Turn, event: Shared, place: LogPlace) -> None:
    """Store what somebody shares in place of what they shared at the same node before."""
    if not sharing.take_back_at(turn.db, turn.person.id, place):
        turn.say("shared.seen")
        return
    audience = Role(event.audience)
    mine = sharing.reader_of(turn.db, turn.person.id, audience)
    if event.text is None or mine is None:
        return
    due_at = turn.now + GRACE if event.name else _monday(turn, audience)
    sharing.share(turn.db, mine, audience, event.text, event.name, place, turn.now, due_at)
    _note(turn.db, turn.person, "share", mine.team_id, turn.now)


def _monday(turn: Turn, audience: Role) -> datetime:
    zone = ZoneInfo(turn.runtime.settings.timezone)
    today = turn.now.astimezone(zone).date()
    hour = _MONDAY_AT if audience == Role.COACH else time(0)
    return datetime.combine(today + timedelta(days=7 - today.weekday()), hour, zone)


def digest(db: Transaction, voice: Voice, person: Person, now: datetime) -> Sequence[Body]:
    """Write the unnamed items that come along with a lead's Monday message, each a message with its own buttons; shown
    from now on."""
    return [body for member in _places(db, person, Role.LEAD) for body in _digest(db, voice, person, member, now)]


def _places(db: Transaction, person: Person, role: Role) -> Sequence[TeamMember]:
    return [member for member in people.memberships(db, person.id) if member.role == role]


def _digest(db: Transaction, voice: Voice, person: Person, member: TeamMember, now: datetime) -> Sequence[Body]:
    unnamed = sharing.unnamed_for(db, member, now)
    shuffled = sorted(unnamed, key=lambda item: keyed_hash(db.keys.study, f"digest {person.id} {now} {item.id}"))
    return [_unnamed(db, voice, person, member, item, now) for item in shuffled]


def _unnamed(
    db: Transaction, voice: Voice, person: Person, member: TeamMember, item: SharedItem, now: datetime
) -> Body:
    buttons = _shown(db, voice, item, person, now)
    if not sharing.awaiting(db, item.id):
        sharing.settle(db, item.id, now)
    return outgoing.message(voice.say("shared.unnamed", team=member.team, text=item.text), buttons)


def named(db: Transaction, runtime: Runtime, now: datetime) -> bool:
    """Hand items with a name to their readers, as soon as these may be spoken to (a round)."""
    return _hand_out(db, runtime, sharing.named_due(db, now, AT_ONCE), now)


def unnamed(db: Transaction, runtime: Runtime, now: datetime) -> bool:
    """Hand unnamed items to coaches, who have no Monday message, and to leads who want none; the others wait (a
    round)."""
    readers_reached = [_tell(db, runtime, *found, now) for found in sharing.without_digest(db, now, AT_ONCE)]
    return _hand_out(db, runtime, sharing.unnamed_due(db, Role.COACH, now, AT_ONCE), now) or any(readers_reached)


def next_due(db: Transaction) -> datetime | None:
    """Tell the clock when an item must next be shown; what a lead's Monday message brings along is not counted."""
    due = [sharing.next_due(db)]
    for lead, due_at in sharing.coming_without_digest(db):
        due.append(availability.next_opening(own_rhythm.of(db, people.by_id(db, lead)), due_at))
    return min((moment for moment in due if moment is not None), default=None)


def _tell(db: Transaction, runtime: Runtime, lead_id: int, team_id: int, now: datetime) -> bool:
    """Show a lead what is unnamed for them; False while they may not be spoken to."""
    person = people.by_id(db, lead_id, lock=True)
    if availability.next_opening(own_rhythm.of(db, person), now) != now:
        return False
    bodies = _digest(db, _voice(runtime, person), person, _place(db, person, Role.LEAD, team_id), now)
    _put(db, lead_id, bodies, now)
    return bool(bodies)


def _hand_out(db: Transaction, runtime: Runtime, items: Sequence[SharedItem], now: datetime) -> bool:
    for item in items:
        later = [
            opening for reader in sharing.awaiting(db, item.id) if (opening := _show(db, runtime, item, reader, now))
        ]
        if later:
            sharing.postpone(db, item.id, min(later))
        else:
            sharing.settle(db, item.id, now)
    return bool(items)


def _show(db: Transaction, runtime: Runtime, item: SharedItem, reader_id: int, now: datetime) -> datetime | None:
    """Show it to one reader, with whatever else is unnamed for them; else when they may be spoken to."""
    person = people.by_id(db, reader_id, lock=True)
    opening = availability.next_opening(own_rhythm.of(db, person), now)
    if opening is None or opening > now:
        return opening or now + _NOBODY_NOW
    voice, member = _voice(runtime, person), _place(db, person, item.audience, item.team_id)
    if item.name is None:
        bodies = _digest(db, voice, person, member, now)
    else:
        text = voice.say("shared.named", team=member.team, name=item.name, text=item.text)
        bodies = [outgoing.message(text, _shown(db, voice, item, person, now))]
    _put(db, reader_id, bodies, now)
    return None


def _put(db: Transaction, reader_id: int, bodies: Sequence[Body], now: datetime) -> None:
    for body in bodies:
        outbox.put(db, reader_id, OutgoingKind.MESSAGE, body, now, priority=Priority.NUDGE)


def _voice(runtime: Runtime, person: Person) -> Voice:
    return Voice(runtime.texts, person.language, person.tone)


def _place(db: Transaction, person: Person, role: Role, team_id: int) -> TeamMember:
    return next(one for one in _places(db, person, role) if one.team_id == team_id)


def _shown(db: Transaction, voice: Voice, item: SharedItem, person: Person, now: datetime) -> Sequence[Row]:
    """Show it, and give the buttons to say something back: an answer, and from a lead a promise."""
    sharing.show(db, item.id, person.id, now)
    _note(db, person, "look at shared item", item.team_id, now)
    shown = handovers.hand(db, item, person.id, now)
    ways = ["reply", "promise"] if item.audience == Role.LEAD else ["reply"]
    return [[(voice.plain(f"shared.{way}"), str(ButtonData.of(way, shown)))] for way in ways]


def _note(db: Transaction, person: Person, event: str, team_id: int, now: datetime) -> None:
    audit.note(db, now, actor=person.audit_key, event=event, subject=f"team {team_id}", origin="chat")
