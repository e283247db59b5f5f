"""Plans of employees, acts and promises of leads: each seen by its maker alone, and undone by going back."""

from datetime import date, timedelta

from sqlalchemy import select

from nudges.closure import Outcome
from store import goals, steering, tables
from store.database import Database
from store.steering import PLAN_LIVES
from store.steering_log import LogPlace
from tests.store.cast import NOW, Cast

HERE, ELSEWHERE, THERE = LogPlace(1, "plan"), LogPlace(2, "plan"), LogPlace(3, "sluit")
LATER = NOW + timedelta(days=7)
FIRST, SECOND = (
    {"cue": "Als ik bel", "response": "vraag ik waarom"},
    {"cue": "Als ik schrijf", "response": "lees ik na"},
)


def test_a_new_plan_takes_the_place_of_the_old(db: Database, cast: Cast) -> None:
    """One plan holds at a time; all can be looked back on."""
    db.call(steering.make_plan, cast.anna, FIRST, NOW, HERE)
    db.call(steering.make_plan, cast.anna, SECOND, LATER, ELSEWHERE)
    held = db.call(steering.plan, cast.anna, LATER)
    assert held is not None
    assert SECOND == held.words
    assert [FIRST, SECOND] == [plan.words for plan in db.call(steering.plans, cast.anna)]
    assert (None, []) == (db.call(steering.plan, cast.bram, LATER), db.call(steering.plans, cast.bram))


def test_going_back_undoes_a_plan(db: Database, cast: Cast) -> None:
    """The one before holds again."""
    db.call(steering.make_plan, cast.anna, FIRST, NOW, HERE)
    db.call(steering.make_plan, cast.anna, SECOND, LATER, ELSEWHERE)
    db.call(steering.take_back_plan, cast.anna, ELSEWHERE)
    held = db.call(steering.plan, cast.anna, LATER)
    assert held is not None
    assert FIRST == held.words
    db.call(steering.take_back_plan, cast.bram, HERE)
    assert 1 == len(db.call(steering.plans, cast.anna))


def test_a_plan_holds_until_another_takes_its_place(db: Database, cast: Cast) -> None:
    """It is kept for as long as somebody likes; nothing ends it by itself."""
    db.call(steering.make_plan, cast.anna, FIRST, NOW, HERE)
    held = db.call(steering.plan, cast.anna, NOW + 4 * PLAN_LIVES)
    assert held is not None
    assert FIRST == held.words
    db.call(steering.make_plan, cast.anna, SECOND, LATER, ELSEWHERE)
    held = db.call(steering.plan, cast.anna, LATER)
    assert held is not None
    assert SECOND == held.words


def test_how_a_plan_went_is_kept_with_it(db: Database, cast: Cast) -> None:
    """With the plan that holds, and no other."""
    db.call(steering.make_plan, cast.anna, FIRST, NOW, HERE)
    db.call(steering.make_plan, cast.anna, SECOND, NOW, ELSEWHERE)
    db.call(steering.settle_plan, cast.anna, "partly", LATER, THERE)
    assert [(None, None), ("partly", LATER)] == [
        (plan.outcome, plan.settled_at) for plan in db.call(steering.plans, cast.anna)
    ]


def test_a_promise_is_open_until_its_maker_closes_it(db: Database, cast: Cast) -> None:
    """Bram closes his own, once; nobody closes another's."""
    due = date(2026, 11, 26)
    db.call(steering.log, cast.bram, "act", NOW, HERE, what="asked", principle="why")
    db.call(steering.log, cast.bram, "promise", NOW, HERE, text="Ik bel de wijk", due_on=due)
    (promise,) = db.call(steering.open_promises, cast.bram)
    assert ("Ik bel de wijk", due) == (promise.text, promise.due_on)
    assert not db.call(steering.close_promise, cast.carla, promise.id, Outcome.DONE, LATER, THERE)
    assert db.call(steering.close_promise, cast.bram, promise.id, Outcome.DONE, LATER, THERE)
    assert not db.call(steering.close_promise, cast.bram, promise.id, Outcome.NOT_NEEDED, LATER, THERE)
    assert [] == db.call(steering.open_promises, cast.bram)
    closed = db.call(steering.acts, cast.bram, NOW, LATER)[1]
    assert ("done", LATER) == (closed.closed_as, closed.closed_at)


def test_going_back_opens_what_was_closed_there(db: Database, cast: Cast) -> None:
    """Only what was closed in that place; the promise itself stays."""
    for text in ("Ik bel de wijk", "Ik vraag de planning na"):
        db.call(steering.log, cast.bram, "promise", NOW, HERE, text=text)
    first, second = db.call(steering.open_promises, cast.bram)
    db.call(steering.close_promise, cast.bram, first.id, Outcome.DONE, LATER, THERE)
    db.call(
        steering.close_promise, cast.bram, second.id, Outcome.NOT_NEEDED, LATER, LogPlace(THERE.session_id, "elders")
    )
    db.call(steering.take_back_act, cast.bram, THERE)
    assert [first] == db.call(steering.open_promises, cast.bram)


def test_acts_are_those_of_a_period(db: Database, cast: Cast) -> None:
    """From its first moment up to, not including, its end; and of one lead."""
    for moment in (NOW - timedelta(seconds=1), NOW, LATER):
        db.call(steering.log, cast.bram, "act", moment, HERE, what="asked")
    assert [NOW] == [act.acted_at for act in db.call(steering.acts, cast.bram, NOW, LATER)]
    assert [] == db.call(steering.acts, cast.carla, NOW, LATER)
    db.call(steering.take_back_act, cast.bram, HERE)
    assert [] == db.call(steering.acts, cast.bram, NOW - timedelta(days=1), LATER + timedelta(days=1))


def test_the_words_of_a_plan_and_a_promise_are_sealed(db: Database, cast: Cast) -> None:
    """Neither can be read on the disk."""
    db.call(steering.make_plan, cast.anna, FIRST, NOW, HERE)
    db.call(steering.log, cast.bram, "promise", NOW, HERE, text="Ik bel de wijk")
    sealed = [
        bytes(db.call(lambda tx, of=row: tx.execute(select(tables.table(of).c.sealed)).scalar_one()))  # type: ignore[misc]  # a default of a lambda has no type
        for row in (tables.LeafRow, tables.ActRow)
    ]
    assert all(b"bel" not in one for one in sealed)


def test_words_go_before_acts(db: Database, cast: Cast) -> None:
    """A promise loses its words by the term of texts, and is not asked about from then on; its row goes by the term of
    scores. The words of a plan go with those of its leaf."""
    db.call(steering.make_plan, cast.anna, FIRST, NOW, HERE)
    db.call(steering.log, cast.bram, "promise", NOW, HERE, text="Ik bel de wijk")
    long_ago = NOW - timedelta(days=1)
    after_the_plan = NOW + PLAN_LIVES + timedelta(days=1)
    assert 0 == db.call(steering.purge, long_ago, long_ago)
    assert 0 == db.call(steering.purge, after_the_plan, long_ago)
    assert 1 == db.call(goals.purge_words, after_the_plan.date(), after_the_plan.date())
    assert ([], [], [None]) == (
        db.call(steering.plans, cast.anna),
        db.call(steering.open_promises, cast.bram),
        [promise.text for promise in db.call(steering.every_act, cast.bram)],
    )
    assert 1 == db.call(steering.purge, after_the_plan, LATER)


def test_another_day_says_a_promise_anew(db: Database, cast: Cast) -> None:
    """It is kept from then on; going back undoes that; nobody moves another's, or a closed one."""
    first, second = date(2026, 11, 26), date(2026, 12, 10)
    number = db.call(lambda tx: steering.log(tx, cast.bram, "promise", NOW, HERE, text="Ik bel de wijk", due_on=first))
    assert not db.call(steering.give_day, cast.carla, number, second, LATER, THERE)
    assert db.call(steering.give_day, cast.bram, number, second, LATER, THERE)
    (promise,) = db.call(steering.open_promises, cast.bram)
    assert (second, NOW, LATER) == (promise.due_on, promise.acted_at, promise.said_at)
    db.call(steering.purge, LATER, NOW)
    assert ["Ik bel de wijk"] == [act.text for act in db.call(steering.open_promises, cast.bram)]
    db.call(steering.take_back_act, cast.bram, THERE)
    (promise,) = db.call(steering.open_promises, cast.bram)
    assert (first, NOW, NOW) == (promise.due_on, promise.acted_at, promise.said_at)
    assert db.call(steering.close_promise, cast.bram, number, Outcome.DONE, LATER, THERE)
    assert not db.call(steering.give_day, cast.bram, number, second, LATER, THERE)
