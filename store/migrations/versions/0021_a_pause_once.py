"""Keeps a pause in one place, with the days that are off work; a person's own column is for the rest of a day alone."""

from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    """The column gets the name of what is left in it; who pauses still has the days of it, and leaves it empty."""
    op.execute("ALTER TABLE person RENAME COLUMN paused_until TO quiet_until")
    op.execute(
        "UPDATE person SET quiet_until = NULL WHERE EXISTS (SELECT 1 FROM away WHERE away.person_id = person.id "
        "AND away.paused AND (away.last_on IS NULL OR away.last_on >= CURRENT_DATE))"
    )
