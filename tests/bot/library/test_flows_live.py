"""Before a changed flow goes live: how many people are inside, and how many stand at a step that disappears."""

import re
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from bot.base import settings
from bot.cli import flows_live, flows_shelf
from bot.dialogue import programme
from bot.library import programme_file
from flows import loader, session
from nudges.dose import Occasion
from nudges.lifecycle import NudgeAct
from store import agenda, people, schedules
from store.database import Transaction
from store.people import Role
from tests.bot import building, flow_files
from tests.bot.phones import Street

NODES = "a:\n  ask: Hoeveel koffie?\n  choice: {een: Een kop}\nb:\n  ask: En thee?\n  yesno: true\nc:\n  end: Dank."
INNER = "x:\n  ask: Zeker?\n  yesno: true\ny:\n  end:"
NOW = 1_800_000_000


def body(flow: str, node: str, version: str, *frames: session.Frame) -> bytes:
    """An open session that waits at a node, in the innermost of these frames."""
    state = session.Session(
        flow, version, session.SessionStatus.WAITING, "nl", "je", "anna", NOW,
        frames=(session.Frame(), *frames), at=len(frames), wait=session.Wait(node, 1),
    )  # fmt: skip
    return session.to_json(state)


def test_people_are_counted_by_flow_version_and_step() -> None:
    """Also those in an entered flow, in both."""
    shelf = loader.shelf([flows_shelf.OURS]).flows
    waarom, plan = shelf["waarom"], shelf["als-dan"]
    inner = session.Frame("als-dan", plan.version, 0, "maak_doel")
    by_flow = flows_live.of(
        [
            body("waarom", waarom.start, waarom.version),
            body("waarom", "vroeger", "0" * 16),
            body("waarom", "moment", waarom.version, inner),
            body("weg", "iets", "0" * 16),
        ],
        shelf,
    )
    counted = {name: (one.people, one.elsewhere, dict(one.lost)) for name, one in by_flow.items()}
    assert {
        "waarom": (3, 1, {"vroeger": 1}),
        "als-dan": (1, 0, {}),
        "weg": (1, 1, {"iets": 1}),
    } == counted


def planned(db: Transaction) -> None:
    """The first of the cast had a step of the programme, and has a flow before her that nobody has any more."""
    number, *_ = people.with_role(db, Role.EMPLOYEE)
    tomorrow = building.START + timedelta(days=1)
    schedules.give(db, number, programme.STEP, "nulmeting", "{}", tomorrow, Occasion.CUE, "nulmeting")
    [schedule] = [
        one for one in schedules.of_person(db, number) if (one.kind, one.subject_id) == (programme.STEP, "nulmeting")
    ]
    schedules.plan(db, schedule, tomorrow, tomorrow)
    [nudge] = agenda.planned(db, number)
    agenda.move(db, nudge.id, NudgeAct.QUEUE)
    agenda.move(db, nudge.id, NudgeAct.SEND, sent_at=tomorrow)
    schedules.give(db, number, "oud", "oud-gesprek", "{}", tomorrow, Occasion.CUE)


def test_the_command_reads_the_database_of_the_bot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Anna is at a question that was taken out, a colleague at one that stays; no word and no name is shown."""
    own = tmp_path / "eigen"
    flow_files.write(own, "koffie", NODES)
    with building.built(tmp_path, flows_dir=own) as runtime:
        runtime.database.call(building.settle)
        street = Street(runtime)
        anna, another = building.FIRST_CHAT, building.FIRST_CHAT + 1
        for chat in (anna, another):
            street.says(chat, "/koffie")
        street.presses(anna, "Een kop")
        runtime.database.call(planned)
    flow_files.write(own, "koffie", NODES.replace("b:", "melk:"))
    monkeypatch.chdir(tmp_path)
    for name, value in {
        "DATA_DIR": str(tmp_path),
        "SECRET_KEY": "the secret of the tests is long enough",
        "CLOCK_START": building.START.isoformat(),
        "FLOWS_DIR": str(own),
        "BOT_API_URL": "http://127.0.0.1:1",
    }.items():
        monkeypatch.setenv(settings.PREFIX + name, value)
    page = Console(file=StringIO(), width=200, highlight=False)
    (own / "programme").mkdir()
    ours = (flows_shelf.OURS / programme_file.PLACE).read_text("utf-8")
    (own / programme_file.PLACE).write_text(ours.replace("    nulmeting:", "    beginpunt:"), "utf-8")
    flows_live.report([own / "koffie.yaml"], [own], console=page)
    assert isinstance(page.file, StringIO)
    said = page.file.getvalue()
    assert "koffie: fewer than 5 people are inside, fewer than 5 on an older version; fewer than 5 at a step" in said
    assert "at a step that disappears: b (fewer than 5)" in said
    assert "programme: it changes" in said
    assert "  nulmeting disappears: nulmeting, in week 1 (still to come for at least 15 people)" in said
    assert "  beginpunt is new: nulmeting, in week 1 (still to come for at least 15 people)" in said
    assert "oud-gesprek: planned for fewer than 5 people, and no flow is called so" in said
    assert "nobody is moved" in said
    assert not re.search("Een kop|Anna", said)
