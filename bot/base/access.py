"""Who may see what: a lead sees the teams they lead, and no one learns whether another team exists."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from store import audit, people, references
from store.database import Transaction
from store.people import Person, Role, TeamMember


def led_teams(db: Transaction, person_id: int) -> Sequence[TeamMember]:
    """List the teams of which this person is a lead or a deputy, by name."""
    return [member for member in people.memberships(db, person_id) if member.role == Role.LEAD]


def coached_teams(db: Transaction, person: Person, now: datetime, origin: str) -> Sequence[TeamMember]:
    """List the teams of which this person is a coach, by name, and write down that they are about to be looked at."""
    teams = [member for member in people.memberships(db, person.id) if member.role == Role.COACH]
    for member in teams:
        audit.note(
            db, now, actor=person.audit_key, event="look at team", subject=f"team {member.team_id}", origin=origin
        )
    return teams


def told_teams(db: Transaction, person: Person, now: datetime) -> Sequence[TeamMember]:
    """List the teams this person leads, and write down that the bot is about to tell them of these by itself."""
    teams = led_teams(db, person.id)
    for member in teams:
        audit.note(db, now, actor="bot", event="tell of team", subject=f"team {member.team_id}", origin="chat")
    return teams


@dataclass(frozen=True, slots=True)
class NamedTeam:
    """Names a team as a lead's pages do: by its name, and by the reference that leads to its page."""

    team: str
    shown: str


def places(db: Transaction, person_id: int) -> Sequence[NamedTeam]:
    """List the teams of which this person is a lead, for links."""
    return [NamedTeam(member.team, shown(db, member)) for member in led_teams(db, person_id)]


def shown(db: Transaction, team: TeamMember) -> str:
    """Give the reference by which a lead's buttons and addresses call the team."""
    return references.refer(db, references.ReferenceKind.TEAM, team.person_id, team.team_id)


def look(
    db: Transaction, person: Person, shown: str, now: datetime, origin: str, *, event: str = "look at team"
) -> TeamMember | None:
    """Find the lead's place in the team of this reference, None for another's and for none, and write the look down."""
    team = references.row(db, references.ReferenceKind.TEAM, person.id, shown)
    place = next((member for member in led_teams(db, person.id) if member.team_id == team), None)
    audit.note(
        db,
        now,
        actor=person.audit_key,
        event=event,
        subject="a team" if team is None else f"team {team}",
        origin=origin,
        result="done" if place else "refused",
    )
    return place
