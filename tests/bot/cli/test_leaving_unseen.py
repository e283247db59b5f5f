"""Whatever an operator can look at says the same to the letter before and after somebody left, in whatever way."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import typer.main

from bot.channels import delivery
from bot.channels.settlement import Settlement
from bot.cli import main
from bot.dialogue import participation
from bot.turns.runtime import Runtime
from store import erasure, outbox, passes
from store.database import Transaction
from store.outbox import Allowance
from store.people import Role
from tests.bot import building, seasons
from tests.bot.phones import Street, moves_in
from tests.bot.shell import Shell
from tests.web.conftest import browse

LOOKS = {
    "status": ("status",),
    "status --json": ("status", "--json"),
    "team list": ("team", "list"),
    "team count": ("team", "count", "Balie", "1"),
    "invite": ("invite", "Balie", "--role", "employee", "--count", "400"),
    "learn": ("learn",),
    "decisions verify": ("decisions", "verify"),
    "days list": ("days", "list"),
    "rotate": ("rotate",),
}
"""What is asked of the program and answered from the database about people."""
BESIDE: dict[str, str] = {
    "audit verify": "prints an anchor, which is another after each line of the trail: docs/trust.md",
    "backup": "copies; what it says is held in test_backup.py",
    "restore": "puts back; what it says is held in test_backup.py",
    "person end": "the same answer whether somebody left: test_cli_operators.py",
    "flows check": "--live counts who is inside a conversation, in steps, however it ends: docs/trust.md",
    "flows retire": "the same",
    "flows install": "says nothing of people",
}
CHANGE = "run migrate page invite-to invite-revoke team-add team-rename team-close team-join team-part days-import "
CHANGE += "days-remove learn-register simulate demo test bench flows"
"""Commands that change something or need no database: they print no count of people."""


def stops(db: Transaction, runtime: Runtime, person: int) -> None:
    """/stop."""
    participation.stop(building.turn(db, runtime, person))


def erases(db: Transaction, _: Runtime, person: int) -> None:
    """/verwijder."""
    erasure.erase(db, person)


def is_ended(db: Transaction, runtime: Runtime, person: int) -> None:
    """By the operator."""
    participation.end(building.turn(db, runtime, person))


def blocks(db: Transaction, runtime: Runtime, person: int) -> None:
    """Telegram says so at the next message, and another waits behind it."""
    now = runtime.clock.now()
    outbox.put(db, person, "message", {"text": "Hallo", "buttons": []}, now)
    (row,) = [row for row in outbox.claim(db, now, 1, Allowance(10, 10)) if row.person_id == person]
    delivery.settle(db, row, Settlement.UNREACHABLE, now, timedelta(0))


WAYS: tuple[Callable[[Transaction, Runtime, int], None], ...] = (stops, erases, is_ended, blocks)


def all_that_is_said(runtime: Runtime, shell: Shell) -> dict[str, str]:
    """Every look at the shell, the page and what a collector gets."""
    said = {}
    for name, words in LOOKS.items():
        ended = shell(*words)
        said[name] = f"{ended.status}\n{ended.out}\n{ended.err}"
    return said | asyncio.run(_on_the_page(runtime))


async def _on_the_page(runtime: Runtime) -> dict[str, str]:
    token = runtime.database.call(passes.issue, runtime.clock.now())
    async with browse(runtime) as visitor:
        await visitor.post(f"/sign-in/{token}")
        page, metrics = (await visitor.get("/operator")).text, (await visitor.get("/metrics")).text
    return {
        "page": page,
        "metrics": "\n".join(line for line in metrics.splitlines() if "silence" not in line),
    }


@building.on_both
@pytest.mark.parametrize("way", WAYS)
def test_nothing_that_an_operator_sees_changes_because_somebody_leaves(
    runtime: Runtime, tmp_path: Path, way: Callable[[Transaction, Runtime, int], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """On the same clock, ten people in a team (the edge of a step), answers, a decision, and an open conversation."""
    database = runtime.database
    town = database.call(building.settle)
    person, chat = database.call(moves_in, town.counter, Role.EMPLOYEE, building.START)
    seasons.play(runtime, town, 2)
    Street(runtime).says(chat, "/reflectie")
    monkeypatch.chdir(tmp_path)
    shell = Shell(tmp_path, {}).with_settings(
        data_dir=str(runtime.settings.data_dir),
        database_url=runtime.settings.database_url,
        secret_key=runtime.settings.secret_key,
        bot_token="1:x",
        bot_api_url="http://127.0.0.1:9",
        clock_start=runtime.clock.now().isoformat(),
        clock_speed="0.000001",
    )
    before = all_that_is_said(runtime, shell)
    database.call(way, runtime, person)
    after = all_that_is_said(runtime, shell)
    assert "≥ 15" in before["page"] or "≥ 20" in before["page"]
    assert before == after


def test_every_command_is_a_look_or_says_why_it_is_none() -> None:
    """A new command must be put in one of the lists above."""
    listed = {*LOOKS, *BESIDE, *CHANGE.replace("-", " ").split(), *(one.replace("-", " ") for one in CHANGE.split())}
    assert [] == [name for name in _commands() if name not in listed and name.partition(" ")[0] not in listed]


def _commands() -> list[str]:
    group = typer.main.get_command(main.app)
    names = []
    for name, command in group.commands.items():  # type: ignore[attr-defined]  # it is a group
        inner = getattr(command, "commands", None)
        names += [name] if inner is None else [f"{name} {one}" for one in inner]
    return names
