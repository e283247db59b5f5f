"""Sharing with a lead or coach, calls to other programs, trials of coaches, and nudges that wait for a conversation."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

INSTANT = sa.String(27).with_variant(sa.DateTime(timezone=True), "postgresql")


def upgrade() -> None:
    """Make the tables and the columns."""
    _shareditem()
    _sharedview()
    _call()
    op.add_column("session", sa.Column("trial", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("session", sa.Column("joining_id", sa.Integer(), nullable=True))
    op.add_column("nudge", sa.Column("again_at", INSTANT, nullable=True))


def _shareditem() -> None:
    op.create_table(
        "shareditem",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("node", sa.String(), nullable=True),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("shared_at", INSTANT, nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("settled_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_shareditem_person_id_person"),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name="fk_shareditem_team_id_team"),
        sa.PrimaryKeyConstraint("id", name="pk_shareditem"),
    )
    op.create_index("shareditem_due", "shareditem", ["settled_at", "due_at"])
    op.create_index("ix_shareditem_person_id", "shareditem", ["person_id"])
    op.create_index("ix_shareditem_team_id", "shareditem", ["team_id"])


def _sharedview() -> None:
    op.create_table(
        "sharedview",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("seen_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["shareditem.id"], name="fk_sharedview_item_id_shareditem", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_sharedview_person_id_person"),
        sa.PrimaryKeyConstraint("item_id", "person_id", name="pk_sharedview"),
    )
    op.create_index("ix_sharedview_person_id", "sharedview", ["person_id"])


def _call() -> None:
    op.create_table(
        "call",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("sprint", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("left_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_call_person_id_person"),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name="fk_call_session_id_session", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_call"),
    )
    op.create_index("ix_call_person_id", "call", ["person_id"])
    op.create_index("ix_call_session_id", "call", ["session_id"])
