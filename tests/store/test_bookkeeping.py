"""Flow versions, draws by chance and counts: small books, each written once."""

from datetime import timedelta

from store import decisions, people, tally, versions
from store.database import Database
from store.decisions import Decision, DecisionOutcome
from tests.store.cast import NOW, Cast

LATER = NOW + timedelta(days=1)


def test_a_version_is_kept_once_as_it_was(db: Database) -> None:
    """A session can go on in it after the file has changed."""
    assert db.call(versions.keep, "waarom", "abc", "flow: waarom", {"en": 'msgid "é"'}, NOW)
    assert not db.call(versions.keep, "waarom", "abc", "something else", {}, LATER)
    assert db.call(versions.keep, "waarom", "def", "flow: waarom # 2", {}, LATER)
    version = db.call(versions.get, "waarom", "abc")
    assert version is not None
    assert ("flow: waarom", {"en": 'msgid "é"'}, None) == (version.source, version.catalogues, version.retired_at)
    assert {"abc", "def"} == {one.version for one in db.call(versions.every)}
    assert db.call(versions.get, "samen", "abc") is None


def test_a_version_is_retired_alone(db: Database) -> None:
    """The other versions of the same flow go on."""
    for version in ("abc", "def"):
        db.call(versions.keep, "waarom", version, version, {}, NOW)
    db.call(versions.retire, "waarom", "abc", LATER)
    assert {"abc": LATER, "def": None} == {one.version: one.retired_at for one in db.call(versions.every)}


def test_a_draw_is_logged_with_its_probabilities(db: Database, cast: Cast) -> None:
    """Once a person and decision, so that going back and on again draws no second time; exactly 0 stays 0."""
    anna, bram = (db.call(people.by_id, person).pseudonym for person in (cast.anna, cast.bram))
    decision = Decision("session 1, order", "shuffle", NOW, "b", {"a": 0.0, "b": 0.1, "c": 0.9}, 0.05)
    db.call(decisions.write, anna, decision)
    db.call(decisions.write, anna, Decision("session 1, order", "shuffle", LATER, "c", {"c": 1.0}, 0.9))
    db.call(decisions.write, bram, decision)
    assert ([decision], [decision]) == (db.call(decisions.of_person, anna), db.call(decisions.of_person, bram))


def test_what_came_of_a_decision_is_written_once(db: Database) -> None:
    """The decision itself stays to the letter as it was made; only one outcome ever stands beside it."""
    decision = Decision("cue 7", "cue 1", NOW, "cue", {"none": 0.5, "cue": 0.5}, 0.7, "cue", 7, context={"week": 3})
    db.call(decisions.write, "anna", decision)
    (stored,) = db.call(decisions.every, "cue")
    assert (decision, None, []) == (stored.decision, stored.outcome, db.call(decisions.every, "wording"))
    assert [stored] == db.call(decisions.unsettled, ["cue"], LATER)
    outcome = DecisionOutcome("sent", 1.0, None, LATER)
    db.call(decisions.settle, stored.id, outcome)
    db.call(decisions.settle, stored.id, DecisionOutcome("sent", 0.0, None, LATER))
    (after,) = db.call(decisions.every)
    assert (decision, outcome, []) == (after.decision, after.outcome, db.call(decisions.unsettled, ["cue"], LATER))


def test_old_draws_are_forgotten(db: Database) -> None:
    """By the term of scores."""
    for name, moment in (("old", NOW), ("new", LATER)):
        db.call(decisions.write, "anna", Decision(name, "shuffle", moment, "a", {"a": 1.0}, 0.5))
    (old, _) = db.call(decisions.every)
    db.call(decisions.settle, old.id, DecisionOutcome("sent", None, "no_answer", NOW))
    assert 1 == db.call(decisions.purge, LATER)
    assert ["new"] == [draw.decision for draw in db.call(decisions.of_person, "anna")]


def test_counting_goes_on(db: Database) -> None:
    """Every name is counted for itself, and starts at nothing."""
    for name in ("failed", "left in doubt", "failed"):
        db.call(tally.count, name)
    assert {"failed": 2, "left in doubt": 1} == db.call(tally.counts)
