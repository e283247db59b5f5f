"""Finds the leads of a team, and what is to come for one person, without passing everybody else's."""

from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Three indexes, one of them in the place of a narrower one."""
    op.create_index("membership_of_team", "membership", ["team_id", "role"])
    op.drop_index("ix_membership_team_id", "membership")
    op.create_index("nudge_to_come", "nudge", ["person_id", "state", "due_at"])
    op.create_index("schedule_of_person", "schedule", ["person_id", "active", "next_at"])
