"""The audit trail is a chain: whatever is changed, removed or put in between afterwards can be seen."""

import asyncio
from datetime import timedelta, timezone

import pytest
from sqlalchemy import text

from nudges import chain
from store import audit, installation, tables
from store.chains import ChainFault
from store.database import Database, Transaction
from tests import rows
from tests.store.cast import NOW
from tests.store.conftest import DatabasePlace, open_memory


def note(db: Transaction, number: int) -> None:
    """A line of the trail."""
    moment = NOW + timedelta(seconds=number)
    audit.note(db, moment, actor="operator", event="invite", subject=f"V-{number:04d}", origin="shell")


def test_a_whole_trail_is_whole(db: Database) -> None:
    """And says who did what about whom, when, from where, with which result."""
    assert db.call(audit.verify) is None
    for number in range(5):
        db.call(note, number)
    trail = db.call(audit.lines)
    assert db.call(audit.verify) is None
    last = trail[-1]
    assert ("operator", "invite", "V-0004", "done", "shell") == (
        last.actor,
        last.event,
        last.subject,
        last.result,
        last.origin,
    )
    assert NOW + timedelta(seconds=4) == last.at


def test_a_line_written_in_another_zone_fits(db: Database) -> None:
    """A moment is the same moment, whatever zone it was said in."""
    local = NOW.astimezone(timezone(timedelta(hours=1)))
    db.call(lambda tx: audit.note(tx, local, actor="operator", event="status", subject="-", origin="shell"))
    assert db.call(audit.verify) is None


@pytest.mark.parametrize(
    ("change", "row"),
    [
        ("UPDATE audit SET subject = 'V-9999' WHERE id = 3", 3),
        ("UPDATE audit SET result = 'refused' WHERE id = 5", 5),
        ("DELETE FROM audit WHERE id = 3", 4),
        ("UPDATE audit SET hash = digest WHERE id = 2", 2),
        ("UPDATE audit SET forgotten = hash, actor = 'erased' WHERE id = 2", 2),
        ("UPDATE audit SET at = (SELECT at FROM audit WHERE id = 1) WHERE id = 4", 4),
    ],
    ids=["subject", "result", "removed", "hash", "made to look forgotten", "moment"],
)
def test_a_change_is_found_where_it_was_made(db: Database, change: str, row: int) -> None:
    """The first line that does not fit is named."""
    for number in range(5):
        db.call(note, number)
    db.call(lambda tx: tx.execute(text(change)))
    broken = db.call(audit.verify)
    assert broken is not None
    assert row == broken.row_id


def test_whoever_makes_the_chain_again_without_the_key_is_found_out(db: Database) -> None:
    """A line is changed, and every hash from there on made once more as anybody could make it."""
    for number in range(5):
        db.call(note, number)

    def forge(tx: Transaction) -> None:
        tx.execute(text("UPDATE audit SET subject = 'V-9999' WHERE id = 3"))
        previous = tx.execute(text("SELECT hash FROM audit WHERE id = 2")).scalar_one()
        for row in tx.execute(text("SELECT * FROM audit WHERE id > 2 ORDER BY id")).all():
            digest = chain.digest(b"", [row.at, row.actor, row.event, row.subject, row.result, row.origin])
            previous = chain.tie(b"", previous, digest)
            values = {"digest": digest, "hash": previous, "id": row.id}
            tx.execute(text("UPDATE audit SET digest = :digest, hash = :hash WHERE id = :id"), values)

    db.call(forge)
    assert ChainFault(3, "does not follow from the one before") == db.call(audit.verify)


def test_a_cut_end_is_found(db: Database) -> None:
    """How far the trail went is sealed beside it; cutting that too, or putting an older one back, is seen as well."""
    for number in range(3):
        db.call(note, number)
    shorter = db.call(installation.fact, "chain.audit.head") or b""
    for number in range(3, 6):
        db.call(note, number)
    anchor = db.call(audit.CHAIN.head)
    db.call(lambda tx: tx.execute(text("DELETE FROM audit WHERE id > 3")))
    assert ChainFault(None, "its end was cut off") == db.call(audit.verify)
    db.call(installation.remember, "chain.audit.head", shorter)
    assert db.call(audit.verify) is None  # as an older copy would be
    assert ChainFault(None, "its end was cut off") == db.call(audit.verify, [anchor])
    for number in range(6, 10):
        db.call(note, number)
    longer = db.call(audit.verify, [anchor])
    assert longer is not None
    assert "is not what was anchored" == longer.what


def test_a_trail_that_goes_on_after_its_head_was_lost_never_looks_whole(db: Database) -> None:
    """Whoever removes the end and what the database says about it cannot let the program mend it."""
    for number in range(4):
        db.call(note, number)
    db.call(lambda tx: tx.execute(text("DELETE FROM audit WHERE id = 4")))
    db.call(lambda tx: tx.execute(text("DELETE FROM fact WHERE name = 'chain.audit.head'")))
    assert db.call(audit.verify) is not None
    db.call(note, 9)
    mended = db.call(audit.verify)
    assert mended is not None
    assert "does not follow from the one before" == mended.what


def test_who_is_forgotten_leaves_lines_that_lead_to_nobody(db: Database) -> None:
    """The trail stays whole and as long as it was; no two of the lines can be told to be of one person."""
    for event in ("join", "look at team", "sign in"):
        subject = "key" if event == "sign in" else "team 1"
        db.call(lambda tx, e=event, s=subject: audit.note(tx, NOW, actor="key", event=e, subject=s, origin="chat"))  # type: ignore[misc]  # defaults of a lambda have no type
    db.call(note, 3)
    assert 3 == db.call(audit.forget, "key")
    lines = [(line.actor, line.subject) for line in db.call(audit.lines)]
    assert [("erased", "team 1"), ("erased", "team 1"), ("erased", "erased"), ("operator", "V-0003")] == lines
    assert db.call(audit.verify) is None
    assert 3 == db.call(rows.by, tables.AuditRow, "forgotten").total()


def test_the_oldest_stretch_goes_and_leaves_an_anchor(db: Database) -> None:
    """What is left is still tied to what was; whoever removes more, or forges the anchor, is found out."""
    for number in range(5):
        db.call(note, number)
    assert 0 == db.call(audit.purge, NOW)
    assert 2 == db.call(audit.purge, NOW + timedelta(seconds=2))
    assert (3, None) == (len(db.call(audit.lines)), db.call(audit.verify))
    db.call(lambda tx: tx.execute(text("DELETE FROM audit WHERE id = 3")))
    broken = db.call(audit.verify)
    assert broken is not None
    assert 4 == broken.row_id
    db.call(installation.remember, "chain.audit.start", b"forged")
    assert ChainFault(None, "its beginning was written by somebody else") == db.call(audit.verify)


def test_a_trail_goes_on_after_all_of_it_went(db: Database) -> None:
    """The next line follows the anchor."""
    for number in range(3):
        db.call(note, number)
    assert 3 == db.call(audit.purge, NOW + timedelta(days=400))
    db.call(note, 9)
    assert (1, None) == (len(db.call(audit.lines)), db.call(audit.verify))
    assert 4 == db.call(audit.CHAIN.head).count


def test_a_removed_beginning_is_found(db: Database) -> None:
    """Without an anchor the first line follows nothing."""
    for number in range(3):
        db.call(note, number)
    db.call(lambda tx: tx.execute(text("DELETE FROM audit WHERE id = 1")))
    broken = db.call(audit.verify)
    assert broken is not None
    assert 2 == broken.row_id


def test_a_line_goes_with_what_it_is_about(db: Database) -> None:
    """A turn that is undone leaves no line; one that is done cannot leave none."""

    def turn(tx: Transaction) -> None:
        note(tx, 1)
        raise ValueError("undone")

    with pytest.raises(ValueError, match="undone"):
        db.call(turn)
    assert [] == db.call(audit.lines)


def test_many_writers_make_one_chain(postgres_place: DatabasePlace) -> None:
    """On PostgreSQL, where several write at once, no two lines follow the same one."""
    with open_memory(postgres_place) as first, open_memory(postgres_place) as second:

        async def play() -> None:
            await asyncio.gather(*[(first, second)[number % 2].run(note, number) for number in range(60)])

        asyncio.run(play())
        trail = first.call(audit.lines)
        assert (60, None) == (len(trail), first.call(audit.verify))
