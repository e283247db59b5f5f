"""/volgende and /waaromnu: when the bot speaks next and why then, and why it spoke when it last did."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from itertools import islice
from zoneinfo import ZoneInfo

from bot.dialogue.facts import PRINCIPLES
from bot.dialogue.nudge_kinds import registry
from bot.rhythm import coming
from bot.rhythm.coming import Moment
from bot.turns.command import Command, Need
from bot.turns.turn import Turn
from nudges.person import Status
from store import agenda, decisions
from store.decisions import Decision
from store.people import Role

_PASSED_OVER = 3  # named before the one that comes; more would be a list to study


def following(turn: Turn, _: str) -> None:
    """Say what the next prompt is, and what is passed over before it (/volgende)."""
    if turn.person.status in (Status.STOPPED, Status.ENDED):
        turn.say("next.stopped")
        return
    passed: list[Moment] = []
    for moment in islice(coming.ahead(turn.db, turn.person, turn.now), 60):
        kind = registry.of(moment.kind)
        if not kind.foretold:
            continue
        if moment.reason is None:
            moment = replace(moment, reason=kind.passes_over(turn, moment))
        if moment.reason is None:
            turn.say_marked(_next(turn, moment, passed))
            return
        passed.append(moment)
    turn.say_marked(_lines(turn, [turn.text("next.nothing")], passed))


def _next(turn: Turn, moment: Moment, passed: list[Moment]) -> str:
    kind = registry.of(moment.kind)
    return _lines(turn, kind.foretell(turn, moment), passed, kind.unforeseen(turn))


def _lines(turn: Turn, opening: Sequence[str], passed: list[Moment], last: str = "") -> str:
    over = [
        turn.text("next.passed", day=turn.voice.long_day(_local(turn, one.at).date()), why=_reason(turn, one))
        for one in passed[:_PASSED_OVER]
    ]
    return "\n".join(line for line in [*opening, *over, last] if line)


def _reason(turn: Turn, moment: Moment) -> str:
    return turn.plain(f"reason.{moment.reason}")


def why(turn: Turn, _: str) -> None:
    """Say why the last prompt came, why at that moment, and what was left to chance (/waaromnu)."""
    sent = agenda.prompts_sent(turn.db, turn.person.id, limit=1)
    if not sent:
        turn.say("why.nothing")
        return
    (nudge,) = sent
    lines = registry.of(nudge.kind).explain(turn, nudge)
    decided = [*decisions.of_person(turn.db, turn.person.pseudonym), *decisions.draws(turn.db, turn.person.id)]
    drawn = [one for one in decided if one.nudge_id == nudge.id]
    chances = [line for decided in drawn if (line := _chance(turn, decided))]
    turn.say_marked("\n".join(line for line in [*lines, *(chances or [turn.text("why.no_chance")])] if line))


def _chance(turn: Turn, decision: Decision) -> str:
    """Put one draw in words; what could only come out one way was no draw."""
    percent = round(100 * decision.probabilities.get(decision.arm, 0.0))
    if percent in (0, 100) or not decision.available:
        return ""
    if decision.subject == "flow":
        word = turn.plain(f"why.arm.{decision.arm}") if decision.arm in PRINCIPLES else ""
        return turn.text("why.deepened", what=word, percent=percent) if word else ""
    return turn.text(f"why.drew.{decision.subject}", percent=percent)


def _local(turn: Turn, at: datetime) -> datetime:
    return at.astimezone(ZoneInfo(turn.person.zone))


_FOR = frozenset({Role.EMPLOYEE, Role.LEAD})
NEXT = Command("next", {"nl": "volgende", "en": "next"}, Need.RHYTHM, following, _FOR)
WHY_NOW = Command("whynow", {"nl": "waaromnu", "en": "whynow"}, Need.RHYTHM, why, _FOR)
