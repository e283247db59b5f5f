"""Even weg, by one's own word, and the days off of an organisation or a team."""

from datetime import date

import pytest
from sqlalchemy import text

from nudges.person import Away
from store import absences
from store.absences import NotAtWork
from store.database import Database, Transaction
from tests.store.cast import Cast

MONDAY = date(2026, 12, 21)
FRIDAY = date(2026, 12, 25)


def test_who_is_away_is_so_until_they_come_back(db: Database, cast: Cast) -> None:
    """Without a last day until they say so; the day of coming back is a day again."""
    db.call(absences.add, cast.anna, Away(MONDAY))
    assert (Away(MONDAY, None),) == db.call(absences.of_person, cast.anna)
    assert db.call(absences.come_back, cast.anna, FRIDAY)
    assert (Away(MONDAY, date(2026, 12, 24)),) == db.call(absences.of_person, cast.anna)
    assert not db.call(absences.come_back, cast.anna, FRIDAY)
    assert () == db.call(absences.of_person, cast.bram)


def test_the_newest_word_counts(db: Database, cast: Cast) -> None:
    """Saying it again replaces what was said about those days; an absence that begins later stays."""
    db.call(absences.add, cast.anna, Away(MONDAY, date(2027, 1, 8)))
    db.call(absences.add, cast.anna, Away(FRIDAY, FRIDAY))
    assert (Away(MONDAY, date(2026, 12, 24)), Away(FRIDAY, FRIDAY)) == db.call(absences.of_person, cast.anna)
    db.call(absences.add, cast.anna, Away(MONDAY, MONDAY))
    assert (Away(MONDAY, MONDAY), Away(FRIDAY, FRIDAY)) == db.call(absences.of_person, cast.anna)
    db.call(absences.add, cast.anna, Away(MONDAY))
    assert (Away(MONDAY),) == db.call(absences.of_person, cast.anna)


def test_coming_back_on_the_first_day_takes_it_back(db: Database, cast: Cast) -> None:
    """Then they were never away, and nothing of it stays."""
    db.call(absences.add, cast.anna, Away(MONDAY, FRIDAY))
    assert db.call(absences.come_back, cast.anna, MONDAY)
    assert () == db.call(absences.of_person, cast.anna)


def test_a_pause_ends_apart_from_being_away(db: Database, cast: Cast) -> None:
    """Both are days off work; coming back from one leaves the other, and the days that were paused stay so."""
    leave, later = Away(date(2027, 2, 1), date(2027, 2, 5)), date(2026, 12, 30)
    db.call(absences.add, cast.anna, leave)
    db.call(absences.pause, cast.anna, Away(MONDAY, FRIDAY))
    db.call(absences.pause, cast.anna, Away(FRIDAY))
    assert (leave,) == db.call(absences.of_person, cast.anna)
    paused: tuple[Away, ...] = (Away(MONDAY, date(2026, 12, 24)), Away(FRIDAY))
    assert NotAtWork((leave,), paused) == db.call(absences.not_at_work, cast.anna)
    db.call(absences.end_pause, cast.anna, later)
    assert db.call(absences.come_back, cast.anna, later)
    paused = (Away(MONDAY, date(2026, 12, 24)), Away(FRIDAY, date(2026, 12, 29)))
    assert NotAtWork((), paused) == db.call(absences.not_at_work, cast.anna)


def test_absences_are_forgotten(db: Database, cast: Cast) -> None:
    """Once their last day is long ago; one without a last day stays."""
    db.call(absences.add, cast.anna, Away(MONDAY, FRIDAY))
    db.call(absences.add, cast.bram, Away(MONDAY))
    assert 1 == db.call(absences.purge, date(2027, 6, 1))
    assert ((), (Away(MONDAY),)) == (
        db.call(absences.of_person, cast.anna),
        db.call(absences.of_person, cast.bram),
    )


def test_a_teams_day_is_its_own(db: Database, cast: Cast) -> None:
    """Those of the organisation are everybody's; importing again adds nothing, removing takes a stretch."""
    assert 2 == db.call(absences.import_days, cast.counter, [(MONDAY, "Teamdag"), (FRIDAY, "Kerst")])
    assert 0 == db.call(absences.import_days, cast.counter, [(MONDAY, "Teamdag")])
    assert 1 == db.call(absences.import_days, None, [(FRIDAY, "Gesloten"), (FRIDAY, "Dubbel")])
    assert frozenset({MONDAY, FRIDAY}) == db.call(absences.days_of_teams, [cast.counter])
    assert frozenset({FRIDAY}) == db.call(absences.days_of_teams, [])
    listed = [(day.team, day.off_on, day.name) for day in db.call(absences.days, FRIDAY)]
    assert {("Balie", FRIDAY, "Kerst"), (None, FRIDAY, "Gesloten")} == set(listed)
    assert 1 == db.call(absences.remove_days, None, MONDAY, FRIDAY)
    assert frozenset() == db.call(absences.days_of_teams, [])


def test_what_was_asked_is_asked_anew_once_it_changed(db: Database, cast: Cast) -> None:
    """Within one turn a question is read once; whatever changes its rows, prepared or not, is in the next answer."""

    def turn(tx: Transaction) -> list[tuple[Away, ...]]:
        heard = [absences.of_person(tx, cast.anna)]
        absences.add(tx, cast.anna, Away(MONDAY, FRIDAY))
        heard.append(absences.of_person(tx, cast.anna))
        tx.execute(text("DELETE FROM away"))
        return [*heard, absences.of_person(tx, cast.anna)]

    assert [(), (Away(MONDAY, FRIDAY),), ()] == db.call(turn)


def test_what_another_asked_is_no_answer(db: Database, cast: Cast) -> None:
    """The same question about somebody else is another question."""
    db.call(absences.add, cast.bram, Away(MONDAY))

    def turn(tx: Transaction) -> tuple[tuple[Away, ...], tuple[Away, ...]]:
        return absences.of_person(tx, cast.anna), absences.of_person(tx, cast.bram)

    assert ((), (Away(MONDAY),)) == db.call(turn)


def test_what_was_read_of_a_part_that_failed_counts_no_more(db: Database, cast: Cast) -> None:
    """A round does each nudge apart: what one of them wrote before it failed never was so for the next."""

    def part(tx: Transaction) -> None:
        absences.add(tx, cast.anna, Away(MONDAY))
        assert (Away(MONDAY),) == absences.of_person(tx, cast.anna)
        raise LookupError

    def turn(tx: Transaction) -> tuple[Away, ...]:
        with pytest.raises(LookupError):
            tx.apart(lambda: part(tx))
        absences.add(tx, cast.bram, Away(FRIDAY))
        return absences.of_person(tx, cast.anna)

    assert () == db.call(turn)
    assert (Away(FRIDAY),) == db.call(absences.of_person, cast.bram), "and what came after it is kept"
