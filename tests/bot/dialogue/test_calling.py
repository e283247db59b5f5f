"""A conversation asks another program and goes on with its answer, through the sandbox; nothing is lost on the way."""

import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.dialogue import caller
from bot.library import shelves
from bot.turns.runtime import Runtime
from flows import check, loader
from flows.flow import Flow
from sandbox.people import PhoneOwner
from store import audit, calls, versions
from store.database import Transaction
from store.people import Role
from tests.bot import building, flow_files, neighbour
from tests.bot.neighbour import Neighbour
from tests.bot.phones import Street, moves_in
from tests.playing import JourneyStage, playing

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


TELLING = (
    FLOW.replace("  take:", '  send: {plek: "{{ plek }}"}\n  ask: Zal ik het vragen?\n  take:').replace(
        "next: {failed: onbekend,", "next: {failed: onbekend, declined: niet,"
    )
    + "niet:\n  end: Dan vraag ik niets.\n"
)


@pytest.fixture
def home() -> Iterator[Neighbour]:
    """Another program."""
    with neighbour.living() as other_program:
        yield other_program


@asynccontextmanager
async def asking(folder: Path, url: str, nodes: str = FLOW) -> AsyncIterator[tuple[JourneyStage, PhoneOwner]]:
    """Anna, in a town whose flow may call that address."""
    flow_files.write(folder / "flows", "wacht", nodes)
    chosen: dict[str, Any] = {
        "flows_dir": folder / "flows",
        "call_addresses": f"wachttijd={url}",
        "call_networks": "127.0.0.0/8",
    }
    async with playing(folder, NOW, **chosen) as stage:
        anna = stage.telegram.person("Anna", "nl")
        await anna.says(f"/start {stage.invite('Balie', Role.EMPLOYEE)}")
        await stage.quiet()
        yield stage, anna


async def through_the_call(stage: JourneyStage, anna: PhoneOwner, wanted: str) -> None:
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
    flow_files.write(tmp_path / "flows", "wacht", FLOW)
    flow_files.write(tmp_path / "flows", "meld", TELLING)
    with building.built(tmp_path, flows_dir=tmp_path / "flows") as runtime:
        runtime.database.call(building.settle)
        yield Street(runtime)


def begun(street: Street, command: str) -> int:
    """Anna's conversation waits for a call that was on its way when the process ended; her chat."""
    now = street.runtime.clock.now()
    _, chat = street.runtime.database.call(moves_in, 1, Role.EMPLOYEE, now)
    street.says(chat, command)
    street.presses(chat, "Balie")
    if "Stuur dit" in street.labels(chat):
        street.presses(chat, "Stuur dit")
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


async def to_the_preview(stage: JourneyStage, anna: PhoneOwner, choice: str = "Balie") -> str:
    """Anna begins and answers; what is shown to her then."""
    stage.runtime.database.call(_take_part)
    await anna.says("/wacht")
    await stage.quiet()
    await anna.presses(choice)
    await stage.quiet()
    return anna.screen()[-1].text


async def test_what_arrives_is_what_the_preview_showed(tmp_path: Path, home: Neighbour) -> None:
    """To the letter, to the host that was named, and only after her own press; the audit names the address alone."""
    sends = TELLING.replace(
        '{plek: "{{ plek }}"}',
        """{plek: "{{ plek | label('plek') }}", bron: 'deze "vraag" & <meer>', team: "{{ team }}"}""",
    )
    async with asking(tmp_path, home.url("/wachttijd"), sends) as (stage, anna):
        shown = await to_the_preview(stage, anna)
        assert [] == home.heard
        await anna.says("ja")
        await anna.says("Stuur dit")
        await stage.quiet()
        assert [] == home.heard
        await anna.presses("Stuur dit")
        assert await anna.chat.when(lambda: "12 minuten" in anna.screen_text(), 15.0), anna.screen_text()
        lines = stage.runtime.database.call(audit.lines)
    ((method, _, _, body),) = home.heard
    sent = json.loads(body)
    assert ("POST", {"plek", "bron", "team"}) == (method, set(sent))
    assert "wachttijd (127.0.0.1)" in shown
    assert [f"{name}: {value}" for name, value in sent.items()] == shown.splitlines()[-len(sent) :]
    calls_made = [line for line in lines if line.event == "call"]
    assert [("address wachttijd", "chat", "done")] == [(line.subject, line.origin, line.result) for line in calls_made]


@pytest.mark.parametrize("way", ["Niet sturen", "/overslaan", "nee", "/stop"])
async def test_without_her_press_nothing_is_sent(tmp_path: Path, home: Neighbour, way: str) -> None:
    """Declined by button, by word, skipped or stopped: the other program hears nothing, and the audit has no call."""
    async with asking(tmp_path, home.url("/wachttijd"), TELLING) as (stage, anna):
        await to_the_preview(stage, anna)
        await (anna.presses(way) if way == "Niet sturen" else anna.says(way))
        await stage.quiet()
        assert ("Dan vraag ik niets." in anna.screen_text()) == (way != "/stop")
        assert [] == [line for line in stage.runtime.database.call(audit.lines) if line.event == "call"]
    assert [] == home.heard


PRIVATE = [FLOW, TELLING]
UNSEEN = [
    FLOW.replace("  take:", '  send: {plek: "{{ plek }}"}\n  take:'),
    FLOW.replace("overleg: Overleg}", "overleg: Overleg}\n  next: {balie: vraag_op, overleg: onbekend}"),
    FLOW.replace("vraag_op:", "geheim:\n  branch: {when: plek == 'balie', go: vraag_op, else: onbekend}\nvraag_op:"),
]


@pytest.mark.parametrize(
    ("nodes", "head"), [*((one, "private: true") for one in PRIVATE), *((one, "") for one in UNSEEN)]
)
def test_a_flow_that_was_live_before_sends_nothing_unseen(tmp_path: Path, nodes: str, head: str) -> None:
    """A private flow, and calls that would tell something unseen: they go on as without an answer, and no call waits.

    The check keeps such a file from going live; one that was live in an older version of the program is played on.
    """
    path = flow_files.write(tmp_path / "flows", "wacht", nodes, head)
    flow = loader.read(path)
    numbers = {one.number for one in check.check(flow, NOW.date(), {flow.name: flow})}
    assert ({"KV077"} if head else {"KV078"}) == numbers & {"KV077", "KV078"}
    with building.built(tmp_path, flows_dir=tmp_path / "flows") as runtime:
        runtime.database.call(building.settle)
        runtime.database.call(_was_live, flow, runtime)
        street = Street(runtime)
        _, chat = runtime.database.call(moves_in, 1, Role.EMPLOYEE, runtime.clock.now())
        street.says(chat, "/wacht")
        street.presses(chat, "Balie")
        assert [] == runtime.database.call(calls.claim, runtime.clock.now(), 10)
        assert street.texts(chat)[-1] in ("De wachttijd is niet bekend.", "Dan vraag ik niets.")


def _was_live(db: Transaction, flow: Flow, runtime: Runtime) -> None:
    """It was taken into use by a version of the program that knew no such finding."""
    now = runtime.clock.now()
    versions.keep(db, flow.name, flow.version, flow.source, flow.catalogues, now)
    versions.put_live(db, flow.name, flow.version, shelves.OWN)
    runtime.library.take(db, now)


async def test_wie_names_who_may_be_asked(tmp_path: Path, home: Neighbour) -> None:
    """The address that a flow on the shelf calls, by name and host; one that no flow calls is not named."""
    async with asking(tmp_path, f"{home.url('/wachttijd')},anders=https://elders.example/x", TELLING) as (stage, anna):
        stage.runtime.database.call(_take_part)
        await anna.says("/wie")
        await stage.quiet()
        assert "wachttijd (127.0.0.1)" in anna.screen_text()
        assert "elders.example" not in anna.screen_text()
