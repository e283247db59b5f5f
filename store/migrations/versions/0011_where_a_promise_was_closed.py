"""Where a promise was closed, so that going back opens it again."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Two columns."""
    op.add_column("act", sa.Column("closed_session_id", sa.Integer(), nullable=True))
    op.add_column("act", sa.Column("closed_node", sa.String(), nullable=True))
