"""Finds the answers of a period by person and time, so that closing a window costs the same after years as at first."""

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """One index."""
    op.create_index("answer_by_time", "answer", ["person_id", "answered_at"])
