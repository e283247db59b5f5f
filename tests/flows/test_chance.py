"""Chance: weights into probabilities, draws that can be computed again, and wordings that take turns."""

import math
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from flows import chance, events
from tests.flows import stage

WEIGHTS = some.dictionaries(some.sampled_from("abcdef"), some.floats(0, 1000, allow_nan=False), min_size=2, max_size=6)


def test_probabilities_are_in_proportion() -> None:
    """Three to one is three quarters to one."""
    assert {"a": 0.75, "b": 0.25} == chance.probabilities({"a": 3, "b": 1}, 0)


def test_a_floor_lifts_the_unlikely_and_leaves_the_others_in_proportion() -> None:
    """The rest shares what remains."""
    probabilities = chance.probabilities({"a": 6, "b": 3, "c": 0.1}, 0.1)
    assert probabilities == pytest.approx({"a": 0.6, "b": 0.3, "c": 0.1})


def test_who_is_lifted_may_push_another_under_the_floor() -> None:
    """Of 80, 10.5, 9.5 and 1 the last is lifted, then the third, and then the second."""
    probabilities = chance.probabilities({"a": 80, "b": 10.5, "c": 9.5, "d": 1}, 0.1)
    assert probabilities == pytest.approx({"a": 0.7, "b": 0.1, "c": 0.1, "d": 0.1})


def test_weight_zero_is_probability_zero_exactly_whatever_the_floor() -> None:
    """An arm that does not apply is never drawn."""
    assert 0.0 == chance.probabilities({"a": 1, "b": 0, "c": 1}, 0.1)["b"]


def test_when_nothing_weighs_anything_all_are_equal() -> None:
    """The first week, nothing was ever asked."""
    assert {"a": 0.5, "b": 0.5} == chance.probabilities({"a": 0, "b": 0}, 0.1)


@given(WEIGHTS, some.floats(0, 1))
def test_probabilities_add_up_and_none_is_below_its_floor(weights: dict[str, float], share: float) -> None:
    """The sum is 1 and each arm that may be drawn has its floor, whatever the weights."""
    floor = share / len(weights)
    probabilities = chance.probabilities(weights, floor)
    assert math.isclose(sum(probabilities.values()), 1, abs_tol=1e-9)
    if any(weights.values()):
        assert all(probabilities[arm] >= floor - 1e-9 for arm, weight in weights.items() if weight)


@given(WEIGHTS, some.floats(0, 1, exclude_max=True))
def test_a_draw_always_finds_an_arm_that_can_be_drawn(weights: dict[str, float], u: float) -> None:
    """Also where rounding leaves the probabilities a hair below one."""
    chances = chance.probabilities(weights, 0)
    assert chances[chance.pick(chances, u)] > 0


def test_arms_are_drawn_in_the_order_of_the_script() -> None:
    """Below the first probability the first, and so on."""
    chances = {"a": 0.25, "b": 0.0, "c": 0.75}
    assert ["a", "c", "c"] == [chance.pick(chances, u) for u in (0.2, 0.25, 0.99)]


NODES = """
    loting:
      shuffle: {why: (1 + low.why) * weeks_since.why, ahead: 1}
      floor: 0.1
      {more}
      save: gekozen
      next: {why: a, ahead: b}
    a:
      ask: "Waarom? {{ gekozen }}"
      yesno: true
      next: end
    b:
      ask: Vooruit?
      yesno: true
      next: end
"""


def drawn(chances: Callable[[str], float], more: str = "", **facts: Any) -> stage.Talk:
    return stage.begin(stage.flow(NODES.replace("{more}", more)), chance=chances, **facts)


def test_a_draw_is_logged_with_all_its_probabilities() -> None:
    """And with the id from which the same number comes again."""
    talk = drawn(lambda _: 0.3, low={"why": 1}, weeks_since={"why": 2})
    draw = talk.only(events.Drawn)
    assert ("loting", "why", 0.3) == (draw.node, draw.arm, draw.u)
    assert dict(draw.probabilities) == pytest.approx({"why": 0.8, "ahead": 0.2})
    assert "Waarom? why" == talk.asked.text


def test_a_sticky_draw_depends_on_the_person_only() -> None:
    """Anna gets the same arm each week."""
    asked: list[str] = []
    for days in (0, 7):
        talk = stage.play(NODES.replace("{more}", "")).later(days=days)
        asked += [event.decision for event in talk.of(events.Drawn)]
    assert asked == [f"proef.loting.{stage.ANNA}"] * 2


def test_a_draw_that_is_not_sticky_is_drawn_anew_each_session() -> None:
    """The id holds when the session began and how far it was."""
    decision = drawn(stage.half, "sticky: false").only(events.Drawn).decision
    assert decision == f"proef.loting.{stage.ANNA}.{int(stage.NOW.timestamp())}.0"


def test_going_back_over_a_draw_draws_the_same() -> None:
    """A correction does not buy another ticket."""
    nodes = "v:\n  ask: Ja?\n  yesno: true\n" + NODES.replace("{more}", "sticky: false").replace("\n    ", "\n")
    talk = stage.play(nodes).press("yes")
    first = talk.only(events.Drawn)
    talk.back().press("no")
    assert talk.only(events.Drawn) == first


def test_a_weight_that_is_no_weight_ends_politely() -> None:
    """A negative weight and a text end the conversation as a mistake of the flow."""
    for fact in (-9, "veel"):
        talk = drawn(stage.half, weeks_since={"why": fact}, low={"why": 0})
        assert talk.only(events.FlowFailed).code in ("bad_weight", "expression")


VARIED = 'a:\n  ask: ["Een", "Twee", "Drie"]\n  yesno: true\n  next: end'


def test_wordings_take_turns_from_a_place_that_chance_gives() -> None:
    """Each session of the same person takes the one that was not used for the longest time."""
    texts = [stage.play(VARIED, times=times).asked.text for times in range(6)]
    assert texts == ["Twee", "Drie", "Een"] * 2


def test_people_begin_at_different_wordings() -> None:
    """So that a team does not read the same text on the same day."""
    flow = stage.flow(VARIED)
    counts = Counter(stage.begin(flow, chance=lambda _, n=n: n / 9, times=0).asked.text for n in range(9))  # type: ignore[misc]  # a default per person
    assert {"Een": 3, "Twee": 3, "Drie": 3} == counts


def test_the_same_wording_is_shown_again_when_the_question_is_repeated() -> None:
    """In a reminder, after a misunderstanding, after going back, asked again."""
    talk = stage.play(VARIED, times=1)
    assert talk.write("tja").asked.text.endswith("Drie")
    assert ["Drie"] == talk.reask().texts


def test_a_single_wording_needs_no_chance() -> None:
    """The decision is not even asked for."""

    def refuse(decision: str) -> float:
        raise AssertionError(decision)

    assert "Een" == stage.begin(stage.flow("a:\n  ask: ['Een']\n  yesno: true\n  next: end"), chance=refuse).asked.text
