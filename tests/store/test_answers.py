"""Answers are kept as the question was shown; what was written is sealed and goes first, what was chosen later."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select

from store import answers, tables
from store.answers import NewAnswer
from store.database import Database
from tests.store.cast import NOW, Cast

_ANSWER = tables.table(tables.Answer)
LATER = NOW + timedelta(days=7)


def chosen(person: int, value: object = "often", **changes: object) -> NewAnswer:
    """A choice that counts for the team."""
    made = NewAnswer(
        person_id=person,
        session_id=1,
        nudge_id=None,
        flow="weekreflectie",
        node="waarom",
        visit=3,
        name="waarom",
        kind="scale",
        value=value,
        level="high",
        seen_by="team",
        skipped=False,
        late=False,
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # the tests name fields of the class


def test_an_answer_comes_back_as_given(db: Database, cast: Cast) -> None:
    """Whatever JSON holds, newest first; Bram's is not Anna's."""
    db.call(answers.write, chosen(cast.anna, ["a", {"b": 1}]), NOW, corrects=False)
    db.call(answers.write, chosen(cast.anna, "later", late=True, session_id=2), LATER, corrects=False)
    db.call(answers.write, chosen(cast.bram, "his"), LATER, corrects=False)
    found = db.call(answers.latest, cast.anna, "waarom", 5)
    assert ["later", ["a", {"b": 1}]] == [one.value for one in found]
    assert [True, False] == [one.late for one in found]
    assert ["later"] == [one.value for one in db.call(answers.latest, cast.anna, "waarom")]
    assert LATER == db.call(answers.last_time, cast.anna, "waarom")
    assert db.call(answers.last_time, cast.anna, "samen") is None


def test_what_was_written_is_sealed(db: Database, cast: Cast) -> None:
    """A text and a plan are nowhere to be read; a choice is."""
    for kind in ("text", "plan"):
        secret = chosen(cast.anna, f"secret {kind}", kind=kind, name=kind, level=None)
        db.call(answers.write, secret, NOW, corrects=False)
    db.call(answers.write, chosen(cast.anna), NOW, corrects=False)
    rows = db.call(lambda tx: tx.execute(select(_ANSWER.c.value, _ANSWER.c.text_sealed)).all())
    assert [None, None, '"often"'] == [row.value for row in rows]
    assert all(b"secret" not in bytes(row.text_sealed or b"") for row in rows)
    assert ["secret text"] == [one.value for one in db.call(answers.latest, cast.anna, "text")]


def test_a_correction_leaves_the_old_answer_marked(db: Database, cast: Cast) -> None:
    """Only at that node of that session; the person sees both in their own data."""
    db.call(answers.write, chosen(cast.anna, "first"), NOW, corrects=False)
    db.call(answers.write, chosen(cast.anna, "other week", session_id=2), NOW, corrects=False)
    db.call(answers.write, chosen(cast.anna, "second"), LATER, corrects=True)
    every = [(one.value, one.corrected_at) for one in db.call(answers.every, cast.anna)]
    assert [("first", LATER), ("other week", None), ("second", None)] == every
    assert ["second", "other week"] == [one.value for one in db.call(answers.latest, cast.anna, "waarom", 5)]


def test_a_skipped_text_has_nothing_to_seal(db: Database, cast: Cast) -> None:
    """Skipping counts as taking part, without a value."""
    db.call(answers.write, chosen(cast.anna, None, kind="text", skipped=True, level=None), NOW, corrects=False)
    (one,) = db.call(answers.every, cast.anna)
    assert (None, True) == (one.value, one.skipped)


def test_a_window_gets_levels_for_the_team_only(db: Database, cast: Cast) -> None:
    """Of the people asked for, in [since, until), what the team may count, without what was replaced."""
    db.call(answers.write, chosen(cast.anna, level="low"), NOW, corrects=False)
    db.call(answers.write, chosen(cast.anna, level="mid"), NOW, corrects=True)
    db.call(answers.write, chosen(cast.anna, level="high", seen_by="self", node="x"), NOW, corrects=False)
    db.call(answers.write, chosen(cast.bram, level=None, skipped=True), NOW, corrects=False)
    db.call(answers.write, chosen(cast.daan, level="high"), NOW, corrects=False)
    db.call(answers.write, chosen(cast.anna, level="high", session_id=9), LATER, corrects=False)
    found = db.call(answers.levels, [cast.anna, cast.bram], ["waarom"], NOW, LATER)
    assert [(cast.anna, "waarom", "mid"), (cast.bram, "waarom", None)] == found
    assert [] == db.call(answers.levels, [cast.anna], ["samen"], NOW, LATER)


def test_texts_go_before_scores(db: Database, cast: Cast) -> None:
    """What was written is destroyed, that there was an answer stays a while longer."""
    db.call(answers.write, chosen(cast.anna, "words", kind="text"), NOW, corrects=False)
    db.call(answers.write, chosen(cast.anna), NOW, corrects=False)
    assert (0, 1, 0) == tuple(db.call(answers.purge_texts, moment) for moment in (NOW, LATER, LATER))
    assert [None, "often"] == [one.value for one in db.call(answers.every, cast.anna)]
    assert (0, 2) == (db.call(answers.purge_scores, NOW), db.call(answers.purge_scores, LATER))
    assert [] == db.call(answers.every, cast.anna)
