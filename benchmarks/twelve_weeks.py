"""Twelve weeks of one person who answers everything: the real rounds, engine and store under their own calendar."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot import app
from bot.base import clock, opening
from bot.base.settings import Settings
from bot.channels.telegram.address import address_of
from bot.demo.rehearsal import MadeUpPerson, Rehearsal
from nudges.lifecycle import NudgeState
from store import agenda, answers, invitations, people, sessions, teams
from store.database import Transaction
from store.people import Role

BEGINS = datetime(2026, 9, 7, 7, 0, tzinfo=UTC)  # a Monday
WEEKS = 12
MOST_SESSIONS = 200
CHAT = 700_000_001
WORDS = ("Ik belde eerst.", "Volgende keer vraag ik het aan het begin.")


@dataclass(frozen=True, slots=True)
class WeekTimes:
    """Seconds it took, on the wall and of CPU; how much happened; the bytes of the largest session before sealing."""

    seconds: float
    cpu: float
    prompts: int
    answers: int
    largest: int


def run(chosen: Settings) -> WeekTimes:
    """Let one person join and live through twelve weeks."""
    calendar = clock.Clock(BEGINS, speed=1e-9)
    with opening.opened(chosen, BEGINS) as database:
        runtime = app.build(chosen, database, calendar)
        prefers = frozenset({"nl", "je", "middag", "nu"})
        anna = MadeUpPerson("Anna", address_of(CHAT), Role.EMPLOYEE, answers=1.0, prefers=prefers, words=WORDS)
        rehearsal = Rehearsal(runtime, [anna], seed=1)
        rehearsal.says(anna, BEGINS, f"/start {database.call(_invite)}")
        app.settle_in()
        began, cpu = time.perf_counter(), time.process_time()
        rehearsal.play(BEGINS + timedelta(weeks=WEEKS))
        took, used = time.perf_counter() - began, time.process_time() - cpu
        return WeekTimes(took, used, *database.call(_found))


def _invite(db: Transaction) -> str:
    return invitations.issue(db, teams.add(db, "Balie", BEGINS).id, Role.EMPLOYEE, BEGINS)[1]


def _found(db: Transaction) -> tuple[int, int, int]:
    person = people.by_chat(db, people.chat_hash(db, address_of(CHAT)))
    if person is None:
        raise LookupError("nobody joined")
    answered = sum(nudge.state == NudgeState.ANSWERED for nudge in agenda.of_person(db, person.id, BEGINS))
    # Nobody else is in this memory, so its sessions are Anna's.
    stored = [sessions.by_id(db, number) for number in range(1, MOST_SESSIONS)]
    return answered, len(answers.every(db, person.id)), max(len(one.body) for one in stored if one is not None)
