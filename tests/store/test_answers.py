"""Answers are kept as the question was shown, sealed; what was written goes first, what was chosen later."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select

from store import answers, goals, leaves, tables
from store.answers import NewAnswer
from store.database import Database
from tests.store.cast import NOW, Cast

_LEAF = tables.table(tables.LeafRow)
LATER = NOW + timedelta(days=7)


def chosen(person: int, value: object = "often", **changes: object) -> NewAnswer:
    """A choice that counts for the team."""
    answer = NewAnswer(
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
    return replace(answer, **changes)  # type: ignore[arg-type]  # the tests name fields of the class


def test_an_answer_comes_back_as_given(db: Database, cast: Cast) -> None:
    """Whatever JSON holds, newest first; Bram's is not Anna's."""
    db.call(answers.write, chosen(cast.anna, ["a", {"b": 1}]), NOW, corrects=False)
    db.call(answers.write, chosen(cast.anna, "later", late=True, session_id=2), LATER, corrects=False)
    db.call(answers.write, chosen(cast.bram, "his"), LATER, corrects=False)
    latest = db.call(answers.latest, cast.anna, "waarom", 5)
    assert ["later", ["a", {"b": 1}]] == [one.value for one in latest]
    assert [True, False] == [one.late for one in latest]
    assert ["later"] == [one.value for one in db.call(answers.latest, cast.anna, "waarom")]
    assert LATER == db.call(answers.last_time, cast.anna, "waarom")
    assert db.call(answers.last_time, cast.anna, "samen") is None


def test_what_was_written_is_sealed(db: Database, cast: Cast) -> None:
    """A text, a plan and a choice are nowhere to be read, and look alike."""
    for kind in ("text", "plan"):
        secret = chosen(cast.anna, f"secret {kind}", kind=kind, name=kind, level=None)
        db.call(answers.write, secret, NOW, corrects=False)
    db.call(answers.write, chosen(cast.anna), NOW, corrects=False)
    db.call(answers.write, chosen(cast.bram), NOW, corrects=False)
    hers, his = [bytes(row) for row in db.call(lambda tx: tx.execute(select(_LEAF.c.sealed)).scalars().all())]
    assert len(hers) == len(his)
    assert not any(word in hers for word in (b"secret", b"often", b"waarom", b"high"))
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
    (answer,) = db.call(answers.every, cast.anna)
    assert (None, True) == (answer.value, answer.skipped)


def test_texts_go_before_scores(db: Database, cast: Cast) -> None:
    """What was written is destroyed, that there was an answer stays a while longer."""
    db.call(answers.write, chosen(cast.anna, "words", kind="text"), NOW, corrects=False)
    db.call(answers.write, chosen(cast.anna), NOW, corrects=False)
    today, later = NOW.date(), LATER.date()
    assert (0, 1, 0) == tuple(db.call(goals.purge_words, day, day) for day in (today, later, later))
    every = db.call(answers.every, cast.anna)
    assert [(None, True), ("often", False)] == [(one.value, one.gone) for one in every]
    assert (0, 1) == (db.call(leaves.purge, today), db.call(leaves.purge, later))
    assert [] == db.call(answers.every, cast.anna)
