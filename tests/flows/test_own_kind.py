"""A kind of answer is one class: what reads, checks, plays and documents flows asks the class and keeps no list."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from flows import check, events, paths, reference, session
from flows.checks import budget
from flows.drawing import diagram
from flows.kinds import registry
from flows.nodes import ask
from tests.flows import made_up, stage
from tests.own_kind import Rating

TODAY = date(2026, 11, 30)
HEAVY = 9  # choices: more than the check thinks easy


@pytest.fixture(autouse=True)
def _registered(monkeypatch: pytest.MonkeyPatch) -> None:
    """One line in the registry, as a kind of the house's own has."""
    monkeypatch.setitem(registry.KINDS, Rating.word, Rating)


NODES = """
    a:
      ask: Hoeveel sterren?
      rating: {stars}
      save: {{as: sterren, seen_by: team}}
    b:
      say: "{{% if sterren > {bound} %}}Veel.{{% endif %}} Dus {{{{ sterren }}}}."
    c:
      end:
"""


def _numbers(stars: int, bound: str = "3") -> set[str]:
    """The findings on a flow that asks for so many stars, and compares the answer with that."""
    return {finding.number for finding in check.check(stage.flow(NODES.format(stars=stars, bound=bound)), TODAY)}


@pytest.mark.parametrize(("pressed", "said"), [("3", None), (None, " 3 "), (None, "3 Sterren")])
def test_it_is_read_shown_and_played(pressed: str | None, said: str | None) -> None:
    """Its buttons, its answer and its value are those of the class; what is stored bears its word."""
    talk = stage.play(NODES.format(stars=5, bound=3))
    assert ["★", "★★", "★★★", "★★★★", "★★★★★"] == [
        button.label for row in talk.asked.buttons for button in row if button.label.startswith("★")
    ]
    if pressed:
        talk.press(pressed)
    else:
        talk.write(said or "")
    (answered,) = [event for event in talk.all if isinstance(event, events.Answered)]
    assert (3, "rating") == (answered.value, answered.kind)
    assert "Dus 3." in [event.text.strip() for event in talk.all if isinstance(event, events.Said)]
    assert talk.status is session.SessionStatus.COMPLETED


@pytest.mark.parametrize(("tone", "expected"), [("je", "Hoeveel sterren geef je?"), ("u", "Hoeveel sterren geeft u?")])
def test_it_refuses_in_its_own_words(tone: str, expected: str) -> None:
    """Its sentence stands with it, in the tone of whoever answers, with what is filled in."""
    talk = stage.begin(stage.flow(NODES.format(stars=5, bound=3)), tone=tone)
    talk.write("zes")
    assert talk.asked.text.startswith(f"{expected} Typ een getal van 1 tot en met 5.")


def test_what_it_takes_counts_in_the_budget() -> None:
    """Neither taken for a tap nor for a text: as many of both, and as many seconds, as it says of itself."""
    length = budget.longest(stage.flow(NODES.format(stars=5, bound=3)), {})
    assert (3, 2, True) == (length.taps, length.typed, 40 < length.seconds < 45)
    assert length == paths.of(stage.flow(NODES.format(stars=5, bound=3)), {}, most=10).longest.length


@pytest.mark.parametrize(("stars", "expected"), [(5, False), (HEAVY, True)])
def test_its_choices_are_counted(stars: int, expected: bool) -> None:
    """Many choices are found many, whoever offers them."""
    assert expected == ("KV033" in _numbers(stars))


@pytest.mark.parametrize(("bound", "expected"), [("3", set()), ("5", {"KV081"}), ("'drie'", {"KV080"})])
def test_conditions_are_held_against_what_it_stores(bound: str, expected: set[str]) -> None:
    """A number of at most 5 is never more than 5, and is not compared with a text."""
    assert expected == {"KV080", "KV081", "KV082"} & _numbers(5, bound)


@pytest.mark.parametrize("picked", [True, False])
def test_it_says_whether_a_team_may_count_it(picked: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is no choice is shown to nobody as a figure."""
    monkeypatch.setattr(Rating, "picked", picked)
    assert picked == ("KV074" not in _numbers(5))


def test_it_is_drawn() -> None:
    """The drawing of a flow has its question like any other."""
    assert {"a", "b", "c"} == set(diagram.of(stage.flow(NODES.format(stars=5, bound=3)), "nl").boxes)


def test_it_is_documented_by_its_own_words() -> None:
    """The reference for coaches has what the class says, with its example."""
    expected = "### rating\n\nSo many stars; stored as a number.\n\n```yaml\nask: Hoeveel sterren?\nrating: 5\n```"
    assert expected in reference.page()


@settings(max_examples=60)
@given(some.data())
def test_made_up_people_meet_it_in_made_up_flows(data: some.DataObject) -> None:
    """Flows that nobody would write are made of it too, and what people answer to it is said in them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(registry, "KINDS", {Rating.word: Rating})
        patch.setattr(made_up, "KINDS", ())
        flow = data.draw(made_up.flows())
        talk = stage.begin(flow, week=3)
        question = flow.nodes["n0"]
        assert isinstance(question, ask.Ask)
        assert isinstance(question.answers, Rating)
        talk.write(data.draw(some.sampled_from(made_up.said_to_examples())))
        assert talk.answers["n0"] in (3, 5)
        for move in data.draw(some.lists(made_up.moves(), max_size=8)):
            talk.resume(made_up.press(talk, move) if isinstance(move, int) else move)
        answered = [event for event in talk.all if isinstance(event, events.Answered) and not event.skipped]
        assert {int} >= {type(event.value) for event in answered if event.kind == Rating.word}
