"""A made installation for measuring and for tests that kill it: a database with people who take part, and settings."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.base import opening, settings
from bot.base.settings import Settings
from bot.channels.telegram.address import address_of
from nudges.person import Status
from store import people, teams
from store.database import Database, Transaction
from store.people import Role

FLOWS = Path(__file__).parent / "flows"
SECRET = "a key that seals nothing but made-up answers"  # noqa: S105
AT_ONCE = 1000


def make_settings(folder: Path, **overrides: Any) -> Settings:
    """Settings of a made-up organisation that keeps everything in `folder`; `overrides` go first."""
    values: dict[str, Any] = {
        "_env_file": None,
        "data_dir": folder,
        "database_url": f"sqlite:///{folder / 'koersvast.sqlite3'}",
        "secret_key": SECRET,
        "controller": "Niemand: alles is verzonnen",
        "privacy_contact": "niemand",
        "legal_ground": "geen",
        "works_council_decision": "geen",
        "timezone": "Europe/Amsterdam",
        "language": "nl",
        "flows_dir": FLOWS,
        "web_port": 0,
    }
    return settings.load(**values | overrides)


@contextmanager
def installed(chosen: Settings, chats: Sequence[int], now: datetime) -> Iterator[Database]:
    """The memory, made if need be, with an employee in each of these chats."""
    with opening.opened(chosen, now) as database:
        for start in range(0, len(chats), AT_ONCE):
            database.call(seat, chats[start : start + AT_ONCE], now)
        yield database


def seat(db: Transaction, chats: Sequence[int], now: datetime) -> None:
    """Let somebody take part in each of these chats, as an employee of one team."""
    team = next(iter(teams.every(db)), None) or teams.add(db, "Balie", now)
    for chat in chats:
        person = people.add(db, address_of(chat), now, language="nl", zone="Europe/Amsterdam")
        people.join(db, person.id, team.id, Role.EMPLOYEE, now)
        people.change(db, person.id, status=Status.ACTIVE)
