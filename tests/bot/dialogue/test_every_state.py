"""At every wait of every flow, whatever somebody does: the bot answers, and stores nothing under another question.

The conversation is set down at the wait as the engine left it, and one update goes the whole way: inbox, turn, outbox.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

import pytest

from bot.base.incoming import Heard, HeardKind
from bot.channels.telegram.address import address_of
from bot.dialogue import conversation
from bot.turns.runtime import Runtime
from flows import session as engine_session
from store import answers, references, sessions
from store.database import Transaction
from store.people import Role
from tests import addresses
from tests.bot import building
from tests.bot.phones import moves_in
from tests.flows import stage, test_matrix

NOW = building.START
UPDATES = count(1)
LONG = "woord " * 680
SHOWN = "77"  # the message with the open question


def _text(said: str) -> Heard:
    return Heard(HeardKind.TEXT, address_of(0), text=said, ref="501")


def _command(name: str) -> Heard:
    return Heard(HeardKind.COMMAND, address_of(0), name=name, ref="502")


def _press(choice: str, visit: int) -> Heard:
    return Heard(HeardKind.PRESS, address_of(0), data=f"{{session}}:{visit}:{choice}", ref=SHOWN, callback_id="1")


def _unreadable(kind: str) -> Heard:
    return Heard(HeardKind.UNREADABLE, address_of(0), text=kind)


MOVES: Mapping[str, Heard] = {
    "back": _command("terug"),
    "skip": _command("overslaan"),
    "pause": _command("pauze"),
    "stop": _command("stop"),
    "help": _command("help"),
    "start": _command("start"),
    "switch": _command("waarom"),
    "a command that does not exist": _command("bestaatniet"),
    "a word": _text("hallo"),
    "a number": _text("1"),
    "a plan": _text("als ik bel, dan luister ik"),
    "nothing but spaces": _text(" \n "),
    "very long": _text(LONG),
    "emoji": _text("👍🏽👩‍👩‍👧"),
    "right-to-left": _text("مرحبا \u202e"),
    "a zero": _text("\x00"),
    "markup": _text("<b>{{ x }}</b> & {% if %}"),
    "an edit of something old": Heard(HeardKind.EDIT, address_of(0), text="anders", ref="3"),
    "a voice note": _unreadable("voice"),
    "a photo": _unreadable("photo"),
    "a sticker": _unreadable("sticker"),
    "a location": _unreadable("location"),
    "a document": Heard(HeardKind.DOCUMENT, address_of(0), text="document", name="brief.pdf", data="1"),
    "an old button": _press("ja", 0),
    "a button of another question": _press("bestaat_niet", -1),
    "a button that is none": Heard(HeardKind.PRESS, address_of(0), data="onzin", ref=SHOWN, callback_id="1"),
}

SILENT = frozenset(("an edit of something old",))


@dataclass(frozen=True, slots=True)
class UpdateTrace:
    """What one update left behind: what was said or shown, the toast, the places answered, the state of the session."""

    said: tuple[str, ...]
    toast: str | None
    answered: tuple[str, ...]
    state: engine_session.Session | None


class Undo(Exception):
    """Nothing of it happened; but this is the trace."""

    def __init__(self, trace: UpdateTrace) -> None:
        super().__init__()
        self.trace = trace


@pytest.fixture(scope="module")
def runtime(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runtime]:
    """An installation with the library."""
    folder: Path = tmp_path_factory.mktemp("town")
    with building.built(folder) as runtime:
        runtime.database.call(building.settle)
        yield runtime


@pytest.fixture(scope="module")
def anna(runtime: Runtime) -> tuple[int, int]:
    """Anna: (person, chat)."""
    return runtime.database.call(moves_in, 1, Role.EMPLOYEE, NOW)


def crossed(
    runtime: Runtime, anna: tuple[int, int], state: engine_session.Session, heard: Heard, times: int = 1
) -> UpdateTrace:
    """Set Anna down in this state, let the update come so many times, look, and undo it all."""
    try:
        runtime.database.call(_cross, runtime, anna, state, heard, times)
    except Undo as undone:
        return undone.trace
    raise AssertionError("it was kept")


def _cross(
    db: Transaction, runtime: Runtime, anna: tuple[int, int], state: engine_session.Session, heard: Heard, times: int
) -> None:
    person, chat = anna
    row = sessions.reserve(db, person, state.flow, state.version, NOW, None)
    body = engine_session.to_json(state)
    sessions.save(db, person, row, status=state.status, body=body, now=NOW)
    visit = state.wait.visit if state.wait else 0
    sessions.shown(db, person, row, visit, SHOWN)
    shown = references.refer(db, references.ReferenceKind.SESSION, person, row)
    data = heard.data.replace("{session}", shown).replace(":-1:", f":{visit}:")
    mine = replace(heard, address=address_of(chat), data=data)
    toast = None
    for _ in range(times):
        (waiting,) = addresses.keep(db, [(chat, {"update_id": next(UPDATES)})], NOW)
        toast = conversation.hear(db, runtime, waiting.id, mine, NOW).toast or toast
    stored = sessions.by_id(db, row)
    said = tuple(str(body["text"]) for _, body in building.sent(db, NOW) if "text" in body)
    raise Undo(
        UpdateTrace(said, toast, _places(db, person, row), engine_session.from_json(stored.body) if stored else None)
    )


def _places(db: Transaction, person: int, session: int) -> tuple[str, ...]:
    return tuple(past.node.split("/")[-1] for past in answers.every(db, person) if past.session_id == session)


def states(name: str) -> Iterator[stage.Talk]:
    """Each wait of a flow; and where the flow gives up on an answer, the same wait after that."""
    for place in test_matrix.places(name, "nl", "je"):
        yield place
        if place.state.wait and place.state.wait.answer and place.state.wait.until:
            late = test_matrix.OnShelf(place.library, place.state, place.happened, list(place.all), chance=place.chance)
            late.timeout()
            if late.status is engine_session.SessionStatus.EXPIRED:
                yield late


FLOWS = sorted(test_matrix.shelf().flows)


@pytest.mark.parametrize("name", FLOWS)
def test_every_update_at_every_wait_is_answered(name: str, runtime: Runtime, anna: tuple[int, int]) -> None:
    """Nobody is left without a reply, and what is stored lies at the question that was open."""
    tried = 0
    for place in states(name):
        node = place.state.wait.node if place.state.wait else ""
        for move, heard in MOVES.items():
            trace = crossed(runtime, anna, place.state, heard)
            where = f"{name}.{node}: {move}"
            assert trace.said or trace.toast or move in SILENT, where
            assert all(text.strip() for text in trace.said), where
            assert set(trace.answered) <= {node}, where
            assert trace.state is not None, where
            assert trace.state.status is not engine_session.SessionStatus.FAILED, where
            tried += 1
    assert tried >= len(MOVES) or not any(node.waits for node in test_matrix.shelf().flow(name).nodes.values())


@pytest.mark.parametrize("name", FLOWS)
def test_pressing_twice_at_every_wait_stores_once(name: str, runtime: Runtime, anna: tuple[int, int]) -> None:
    """Two fingers on the first button, also of a question whose time was over."""
    pressed = 0
    for place in states(name):
        wait = place.state.wait
        if wait is None or not wait.answer or not place.asked.buttons:
            continue
        choice = place.asked.buttons[0][0].choice
        once = crossed(runtime, anna, place.state, _press(choice, -1))
        twice = crossed(runtime, anna, place.state, _press(choice, wait.visit), times=2)
        assert once.answered == twice.answered, f"{name}.{wait.node}"
        assert len(set(once.answered)) == len(once.answered), f"{name}.{wait.node}"
        pressed += 1
    assert pressed or not any(place.state.wait and place.state.wait.answer for place in states(name))


def test_what_was_stored_is_found_again(runtime: Runtime, anna: tuple[int, int]) -> None:
    """The undoing is complete: after all this Anna has no answer and no session."""
    place = next(states("waarom"))
    crossed(runtime, anna, place.state, _text("1"))
    assert [] == list(runtime.database.call(answers.every, anna[0]))
    assert runtime.database.call(sessions.current, anna[0]) is None
