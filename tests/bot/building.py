"""A runtime on a temporary SQLite file with the real library, and the cast in two teams large enough to publish."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot import app
from bot.base import opening, outgoing, settings
from bot.base.abilities import Abilities
from bot.base.clock import Clock
from bot.base.incoming import Heard, HeardKind
from bot.channels.telegram.address import address_of
from bot.turns.runtime import Runtime
from bot.turns.turn import Turn
from nudges.person import Status
from store import answers, outbox, people, references, seats, steering, teams
from store.answers import NewAnswer
from store.database import Transaction
from store.outbox import Allowance
from store.people import Role, TeamMember
from store.steering_log import LogPlace
from tests import installed

on_both = pytest.mark.parametrize(
    "runtime", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True
)
"""For a test that runs on SQLite and on PostgreSQL."""

START = datetime(2026, 9, 7, 8, 0, tzinfo=UTC)  # a Monday; a block of four weeks opens a week later
COLLEAGUES = 9  # in a team, Anna among them
ADDRESS = "http://127.0.0.1:8080"
FIRST_CHAT = 5_000_000_000
SMALL = Abilities(1000, 1000, most_buttons=3, buttons_in_row=3, largest_button=20)
"""of a channel that shows little"""


def make_settings(folder: Path, **overrides: Any) -> settings.Settings:
    """Settings of an installation in this folder that reads no environment file."""
    return settings.load(
        _env_file=None,
        data_dir=folder,
        secret_key="the secret of the tests is long enough",
        clock_start=START,
        **overrides,
    )


@contextmanager
def built(folder: Path, address: str = ADDRESS, **overrides: Any) -> Iterator[Runtime]:
    """A runtime whose calendar stands at START until somebody moves it; with a database in the folder it goes on."""
    chosen = make_settings(folder, bot_api_url="http://127.0.0.1:1", **overrides)
    calendar = Clock(START, speed=1e-9)
    installed.begin(chosen, START)
    database = opening.open_store(chosen, START)
    try:
        yield app.build(chosen, database, calendar, address)
    finally:
        database.close()


@dataclass(frozen=True, slots=True)
class Town:
    """Numbers of the rows of two teams and of the people in them; `colleagues` are Anna's team with her first."""

    counter: int
    permits: int
    anna: int
    bram: int
    carla: int
    daan: int
    colleagues: Sequence[int]
    others: Sequence[int]


def settle(db: Transaction) -> Town:
    """Balie with Anna and eight colleagues, led by Bram, coached by Carla; Vergunningen, led by Daan."""
    counter, permits = teams.add(db, "Balie", START).id, teams.add(db, "Vergunningen", START).id
    colleagues = [add(db, counter, Role.EMPLOYEE) for _ in range(COLLEAGUES)]
    others = [add(db, permits, Role.EMPLOYEE) for _ in range(COLLEAGUES)]
    bram, carla = add(db, counter, Role.LEAD), add(db, counter, Role.COACH)
    daan = add(db, permits, Role.LEAD)
    return Town(counter, permits, colleagues[0], bram, carla, daan, colleagues, others)


def add(db: Transaction, team: int, role: Role, since: datetime = START) -> int:
    """Somebody new who takes part in the team."""
    count = int(db.connection.exec_driver_sql("SELECT coalesce(max(id), 0) FROM person").scalar_one())
    person = people.add(db, address_of(FIRST_CHAT + count), since, language="nl", zone="Europe/Amsterdam").id
    people.join(db, person, team, role, since)
    people.change(db, person, status=Status.ACTIVE, active_since=since)
    seats.take(db, person)
    return person


def reflect(db: Transaction, person: int, at: datetime, **levels: str | None) -> None:
    """Answers of one weekly reflection: item=level, None where it was passed over."""
    for visit, (item, level) in enumerate(levels.items()):
        new = NewAnswer(
            person_id=person,
            session_id=0,
            nudge_id=None,
            flow="weekreflectie",
            node=item,
            visit=visit,
            name=item,
            kind="choice",
            value=None,
            level=level,
            seen_by="team",
            skipped=level is None,
            late=False,
        )
        answers.write(db, new, at, corrects=False)


def looking(team: int, since: datetime = START, person: int = 0) -> TeamMember:
    """Somebody who leads a team since then, to look at what is published of it; whoever it is, they counted nowhere."""
    return TeamMember(person, team, "", Role.LEAD, since)


def team_of(runtime: Runtime, person: int, team: int) -> str:
    """The reference by which this lead's buttons and links call a team."""
    return runtime.database.call(references.refer, references.ReferenceKind.TEAM, person, team)


def steer(db: Transaction, lead: int, at: datetime, principle: str = "why") -> None:
    """A lead notes an act of steering."""
    steering.log(db, lead, "act", at, LogPlace(0, "leg_vast"), what="gevraagd", principle=principle)


def promise(db: Transaction, lead: int, at: datetime, text: str) -> None:
    """A lead notes a promise."""
    due_on = (at + timedelta(days=7)).date()
    steering.log(db, lead, "promise", at, LogPlace(0, "belofte"), principle="why", text=text, due_on=due_on)


def turn(db: Transaction, runtime: Runtime, person: int, pressed: str | None = None) -> Turn:
    """A turn of this person at the runtime's moment; `pressed` is the message whose button was pressed."""
    heard = None
    if pressed is not None:
        heard = Heard(HeardKind.PRESS, address_of(1), ref=pressed, callback_id="1")
    return Turn(db, runtime, people.by_id(db, person), runtime.clock.now(), heard)


def sent(db: Transaction, now: datetime) -> list[tuple[str, dict[str, Any]]]:
    """What waits in the outbox, in order, as (kind, body); it waits no longer afterwards."""
    messages = []
    while rows := outbox.claim(db, now, 100, Allowance(paced=100, nudges=100)):
        for row in rows:
            messages.append((outgoing.OutgoingKind(row.kind).value, dict(row.body)))
            outbox.settle_sent(db, row.id)
    return messages
