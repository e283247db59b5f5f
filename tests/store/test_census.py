"""An operator sees how many there are of what and how long it is kept, and nothing else."""

from datetime import timedelta

from nudges.person import Status
from store import answers, audit, census, inbox, leaves, people, retention, sessions
from store.columns import Keep
from store.database import Database
from tests.store.cast import NOW, Cast
from tests.store.test_answers import chosen
from tests.store.test_sessions import begin

DAYS = {Keep.TEXT: 90, Keep.SCORE: 400, Keep.AUDIT: 400, Keep.TRANSIENT: 7}


def test_people_are_counted_by_state(db: Database, cast: Cast) -> None:
    """Three take part, one stopped."""
    db.call(lambda tx: people.change(tx, cast.daan, status=Status.STOPPED))
    assert {"active": 3, "stopped": 1} == db.call(census.people)


def test_open_conversations_are_counted_by_flow(db: Database, cast: Cast) -> None:
    """What ended is not counted."""
    db.call(begin, cast.anna, "waarom")
    db.call(sessions.mark, db.call(begin, cast.bram, "waarom"), sessions.PARKED, NOW)
    db.call(sessions.mark, db.call(begin, cast.daan, "samen"), "completed", NOW)
    assert {"waarom": 2} == db.call(census.open_sessions)


def test_the_inbox_says_what_waits_and_when_it_last_heard(db: Database) -> None:
    """Handled updates do not wait, but were heard."""
    assert (0, 0, None) == _tuple(db.call(census.inbox))
    first, second, _ = db.call(inbox.keep, [(1, {"update_id": number}) for number in range(3)], NOW)
    db.call(inbox.take, first.id, NOW)
    db.call(inbox.set_aside, second.id, "KeyError", NOW)
    assert (1, 1, NOW) == _tuple(db.call(census.inbox))


def test_retention_says_what_is_kept_and_what_has_had_its_time(db: Database, cast: Cast) -> None:
    """A text is overdue a day after its ninety, its score long afterwards; a purged text counts no more."""
    db.call(answers.write, chosen(cast.anna, "words", kind="text"), NOW, corrects=False)
    db.call(answers.write, chosen(cast.anna, session_id=2), NOW + timedelta(days=10), corrects=False)
    db.call(lambda tx: audit.note(tx, NOW, actor="operator", event="status", subject="-", origin="shell"))

    def report(days: int) -> dict[Keep, tuple[int, int]]:
        found = db.call(retention.report, DAYS, NOW + timedelta(days=days))
        return {keep: (kept.rows, kept.overdue) for keep, kept in found.items()}

    assert {Keep.TEXT: (2, 0), Keep.SCORE: (2, 0), Keep.AUDIT: (1, 0), Keep.TRANSIENT: (0, 0)} == report(91)
    assert (2, 1) == report(92)[Keep.TEXT]
    assert ((2, 1), (1, 1)) == (report(402)[Keep.SCORE], report(402)[Keep.AUDIT])
    db.call(leaves.purge_words, (NOW + timedelta(days=1)).date())
    assert (1, 0) == report(92)[Keep.TEXT]
    oldest = db.call(retention.report, DAYS, NOW)[Keep.SCORE]
    assert (400, NOW.replace(hour=0)) == (oldest.days, oldest.oldest)


def _tuple(found: census.Waiting) -> tuple[int, int, object]:
    return found.waiting, found.set_aside, found.last_received_at
