"""The rhythm: being away, days off, a window for the prompt, kinds of nudges, decisions with all that bears on them."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

# As it was when this step was written, whatever becomes of store/columns.py.
INSTANT = sa.String(27).with_variant(sa.DateTime(timezone=True), "postgresql")


def upgrade() -> None:
    """Add tables and columns; what is there already was a reflection, or a draw inside a flow."""
    _person()
    for table in ("schedule", "nudge"):
        op.add_column(table, sa.Column("kind", sa.String(), nullable=False, server_default="reflection"))
        # Follow-ups of promises are asked for by the person; they are the only other kind so far.
        op.execute(f"UPDATE {table} SET kind = 'requested' WHERE flow = 'beloofd'")  # noqa: S608 - our own two words
    _away()
    _dayoff()
    _decision()
    _decisionoutcome()


def _person() -> None:
    op.add_column("person", sa.Column("even_days", sa.String(), nullable=True))
    op.add_column("person", sa.Column("prompt_until", sa.String(), nullable=True))
    op.add_column("person", sa.Column("extras", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.add_column("person", sa.Column("active_since", INSTANT, nullable=True))


def _away() -> None:
    op.create_table(
        "away",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_away"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_away_person_id"),
    )
    op.create_index("ix_away_person_id", "away", ["person_id"])


def _dayoff() -> None:
    op.create_table(
        "dayoff",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("off_on", sa.Date(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_dayoff"),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name="fk_dayoff_team_id"),
    )
    op.create_index("ix_dayoff_off_on", "dayoff", ["off_on"])


def _decision() -> None:
    for column in (
        sa.Column("subject", sa.String(), nullable=False, server_default="flow"),
        sa.Column("nudge_id", sa.Integer(), nullable=True),
        sa.Column("local_time", sa.String(), nullable=False, server_default=""),
        sa.Column("eligible", sa.Boolean(), nullable=False, server_default=sa.true()),
        sa.Column("available", sa.Boolean(), nullable=False, server_default=sa.true()),
        sa.Column("reasons", sa.String(), nullable=False, server_default="[]"),
        sa.Column("context", sa.String(), nullable=False, server_default="{}"),
        sa.Column("message", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=False, server_default=""),
        sa.Column("outcome_definition", sa.String(), nullable=True),
    ):
        op.add_column("decision", column)


def _decisionoutcome() -> None:
    op.create_table(
        "decisionoutcome",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("pseudonym", sa.String(), nullable=False),
        sa.Column("send_result", sa.String(), nullable=False),
        sa.Column("value", sa.Float(), nullable=True),
        sa.Column("missing", sa.String(), nullable=True),
        sa.Column("settled_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_decisionoutcome"),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name="fk_decisionoutcome_decision_id"),
        sa.UniqueConstraint("decision_id", name="uq_decisionoutcome_decision_id"),
    )
    op.create_index("ix_decisionoutcome_pseudonym", "decisionoutcome", ["pseudonym"])
