"""Carries what a lead or coach says back to the author of a shared item: once, and without a word of what became of it.

Whatever its reader hears or sees depends on their own rows alone, never on the author: who stopped, blocked the bot,
was erased or reads nothing looks like everybody else.
"""

from datetime import date, datetime

from bot.base import outgoing
from bot.base.outgoing import OutgoingKind
from bot.base.voice import Voice
from bot.rhythm import own_rhythm
from bot.turns.turn import Turn
from flows.events import WroteBack
from nudges import availability
from nudges.person import Status
from store import audit, handovers, outbox, people, sharing, steering, teams
from store.handovers import Handover, ReplyManner
from store.outbox import Priority
from store.people import Person
from store.sharing import SharedItem
from store.steering_log import LogPlace


def refusal(turn: Turn, handover: Handover | None, manner: ReplyManner) -> str | None:
    """Say why this cannot be said back, as the key of a sentence; None: it can."""
    if handover is None:
        return "reply.gone"
    mine = people.memberships(turn.db, turn.person.id)
    if not any((member.team_id, member.role) == (handover.team_id, handover.audience) for member in mine):
        return f"reply.no_{handover.audience}"
    if manner in handover.said:
        return f"reply.twice.{manner}"
    return None if handover.is_answerable(turn.now) else "reply.gone"


def carry(turn: Turn, event: WroteBack, place: LogPlace) -> None:
    """Send an answer to the author of a shared item if it still can be, keep a promise in the log, and tell the reader
    the same whatever became of it."""
    manner = ReplyManner(event.manner)
    handover = handovers.of_reference(turn.db, turn.person.id, event.to)
    refused = refusal(turn, handover, manner)
    if handover is None or refused is not None:
        turn.say(refused or "reply.gone")
        return
    handovers.note(turn.db, handover, manner, turn.now)
    audit.note(
        turn.db, turn.now, actor=turn.person.audit_key, event="reply to shared item",
        subject=f"team {handover.team_id}", origin="chat",
    )  # fmt: skip
    day = None if event.day is None else date.fromisoformat(event.day[:10])
    if manner is ReplyManner.PROMISE:
        _promise(turn, event.text, day, place)
    _tell_author(turn, handover, manner, event.text, day)
    turn.say(f"reply.sent.{manner}")


def _promise(turn: Turn, text: str, day: date | None, place: LogPlace) -> None:
    """Log the lead's promise; like every other one it comes back on its day."""
    number = steering.log(turn.db, turn.person.id, "promise", turn.now, place, text=text, due_on=day)
    if day is not None:
        own_rhythm.follow_up(turn.db, turn.person, number, day, turn.now)


def _tell_author(turn: Turn, handover: Handover, manner: ReplyManner, text: str, day: date | None) -> None:
    """Bring it to the author when they may be spoken to; to who takes no part or is away without an end it is lost."""
    number = handovers.item_number(turn.db, handover)
    shared = None if number is None else sharing.with_author(turn.db, number)
    if shared is None:
        return
    author, item = people.by_id(turn.db, shared[0]), shared[1]
    opening = availability.next_opening(own_rhythm.of(turn.db, author), turn.now)
    if author.status == Status.ACTIVE and opening is not None:
        body = outgoing.message(_letter(turn, author, handover, item, manner, text, day))
        _put(turn, author, body, opening)


def _put(turn: Turn, author: Person, body: dict[str, object], opening: datetime) -> None:
    outbox.put(
        turn.db, author.id, OutgoingKind.MESSAGE, body, turn.now, priority=Priority.NUDGE, not_before=opening
    )  # fmt: skip


def _letter(
    turn: Turn, author: Person, handover: Handover, item: SharedItem, manner: ReplyManner, text: str, day: date | None
) -> str:  # fmt: skip
    """Write what its author reads: from which role of which team, their words, what was said back, what follows."""
    voice = Voice(turn.runtime.texts, author.language, author.tone)
    team = next(each.name for each in teams.every(turn.db) if each.id == handover.team_id)
    who = voice.plain(f"reply.from.{handover.audience}", team=team)
    parts = [voice.say(f"reply.author.{manner}", who=who, own=item.text, text=text)]
    if day is not None:
        parts.append(voice.say("reply.author.day", day=voice.long_day(day)))
    parts.append(voice.say(f"reply.author.{'named' if handover.is_named else 'unnamed'}"))
    return "\n".join(parts)
