"""Remembers the bot's own buttons that somebody sees, so that what stands on one may be typed."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """A table that fills as messages are shown."""
    op.create_table(
        "keyboard",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("shown_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", name="pk_keyboard"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_keyboard_person_id"),
    )
    op.create_index("ix_keyboard_shown_on", "keyboard", ["shown_on"])
