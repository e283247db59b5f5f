"""What must never happen, looked at from outside: from what arrives on phones and from the agenda's own rows.

The rules are not asked again; they are held to what each made-up person knows of their own days.
"""

import heapq
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.base import button_data
from bot.dialogue import programme
from bot.dialogue.nudge_kinds import promise, school_holiday
from nudges.availability import Reason
from nudges.lifecycle import NudgeState
from simulation.people import Actor, Message
from store import agenda, references, sessions
from store.agenda import Nudge
from store.database import Database

CAPS = ((1, 24), (2, 96), (4, 240))  # prompts in so many hours
GAP = timedelta(minutes=60)
COUNTED = frozenset({"reflection", "follow_up", "team_item", "cue"})
_LATE = timedelta(minutes=15)  # what a long queue may cost between the judgment and the arrival
_LOST_AFTER = timedelta(hours=3)
_REASONS = {reason.value for reason in Reason} | {
    "declined",
    "stop_all",
    promise.CLOSED,
    programme.FADED,
    programme.NOT_NEEDED,
    school_holiday.SchoolHolidayNudge.needless,
}
_OVER = frozenset({NudgeState.ANSWERED, NudgeState.SKIPPED, NudgeState.FAILED})


class Breach(Exception):
    """An invariant was broken; the message says which, when and for whom."""


@dataclass(frozen=True, slots=True)
class WatchedEvent:
    """Something that one person would remember."""

    at: datetime
    who: str
    what: str
    detail: str = ""


@dataclass(slots=True)
class Watch:
    """Follows every nudge from plan to end; `events` and the figures are what a report is made of."""

    database: Database
    actors: dict[int, Actor] = field(default_factory=dict)  # by the number of their row
    events: list[WatchedEvent] = field(default_factory=list)
    looked_at: int = 0  # messages that the bot began
    late: list[float] = field(default_factory=list)  # seconds between due and sent
    doses: dict[int, int] = field(default_factory=lambda: dict.fromkeys((hours for _, hours in CAPS), 0))
    _last: int = 0
    _planned: list[tuple[datetime, int]] = field(default_factory=list)
    _open: dict[int, dict[int, Nudge]] = field(default_factory=dict)  # person -> number -> as last seen
    _sent: dict[int, list[tuple[datetime, bool]]] = field(default_factory=dict)  # person -> (when, counted)
    _began: dict[int, int] = field(default_factory=dict)  # nudge -> session
    _shown: dict[tuple[int, str], int] = field(
        default_factory=dict
    )  # (session, visit) -> how often the bot began with it

    def met(self, who: Actor) -> None:
        """Somebody joined."""
        self.actors[who.person_id] = who

    def begun(self, who: Actor, message: Message, now: datetime) -> None:
        """The bot began to speak: it must be a moment of theirs, and nothing that was said already."""
        self.looked_at += 1
        if not (who.open_at(now) or who.open_at(now - _LATE)):
            raise self._breach(now, who, "was spoken to outside their own days and hours, or while away or gone")
        data = next((data for row in _rows(message) for data in row if data and not button_data.is_own(data)), None)
        if data is not None:
            shown, visit, _ = data.split(":", 2)
            session = self.database.call(references.row, references.ReferenceKind.SESSION, who.person_id, shown)
            if session is None:
                raise self._breach(now, who, "was shown a button that is not theirs")
            self._once(who, session, visit, now)

    def _once(self, who: Actor, session_id: int, visit: str, now: datetime) -> None:
        stored = self.database.call(sessions.by_id, session_id)
        nudge = None if stored is None or stored.nudge_id is None else self.database.call(agenda.by_id, stored.nudge_id)
        if nudge is None:
            return
        if self._began.setdefault(nudge.id, session_id) != session_id:
            raise self._breach(now, who, f"got nudge {nudge.id} twice")
        times = self._shown[session_id, visit] = self._shown.get((session_id, visit), 0) + 1
        if times > 2 or (times == 2 and nudge.reminded_at is None):
            raise self._breach(now, who, f"was shown the same question of nudge {nudge.id} {times} times")
        if times == 2:
            self.events.append(WatchedEvent(now, who.name, "reminded", _what(nudge)))

    def look(self, now: datetime) -> None:
        """After a tick: what was planned since, and what became of all that was due."""
        for new in self.database.call(agenda.numbered_after, self._last):
            self._last = new.id
            # One tick may plan it and send or skip it, and that is seen here for the first time.
            planned = replace(new, state=NudgeState.PLANNED, sent_at=None)
            self._open.setdefault(new.person_id, {})[new.id] = planned
            heapq.heappush(self._planned, (new.due_at, new.id))
        again, due = [], list[int]()
        while self._planned and self._planned[0][0] <= now:
            due.append(heapq.heappop(self._planned)[1])
        for number, nudge in self._as_they_are(due):
            if nudge is None:  # withdrawn
                continue
            self._moved(nudge, now)
            if nudge.state in (NudgeState.PLANNED, NudgeState.QUEUED):
                if nudge.due_at + _LOST_AFTER <= now:
                    raise self._breach(now, self.actors[nudge.person_id], f"never got nudge {nudge.id}: it was lost")
                again.append((max(nudge.due_at, now + timedelta(minutes=10)), number))
        for again_due in again:
            heapq.heappush(self._planned, again_due)

    def follow(self, who: Actor, now: datetime) -> None:
        """Something happened to this person: see what it did to their nudges."""
        mine = self._open.get(who.person_id, {})
        begun = [one.id for one in mine.values() if one.state is not NudgeState.PLANNED or one.due_at <= now]
        for number, nudge in self._as_they_are(begun):
            if nudge is None:  # withdrawn, or erased with the person
                del mine[number]
            else:
                self._moved(nudge, now)

    def _as_they_are(self, numbers: Sequence[int]) -> Sequence[tuple[int, Nudge | None]]:
        nudges = self.database.call(agenda.by_ids, numbers) if numbers else {}
        return [(number, nudges.get(number)) for number in numbers]

    def end(self, now: datetime) -> None:
        """At the end: nothing is left behind, and all that was done is known."""
        self.look(now)
        for who in self.actors.values():
            self.follow(who, now)

    def _moved(self, nudge: Nudge, now: datetime) -> None:
        mine, who = self._open.setdefault(nudge.person_id, {}), self.actors[nudge.person_id]
        was = mine.get(nudge.id)
        if was is None or was.state is nudge.state:
            return
        mine[nudge.id] = nudge
        if nudge.sent_at is not None and was.sent_at is None:
            self._count(nudge, who)
        if nudge.state is NudgeState.SKIPPED and nudge.reason not in _REASONS:
            raise self._breach(now, who, f"did not get nudge {nudge.id}, and there is no reason")
        if nudge.state in _OVER:
            del mine[nudge.id]
            detail = nudge.reason if nudge.state is NudgeState.SKIPPED else nudge.outcome
            self.events.append(WatchedEvent(now, who.name, nudge.state.value, f"{_what(nudge)} {detail or ''}".strip()))
        elif nudge.state is NudgeState.EXPIRED:
            self.events.append(WatchedEvent(now, who.name, "expired", _what(nudge)))
        for number, other in list(mine.items()):
            if other.state is NudgeState.EXPIRED and now - other.occurs_at > timedelta(weeks=5):
                del mine[number]

    def _count(self, nudge: Nudge, who: Actor) -> None:
        if nudge.sent_at is None:
            return
        at, sent = nudge.sent_at, self._sent.setdefault(nudge.person_id, [])
        counted = nudge.occasion.value in COUNTED
        if counted and any(abs(at - other) < GAP - timedelta(minutes=5) for other, _ in sent):
            raise self._breach(at, who, "got two prompts within the hour")
        sent.append((at, counted))
        for most, hours in CAPS:
            recent = sum(1 for other, counts in sent if counts and at - other < timedelta(hours=hours, minutes=-5))
            self.doses[hours] = max(self.doses[hours], recent)
            if counted and recent > most:
                raise self._breach(at, who, f"got {recent} prompts in {hours} hours")
        del sent[:-12]
        seconds = (at - nudge.due_at).total_seconds()
        self.late.append(seconds)
        self.events.append(WatchedEvent(at, who.name, "sent", f"{_what(nudge)} {nudge.occasion.value}"))

    @staticmethod
    def _breach(at: datetime, who: Actor, what: str) -> Breach:
        return Breach(f"{at:%Y-%m-%d %H:%M:%S} UTC: {who.name} ({who.manner}) {what}.")


def _what(nudge: Nudge) -> str:
    return nudge.flow or nudge.kind


def _rows(message: Message) -> list[list[str]]:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [[str(button.get("callback_data", "")) for button in row] for row in rows]
