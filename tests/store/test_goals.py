"""What somebody chooses to keep lives as long as their goal and no longer; nothing else lives longer because of it."""

from datetime import datetime, timedelta
from typing import Any

from store import answers, dossier, goals, leaves, steering
from store.answers import NewAnswer
from store.database import Database
from store.leaves import PlanStep
from store.steering_log import LogPlace
from tests.store.cast import NOW, Cast

CALL = {"cue": "ik een aanvraag oppak", "response": "bel ik eerst", "key": "own"}
READ = {"cue": "een brief klaar is", "response": "lees ik hem hardop", "key": "own"}
FIRST, SECOND = LogPlace(11, "leg_vast"), LogPlace(12, "leg_vast")
ONE_YEAR_OFF = (NOW - timedelta(days=400)).date()


def reason(person: int, value: str, session: int = 11, name: str = "doel_waarom", **others: Any) -> NewAnswer:
    chosen: dict[str, Any] = {
        "person_id": person, "session_id": session, "nudge_id": None, "flow": "als-dan", "node": name, "visit": 1,
        "name": name, "kind": "text", "value": value, "level": None, "seen_by": "self", "skipped": False,
        "late": False, "with_goal": True,
    }  # fmt: skip
    return NewAnswer(**{**chosen, **others})


def nightly(db: Database, now: datetime) -> None:
    """The purge of one night, with the terms that the settings have."""
    texts, most = (now - timedelta(days=90)).date(), (now - timedelta(days=400)).date()
    db.call(goals.purge_words, texts, most)
    db.call(goals.let_go, texts, most, now.date())


def test_what_is_kept_with_a_goal_outlives_texts(db: Database, cast: Cast) -> None:
    """Half a year later the plan and the reason are there, and what was only written is not."""
    db.call(answers.write, reason(cast.anna, "voor de buren"), NOW, corrects=False)
    db.call(answers.write, reason(cast.anna, "een verhaal", name="verhaal", with_goal=False), NOW, corrects=False)
    db.call(steering.make_plan, cast.anna, CALL, NOW, FIRST)
    later = NOW + timedelta(days=180)
    nightly(db, later)
    plan = db.call(steering.plan, cast.anna, later)
    assert plan is not None
    assert CALL == plan.words
    assert {"doel_waarom": "voor de buren"} == db.call(goals.kept_with, cast.anna)
    assert [True] == [past.gone for past in db.call(answers.every, cast.anna) if past.name == "verhaal"]


def test_it_goes_when_another_goal_takes_its_place(db: Database, cast: Cast) -> None:
    """The old sentence and its reason go with the next night, also where their leaf was looked through long ago."""
    db.call(answers.write, reason(cast.anna, "voor de buren"), NOW, corrects=False)
    db.call(steering.make_plan, cast.anna, CALL, NOW, FIRST)
    later = NOW + timedelta(days=120)
    nightly(db, later)
    db.call(steering.make_plan, cast.anna, READ, later, SECOND)
    assert {} == db.call(goals.kept_with, cast.anna)
    nightly(db, later + timedelta(days=1))
    assert [READ] == [plan.words for plan in db.call(steering.plans, cast.anna)]
    assert [(None, True)] == [(past.value, past.gone) for past in db.call(answers.every, cast.anna)]
    assert "buren" not in str(db.call(dossier.everything, cast.anna))


def test_what_was_kept_goes_the_night_after_the_goal_ends(db: Database, cast: Cast) -> None:
    """Also ten days after it was written; the sentence and what was only typed keep the term of texts."""
    db.call(answers.write, reason(cast.anna, "voor de buren"), NOW, corrects=False)
    db.call(answers.write, reason(cast.anna, "een verhaal", name="verhaal", with_goal=False), NOW, corrects=False)
    db.call(steering.make_plan, cast.anna, CALL, NOW, FIRST)
    db.call(steering.end_plan, cast.anna, NOW + timedelta(days=9), SECOND)
    nightly(db, NOW + timedelta(days=10))
    assert [(None, True), ("een verhaal", False)] == [
        (past.value, past.gone) for past in db.call(answers.every, cast.anna)
    ]
    assert [CALL] == [plan.words for plan in db.call(steering.plans, cast.anna)]


def test_laying_it_down_ends_it(db: Database, cast: Cast) -> None:
    """Without a goal nothing is kept with one; going back brings it back."""
    db.call(answers.write, reason(cast.anna, "voor de buren"), NOW, corrects=False)
    db.call(steering.make_plan, cast.anna, CALL, NOW, FIRST)
    db.call(steering.end_plan, cast.anna, NOW + timedelta(days=1), SECOND)
    assert (None, {}) == (db.call(steering.plan, cast.anna, NOW), db.call(goals.kept_with, cast.anna))
    db.call(steering.take_back_plan, cast.anna, SECOND)
    assert {"doel_waarom": "voor de buren"} == db.call(goals.kept_with, cast.anna)


def test_in_other_words_it_is_the_same_goal(db: Database, cast: Cast) -> None:
    """Its reason stays, and so does when it began."""
    db.call(answers.write, reason(cast.anna, "voor de buren"), NOW, corrects=False)
    db.call(steering.make_plan, cast.anna, CALL, NOW, FIRST)
    later = NOW + timedelta(days=40)
    db.call(lambda tx: steering.make_plan(tx, cast.anna, READ, later, SECOND, grows=True))
    goal = db.call(goals.of_person, cast.anna)
    assert goal is not None
    assert (READ, NOW, later) == (goal.words, goal.since, goal.made_at)
    assert {"doel_waarom": "voor de buren"} == db.call(goals.kept_with, cast.anna)


def test_no_goal_keeps_anything_for_more_than_its_class(db: Database, cast: Cast) -> None:
    """After 400 days the words are gone, also where scores are kept longer; until then nothing is overdue."""
    db.call(answers.write, reason(cast.anna, "voor de buren"), NOW, corrects=False)
    db.call(steering.make_plan, cast.anna, CALL, NOW, FIRST)
    limit = NOW + timedelta(days=401)
    nightly(db, NOW + timedelta(days=100))
    assert not db.call(goals.overdue, (NOW - timedelta(days=1)).date())
    assert db.call(goals.overdue, (NOW + timedelta(days=1)).date())
    nightly(db, limit)
    assert not db.call(goals.overdue, (NOW + timedelta(days=1)).date())
    assert (None, {}) == (db.call(steering.plan, cast.anna, limit), db.call(goals.kept_with, cast.anna))


def test_what_was_stored_before_is_not_extended(db: Database, cast: Cast) -> None:
    """A plan of an earlier version holds for six weeks, and its words go by the term of texts."""

    def earlier(tx: Any) -> None:
        leaf = leaves.of_session(tx, cast.anna, 11, "als-dan", NOW)
        leaf.content.plans.append(PlanStep("leg_vast", leaves.stamp(NOW), words=dict(CALL)))
        leaves.save(tx, leaf, NOW)

    db.call(earlier)
    assert db.call(steering.plan, cast.anna, NOW + timedelta(weeks=5)) is not None
    assert db.call(steering.plan, cast.anna, NOW + timedelta(weeks=7)) is None
    nightly(db, NOW + timedelta(days=91))
    assert [] == db.call(steering.plans, cast.anna)


def test_a_leaf_tells_nobody_that_something_is_kept(db: Database, cast: Cast) -> None:
    """With a goal and without one its row reads the same without the key, but for what is sealed."""
    db.call(answers.write, reason(cast.anna, "voor de buren"), NOW, corrects=False)
    db.call(steering.make_plan, cast.anna, CALL, NOW, FIRST)
    db.call(answers.write, reason(cast.bram, "niets", with_goal=False), NOW, corrects=False)
    nightly(db, NOW + timedelta(days=100))
    mine, other = (db.call(dossier.everything, person)["leaf"][0] for person in (cast.anna, cast.bram))
    assert {name: mine[name] for name in mine if name != "sealed"} == {
        name: other[name] for name in other if name != "sealed"
    } | {"person_id": mine["person_id"]}
