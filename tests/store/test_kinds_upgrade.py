"""Names of schedules become kinds and subjects of nudges, on a database of the version before."""

from pathlib import Path

from sqlalchemy import Connection, text

from store import schema
from store.vault import Vault
from tests.store.cast import NOW
from tests.store.conftest import SECRET, DatabasePlace
from tests.store.test_schema import A_PERSON, steps_before

_BEFORE = [  # name, flow -> kind, subject, flow
    (("weekreflectie", "weekreflectie"), ("reflection", "", "weekreflectie")),
    (("seintje", "seintje"), ("cue", "", "seintje")),
    (("beloofd 12", "beloofd"), ("promise", "12", "beloofd")),
    (("digest", "digest"), ("digest", "", None)),
    (("schoolvakantie", "schoolvakantie"), ("school_holiday", "", None)),
    (("programme", "waarom"), ("programme", "", "waarom")),
    (("programme nulmeting", "nulmeting"), ("step", "nulmeting", "nulmeting")),
    (("programme terug kijken 6", "terugblik"), ("step", "terug kijken 6", "terugblik")),
]
_SCHEDULE = (
    "INSERT INTO schedule (id, person_id, name, flow, kind, recurrence, active, next_at) "
    "VALUES (:id, 1, :name, :flow, 'cue', '{}', :yes, :now)"
)
_NUDGE = (
    "INSERT INTO nudge (id, schedule_id, person_id, flow, kind, occurs_at, due_at, state, outcome_sealed) "
    "VALUES (:id, :id, 1, :flow, 'cue', :now, :now, 'sent', :sealed)"
)


def _fill(connection: Connection) -> None:
    then = {"now": "2026-01-01T09:00:00.000000Z"}
    connection.execute(text(A_PERSON), then | {"id": 1, "name": "anna", "status": "active"})
    for number, ((name, flow), _) in enumerate(_BEFORE, 1):
        row = then | {"id": number, "name": name, "flow": flow, "yes": True, "sealed": b"as it was"}
        connection.execute(text(_SCHEDULE), row)
        connection.execute(text(_NUDGE), row | {"flow": "doorgaan" if number == 1 else flow})


def test_what_a_nudge_is_about_is_carried_over_from_its_name(empty: DatabasePlace, tmp_path: Path) -> None:
    """Each schedule and nudge has its kind and subject; a flow that took another's place stays, a message has none."""
    schema.ensure(empty.engine, empty.url, empty.copies, NOW, steps=steps_before(tmp_path, "0019"))
    with empty.engine.begin() as connection:
        _fill(connection)
    schema.ensure(empty.engine, empty.url, empty.copies, NOW, Vault(SECRET), backup_made=True)
    with empty.engine.connect() as connection:
        columns = "SELECT kind, subject_id, flow, occasion"
        after = [(*told, "cue") for _, told in _BEFORE]
        assert after == [tuple(row) for row in connection.execute(text(f"{columns} FROM schedule ORDER BY id"))]
        after[0] = ("reflection", "", "doorgaan", "cue")
        assert after == [tuple(row) for row in connection.execute(text(f"{columns} FROM nudge ORDER BY id"))]
        assert {b"as it was"} == {
            bytes(sealed) for sealed in connection.execute(text("SELECT outcome_sealed FROM nudge")).scalars()
        }
        assert [] == schema.differences(connection)
