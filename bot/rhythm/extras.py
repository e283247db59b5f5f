"""Decides by chance about a midweek cue and its wording, and writes every decision down before anything is sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.rhythm import own_rhythm
from bot.turns.turn import Turn
from nudges import extras, policy, workdays
from nudges.availability import Reason
from nudges.dose import Occasion
from nudges.lifecycle import NudgeState
from store import agenda, decisions, people, steering
from store.agenda import Nudge
from store.database import Transaction
from store.decisions import Decision, DecisionOutcome, StoredDecision
from store.people import Person

SUBJECT, WORDING = "cue", "wording"
_SEEN_WITHIN = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class CueDecision:
    """Holds what came of a draw: a reason to send nothing, or the wording to send, such as a2."""

    reason: str | None
    wording: str = ""


def decide(turn: Turn, nudge: Nudge, refused: str | None = None) -> CueDecision:
    """Draw whether the cue goes; `refused` is why it may not, and then nothing is left to chance."""
    settle(turn.db, turn.person, turn.now)
    eligible = steering.plan(turn.db, turn.person.id, turn.now) is not None
    context = _context(turn)
    drawable = eligible and refused is None
    chance = extras.probability(context["week"], context["base"], *_records(context)) if drawable else 0.0
    drawn = _draw(turn, nudge, SUBJECT, extras.arms(chance))
    no = refused or (None if eligible else Reason.NO_PLAN)
    _write(
        turn, nudge, SUBJECT, drawn, context, eligible=eligible, available=refused is None, reasons=[no] if no else []
    )
    if drawn.arm == extras.NONE:
        return CueDecision(no or Reason.BY_CHANCE)
    return CueDecision(None, _wording(turn, nudge))


def settle(db: Transaction, person: Person, now: datetime) -> None:
    """Write down what came of the earlier decisions of this person, as far as that is known for good."""
    for decision in decisions.open_of_person(db, person.pseudonym, (SUBJECT, WORDING)):
        _settle(db, person, decision, now)


def settle_all(db: Transaction, now: datetime) -> None:
    """Write down for everybody what came of their earlier decisions: who left has no next decision, and what came of
    the last one would stay open."""
    for decision in decisions.unsettled(db, (SUBJECT, WORDING), now - _SEEN_WITHIN):
        person = people.by_pseudonym(db, decision.pseudonym)
        if person is not None:
            _settle(db, person, decision, now)


def _settle(db: Transaction, person: Person, stored: StoredDecision, now: datetime) -> None:
    outcome = _outcome(db, person, stored.decision, now)
    if outcome is not None:
        decisions.settle(db, stored.id, outcome)


def _outcome(db: Transaction, person: Person, decision: Decision, now: datetime) -> DecisionOutcome | None:
    """Say whether the next reflection within seven days was answered in time; None while that may still change."""
    until = decision.decided_at + _SEEN_WITHIN
    if until > now:
        return None
    sent = _send_result(db, decision)
    later = agenda.of_person(db, person.id, decision.decided_at)
    asked = [nudge for nudge in later if nudge.occasion == Occasion.REFLECTION]
    prompt = next((nudge for nudge in asked if nudge.occurs_at <= until), None)
    if prompt is None:
        return DecisionOutcome(sent, None, "no_prompt", now)
    match prompt.state:
        case NudgeState.ANSWERED:
            return DecisionOutcome(sent, float(prompt.outcome != "answered late"), None, now)
        case NudgeState.EXPIRED:
            return DecisionOutcome(sent, 0.0, None, now)
        case NudgeState.SKIPPED if prompt.sent_at is not None:
            return DecisionOutcome(sent, 0.0, None, now)  # declined
        case NudgeState.SKIPPED | NudgeState.FAILED:
            return DecisionOutcome(sent, None, prompt.reason or "not_sent", now)
        case _:
            return None


def _send_result(db: Transaction, decision: Decision) -> str:
    nudge = None if decision.nudge_id is None else agenda.by_id(db, decision.nudge_id)
    if nudge is not None and nudge.state == NudgeState.FAILED:
        return "failed"
    return "sent" if nudge is not None and nudge.sent_at is not None else "not_sent"


def _context(turn: Turn) -> dict[str, Any]:
    """Give what the rule sees: the week of taking part, the base, and each arm's record before this week's Monday."""
    zone = ZoneInfo(turn.person.zone)
    today, joined = turn.local_now.date(), turn.person.joined_at.astimezone(zone).date()
    monday = workdays.monday_of(today)
    batch = datetime.combine(monday, datetime.min.time(), zone)
    stored = decisions.kept_of_person(turn.db, turn.person.pseudonym, SUBJECT)
    return {
        "week": (monday - workdays.monday_of(joined)).days // 7 + 1,
        "base": turn.runtime.settings.cue_probability,
        "batch": monday.isoformat(),
        extras.CUE: records(stored, extras.CUE, batch),
        extras.NONE: records(stored, extras.NONE, batch),
    }


def records(stored: Sequence[StoredDecision], arm: str, before: datetime) -> list[int]:
    """Count good and bad outcomes of an arm where chance could have gone either way, as known at that moment."""
    values = [
        one.outcome.value
        for one in stored
        if one.outcome is not None
        and one.outcome.settled_at < before
        and one.decision.arm == arm
        and 0 < one.decision.probabilities[arm] < 1
    ]
    record = extras.record(values)
    return [record.good, record.bad]


def _records(context: Mapping[str, Any]) -> tuple[extras.Record, extras.Record]:
    return extras.Record(*context[extras.CUE]), extras.Record(*context[extras.NONE])


def expected(context: Mapping[str, Any]) -> Mapping[str, float]:
    """Compute the probabilities that the rule gives for what it saw, for whoever checks a decision."""
    return extras.arms(extras.probability(context["week"], context["base"], *_records(context)))


def _wording(turn: Turn, nudge: Nudge) -> str:
    drawn = _draw(turn, nudge, WORDING, dict.fromkeys(extras.WORDINGS, 1 / len(extras.WORDINGS)))
    before = decisions.kept_of_person(turn.db, turn.person.pseudonym, WORDING)
    used = sum(one.decision.arm == drawn.arm for one in before)
    variant = used % extras.VARIANTS + 1
    _write(turn, nudge, WORDING, drawn, {"variant": variant})
    return f"{drawn.arm}{variant}"


def _draw(turn: Turn, nudge: Nudge, subject: str, arms: Mapping[str, float]) -> policy.Draw:
    u = policy.chance(turn.db.keys.study, extras.POLICY, turn.person.pseudonym, _name(turn, nudge, subject))
    return policy.draw(arms, u)


def _name(turn: Turn, nudge: Nudge, subject: str) -> str:
    return f"{subject} {nudge.occurs_at.astimezone(ZoneInfo(turn.person.zone)):%Y-%m-%d}"


def _write(
    turn: Turn,
    nudge: Nudge,
    subject: str,
    drawn: policy.Draw,
    context: Mapping[str, Any],
    *,
    eligible: bool = True,
    available: bool = True,
    reasons: Sequence[str] = (),
) -> None:
    flow = turn.runtime.library.flow(own_rhythm.CUE_FLOW)
    decision = Decision(
        decision=_name(turn, nudge, subject),
        policy=extras.POLICY,
        decided_at=turn.now,
        arm=drawn.arm,
        probabilities=drawn.probabilities,
        u=drawn.u,
        subject=subject,
        nudge_id=nudge.id,
        local_time=turn.local_now.isoformat(timespec="seconds"),
        eligible=eligible,
        available=available,
        reasons=[str(reason) for reason in reasons],
        context=context,
        message=f"{flow.name}@{flow.version}",
        language=f"{turn.person.language} {turn.person.tone}",
        outcome_definition=extras.OUTCOME,
    )
    decisions.write(turn.db, turn.person.pseudonym, decision)
