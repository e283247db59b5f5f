"""Quiet hours and the region of the school holidays, with the person; what a nudge came from, with the nudge."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Add columns; of what was planned before nobody can say any more what it came from."""
    for name in ("quiet_starts", "quiet_ends", "school_region"):
        op.add_column("person", sa.Column(name, sa.String(), nullable=True))
    op.add_column("nudge", sa.Column("recurrence", sa.String(), nullable=True))
