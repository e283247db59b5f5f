"""Lets a small team be published with a sibling, and lets the database itself refuse to change a published cell.

A later step that makes published_cell anew on SQLite drops its triggers with it, and must say them again.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_ON_SQLITE = [
    f"CREATE TRIGGER published_cell_fixed_on_{what.lower()} BEFORE {what} ON published_cell "
    "BEGIN SELECT RAISE(ABORT, 'a published cell is never changed'); END"
    for what in ("UPDATE", "DELETE")
]
_ON_POSTGRESQL = [
    "CREATE FUNCTION published_cell_is_fixed() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'a published cell is never changed'; END $$",
    "CREATE TRIGGER published_cell_fixed BEFORE UPDATE OR DELETE ON published_cell "
    "FOR EACH ROW EXECUTE FUNCTION published_cell_is_fixed()",
    "CREATE TRIGGER published_cell_kept BEFORE TRUNCATE ON published_cell "
    "FOR EACH STATEMENT EXECUTE FUNCTION published_cell_is_fixed()",
]


def upgrade() -> None:
    """One column, and the triggers."""
    with op.batch_alter_table("team") as team:
        team.add_column(sa.Column("joined_to", sa.Integer(), nullable=True))
        team.create_foreign_key("fk_team_joined_to", "team", ["joined_to"], ["id"])
    for statement in _ON_POSTGRESQL if op.get_bind().dialect.name == "postgresql" else _ON_SQLITE:
        op.execute(statement)
