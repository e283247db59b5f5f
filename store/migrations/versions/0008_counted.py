"""Keeps what a team counts of its own work, a value a month."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """One table."""
    op.create_table(
        "counted",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("measure", sa.String(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_counted"),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name="fk_counted_team_id"),
        sa.UniqueConstraint("team_id", "measure", "month", name="uq_counted_team_id_measure_month"),
    )
