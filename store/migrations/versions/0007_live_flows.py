"""Remembers which version of each flow is live, and from which shelf, so that a broken file never takes it away."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """One column."""
    op.add_column("flowversion", sa.Column("live_from", sa.String(), nullable=True))
