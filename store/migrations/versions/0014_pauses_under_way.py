"""Writes down the days of a pause that was under way when pauses began to count as days off work."""

from alembic import op

revision = "0014"
down_revision = "0013"

# A pause ends when a day begins on the person's own clock; twelve hours before, it is the day before everywhere.
_LAST_DAY = {
    "sqlite": "date(paused_until, '-12 hours')",
    "postgresql": "(paused_until AT TIME ZONE 'UTC' - interval '12 hours')::date",
}


def upgrade() -> None:
    """From today on: when it began was not kept."""
    last = _LAST_DAY[op.get_bind().dialect.name]
    op.execute(
        "INSERT INTO away (person_id, first_on, last_on, paused) "  # noqa: S608 - our own words
        f"SELECT id, CURRENT_DATE, {last}, TRUE FROM person WHERE {last} >= CURRENT_DATE "
        "AND NOT EXISTS (SELECT 1 FROM away WHERE away.person_id = person.id AND away.paused)"
    )
