"""Rhythms lead to nudges, each occurrence once; another rhythm takes back what the old one planned."""

from datetime import timedelta

from nudges.lifecycle import NudgeAct, NudgeState
from store import agenda, schedules
from store.database import Database, Transaction
from tests.store.cast import NOW, Cast
from tests.store.planning import DUE, WEEK, plan_one


def test_an_occurrence_is_planned_once(db: Database, cast: Cast) -> None:
    """Planning it again changes nothing, and the rhythm looks at the next one."""

    def plan_twice(tx: Transaction) -> None:
        schedules.give(tx, cast.anna, "reflection", "weekreflectie", "{}", DUE)
        (schedule,) = schedules.to_plan(tx, DUE, 10)
        schedules.plan(tx, schedule, DUE, DUE + WEEK)
        schedules.plan(tx, schedule, DUE, DUE + WEEK)

    db.call(plan_twice)
    assert [(DUE, NudgeState.PLANNED)] == [
        (nudge.due_at, nudge.state) for nudge in db.call(agenda.of_person, cast.anna, NOW)
    ]
    assert [] == db.call(schedules.to_plan, DUE, 10)
    assert [DUE + WEEK] == [schedule.next_at for schedule in db.call(schedules.to_plan, DUE + WEEK, 10)]


def test_a_new_rhythm_withdraws_what_the_old_one_planned(db: Database, cast: Cast) -> None:
    """Anna moves her reflection to Friday: Thursday's is gone; what was sent before stays."""
    sent = db.call(plan_one, cast.anna)
    db.call(lambda tx: agenda.move(tx, sent.id, NudgeAct.QUEUE))
    (schedule,) = db.call(schedules.of_person, cast.anna)
    db.call(schedules.plan, schedule, DUE + WEEK, DUE + 2 * WEEK)
    db.call(schedules.give, cast.anna, "reflection", "weekreflectie", "{}", DUE + timedelta(days=8))
    assert [sent.id] == [nudge.id for nudge in db.call(agenda.of_person, cast.anna, NOW)]
    assert [(schedule.id, DUE + timedelta(days=8))] == [
        (one.id, one.next_at) for one in db.call(schedules.of_person, cast.anna)
    ]


def test_who_rests_is_planned_nothing(db: Database, cast: Cast) -> None:
    """Anna stops: her plans are withdrawn, Bram's are not; coming back goes on with the rhythm."""
    db.call(plan_one, cast.anna)
    brams = db.call(plan_one, cast.bram)
    db.call(schedules.switch, cast.anna, False)
    assert [brams.id] == [nudge.id for nudge in db.call(agenda.due, DUE, 10)]
    assert ([], 1) == (db.call(schedules.of_person, cast.anna), len(db.call(schedules.to_plan, DUE + WEEK, 10)))
    db.call(schedules.switch, cast.anna, True)
    assert 2 == len(db.call(schedules.to_plan, DUE + WEEK, 10))


def test_a_schedule_is_looked_at_when_it_comes_next(db: Database, cast: Cast) -> None:
    """The earliest of those that run."""
    assert db.call(schedules.next_due) is None
    db.call(plan_one, cast.anna)
    db.call(schedules.give, cast.bram, "reflection", "weekreflectie", "{}", DUE)
    assert DUE == db.call(schedules.next_due)
    db.call(schedules.rest, cast.bram, "reflection")
    assert DUE + WEEK == db.call(schedules.next_due)
