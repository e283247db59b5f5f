"""What people say of texts of the library: each in a leaf of their own, and how often in all, by text and month.

How often is counted apart from the people, sealed: it does not go down where somebody is erased, and says nothing about
anybody. Nobody meets one text twice while a leaf is kept, so within that time each person counts once.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import structlog
from sqlalchemy import func, select

from store import installation, leaves
from store.database import Transaction
from store.leaves import Leaf, TextVerdict
from store.vault import CannotOpen

_log = structlog.get_logger()

SHOWN, USEFUL, NOT_FOR_ME = "shown", "useful", "not_for_me"
WORDS = (SHOWN, USEFUL, NOT_FOR_ME)
_COUNTED = (USEFUL, NOT_FOR_ME)
_MONTH = "verdicts."
_MONTHS_KEPT = 14
_LEAST = 8000  # bytes: a month with one verdict and one with many fill the same
_LOCK = 0x76657264_69637473

Tally = Mapping[str, Mapping[str, int]]  # text → word → how often


@dataclass(frozen=True, slots=True)
class PastVerdict:
    """What somebody said of a text, and when; `word` is `SHOWN` until they said something."""

    text: str
    word: str
    at: datetime


def of_person(db: Transaction, person_id: int) -> Sequence[PastVerdict]:
    """List everything that this person met and said of it, oldest first."""
    every = [verdict for leaf in leaves.of_person(db, person_id) for verdict in leaf.content.verdicts]
    return [
        PastVerdict(verdict.text, verdict.word, leaves.moment(verdict.at))
        for verdict in sorted(every, key=lambda verdict: verdict.at)
    ]


def note(db: Transaction, person_id: int, session_id: int, node: str, text: str, word: str, now: datetime) -> None:
    """Note that somebody met a text, or what they say of it; ValueError for any other word."""
    if word not in WORDS or not text:
        raise ValueError("a verdict needs a text and one of the words")
    leaf = leaves.of_session(db, person_id, session_id, "", now)
    leaf.content.verdicts.append(TextVerdict(node, leaves.stamp(now), text, word))
    leaves.save(db, leaf, now)
    _count(db, text, word, 1, now)


def take_back(db: Transaction, person_id: int, session_id: int, node: str) -> None:
    """Undo what was said at this place of a conversation."""
    for leaf in leaves.of_person(db, person_id):
        gone = [verdict for verdict in leaf.content.verdicts if verdict.node == node]
        if leaf.session_id == session_id and gone:
            _without(db, leaf, gone)


def _without(db: Transaction, leaf: Leaf, gone: Sequence[TextVerdict]) -> None:
    leaf.content.verdicts = [verdict for verdict in leaf.content.verdicts if verdict not in gone]
    leaves.save(db, leaf)
    for verdict in gone:
        _count(db, verdict.text, verdict.word, -1, leaves.moment(verdict.at))


def counts(db: Transaction, first: date, until: date) -> Tally:
    """Count how often each word was said of each text in whole months, from the first to the one before `until`."""
    total: dict[str, dict[str, int]] = {}
    for name in installation.names(db, _MONTH):
        if first.strftime("%Y-%m") <= name.removeprefix(_MONTH) < until.strftime("%Y-%m"):
            for text, words in _read(db, name).items():
                of_text = total.setdefault(text, {})
                for word, number in words.items():
                    of_text[word] = of_text.get(word, 0) + number
    return total


def _count(db: Transaction, text: str, word: str, more: int, at: datetime) -> None:
    if word not in _COUNTED:
        return
    if db.postgres:  # two conversations at once would each write over what the other counted
        db.execute(select(func.pg_advisory_xact_lock(_LOCK)))
    name = f"{_MONTH}{at.astimezone(UTC):%Y-%m}"
    tally = {name_of_text: dict(words) for name_of_text, words in _read(db, name).items()}
    of_text = tally.setdefault(text, {})
    of_text[word] = max(0, of_text.get(word, 0) + more)
    installation.remember_sealed(db, name, json.dumps(tally, sort_keys=True).encode(), _LEAST)
    _forget_old(db, at)


def _read(db: Transaction, name: str) -> Tally:
    try:
        content = installation.sealed_fact(db, name)
    except CannotOpen:  # a count is not worth anybody's conversation
        _log.error("a sealed record does not open in its place", action="unreadable", table="fact", fact=name)
        return {}
    return {} if content is None else json.loads(content)


def _forget_old(db: Transaction, at: datetime) -> None:
    """Forget months that nobody is shown any more."""
    before = (at.astimezone(UTC) - timedelta(days=31 * _MONTHS_KEPT)).strftime("%Y-%m")
    for name in installation.names(db, _MONTH):
        if name.removeprefix(_MONTH) < before:
            installation.forget(db, name)
