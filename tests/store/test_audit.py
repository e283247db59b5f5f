"""The audit trail is a chain: whatever is changed, removed or put in between afterwards can be seen."""

import asyncio
from datetime import timedelta, timezone

import pytest
from sqlalchemy import text

from store import audit, installation
from store.database import Database, Transaction
from tests.store.cast import NOW
from tests.store.conftest import Place, open_memory


def note(db: Transaction, number: int) -> None:
    """A line of the trail."""
    moment = NOW + timedelta(seconds=number)
    audit.note(db, moment, actor="operator", event="invite", subject=f"V-{number:04d}", origin="shell")


def test_a_whole_trail_is_whole(db: Database) -> None:
    """And says who did what about whom, when, from where, with which result."""
    assert audit.first_broken(db.call(audit.lines)) is None
    for number in range(5):
        db.call(note, number)
    trail = db.call(audit.lines)
    assert audit.first_broken(trail) is None
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
    assert audit.first_broken(db.call(audit.lines)) is None


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ("UPDATE audit SET subject = 'V-9999' WHERE id = 3", 3),
        ("UPDATE audit SET result = 'refused' WHERE id = 5", 5),
        ("DELETE FROM audit WHERE id = 3", 4),
        ("UPDATE audit SET hash = previous_hash WHERE id = 2", 2),
        ("UPDATE audit SET at = (SELECT at FROM audit WHERE id = 1) WHERE id = 4", 4),
    ],
    ids=["subject", "result", "removed", "hash", "moment"],
)
def test_a_change_is_found_where_it_was_made(db: Database, change: str, found: int) -> None:
    """The first line that does not fit is named."""
    for number in range(5):
        db.call(note, number)
    db.call(lambda tx: tx.execute(text(change)))
    broken = audit.first_broken(db.call(audit.lines))
    assert broken is not None
    assert found == broken.id


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
    assert 4 == broken.id
    forged = f"{broken.previous_hash} {'0' * 32}".encode()
    db.call(lambda tx: installation.remember(tx, "audit.anchor", forged))
    assert broken == db.call(audit.verify)


def test_a_trail_goes_on_after_all_of_it_went(db: Database) -> None:
    """The next line follows the anchor."""
    for number in range(3):
        db.call(note, number)
    assert 3 == db.call(audit.purge, NOW + timedelta(days=400))
    db.call(note, 9)
    assert (1, None) == (len(db.call(audit.lines)), db.call(audit.verify))
    assert db.call(audit.lines)[0].previous_hash != "0" * 64


def test_a_removed_beginning_is_found(db: Database) -> None:
    """Without an anchor the first line follows nothing."""
    for number in range(3):
        db.call(note, number)
    db.call(lambda tx: tx.execute(text("DELETE FROM audit WHERE id = 1")))
    broken = db.call(audit.verify)
    assert broken is not None
    assert 2 == broken.id


def test_a_line_goes_with_what_it_is_about(db: Database) -> None:
    """A turn that is undone leaves no line; one that is done cannot leave none."""

    def turn(tx: Transaction) -> None:
        note(tx, 1)
        raise ValueError("undone")

    with pytest.raises(ValueError, match="undone"):
        db.call(turn)
    assert [] == db.call(audit.lines)


def test_many_writers_make_one_chain(postgres_place: Place) -> None:
    """On PostgreSQL, where several write at once, no two lines follow the same one."""
    with open_memory(postgres_place) as first, open_memory(postgres_place) as second:

        async def play() -> None:
            await asyncio.gather(*[(first, second)[number % 2].run(note, number) for number in range(60)])

        asyncio.run(play())
        trail = first.call(audit.lines)
        assert (60, None) == (len(trail), audit.first_broken(trail))
