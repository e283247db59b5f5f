"""Finds the windows of a block, so that closing a week costs the same after a hundred weeks as after one."""

from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """One index."""
    op.create_index("window_of_block", "window", ["kind", "opens_on"])
