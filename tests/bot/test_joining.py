"""Who becomes what of whom, along the tree of teams."""

import pytest

from bot.commands import joining
from bot.runtime import Runtime
from store import invitations, people, teams
from store.database import Transaction
from store.people import Role
from tests.bot import building
from tests.bot.building import Town


@pytest.mark.parametrize(
    ("held", "where", "offered", "of", "clashes"),
    [
        (Role.LEAD, "Balie", Role.COACH, "Avondbalie", True),
        (Role.COACH, "Avondbalie", Role.LEAD, "Balie", True),
        (Role.COACH, "Balie", Role.LEAD, "Balie", True),
        (Role.COACH, "Balie", Role.LEAD, "Avondbalie", False),
        (Role.LEAD, "Balie", Role.COACH, "Vergunningen", False),
        (Role.LEAD, "Balie", Role.LEAD, "Avondbalie", False),
    ],
)
def test_nobody_coaches_whom_they_lead_from_above(
    runtime: Runtime, town: Town, held: Role, where: str, offered: Role, of: str, *, clashes: bool
) -> None:
    """What people show their coach would reach the lead of their lead; the invitation stays good for somebody else."""

    def use_case(db: Transaction) -> tuple[bool, bool]:
        now = runtime.clock.now()
        teams.add(db, "Avondbalie", now, parent="Balie")
        person = building.add(db, teams.named(db, where).id, held)
        _, code = invitations.issue(db, teams.named(db, of).id, offered, now)
        joining.start(building.turn(db, runtime, person, pressed=1), code)
        return len(people.memberships(db, person)) == 1, invitations.opens(db, code, now) is not None

    assert (clashes, clashes) == runtime.database.call(use_case)
