"""Turns the events of a sprint into rows: answers, plans, acts, draws, and what must be said."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import structlog

from bot.authoring import coaching
from bot.base import outgoing
from bot.base.outgoing import OutgoingKind
from bot.dialogue import buddies, remembering
from bot.leads import line_moves, shared, written_back
from bot.rhythm import own_rhythm
from bot.turns.turn import Turn
from flows import events
from flows.session import SessionStatus
from nudges import reflection
from nudges.closure import Outcome
from nudges.lifecycle import NudgeAct
from store import agenda, answers, audit, calls, decisions, outbox, references, steering, verdicts
from store.answers import NewAnswer
from store.decisions import Decision
from store.outbox import Priority
from store.steering_log import LogPlace

_log = structlog.get_logger()

DRAWS = "flow draw 1"
_CLOSED_AS = {each.value: each for each in (Outcome.DONE, Outcome.NOT, Outcome.NOT_NEEDED)}
_KEPT = (
    events.Answered,
    events.Remembered,
    events.Acted,
    events.Shared,
    events.WroteBack,
    events.WroteToBuddy,
    events.Drawn,
)


@dataclass(slots=True)
class EventRecorder:
    """Writes down what happens in one sprint: of which session, begun by which nudge, with which message showing its
    open question."""

    turn: Turn
    session_id: int
    flow: str
    nudge_id: int | None = None
    shown: str | None = None
    priority: Priority = Priority.REPLY
    trial: bool = False  # nothing of it is kept
    stamp: int = 0  # of the session, once it is written
    silent: bool = False  # something else comes before the next question, which is asked again then
    _late: bool | None = field(default=None, init=False)
    _settled: bool = field(default=False, init=False)  # the shown message already lost its buttons

    def apply(self, happened: tuple[events.Event, ...]) -> None:
        """Write down everything that happened, in order."""
        for event in happened:
            self._apply(event)

    def _apply(self, event: events.Event) -> None:
        if self.trial and isinstance(event, _KEPT):
            return
        match event:
            case events.Said():
                self._put(OutgoingKind.MESSAGE, outgoing.message(event.text))
            case events.Asked():
                self._ask(event)
            case events.Chosen():
                self._settle_shown(outgoing.edit, event.text)
            case events.Answered():
                self._write(event)
            case events.Remembered():
                remembering.remember(self.turn, event.name, event.value)
            case events.Acted():
                self._log_act(event)
            case events.Shared():
                shared.keep(self.turn, event, LogPlace(self.session_id, event.node))
            case events.WroteBack():
                written_back.carry(self.turn, event, LogPlace(self.session_id, event.node))
            case events.WroteToBuddy():
                buddies.carry(self.turn, event)
            case events.Called():
                self._call(event)
            case events.Drawn():
                self._log_draw(event)
            case events.Paused():
                self._note_outcome(event.outcome)
            case events.Finished():
                self._clear_shown()
                self._finish(event)
            case events.FlowFailed():
                _log.error(
                    "a flow broke a rule", action="flow_failed", flow=self.flow, code=event.code, node=event.node
                )
                self._tell_coaches(event.node, event.code)
            case events.Empty():
                _log.error("a question is empty", action="flow_failed", flow=self.flow, node=event.node)
                self._tell_coaches(event.node, "empty")
            case events.Withheld():
                _log.error("a call would tell something unseen", action="skipped", flow=self.flow, node=event.node)
                self._tell_coaches(event.node, "withheld")
            case events.Ignored():
                self._explain(event)
            case events.Entered():
                pass

    def _tell_coaches(self, node: str, code: str) -> None:
        if self.trial:
            self.turn.say("trial.failed", code=code, node=node)
        else:
            coaching.tell_failure(self.turn, self.flow, node, code)

    def _ask(self, event: events.Asked) -> None:
        if self.silent:
            self._clear_shown()
            return
        rows = self._rows(event) if event.buttons else []
        if event.replaces and self.shown is not None:
            self._put(OutgoingKind.EDIT, outgoing.asking(event.visit, outgoing.edit(self.shown, event.text, rows)))
            self._settled = True
            return
        self._clear_shown()
        self._put(OutgoingKind.MESSAGE, outgoing.asking(event.visit, outgoing.message(event.text, rows)))

    def _rows(self, event: events.Asked) -> list[list[tuple[str, str]]]:
        session = references.refer(self.turn.db, references.ReferenceKind.SESSION, self.turn.person.id, self.session_id)
        return [[(each.label, f"{session}:{event.visit}:{each.choice}") for each in row] for row in event.buttons]

    def _settle_shown(self, make: Any, text: str) -> None:
        if self.shown is not None:
            self._put(OutgoingKind.EDIT, make(self.shown, text))
            self._settled = True

    def _clear_shown(self) -> None:
        """Take away the buttons of a question that is over."""
        if self.shown is not None and not self._settled:
            self._put(OutgoingKind.CLEAR, outgoing.clear(self.shown))
            self._settled = True

    def _put(self, kind: OutgoingKind, body: dict[str, Any]) -> None:
        free = kind in outgoing.REPEATABLE
        outbox.put(
            self.turn.db,
            self.turn.person.id,
            kind,
            body,
            self.turn.now,
            priority=Priority.AT_ONCE if free else self.priority,
            session_id=self.session_id,
            nudge_id=self.nudge_id if self.priority == Priority.NUDGE else None,
        )

    def _write(self, event: events.Answered) -> None:
        answer = NewAnswer(
            person_id=self.turn.person.id,
            session_id=self.session_id,
            nudge_id=self.nudge_id,
            flow=self.flow,
            node=event.node,
            visit=event.visit,
            name=event.name,
            kind=event.kind,
            value=event.value,
            level=None if event.skipped else reflection.level(event.name, event.value),
            seen_by=event.seen_by,
            skipped=event.skipped,
            late=self._is_late(),
            with_goal=event.with_goal,
        )
        answers.write(self.turn.db, answer, self.turn.now, corrects=event.corrects)

    def _is_late(self) -> bool:
        if self._late is None:
            nudge = None if self.nudge_id is None else agenda.by_id(self.turn.db, self.nudge_id)
            self._late = nudge is not None and nudge.expires_at is not None and nudge.expires_at <= self.turn.now
        return self._late

    def _log_act(self, event: events.Acted) -> None:
        if event.kind == "verdict":
            self._note_verdict(event)
            return
        place = LogPlace(self.session_id, event.node)
        take_back = steering.take_back_plan if event.kind == "plan" else steering.take_back_act
        if event.corrects:
            take_back(self.turn.db, self.turn.person.id, place)
        if not event.fields:
            return
        if event.kind == "plan":
            self._log_plan(event.fields, place)
        elif event.kind == "line":
            line_moves.note(self.turn, event.fields, place)
        else:
            self._log_steering(event.kind, event.fields, place)

    def _note_verdict(self, event: events.Acted) -> None:
        db, person = self.turn.db, self.turn.person.id
        if event.corrects:
            verdicts.take_back(db, person, self.session_id, event.node)
        text, word = (str(event.fields.get(name, "")) for name in ("text", "word"))
        if text and word in verdicts.WORDS:
            verdicts.note(db, person, self.session_id, event.node, text, word, self.turn.now)

    def _log_plan(self, fields: Mapping[str, Any], place: LogPlace) -> None:
        db, person, now = self.turn.db, self.turn.person.id, self.turn.now
        if fields.get("outcome"):
            steering.settle_plan(db, person, fields["outcome"], now, place)
        if fields.get("ends"):
            steering.end_plan(db, person, now, place)
        words = fields.get("plan") or fields
        if words.get("cue"):
            plan_words = {name: str(words[name]) for name in ("cue", "response", "key") if words.get(name)}
            steering.make_plan(db, person, plan_words, now, place, grows=bool(fields.get("grows")))

    def _log_steering(self, kind: str, fields: Mapping[str, Any], place: LogPlace) -> None:
        db, person, now = self.turn.db, self.turn.person.id, self.turn.now
        if fields.get("closes"):
            self._close_promises(fields, place)
            return
        if fields.get("moves"):
            self._move_promise(str(fields["moves"]), date.fromisoformat(fields["day"]), place)
            return
        due_on = date.fromisoformat(fields["day"]) if fields.get("day") else None
        number = steering.log(
            db,
            person,
            kind,
            now,
            place,
            what=fields.get("what"),
            principle=fields.get("principle"),
            text=fields.get("text"),
            due_on=due_on,
        )
        if due_on is not None:
            own_rhythm.follow_up(db, self.turn.person, number, due_on, now)

    def _close_promises(self, fields: Mapping[str, Any], place: LogPlace) -> None:
        """Close one promise or several; what names no promise of theirs closes nothing."""
        keys = fields["closes"] if isinstance(fields["closes"], list) else [fields["closes"]]
        closed_as = _CLOSED_AS.get(str(fields.get("outcome")), Outcome.DONE)
        for key in keys:
            promise = references.row(self.turn.db, references.ReferenceKind.PROMISE, self.turn.person.id, str(key))
            if promise is not None:
                steering.close_promise(self.turn.db, self.turn.person.id, promise, closed_as, self.turn.now, place)

    def _move_promise(self, key: str, day: date, place: LogPlace) -> None:
        """Give one promise another day; what names no open promise of theirs moves nothing."""
        db, person, now = self.turn.db, self.turn.person, self.turn.now
        promise = references.row(db, references.ReferenceKind.PROMISE, person.id, key)
        if promise is not None and steering.give_day(db, person.id, promise, day, now, place):
            own_rhythm.follow_up(db, person, promise, day, now)

    def _log_draw(self, event: events.Drawn) -> None:
        decision = Decision(
            decision=event.decision,
            policy=DRAWS,
            decided_at=self.turn.now,
            arm=event.arm,
            probabilities=event.probabilities,
            u=event.u,
            nudge_id=self.nudge_id,
            local_time=self.turn.local_now.isoformat(timespec="seconds"),
            message=self.flow,
            language=f"{self.turn.person.language} {self.turn.person.tone}",
        )
        decisions.draw(self.turn.db, self.turn.person.id, self.session_id, decision)

    def _call(self, event: events.Called) -> None:
        if self.trial and event.body:
            return  # nothing leaves
        db = self.turn.db
        key, now = self.turn.person.audit_key, self.turn.now
        if not self.trial:
            audit.note(db, now, actor=key, event="call", subject=f"address {event.address}", origin="chat")
        calls.ask(db, self.turn.person.id, self.session_id, self.stamp, event.address, event.body, now)
        db.after_commit.append(self.turn.runtime.to_call.give)

    def _note_outcome(self, outcome: str | None) -> None:
        if self.nudge_id is not None and outcome is not None:
            agenda.note(self.turn.db, self.nudge_id, outcome=outcome)

    def _finish(self, event: events.Finished) -> None:
        if self.nudge_id is not None:
            self._settle_nudge(self.nudge_id, event)

    def _settle_nudge(self, nudge_id: int, event: events.Finished) -> None:
        done = {"settled_at": self.turn.now}
        if event.outcome == "postponed":
            self._note_outcome(event.outcome)
        elif event.outcome is not None:
            agenda.move(self.turn.db, nudge_id, NudgeAct.SKIP, reason=event.outcome, outcome=event.outcome, **done)
        elif event.status == SessionStatus.COMPLETED and self.turn.heard is None:
            if self.shown is None:  # it only said something; its sending is the end of it
                self._note_outcome("said")
        elif event.status == SessionStatus.COMPLETED:
            word = "answered late" if self._is_late() else "answered"
            agenda.move(self.turn.db, nudge_id, NudgeAct.ANSWER, outcome=word, **done)

    def _explain(self, event: events.Ignored) -> None:
        pressed = self.turn.heard is not None and self.turn.heard.callback_id is not None
        if pressed:
            self.turn.toast = self.turn.plain(f"ignored.{event.reason}")
        else:
            self.turn.say(f"ignored.{event.reason}")
