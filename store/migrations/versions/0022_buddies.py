"""Lets two colleagues be each other's buddy, by a code that one hands to the other."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"

INSTANT = sa.String(27).with_variant(sa.DateTime(timezone=True), "postgresql")


def upgrade() -> None:
    """Two tables that fill as people choose each other; nobody has a buddy before."""
    op.create_table(
        "buddycode",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_buddycode_person_id_person"),
        sa.PrimaryKeyConstraint("person_id", name="pk_buddycode"),
        sa.UniqueConstraint("code_hash", name="uq_buddycode_code_hash"),
    )
    op.create_table(
        "buddy",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("buddy_id", sa.Integer(), nullable=False),
        sa.Column("since", INSTANT, nullable=False),
        sa.Column("question", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_buddy_person_id_person"),
        sa.ForeignKeyConstraint(["buddy_id"], ["person.id"], name="fk_buddy_buddy_id_person"),
        sa.PrimaryKeyConstraint("person_id", name="pk_buddy"),
        sa.UniqueConstraint("buddy_id", name="uq_buddy_buddy_id"),
    )
