"""Remembers which shared item is in whose hands, so that a lead or coach can answer it once."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"

INSTANT = sa.String(27).with_variant(sa.DateTime(timezone=True), "postgresql")


def upgrade() -> None:
    """A table that fills as items are shown; what was shown before has no buttons."""
    op.create_table(
        "handover",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("is_named", sa.Boolean(), nullable=False),
        sa.Column("handed_at", INSTANT, nullable=False),
        sa.Column("answered_at", INSTANT, nullable=True),
        sa.Column("promised_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_handover_person_id_person"),
        sa.ForeignKeyConstraint(
            ["item_id"], ["shareditem.id"], name="fk_handover_item_id_shareditem", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name="fk_handover_team_id_team"),
        sa.PrimaryKeyConstraint("id", name="pk_handover"),
    )
    for name in ("person_id", "item_id", "team_id"):
        op.create_index(f"ix_handover_{name}", "handover", [name])
