"""Says in columns of which kind a nudge is and what it is about, which names of schedules said until now."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"

# The names that schedules had -> the words of the kinds.
_KINDS = {
    "weekreflectie": "reflection",
    "seintje": "cue",
    "digest": "digest",
    "schoolvakantie": "school_holiday",
    "programme": "programme",
}
_NUMBERED = {"beloofd": "promise", "programme": "step"}  # and after a space the promise, or the step
_MESSAGES = "('digest', 'school_holiday')"


def upgrade() -> None:
    """Room first, then the rows, then the names go."""
    for table in ("schedule", "nudge"):
        _make_room(table)
    _carry_over()
    with op.batch_alter_table("schedule") as schedule:
        schedule.drop_constraint("uq_schedule_person_id_name", type_="unique")
        schedule.drop_column("name")
        schedule.create_unique_constraint("uq_schedule_person_id_kind_subject_id", ["person_id", "kind", "subject_id"])


def _make_room(table: str) -> None:
    op.execute(f"ALTER TABLE {table} RENAME COLUMN kind TO occasion")
    with op.batch_alter_table(table) as changed:
        for name in ("kind", "subject_id"):
            changed.add_column(sa.Column(name, sa.String(), nullable=False, server_default=""))
        changed.alter_column("flow", existing_type=sa.String(), nullable=True)


def _carry_over() -> None:
    db = op.get_bind()
    db.execute(sa.text("UPDATE schedule SET kind = name"))
    for name, kind in _KINDS.items():
        db.execute(sa.text("UPDATE schedule SET kind = :kind WHERE name = :name"), {"kind": kind, "name": name})
    numbered = sa.text("UPDATE schedule SET kind = :kind, subject_id = substr(name, :begins) WHERE name LIKE :like")
    for name, kind in _NUMBERED.items():
        db.execute(numbered, {"kind": kind, "begins": len(name) + 2, "like": f"{name} %"})
    for column in ("kind", "subject_id"):
        own = f"SELECT {column} FROM schedule WHERE schedule.id = nudge.schedule_id"  # noqa: S608 - our own words
        db.execute(sa.text(f"UPDATE nudge SET {column} = ({own})"))  # noqa: S608 - our own words
    for table in ("schedule", "nudge"):
        db.execute(sa.text(f"UPDATE {table} SET flow = NULL WHERE kind IN {_MESSAGES}"))  # noqa: S608 - our own words
