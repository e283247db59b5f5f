"""What the bot tells a flow of the habit item: when it has its turn, and how the goal went by itself."""

from datetime import timedelta
from typing import Any

import pytest

from bot.dialogue import facts
from bot.turns.runtime import Runtime
from flows import expressions
from store import answers, steering
from store.answers import NewAnswer
from store.database import Transaction
from store.steering_log import LogPlace
from tests.bot import building
from tests.bot.building import Town

WEEK = timedelta(weeks=1)


def fact(runtime: Runtime, person: int, name: str) -> Any:
    """What a condition of the programme would be told now, under this name."""
    reads = expressions.expression(name).reads
    return runtime.database.call(lambda tx: facts.named(building.turn(tx, runtime, person), reads))[name]


def choose_goal(db: Transaction, person: int, weeks: int) -> None:
    """A goal of this person, so many weeks after the start."""
    words = {"cue": "er een klacht komt", "response": f"bel ik {weeks} mensen"}
    steering.make_plan(db, person, words, building.START + weeks * WEEK, LogPlace(0, "plan"))


def rate(db: Transaction, person: int, value: int, weeks: int) -> None:
    """What this person said of the goal, so many weeks after the start."""
    new = NewAnswer(
        person_id=person, session_id=0, nudge_id=None, flow="weekreflectie", node="automatisch", visit=0,
        name="automatisch", kind="scale", value=value, level=None, seen_by="self", skipped=False, late=False,
    )  # fmt: skip
    answers.write(db, new, building.START + weeks * WEEK + timedelta(days=1), corrects=False)


@pytest.mark.parametrize(
    ("goal_in", "rated_in", "due"), [(None, None, False), (0, None, True), (0, 3, False), (0, 1, True)]
)
def test_the_habit_item_has_its_turn_once_a_month_and_asks_about_a_goal(
    runtime: Runtime, town: Town, goal_in: int | None, rated_in: int | None, due: bool
) -> None:
    """In the fourth week, unless it was asked in that week, and never of somebody who has no goal."""
    if goal_in is not None:
        runtime.database.call(choose_goal, town.anna, goal_in)
    if rated_in is not None:
        runtime.database.call(rate, town.anna, 4, rated_in)
    runtime.clock.move_to(building.START + 3 * WEEK + timedelta(days=2))
    assert due is fact(runtime, town.anna, "habit_due")


@pytest.mark.parametrize(("scores", "strong"), [((7, 3, 6, 7), 2), ((7, 7, 5), 0), ((), 0)])
def test_how_often_in_a_row_the_goal_went_by_itself(
    runtime: Runtime, town: Town, scores: tuple[int, ...], strong: int
) -> None:
    """Counted from the newest back, and never over the beginning of another goal."""
    runtime.database.call(choose_goal, town.anna, 0)
    for week, value in enumerate(scores):
        runtime.database.call(rate, town.anna, value, week)
    assert strong == fact(runtime, town.anna, "habit_strong")
    runtime.database.call(choose_goal, town.anna, len(scores) + 1)
    assert 0 == fact(runtime, town.anna, "habit_strong")
