"""What people say of texts: kept with them, counted apart from them, sealed, and taken back with the answer."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from store import dossier, erasure, tables, verdicts
from store.database import Database, Transaction
from store.verdicts import NOT_FOR_ME, SHOWN, USEFUL
from tests.store.cast import Cast

AT = datetime(2026, 11, 26, 14, tzinfo=UTC)
NOVEMBER = (date(2026, 11, 1), date(2026, 12, 1))
TEXT = "case bakker_verbouwt"


def facts(db: Transaction) -> dict[str, bytes]:
    fact = tables.table(tables.FactRow)
    rows = db.execute(select(fact.c.name, fact.c.value).where(fact.c.name.startswith("verdicts.")))
    return {row.name: bytes(row.value) for row in rows}


def test_a_verdict_stays_with_the_person_and_is_counted_without_them(db: Database, cast: Cast) -> None:
    """They see it in their data; when they are erased it is gone there, and what was counted stays as it was."""
    db.call(verdicts.note, cast.anna, 1, "geval/getoond", TEXT, SHOWN, AT)
    db.call(verdicts.note, cast.anna, 1, "geval/is_niet", TEXT, NOT_FOR_ME, AT)
    assert [(TEXT, SHOWN), (TEXT, NOT_FOR_ME)] == [
        (one.text, one.word) for one in db.call(verdicts.of_person, cast.anna)
    ]
    assert TEXT in str(db.call(dossier.everything, cast.anna)["leaf"])
    counted = {TEXT: {NOT_FOR_ME: 1}}
    assert counted == db.call(verdicts.counts, *NOVEMBER)
    db.call(erasure.erase, cast.anna)
    assert counted == db.call(verdicts.counts, *NOVEMBER)


def test_what_is_taken_back_is_not_counted(db: Database, cast: Cast) -> None:
    """Neither kept with the person: whoever goes back and presses the other button said one thing."""
    db.call(verdicts.note, cast.anna, 1, "geval/is_nuttig", TEXT, USEFUL, AT)
    db.call(verdicts.take_back, cast.anna, 1, "geval/is_nuttig")
    db.call(verdicts.note, cast.anna, 1, "geval/is_niet", TEXT, NOT_FOR_ME, AT)
    assert [NOT_FOR_ME] == [one.word for one in db.call(verdicts.of_person, cast.anna)]
    counts = db.call(verdicts.counts, *NOVEMBER)
    assert (0, 1) == (counts[TEXT].get(USEFUL, 0), counts[TEXT][NOT_FOR_ME])
    db.call(verdicts.take_back, cast.anna, 2, "geval/is_niet")
    assert [NOT_FOR_ME] == [one.word for one in db.call(verdicts.of_person, cast.anna)]


def test_counts_are_of_whole_months(db: Database, cast: Cast) -> None:
    """A month that is asked for is counted from its first day to its last, and no other."""
    for month in (10, 11, 12):
        db.call(verdicts.note, cast.anna, month, "geval/is_nuttig", TEXT, USEFUL, AT.replace(month=month))
    assert {TEXT: {USEFUL: 1}} == db.call(verdicts.counts, *NOVEMBER)
    assert {TEXT: {USEFUL: 2}} == db.call(verdicts.counts, date(2026, 10, 1), date(2026, 12, 1))


def test_without_the_key_the_file_does_not_show_what_was_said(db: Database, cast: Cast) -> None:
    """One verdict or twenty, of this kind or that: the same length, and no word of it."""
    db.call(verdicts.note, cast.anna, 1, "n", TEXT, USEFUL, AT)
    (first,) = db.call(facts).values()
    for number in range(20):
        db.call(verdicts.note, cast.daan, number + 2, "n", f"case nummer_{number}", NOT_FOR_ME, AT)
    (after,) = db.call(facts).values()
    assert len(first) == len(after)
    assert b"bakker" not in after


def test_months_that_nobody_is_shown_are_forgotten(db: Database, cast: Cast) -> None:
    """What was said more than fourteen months ago is counted no more."""
    db.call(verdicts.note, cast.anna, 1, "n", TEXT, USEFUL, AT)
    db.call(verdicts.note, cast.anna, 2, "n", TEXT, USEFUL, AT + timedelta(days=480))
    assert ["verdicts.2028-03"] == list(db.call(facts))


@pytest.mark.parametrize(("text", "word"), [(TEXT, "prachtig"), ("", USEFUL)])
def test_any_other_word_is_no_verdict(db: Database, cast: Cast, text: str, word: str) -> None:
    """A flow of an organisation's own can hand over anything."""
    with pytest.raises(ValueError, match="verdict"):
        db.call(verdicts.note, cast.anna, 1, "n", text, word, AT)
