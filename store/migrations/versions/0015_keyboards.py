"""Remembers the bot's own buttons that somebody sees, so that what stands on one may be typed."""

import sqlalchemy as sa
from alembic import op

from store.columns import Instant

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """A table that fills as messages are shown."""
    op.create_table(
        "keyboard",
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), primary_key=True),
        sa.Column("message_id", sa.BigInteger(), primary_key=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("shown_at", Instant(), nullable=False),
    )
    op.create_index("ix_keyboard_shown_at", "keyboard", ["shown_at"])
