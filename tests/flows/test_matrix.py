"""Every wait of every flow of the library, crossed with everything that somebody may do there."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bot.cli import flows_world
from flows import engine, events, loader, resumes, session
from flows.flow import Flow
from tests.flows import made_up, stage

LIBRARY = Path(loader.__file__).parent / "library"
VOICES = (("nl", "je"), ("nl", "u"), ("en", "je"))
LONG = "woord " * 680
PEOPLE: tuple[Mapping[str, Any], ...] = (
    {},
    {"role": "lead", "promise": None, "last_plan": None},
    {"role": "coach", "habit_due": True, "plan_misses": 2},
    {"team_item_due": True, "promise": None, "promises": [], "weeks_since": {}, "low": {}},
)
Move = Callable[[stage.Talk], resumes.Resume]

MOVES: Mapping[str, Move] = {
    "terug": lambda _: resumes.Back(),
    "overslaan": lambda _: resumes.Skip(),
    "stop": lambda _: resumes.Stop(),
    "an old button": lambda talk: resumes.Pressed(_visit(talk) - 1, "ja"),
    "a button of another question": lambda talk: resumes.Pressed(_visit(talk), "bestaat_niet"),
    "a button without a name": lambda talk: resumes.Pressed(_visit(talk), ""),
    "the first button": lambda talk: made_up.press(talk, 0),
    "the second button": lambda talk: made_up.press(talk, 1),
    "the last button": lambda talk: made_up.press(talk, -1),
    "a word": lambda _: resumes.Typed("hallo", "1"),
    "nothing": lambda _: resumes.Typed("", "2"),
    "spaces": lambda _: resumes.Typed("   \n ", "3"),
    "a very long text": lambda _: resumes.Typed(LONG, "4"),
    "emoji": lambda _: resumes.Typed("👍🏽👩‍👩‍👧", "5"),
    "right-to-left": lambda _: resumes.Typed("مرحبا \u202e", "6"),
    "markup": lambda _: resumes.Typed("<b>{{ x }}</b> & {% if %}", "7"),
    "a zero": lambda _: resumes.Typed("\x00", "8"),
    "a number": lambda _: resumes.Typed("1", "9"),
    "a plan": lambda _: resumes.Typed("als ik bel, dan luister ik", "10"),
    "an edit of something else": lambda _: resumes.Edited("anders", "999"),
    "a voice note": lambda _: resumes.UnreadableMessage("voice"),
    "a reminder": lambda _: resumes.Remind(),
    "a timeout": lambda _: resumes.Timeout(),
}


def _visit(talk: stage.Talk) -> int:
    return talk.state.wait.visit if talk.state.wait else 0


@cache
def shelf() -> loader.Shelf:
    return loader.shelf([LIBRARY])


def begun(flow: Flow, language: str, tone: str, luck: int, **facts: Any) -> stage.Talk:
    """The flow on the real shelf, with somebody who knows every fact; each person has another luck."""
    everything = {**flows_world.EXAMPLES, **facts}

    def chance(_decision: str) -> float:
        return (luck + 0.5) / len(PEOPLE)

    world = engine.World(stage.NOW, chance, _moment, shelf(), stage.AMSTERDAM, stage.ROOM)
    sprint = engine.start(flow, engine.Trigger("nudge", language, tone, everything, stage.ANNA), world)
    talk = OnShelf(shelf(), sprint.session, sprint.events, list(sprint.events), chance=chance)
    assert talk.happened
    return talk


def _moment(name: str, at: Any) -> Any:
    return stage.moment(name if name in stage.MOMENTS else "tomorrow", at)


class OnShelf(stage.Talk):
    """A talk that knows every moment that a flow may name."""

    def world(self) -> engine.World:
        return engine.World(self.now, self.chance, _moment, self.library, stage.AMSTERDAM, stage.ROOM)


def waits(flow: Flow, language: str, tone: str) -> Iterator[stage.Talk]:
    """A conversation at each wait: where pressing leads several kinds of people, and set down at the others."""
    places: set[tuple[str, str, bool]] = set()
    todo: list[tuple[int, list[int]]] = [(who, []) for who in range(len(PEOPLE))]
    while todo:
        who, way = todo.pop(0)
        talk = walked(flow, language, tone, PEOPLE[who], way)
        if talk.state.wait is None:
            continue
        place = (talk.node, str(talk.state.partial.get("step", "")), bool(talk.state.partial.get("marked")))
        if place in places:
            continue
        places.add(place)
        yield talk
        shown = sum(len(row) for row in talk.asked.buttons) if talk.state.wait.answer else 1
        todo += [(who, [*way, number]) for number in range(min(shown, 8))]
    for name in {name for name, node in flow.nodes.items() if node.waits} - {name for name, *_ in places}:
        yield begun(replace(flow, start=name), language, tone, 0)


def walked(flow: Flow, language: str, tone: str, who: Mapping[str, Any], way: list[int]) -> stage.Talk:
    talk = begun(flow, language, tone, PEOPLE.index(who), **who)
    for number in way:
        wait = talk.state.wait
        if wait is None:
            break
        if wait.answer and not talk.asked.buttons:
            talk.write("als ik bel, dan luister ik")
        else:
            talk.resume(made_up.press(talk, number))
    return talk


@cache
def places(name: str, language: str, tone: str) -> tuple[stage.Talk, ...]:
    return tuple(waits(shelf().flow(name), language, tone))


@pytest.mark.parametrize(("language", "tone"), VOICES)
def test_every_move_at_every_wait_has_an_answer(language: str, tone: str) -> None:
    """Nobody is left without a reply, nothing is stored under another question, nothing breaks; in every voice."""
    tried = 0
    for name in shelf().flows:
        for place in places(name, language, tone):
            for move in MOVES.values():
                tried += 1
                _cross(name, place, move)
    assert tried > 100 * len(MOVES) / 2


def _cross(name: str, place: stage.Talk, move: Move) -> None:
    talk = OnShelf(place.library, place.state, place.happened, list(place.all), chance=place.chance)
    woken_by = move(talk)
    talk.resume(woken_by)
    where = f"{name}.{place.node}: {woken_by!r}"
    assert not talk.of(events.FlowFailed), where
    silent = isinstance(woken_by, resumes.Remind) and not (place.state.wait and place.state.wait.remind_at)
    assert talk.happened or silent or isinstance(woken_by, resumes.Edited), where
    assert all(len(text) <= 4096 and text.strip() for text in talk.texts), where
    ignored = talk.of(events.Ignored)
    assert not ignored or (talk.state == place.state and 1 == len(talk.happened)), where
    for answered in talk.of(events.Answered):
        assert answered.node.split("/")[-1] == place.node or answered.corrects, where
    if talk.status is session.SessionStatus.WAITING:
        assert talk.state.wait is not None, where


TYPED = {
    "als ik bel, dan luister ik": "als ik schrijf, dan lees ik het eerst hardop",
    "3": "2",
    "morgen": "overmorgen",
    "Een gesprek aan de balie.": "Een gesprek aan de telefoon.",
}


def test_what_was_just_typed_can_be_edited_at_every_wait() -> None:
    """The answer to that question is corrected, and no other one is touched."""
    corrected = set[str]()
    for name in shelf().flows:
        for place in places(name, "nl", "je"):
            corrected |= {f"{name}.{place.node}" for typed in TYPED if _edited(name, place, typed)}
    assert len(corrected) > 30, sorted(corrected)


def _edited(name: str, place: stage.Talk, typed: str) -> bool:
    """Whether this is an answer here that an edit corrects."""
    talk = OnShelf(place.library, place.state, place.happened, list(place.all), chance=place.chance)
    answered = talk.resume(resumes.Typed(typed, "50")).of(events.Answered)
    before = talk.state
    changed = talk.resume(resumes.Edited(TYPED[typed], "50")).of(events.Answered)
    where = f"{name}.{place.node}: {typed}"
    if engine.answered_by(before, "50") is None:
        assert ((), before) == (talk.happened, talk.state), where
        return False
    assert talk.happened or talk.state != before, where
    assert not talk.of(events.FlowFailed), where
    if not answered or not changed:
        return False
    assert [answered[0].node] == [one.node for one in changed if one.corrects], where
    assert all(one.corrects for one in changed), where
    return True


@pytest.mark.parametrize(("language", "tone"), VOICES)
def test_at_every_wait_asking_again_shows_the_same_question(language: str, tone: str) -> None:
    """After an interruption the same buttons are there, on the same visit."""
    for name in shelf().flows:
        for place in places(name, language, tone):
            talk = OnShelf(place.library, place.state, (), list(place.all), chance=place.chance).reask()
            if place.state.wait and place.state.wait.answer:
                assert talk.only(events.Asked).visit == _visit(place)
                assert talk.asked.buttons == place.asked.buttons or talk.state.partial


def test_no_wait_of_the_library_is_left_out() -> None:
    """A question that is not tried here is not tried anywhere."""
    for name, flow in shelf().flows.items():
        waiting = {node for node, one in flow.nodes.items() if one.waits}
        assert waiting <= {place.node for place in places(name, "nl", "je")}, name


def test_from_every_wait_one_can_go_back_to_the_beginning() -> None:
    """Step by step, until there is nothing before it."""
    for name in shelf().flows:
        for place in places(name, "nl", "je"):
            talk = OnShelf(place.library, place.state, (), list(place.all), chance=place.chance)
            for _ in range(60):
                if talk.back().of(events.Ignored):
                    break
            assert talk.happened == (events.Ignored("nothing_to_go_back_to"),), f"{name}.{place.node}"


EDITS: Mapping[str, Callable[[str], str]] = {
    "insert": lambda text: text.replace("nodes:\n", "nodes:\n  nieuw:\n    ask: Iets nieuws?\n    yesno: true\n"),
    "remove": lambda text: text.replace("  b:\n    ask: Vraag b?\n    scale: [A, B]\n", ""),
    "reorder": lambda text: text.replace("start: a", "start: c"),
    "reword": lambda text: text.replace("Vraag ", "Andere vraag "),
    "rename": lambda text: text.replace("  b:\n", "  bb:\n"),
    "other choices": lambda text: text.replace("[A, B]", "[Z, A, B]"),
}
THREE = (
    "a:\n  ask: Vraag a?\n  yesno: true\nb:\n  ask: Vraag b?\n  scale: [A, B]\n"
    "c:\n  ask: Vraag c?\n  text: true\nd:\n  end: 'Dus {{ b }}.'"
)


class Shelved:
    """The newest flow beside the one that the session began with."""

    def __init__(self, old: Flow, new: Flow) -> None:
        self.versions = {old.version: old, new.version: new}
        self.newest = new

    def flow(self, _name: str, /) -> Flow:
        return self.newest

    def version(self, _name: str, version: str, /) -> Flow:
        return self.versions[version]


@pytest.mark.parametrize("edit", EDITS)
@pytest.mark.parametrize("steps", [0, 1, 2])
def test_editing_a_flow_while_somebody_is_inside_misfiles_nothing(edit: str, steps: int) -> None:
    """At every wait: the answers land on the questions that were shown, and the conversation ends as it began."""
    text = stage.source(THREE, "start: a")
    old = loader.load(text, {}, path="proef.yaml")
    new = loader.load(EDITS[edit](text), {}, path="proef.yaml")
    assert old.version != new.version
    talk = stage.begin(old)
    answers: list[resumes.Resume] = [resumes.Pressed(1, "yes"), resumes.Pressed(2, "2"), resumes.Typed("dank")]
    for answer in answers[:steps]:
        talk.resume(answer)
    talk.library = Shelved(old, new)  # type: ignore[assignment]  # any library will do
    for answer in answers[steps:]:
        asked = talk.asked.text
        talk.resume(answer)
        assert [asked[-2]] == [event.node for event in talk.of(events.Answered)]
    assert {"a": True, "b": 2, "c": "dank"} == talk.answers
    assert "Dus 2." == talk.texts[-1]
