"""A conversation asks another program and goes on with its answer, through the sandbox; nothing is lost on the way."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot import caller
from sandbox.people import Person
from store import calls
from store.database import Transaction
from store.people import Role
from tests.bot import building, neighbour, scripts
from tests.bot.neighbour import Neighbour
from tests.bot.phones import Street, moves_in
from tests.playing import Stage, playing

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
FLOW = """
plek:
  ask: Waar?
  choice: {balie: Balie, overleg: Overleg}
vraag_op:
  call: wachttijd
  take: {minuten: wachttijd.minuten}
  next: {failed: onbekend, "*": bekend}
bekend:
  end: "De wachttijd is {{ minuten }} minuten."
onbekend:
  end: De wachttijd is niet bekend.
"""


@pytest.fixture
def home() -> Iterator[Neighbour]:
    """Another program."""
    with neighbour.living() as made:
        yield made


@asynccontextmanager
async def asking(folder: Path, url: str, nodes: str = FLOW) -> AsyncIterator[tuple[Stage, Person]]:
    """Anna, in a town whose flow may call that address."""
    scripts.write(folder / "flows", "wacht", nodes)
    given: dict[str, Any] = {
        "flows_dir": folder / "flows",
        "call_addresses": f"wachttijd={url}",
        "call_networks": "127.0.0.0/8",
    }
    async with playing(folder, NOW, **given) as stage:
        anna = stage.telegram.person("Anna", "nl")
        await anna.says(f"/start {stage.invite('Balie', Role.EMPLOYEE)}")
        await stage.quiet()
        yield stage, anna


async def through_the_call(stage: Stage, anna: Person, wanted: str) -> None:
    """Anna begins, answers, and in the end reads this."""
    stage.runtime.database.call(_take_part)
    await anna.says("/wacht")
    await stage.quiet()
    await anna.presses("Balie")
    assert await anna.chat.when(lambda: any(wanted in shown.text for shown in anna.screen()), 15.0), anna.screen_text()


def _take_part(db: Transaction) -> None:
    db.connection.exec_driver_sql("UPDATE person SET status = 'active'")


async def test_the_answer_reaches_the_conversation(tmp_path: Path, home: Neighbour) -> None:
    """Asked over real HTTP, said in the chat; no call is left behind."""
    async with asking(tmp_path, home.url("/wachttijd")) as (stage, anna):
        await through_the_call(stage, anna, "De wachttijd is 12 minuten.")
        assert 0 == stage.runtime.database.call(_left)
    assert [("GET", "/wachttijd")] == [(method, path) for method, path, _, _ in home.heard]


@pytest.mark.parametrize("path", ["/broken", "/large", "/to//wachttijd"])
async def test_a_failure_has_its_own_way(tmp_path: Path, home: Neighbour, path: str) -> None:
    """Whatever the other program does."""
    async with asking(tmp_path, home.url(path)) as (stage, anna):
        await through_the_call(stage, anna, "De wachttijd is niet bekend.")


async def test_a_name_that_is_not_configured_fails(tmp_path: Path, home: Neighbour) -> None:
    """The conversation goes on, and nobody is called."""
    async with asking(tmp_path, home.url("/wachttijd"), FLOW.replace("call: wachttijd", "call: anders")) as (
        stage,
        anna,
    ):
        await through_the_call(stage, anna, "De wachttijd is niet bekend.")
    assert [] == home.heard


def _left(db: Transaction) -> int:
    return int(db.connection.exec_driver_sql("SELECT count(*) FROM call").scalar_one())


@pytest.fixture
def street(tmp_path: Path) -> Iterator[Street]:
    """Phones, and a flow that asks and one that tells."""
    scripts.write(tmp_path / "flows", "wacht", FLOW)
    scripts.write(tmp_path / "flows", "meld", FLOW.replace("  take:", '  send: {plek: "{{ plek }}"}\n  take:'))
    with building.built(tmp_path, flows_dir=tmp_path / "flows") as runtime:
        runtime.database.call(building.settle)
        yield Street(runtime)


def begun(street: Street, command: str) -> int:
    """Anna's conversation waits for a call that was on its way when the process ended; her chat."""
    now = street.runtime.clock.now()
    _, chat = street.runtime.database.call(moves_in, 1, Role.EMPLOYEE, now)
    street.says(chat, command)
    street.presses(chat, "Balie")
    assert 1 == len(street.runtime.database.call(calls.claim, now, 10))
    assert [] == street.runtime.database.call(calls.claim, now, 10)
    return chat


def test_after_a_crash_a_question_is_asked_again(street: Street) -> None:
    """It only asks, so twice does no harm."""
    chat = begun(street, "/wacht")
    now = street.runtime.clock.now()
    street.runtime.database.call(caller.recover, street.runtime, now)
    (call,) = street.runtime.database.call(calls.claim, now, 10)
    street.runtime.database.call(caller.reply, street.runtime, call, {"wachttijd": {"minuten": 3}}, now)
    street.deliver()
    assert "De wachttijd is 3 minuten." == street.texts(chat)[-1]


def test_after_a_crash_what_was_told_is_not_told_twice(street: Street) -> None:
    """Nobody knows whether it arrived: the conversation goes on by the way of a failure."""
    chat = begun(street, "/meld")
    street.runtime.database.call(caller.recover, street.runtime, street.runtime.clock.now())
    street.deliver()
    assert "De wachttijd is niet bekend." == street.texts(chat)[-1]
    assert [] == street.runtime.database.call(calls.interrupted)


def test_an_answer_that_comes_too_late_changes_nothing(street: Street) -> None:
    """Anna stopped the conversation meanwhile; the answer is forgotten with its row."""
    chat = begun(street, "/wacht")
    (call,) = street.runtime.database.call(calls.interrupted)
    street.says(chat, "/stop")
    street.presses(chat, "Alleen dit gesprek")
    said = len(street.texts(chat))
    now = street.runtime.clock.now()
    for _ in range(2):
        street.runtime.database.call(caller.reply, street.runtime, call, {"wachttijd": {"minuten": 3}}, now)
    street.deliver()
    assert said == len(street.texts(chat))
    assert 0 == street.runtime.database.call(_left)
