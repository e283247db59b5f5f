"""Random flows and random people: the engine never crashes, never spins, and always survives JSON."""

import contextlib
from datetime import datetime
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as some

from flows import check, engine, events, findings, loader, marked_text, paths, po, resumes, session, translating
from flows.checks import states
from flows.drawing import diagram, mermaid, svg
from flows.flow import Flow
from flows.kinds import registry as kinds
from flows.nodes import registry
from flows.testing import player, reach, written
from tests.flows import findings as cases
from tests.flows import made_up, stage

INNER = stage.flow("gehoord:\n  ask: Wat?\n  text: true\nz:\n  end: Dank.\n  outcome: declined", name="binnen")
FACTS: dict[str, Any] = {
    "week": 3,
    "promises": ["Bellen", "Mailen"],
    "recipients": {"lead": "Balie"},
    "last_plan": {"cue": "ik bel", "response": "luister ik"},
}
SIXTY_EXAMPLES = settings(max_examples=60)
MOVES = some.lists(made_up.moves(), max_size=14)


def played(flow: Flow, moves: list[resumes.Resume | int]) -> stage.Talk:
    """A whole conversation; what every turn must keep is asserted on the way."""
    talk = stage.begin(flow, INNER, **FACTS)
    _sound(talk)
    for move in moves:
        before = talk.state
        talk.resume(made_up.press(talk, move) if isinstance(move, int) else move)
        _sound(talk)
        moved = talk.state != before
        assert talk.state.sprint == before.sprint + moved
        assert talk.state.visits >= before.visits
        if talk.of(events.Ignored):
            assert (talk.state, len(talk.happened)) == (before, 1)
    return talk


def _sound(talk: stage.Talk) -> None:
    """True after every turn."""
    assert session.from_json(session.to_json(talk.state)) == talk.state
    assert all(0 < stage.ROOM.length(text) <= stage.ROOM.text for text in talk.texts)
    wait = talk.state.wait
    assert (talk.status is session.SessionStatus.WAITING) <= (wait is not None)
    for asked in talk.of(events.Asked):
        for button in (button for row in asked.buttons for button in row):
            assert button.choice.isascii()
            assert 0 < len(button.choice) <= 32
    finished = [index for index, event in enumerate(talk.happened) if isinstance(event, events.Finished)]
    assert finished in ([], [len(talk.happened) - 1])


@SIXTY_EXAMPLES
@given(made_up.flows(), MOVES)
def test_no_flow_and_no_person_makes_the_engine_crash(flow: Flow, moves: list[resumes.Resume | int]) -> None:
    """Whatever is wrong with a flow is an event; whatever somebody does has an answer."""
    talk = played(flow, moves)
    failed = [event for event in talk.all if isinstance(event, events.FlowFailed)]
    assert all(event.code and event.detail is not None for event in failed)
    assert len(failed) <= 1


@SIXTY_EXAMPLES
@given(made_up.flows(), MOVES)
def test_what_the_check_calls_clean_never_spins_and_never_gets_lost(
    flow: Flow, moves: list[resumes.Resume | int]
) -> None:
    """Every sprint of such a flow comes to a wait or an end."""
    shelf = {flow.name: flow, "binnen": INNER}
    if {"KV002", "KV004", "KV005", "KV007", "KV008"} & {one.number for one in check.check(flow, cases.TODAY, shelf)}:
        return
    codes = {event.code for event in played(flow, moves).all if isinstance(event, events.FlowFailed)}
    assert not codes & {"too_many_steps", "unknown_target", "unknown_flow", "too_deep"}


@SIXTY_EXAMPLES
@given(made_up.flows(), MOVES)
def test_the_same_conversation_twice_is_the_same_to_the_letter(flow: Flow, moves: list[resumes.Resume | int]) -> None:
    """The engine has no clock, no chance and no memory of its own."""
    first, other = played(flow, moves), played(flow, moves)
    assert (first.all, session.to_json(first.state)) == (other.all, session.to_json(other.state))


@SIXTY_EXAMPLES
@given(made_up.flows(), MOVES)
def test_asking_again_never_changes_anything(flow: Flow, moves: list[resumes.Resume | int]) -> None:
    """An interruption can come at any moment."""
    talk = played(flow, moves)
    before = talk.state
    sprint = engine.reask(before, talk.world())
    assert sprint.session == before
    assert len(sprint.events) <= 1


@SIXTY_EXAMPLES
@given(made_up.flows())
def test_every_tool_of_the_coaches_stands_any_flow(flow: Flow) -> None:
    """Checked, counted, drawn, tested and translated: what is wrong with it is told, never raised."""
    shelf = {flow.name: flow, "binnen": INNER}
    assert all(one.number in findings.RULES for one in check.check(flow, cases.TODAY, shelf))
    with contextlib.suppress(paths.NoEnd, states.TooMany):
        overview = paths.of(flow, shelf, most=0)
        assert overview.shortest.length.seconds <= overview.usual.length.seconds <= overview.longest.length.seconds
    drawn = diagram.of(flow)
    assert svg.draw(drawn).startswith("<svg")
    assert mermaid.draw(drawn).startswith("flowchart")
    reached = reach.of(flow, [])
    assert len(reached.missed_nodes) == reached.nodes == len(flow.nodes)
    sheet = translating.export(flow, "en")
    assert po.read(po.write(sheet)) == sheet


@SIXTY_EXAMPLES
@given(made_up.flows(), some.lists(made_up.words, max_size=6))
def test_an_authors_test_of_any_flow_passes_or_fails_with_a_line(flow: Flow, said: list[str]) -> None:
    """And every step that was played is one of the flow."""
    steps = [written.TestLine("say", number, (text,)) for number, text in enumerate(said, 1)]
    library = loader.Shelf({flow.name: flow, "binnen": INNER})
    test = written.Test("een", 0, [*steps, written.TestLine("later", 99)])

    def world(now: datetime) -> engine.World:
        return engine.World(now, stage.half, stage.moment, library, room=stage.ROOM)

    failed, passed = player.play(library.flow(flow.name), test, FACTS, world, stage.NOW, "tests/proef.yaml")
    assert failed is None or failed.line in (0, 99, *range(1, len(said) + 1))
    assert {node for name, node in passed.nodes if name == flow.name} <= {*flow.nodes, *made_up.NODES, "end"}


@given(some.text(max_size=400))
def test_whatever_is_typed_is_shown_as_plain_text(said: str) -> None:
    """No word of a person becomes markup."""
    talk = stage.play("a:\n  ask: Wat?\n  text: {max: 500}\nb:\n  end: '{{ a }}|'").write(said)
    if talk.status is session.SessionStatus.COMPLETED:
        assert "<" not in talk.texts[-1]
        assert marked_text.plain(talk.texts[-1]) == talk.answers["a"] + "|"


def test_the_made_up_flows_use_every_node_and_every_kind() -> None:
    """A new kind that is not tried here fails."""
    forms = made_up.registered()
    assert [] == [word for word in kinds.KINDS if not any(form.startswith(word) for form in forms)]
    assert set(registry.NODES) == set(made_up.WORDS)
