"""From decisions to what they show, and first what they can show at all."""

import math
import random
from dataclasses import replace

import pytest

from study import conclusions, power
from study.conclusions import Observation

ONE = Observation("a", acted=True, probability=0.5, eligible=True, available=True, outcome=1.0)


def trial(people: int, weeks: int, effect: float, seed: int = 1, base: float = 0.5) -> list[Observation]:
    """Decisions of a trial with this effect; each person leans to one side."""
    chance = random.Random(seed)  # noqa: S311  made-up people
    observations = []
    for person in range(people):
        own = base + chance.uniform(-0.2, 0.2)
        for week in range(1, weeks + 1):
            acted = chance.random() < 0.5
            outcome = float(chance.random() < own + effect * acted)
            observations.append(replace(ONE, person=f"p{person}", acted=acted, outcome=outcome, week=float(week)))
    return observations


def test_every_decision_is_counted_once() -> None:
    """Not eligible, unavailable, certain, missing, not known yet, or used; people take part in the draw."""
    every = [
        ONE,
        replace(ONE, person="b", outcome=0.0),
        replace(ONE, person="c", eligible=False),
        replace(ONE, available=False, probability=0.0),
        replace(ONE, probability=1.0),
        replace(ONE, probability=0.0, acted=False),
        replace(ONE, outcome=None, missing="away"),
        replace(ONE, outcome=None, missing="away"),
        replace(ONE, outcome=None),
    ]
    counts = conclusions.count(every)
    assert conclusions.Counts(2, 9, 1, 1, 2, {"away": 2}, 1, 2) == counts
    parts = counts.not_eligible + counts.unavailable + counts.certain + counts.not_known_yet + counts.used
    assert counts.decisions == parts + sum(counts.missing.values())


def test_a_large_trial_shows_what_is_there() -> None:
    """Three hundred people over half a year and an effect of eight points: seen, and the interval holds the truth."""
    result = conclusions.learn(trial(300, 26, 0.08))
    assert result.conclusive
    assert result.effect is not None
    low, high = result.effect.interval
    assert 0 < low < 0.08 < high
    assert result.ratio is not None
    assert math.exp(result.ratio.estimate) == pytest.approx(1.16, abs=0.05)
    assert result.change is None


def test_a_small_trial_shows_nothing_whatever_its_estimate() -> None:
    """Twelve people over eight weeks could only show far more than ten points: no conclusion."""
    result = conclusions.learn(trial(12, 8, 0.0))
    assert result.effect is not None
    assert result.detectable > 0.25
    assert not result.conclusive


def test_what_can_be_seen_is_the_worse_of_plan_and_spread() -> None:
    """A spread that happens to be small does not make a small trial a large one."""
    result = conclusions.learn(trial(30, 12, 0.0))
    assert result.effect is not None
    assert max(result.foreseen, result.effect.detectable) == result.detectable
    assert result.foreseen == pytest.approx(power.detectable(result.design, 30))


def test_about_fewer_than_ten_people_nothing_is_estimated() -> None:
    """A figure about nine says too much about each."""
    assert conclusions.learn(trial(9, 52, 0.1)).effect is None
    assert conclusions.learn(trial(10, 52, 0.1)).effect is not None
    assert conclusions.learn([]).effect is None
    assert math.inf == conclusions.learn([]).detectable


def test_where_everybody_got_the_same_there_is_nothing_to_compare() -> None:
    """Also when chance could have gone the other way."""
    assert conclusions.learn([replace(one, acted=True) for one in trial(20, 5, 0.0)]).effect is None


def test_whether_the_effect_changes_is_asked_only_when_it_was_registered() -> None:
    """An effect of 30 points in the first half of a year and none in the second falls while people take part."""
    early, late = trial(100, 26, 0.3, seed=2), trial(100, 26, 0.0, seed=3)
    fading = [first if first.week <= 13 else second for first, second in zip(early, late, strict=True)]
    result = conclusions.learn(fading, by_week=True)
    assert result.change is not None
    assert result.change.interval[1] < 0
