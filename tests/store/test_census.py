"""An operator sees what waits, what went wrong and whether anything is overdue, and nothing that tells of leaving."""

from datetime import date, timedelta

from store import answers, audit, census, erasure, goals, inbox, retention, seats, tally, teams
from store.columns import Keep
from store.database import Database
from tests import addresses
from tests.store.cast import NOW, Cast
from tests.store.test_answers import chosen

DAYS = {Keep.TEXT: 90, Keep.GOAL: 400, Keep.SCORE: 400, Keep.AUDIT: 400, Keep.TRANSIENT: 7}


def test_seats_are_counted_whoever_sits_in_them(db: Database, cast: Cast) -> None:
    """Whoever is erased leaves as many."""
    db.call(lambda tx: seats.take(tx, cast.anna))
    before = db.call(census.seated)
    db.call(erasure.erase, cast.anna)
    assert (1, 1) == (before, db.call(census.seated))


def test_the_oldest_update_that_waits_has_an_age(db: Database) -> None:
    """What was handled or set aside waits no longer; that it was set aside is counted."""
    assert timedelta(0) == db.call(census.oldest_update, NOW)
    first, second, _ = db.call(addresses.keep, [(1, {"update_id": number}) for number in range(3)], NOW)
    db.call(inbox.take, first.id, NOW)
    db.call(inbox.set_aside, second.id, "KeyError", NOW)
    assert timedelta(minutes=4) == db.call(census.oldest_update, NOW + timedelta(minutes=4))
    assert {"set aside": 1} == db.call(census.happened)


def test_what_went_with_a_person_is_not_told(db: Database) -> None:
    """The estimate of a study needs it, an operator does not."""
    db.call(tally.count, f"{erasure.ERASED} cue", 7)
    assert {} == db.call(census.happened)


def test_head_counts_are_asked_of_teams_that_gave_none_since(db: Database) -> None:
    """A closed team is not asked."""
    for name in ("Balie", "Archief", "Post"):
        db.call(teams.add, name, NOW)
    db.call(teams.close, "Post", NOW)
    before = db.call(census.head_counts_to_give, date(2026, 10, 1))
    (balie,) = [team.id for team in db.call(teams.every) if team.name == "Balie"]
    db.call(seats.note_head_count, balie, 7, date(2026, 10, 1))
    assert before - 1 == db.call(census.head_counts_to_give, date(2026, 10, 1))


def test_retention_says_what_has_had_its_time(db: Database, cast: Cast) -> None:
    """A text is overdue a day after its ninety, its score long afterwards; a purged text no more."""
    db.call(answers.write, chosen(cast.anna, "words", kind="text"), NOW, corrects=False)
    db.call(lambda tx: audit.note(tx, NOW, actor="operator", event="status", subject="-", origin="shell"))

    def overdue(days: int) -> set[Keep]:
        report = db.call(retention.report, DAYS, NOW + timedelta(days=days))
        return {keep for keep, kept in report.items() if kept.overdue}

    assert (set(), {Keep.TEXT}) == (overdue(91), overdue(92))
    assert {Keep.TEXT, Keep.SCORE, Keep.AUDIT} == overdue(402)
    tomorrow = (NOW + timedelta(days=1)).date()
    db.call(goals.purge_words, tomorrow, tomorrow)
    assert set() == overdue(92)
