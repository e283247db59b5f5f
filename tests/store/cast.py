"""Anna (employee), Bram (her lead), Carla (their coach), and Daan of another team, as rows."""

from dataclasses import dataclass
from datetime import UTC, datetime

from bot.channels.telegram.address import address_of
from nudges.person import Status
from store import invitations, people, teams
from store.database import Transaction
from store.people import Role

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # a Monday
CHATS = {"anna": 5_000_000_001, "bram": 5_000_000_002, "carla": 5_000_000_003, "daan": 5_000_000_004}


@dataclass(frozen=True, slots=True)
class Cast:
    """The numbers of their rows, of their two teams, and the handles they came in by."""

    anna: int
    bram: int
    carla: int
    daan: int
    counter: int
    permits: int
    handles: dict[str, str]


def gather(db: Transaction) -> Cast:
    """Two teams and four people in them, each come in by an invitation."""
    counter = teams.add(db, "Balie", NOW).id
    permits = teams.add(db, "Vergunningen", NOW).id
    handles: dict[str, str] = {}
    numbers: dict[str, int] = {}
    for name, team, role in (
        ("anna", counter, Role.EMPLOYEE),
        ("bram", counter, Role.LEAD),
        ("carla", counter, Role.COACH),
        ("daan", permits, Role.EMPLOYEE),
    ):
        handles[name], code = invitations.issue(db, team, role, NOW)
        numbers[name] = person = people.add(db, address_of(CHATS[name]), NOW, language="nl", zone="Europe/Amsterdam").id
        assert invitations.redeem(db, code, person, NOW) is not None
        people.join(db, person, team, role, NOW)
        people.change(db, person, status=Status.ACTIVE)
    return Cast(**numbers, counter=counter, permits=permits, handles=handles)
