"""Whoever joins must have read who answers for the data before anything is asked: the welcome is played to see it."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from flows import engine, events, vocabulary
from flows.checks import sorts
from flows.checks.subject import Subject
from flows.findings import Finding
from flows.flow import Flow
from flows.remark import Remark
from flows.shelves import Shelf
from flows.sort import LIST, NUMBER, TRUTH

NAME = "welkom"
DISCLOSED = (
    *("controller", "legal_ground", "works_council_decision", "privacy_contact"),
    *("keep_score_days", "keep_text_days", "help_contact"),
)
"""facts that everybody must have read, or be told the command for"""
FIRST = ("controller", "help_contact")
"""of those, what a first layer says itself where it names the command that tells the others"""
TELLS_THE_REST = {"nl": "/wie", "en": "/who"}
"""the bot's own command that tells all of them, by language; the second where it has no name of its own"""
_NOON = datetime(2026, 11, 26, 11, 0, tzinfo=UTC)
_CHANCES = (0.05, 0.5, 0.95)


def check(subject: Subject) -> Iterator[Finding]:
    if subject.flow.name != NAME:
        return
    missing = {fact for role in vocabulary.ROLES for fact in _untold(subject, role)}
    line = subject.flow.nodes[subject.flow.start].line if subject.flow.start in subject.flow.nodes else 1
    if missing:
        facts = ", ".join(fact for fact in DISCLOSED if fact in missing)
        reason = Remark("whoever joins is not told {facts} before the first question", facts=facts)
        remedy = (
            "say who answers for the data, whom to turn to and /wie first, to every role and in every language; "
            "or all of it"
        )
        yield subject.finding(line, "KV075", reason, remedy)


def _untold(subject: Subject, role: str) -> Iterator[str]:
    """List what this role does not read before it is asked something, in some language or by some chance."""
    shelf = Shelf({**(subject.shelf or {}), NAME: subject.flow})
    flow = shelf.flow(NAME)
    for language in flow.languages:
        for tone in vocabulary.TONES if language == "nl" else vocabulary.TONES[:1]:
            for chance in _CHANCES:
                heard = _heard(
                    flow, shelf, engine.Trigger("join", language, tone, _facts(role, language, tone)), chance
                )
                tells = re.search(rf"(?<![\w/]){TELLS_THE_REST.get(language, '/who')}(?!\w)", heard)
                yield from (fact for fact in (FIRST if tells else DISCLOSED) if _mark(fact) not in heard)


def _heard(flow: Flow, shelf: Shelf, trigger: engine.Trigger, chance: float) -> str:
    """Play everything that is shown until the first answer is waited for."""
    outside = engine.World(_NOON, lambda _: chance, lambda _name, now: now + timedelta(days=1), shelf)
    said = engine.start(flow, trigger, outside).events
    return " ".join(one.text for one in said if isinstance(one, events.Said | events.Asked))


def _mark(fact: str) -> str:
    """Make a word, or a number, that stands for this fact and occurs nowhere else."""
    return f"7{DISCLOSED.index(fact)}31{DISCLOSED.index(fact)}9" if fact.startswith("keep") else f"§{fact}§"


def _facts(role: str, language: str, tone: str) -> dict[str, object]:
    plain = {LIST: [], NUMBER: 0, TRUTH: False}
    facts: dict[str, object] = {name: plain.get(sort.word) for name, sort in sorts.FACTS.items() if sort.word in plain}
    disclosed: dict[str, object] = {fact: _mark(fact) for fact in DISCLOSED}
    days = {"working_days": ["mon", "tue"], "prompt_day": "thu", "prompt_time": "15:30", "team": "Balie"}
    return {**facts, **disclosed, **days, "role": role, "language": language, "tone": tone}
