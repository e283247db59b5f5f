"""Keeps pauses as days off work, so that the weeks of a programme do not run on in them."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """One column; what is there already was even weg."""
    op.add_column("away", sa.Column("paused", sa.Boolean(), nullable=False, server_default=sa.false()))
