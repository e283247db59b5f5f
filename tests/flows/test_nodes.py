"""Every kind of node and of answer: its own example is loaded and played to the end."""

import re
import textwrap
from typing import Any

import pytest

from flows import engine, events, loader, resumes, session, sort
from flows.flow import Flow
from flows.kinds import registry as kinds
from flows.nodes import ask, previewed
from flows.nodes import registry as nodes
from tests.flows import stage
from tests.flows.examples import example

OTHER = stage.flow("start:\n  ask: Wat hoorde je?\n  text: true\n  save: antwoord", name="ander")
FACTS: dict[str, Any] = {
    "week": 3,
    "times": 1,
    "prompt_day": "thu",
    "low": {"ahead": 1},
    "weeks_since": {"ahead": 2},
    "last_plan": None,
    "recipients": {"lead": "Balie"},
    "handover": {"key": "1", "team": "Balie", "role": "lead", "words": ""},
    "buddy": {"pair": "1", "question": "1"},
    "drempel": "Het systeem liet het niet toe.",
}


def played(flow: Flow, **facts: Any) -> stage.Talk:
    """Answer whatever is asked, wait whatever is waited for, until the end."""
    talk = stage.begin(flow, OTHER, **{**FACTS, **facts})
    for _ in range(20):
        wait = talk.state.wait
        if wait is None:
            break
        asked = OTHER.nodes["start"] if talk.state.at else flow.nodes[wait.node]
        if wait.call:
            talk.resume(resumes.Replied({"wachttijd": {"minuten": 12}}))
        elif not wait.answer:
            talk.timeout()
        elif talk.state.partial.get("step") == "confirm":
            talk.press("-right")
        elif isinstance(asked, previewed.PreviewedCall):
            talk.press("sent")
        elif isinstance(asked, ask.Ask):
            talk.write(asked.answers.samples[0])
    return talk


def test_the_registry_of_nodes_and_their_words_agree() -> None:
    """A node's class, file and YAML word carry the same name."""
    for word, read in nodes.NODES.items():
        made_by = read.__self__  # type: ignore[attr-defined]  # bound class methods
        assert (word, word) == (made_by.word, made_by.__module__.rsplit(".", 1)[-1])
        assert made_by.__name__.lower() == word


def test_the_registry_of_kinds_and_their_words_agree() -> None:
    """A kind's class, file and YAML word carry the same name."""
    for word, made_by in kinds.KINDS.items():
        assert (word, word) == (made_by.word, made_by.__module__.rsplit(".", 1)[-1])
        assert made_by.__name__.lower() == word


@pytest.mark.parametrize("word", nodes.NODES)
def test_the_example_of_each_node_plays_to_its_end(word: str) -> None:
    """What the docstring shows can be loaded, and ends as a conversation ends."""
    made_by = nodes.NODES[word].__self__  # type: ignore[attr-defined]  # bound class methods
    flow = stage.flow(example(made_by))
    assert word in {node.word for node in flow.nodes.values()}
    talk = played(flow)
    assert talk.status is session.SessionStatus.COMPLETED
    assert not [event for event in talk.all if isinstance(event, events.FlowFailed | events.Ignored)]


@pytest.mark.parametrize("word", nodes.NODES)
def test_the_example_of_each_node_shows_what_the_node_does(word: str) -> None:
    """Each node leaves the trace that it is for."""
    made_by = nodes.NODES[word].__self__  # type: ignore[attr-defined]  # bound class methods
    trace: dict[str, type[Any]] = {
        "say": events.Said,
        "ask": events.Asked,
        "branch": events.Said,
        "shuffle": events.Drawn,
        "end": events.Finished,
        "remember": events.Remembered,
        "enter": events.Entered,
        "pause": events.Paused,
        "act": events.Acted,
        "share": events.Shared,
        "reply": events.WroteBack,
        "letter": events.WroteToBuddy,
        "call": events.Called,
    }
    assert [e for e in played(stage.flow(example(made_by))).all if isinstance(e, trace[word])]


@pytest.mark.parametrize("word", kinds.KINDS)
def test_the_example_of_each_kind_takes_a_typed_answer(word: str) -> None:
    """Whatever a question asks for, it can be typed."""
    flow = stage.flow("start:\n" + textwrap.indent(example(kinds.KINDS[word]), "  "))
    talk = played(flow)
    assert talk.status is session.SessionStatus.COMPLETED
    answered = [event for event in talk.all if isinstance(event, events.Answered)]
    assert [word] == [event.kind for event in answered]
    assert answered[0].value is not None


@pytest.mark.parametrize("word", kinds.KINDS)
def test_what_a_kind_stores_is_of_the_sort_that_it_says(word: str) -> None:
    """Conditions on an answer are checked by what its kind says of it."""
    flow = stage.flow("start:\n" + textwrap.indent(example(kinds.KINDS[word]), "  "))
    question = flow.nodes["start"]
    assert isinstance(question, ask.Ask)
    types = {sort.TEXT: str, sort.NUMBER: int | float, sort.TRUTH: bool, sort.LIST: list, sort.MAPPING: dict}
    assert isinstance(played(flow).answers["start"], types[question.answers.stores("start").word])


@pytest.mark.parametrize("word", [word for word in kinds.KINDS if word != "text"])
def test_the_example_of_each_kind_takes_its_first_button(word: str) -> None:
    """Whatever a question offers can be pressed."""
    flow = stage.flow("start:\n" + textwrap.indent(example(kinds.KINDS[word]), "  "))
    talk = stage.begin(flow, **FACTS)
    talk.press(talk.asked.buttons[0][0].choice)
    for choice in ("-done", "-right"):
        if choice in {button.choice for row in talk.asked.buttons for button in row} and talk.state.wait:
            talk.press(choice)
    assert talk.status is session.SessionStatus.COMPLETED
    assert talk.answers["start"] is not None


def test_the_reference_shows_every_node_and_every_kind() -> None:
    """The page for coaches has a heading for each node and a row for each kind of answer."""
    page = (stage.DOCS / "flow-language.md").read_text()
    for word in nodes.NODES:
        assert f"### {word} — " in page
    for word in kinds.KINDS:
        assert f"`{word}" in page


def test_every_complete_flow_of_the_reference_loads() -> None:
    """What a coach copies from the page works."""
    page = (stage.DOCS / "flow-language.md").read_text()
    flows = [block for block in re.findall(r"```yaml\n(.*?)```", page, re.DOTALL) if block.startswith("flow:")]
    assert flows
    for text in flows:
        assert loader.load(text, {}, path="").nodes


def test_every_piece_of_the_reference_can_be_read() -> None:
    """The pieces of flows on the page are nodes that load when they stand in a flow."""
    page = (stage.DOCS / "flow-language.md").read_text()
    pieces = [block for block in re.findall(r"```yaml\n(.*?)```", page, re.DOTALL) if not block.startswith("flow:")]
    assert len(pieces) >= 10
    for piece in pieces:
        assert stage.flow(piece).nodes


def test_the_engine_gives_what_the_bot_needs() -> None:
    """All that the bot takes from the engine has one address."""
    assert {"World", "Library", "Trigger", "Sprint", "start", "resume", "reask"} <= set(engine.__all__)
