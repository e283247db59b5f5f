"""Seats in a team that stay until the next head count, and how many people the operator counted."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Whoever takes part has a seat; who had left before seats were kept was seen to leave, and has none."""
    op.add_column("team", sa.Column("head_count", sa.Integer(), nullable=True))
    op.add_column("team", sa.Column("counted_on", sa.Date(), nullable=True))
    op.add_column("membership", sa.Column("seat", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute(
        "UPDATE membership SET seat = TRUE WHERE role = 'employee' AND until IS NULL AND person_id IN "
        "(SELECT id FROM person WHERE status = 'active')"
    )
    op.create_table(
        "seat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("token", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name="fk_seat_team_id_team"),
        sa.PrimaryKeyConstraint("id", name="pk_seat"),
    )
    op.create_index("ix_seat_team_id", "seat", ["team_id"])
