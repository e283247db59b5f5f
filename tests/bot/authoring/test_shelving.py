"""The organisation's own shelf: it may replace ours, and a mistake on it never takes away what people had."""

import contextlib
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.clockwork import ticks
from bot.library import live, shelves
from bot.library.shelves import Fallback
from flows.shelves import Shelf
from flows.world import UnknownFlow
from sandbox.telegram import Telegram
from store import outbox, people, teams, versions
from store.outbox import Allowance
from tests import addresses
from tests.bot import building, flow_files
from tests.bot.phones import Street
from tests.journeys import telling
from tests.playing import playing

GOOD = "a:\n  ask: Hoeveel koffie vandaag?\n  choice: {een: Een kop, twee: Twee koppen}\nb:\n  end: Tot morgen."
BETTER = GOOD.replace("Tot morgen.", "Tot de volgende kop.")
STUCK = GOOD.replace("  choice:", "  next: nergens\n  choice:")
NUMBERS = count(1)
PRYING = GOOD.replace("Hoeveel koffie vandaag?", "Wat is het zaaknummer?")


@contextmanager
def running(folder: Path) -> Iterator[tuple[Street, int]]:
    """The bot on the database in this folder, with Anna's chat; each time it is another process's memory."""
    (folder / "eigen").mkdir(exist_ok=True)
    with building.built(folder, flows_dir=folder / "eigen") as runtime:
        if not runtime.database.call(teams.every):
            runtime.database.call(building.settle)
        yield Street(runtime, _numbers=NUMBERS), building.FIRST_CHAT  # Anna is the first of the cast


def save(folder: Path, nodes: str, name: str = "koffie") -> Path:
    """Write a flow on the own shelf, as an editor does."""
    return flow_files.write(folder / "eigen", name, nodes)


def tick(street: Street) -> None:
    """What the clock does each second."""
    for clock_round in ticks.EVERY_SECOND:
        street.runtime.database.call(clock_round, street.runtime, street.runtime.clock.now())


def coach(street: Street) -> int:
    """Carla's chat."""
    carla, *_ = street.runtime.database.call(people.with_role, people.Role.COACH)
    number = street.runtime.database.call(addresses.chat_of, carla)
    assert number is not None
    return number


def shown(street: Street, chat: int) -> str:
    """All that Anna read since the last look."""
    text = " ".join(str(body.get("text", "")) for to, _, body, _ in street.deliveries if to == chat)
    street.deliveries.clear()
    return text


def begun(street: Street, chat: int) -> str:
    """What Anna reads when she begins the flow and answers."""
    street.says(chat, "/koffie")
    if "Hoeveel" in str(street.deliveries):
        street.presses(chat, "Twee koppen")
    return shown(street, chat)


def test_a_flow_that_is_saved_while_the_bot_runs_is_live_at_the_next_tick(tmp_path: Path) -> None:
    """Without a restart; whoever is inside ends on the version they began."""
    with running(tmp_path) as (street, chat):
        save(tmp_path, GOOD)
        tick(street)
        street.says(chat, "/koffie")
        save(tmp_path, BETTER)
        tick(street)
        street.presses(chat, "Twee koppen")
        assert "Tot morgen." in shown(street, chat)
        assert "Tot de volgende kop." in begun(street, chat)


@pytest.mark.parametrize("broken", ["flow: [", STUCK, PRYING], ids=["unreadable", "stuck", "prying"])
def test_the_last_good_version_stays_while_a_file_is_broken(broken: str, tmp_path: Path) -> None:
    """At once, and across a restart; the operator finds file, line and reason in the log."""
    with running(tmp_path) as (street, chat):
        path = save(tmp_path, GOOD)
        tick(street)
        path.write_text(broken) if broken.startswith("flow") else save(tmp_path, broken)
        with capture_logs() as logged:
            tick(street)
        assert "Tot morgen." in begun(street, chat)
        assert [("flows", "koffie")] == [
            (line["action"], line["flow"]) for line in logged if line["log_level"] == "error"
        ]
    with running(tmp_path) as (street, chat):
        assert "Tot morgen." in begun(street, chat)
        [broken_flow] = street.runtime.library.broken
        assert (broken_flow.name, broken_flow.instead, broken_flow.findings[0].path) == (
            "koffie",
            Fallback.LAST_GOOD,
            str(path),
        )
        save(tmp_path, BETTER)
        tick(street)
        assert "Tot de volgende kop." in begun(street, chat)
        assert () == street.runtime.library.broken


def _pipe(place: Path) -> None:
    os.mkfifo(place)


def _socket(place: Path) -> None:
    with socket.socket(socket.AF_UNIX) as listener, contextlib.chdir(place.parent):
        listener.bind(place.name)


STRANGE: dict[str, Callable[[Path], object]] = {
    "pipe": _pipe,
    "socket": _socket,
    "folder": Path.mkdir,
    "round link": lambda place: place.symlink_to(place.name),
    "dangling link": lambda place: place.symlink_to("nergens"),
    "device": lambda place: place.symlink_to("/dev/zero"),
    "huge": lambda place: place.write_bytes(b"#" * 5_000_000),
    "zeros": lambda place: place.write_bytes(b"flow: \0\n"),
    "photo": lambda place: place.write_bytes(bytes(range(256)) * 40),
    "empty": lambda place: place.write_bytes(b""),
    "weights": lambda place: _flow(place, "a:\n  shuffle: {x: -1, y: 2}\nz:\n  end:"),
    "brackets": lambda place: _flow(place, f"a:\n  branch: {{when: {'(' * 400}1{')' * 400}, go: z, else: z}}"),
    "loops": lambda place: _flow(place, "a:\n  end: '" + "{% for a in promises %}" * 9 + "x'"),
    "lists": lambda place: place.write_text(f"flow: {'[' * 2_000}"),
    "base language": lambda place: _beside(_flow(place, "a:\n  end: Dag."), "nl"),
    "no language": lambda place: _beside(_flow(place, "a:\n  end: Dag."), "frans"),
}


def _flow(place: Path, nodes: str) -> Path:
    return flow_files.write(place.parent, place.stem, nodes)


def _beside(place: Path, key: str) -> None:
    place.with_name(f"{place.stem}.{key}.po").write_text('msgctxt "title"\nmsgid "Raar"\nmsgstr "Raar"\n')


@pytest.mark.parametrize("what", STRANGE)
def test_whatever_lies_there_keeps_nothing_else_back(what: str, tmp_path: Path) -> None:
    """Beside it a good flow goes live at the same look, coaches hear of the other with its file, and the bot starts."""
    with running(tmp_path) as (street, chat):
        STRANGE[what](tmp_path / "eigen" / "raar.yaml")
        save(tmp_path, GOOD)
        tick(street)
        [broken_flow] = street.runtime.library.broken
        assert ("raar", True) == (broken_flow.name, "raar" in broken_flow.findings[0].path)
        street.deliver()
        assert any("<b>raar</b> is niet in gebruik genomen." in text for text in street.texts(coach(street)))
        assert "Tot morgen." in begun(street, chat)
    with running(tmp_path) as (street, chat):
        assert "Tot morgen." in begun(street, chat)


def test_a_file_with_another_ending_is_told_and_not_passed_over(tmp_path: Path) -> None:
    """.yml is never loaded; its author would wait for it."""
    with running(tmp_path) as (street, _):
        save(tmp_path, GOOD).rename(tmp_path / "eigen" / "koffie.yml")
        tick(street)
        [broken_flow] = street.runtime.library.broken
        assert ("koffie.yml", Fallback.NOTHING) == (broken_flow.name, broken_flow.instead)


def test_what_was_broken_while_the_bot_was_down_is_told_at_its_start(tmp_path: Path) -> None:
    """Once: to the coaches in the chat, beside the log."""
    with running(tmp_path) as (street, _):
        save(tmp_path, STUCK)
    with running(tmp_path) as (street, _):
        library, now = street.runtime.library, street.runtime.clock.now()
        news = street.runtime.database.call(library.look_again, now)
        assert news is not None
        assert ["koffie"] == [one.name for one in news.broke]
        assert street.runtime.database.call(library.look_again, now) is None


def test_what_was_live_last_stays_not_what_was_stored_last(tmp_path: Path) -> None:
    """Somebody who went back to an earlier version meant it."""
    with running(tmp_path) as (street, _):
        for nodes in (GOOD, BETTER, GOOD, STUCK):
            save(tmp_path, nodes)
            tick(street)
    with running(tmp_path) as (street, chat):
        assert "Tot morgen." in begun(street, chat)


def test_an_own_flow_replaces_ours_and_ours_returns_with_its_file_gone(tmp_path: Path) -> None:
    """By name; a broken one that never was good leaves ours in place."""
    with running(tmp_path) as (street, _):
        ours = street.runtime.library.flow("waarom").version
        path = save(tmp_path, STUCK, "waarom")
        tick(street)
        assert ours == street.runtime.library.flow("waarom").version
        assert [("waarom", Fallback.OURS)] == [(one.name, one.instead) for one in street.runtime.library.broken]
        save(tmp_path, GOOD, "waarom")
        tick(street)
        assert street.runtime.library.flow("waarom").version != ours
        path.unlink()
        tick(street)
        assert ours == street.runtime.library.flow("waarom").version


def test_a_new_flow_that_is_broken_is_simply_not_there(tmp_path: Path) -> None:
    """And one that is removed is gone, also for the next start."""
    with running(tmp_path) as (street, _):
        path = save(tmp_path, STUCK)
        tick(street)
        with pytest.raises(UnknownFlow):
            street.runtime.library.flow("koffie")
        assert [Fallback.NOTHING] == [one.instead for one in street.runtime.library.broken]
        save(tmp_path, GOOD)
        tick(street)
        path.unlink()
        tick(street)
        assert "koffie" not in street.runtime.database.call(versions.live)


def test_nothing_is_read_again_while_nothing_changes(tmp_path: Path) -> None:
    """A tick looks at the marks of files only."""
    with running(tmp_path) as (street, _):
        save(tmp_path, GOOD)
        look = street.runtime.library.look_again
        now = street.runtime.clock.now()
        news = street.runtime.database.call(look, now)
        assert news == live.News(("koffie",), (), ())
        assert street.runtime.database.call(look, now) is None


def test_a_translation_that_breaks_stops_the_flow_that_it_belongs_to_only(tmp_path: Path) -> None:
    """The other flows go on being taken into use."""
    with running(tmp_path) as (street, _):
        save(tmp_path, GOOD)
        (tmp_path / "eigen" / "koffie.en.po").write_text("msgid onzin")
        save(tmp_path, GOOD, "thee")
        tick(street)
        assert ["koffie"] == [one.name for one in street.runtime.library.broken]
        assert "thee" == street.runtime.library.flow("thee").name


def test_a_stored_version_that_no_program_can_read_any_more_stops_nothing(tmp_path: Path) -> None:
    """The bot starts without that flow and says so."""
    old = versions.Source("koffie", "0" * 16, "flow: koffie\nlang geleden: ja", {}, None, shelves.OWN)
    save_in = tmp_path / "eigen"
    save_in.mkdir()
    (save_in / "koffie.yaml").write_text("flow: [")
    on_shelf = shelves.look(Shelf({}), [save_in], {"koffie": old}, building.START.date())
    assert [Fallback.NOTHING] == [one.instead for one in on_shelf.broken]


async def test_a_bot_that_is_started_again_over_a_broken_file_goes_on_with_the_last_good_version(
    tmp_path: Path,
) -> None:
    """The real bot, twice, over HTTP: Bram finds his flow as it was, and as it is once the file is well again."""
    own, phones = tmp_path / "eigen", Telegram(pace=None)
    path = flow_files.write(own, "koffie", GOOD, "for: [lead]")
    joining: list[object] = [{"presses": "Nederlands"}, {"presses": "Zeg maar je"}, {"presses": "Klaar"}]
    drinking: list[dict[str, object]] = [{"Bram": "/koffie"}, {"Bram": {"presses": "Een kop"}}]
    async with playing(tmp_path, telling.moment("2026-11-23 09:00"), telegram=phones, flows_dir=own) as stage:
        steps: list[dict[str, object]] = [{"Bram": one} for one in ("/start CODE", *joining)]
        await telling.tell(_told([*steps, *drinking, {"Bram sees": "Tot morgen."}]), stage)
    path.write_text("flow: [")
    async with playing(tmp_path, telling.moment("2026-11-23 10:00"), telegram=phones, flows_dir=own) as stage:
        await telling.tell(_told([*drinking, {"Bram sees": "Tot morgen."}]), stage)
        flow_files.write(own, "koffie", BETTER, "for: [lead]")
        clock: dict[str, object] = {"clock": "2026-11-23 10:01"}
        await telling.tell(_told([clock, *drinking, {"Bram sees": "Tot de volgende kop."}]), stage)


def _told(steps: list[dict[str, object]]) -> telling.Journey:
    return telling.Journey(Path("koffie"), {"people": {"Bram": "lead"}, "steps": steps})


def test_a_flow_that_gets_stuck_is_told_to_coaches_once(tmp_path: Path) -> None:
    """An hour later, however many people it happens to; each of them hears sorry and goes on with something else."""
    with running(tmp_path) as (street, chat):
        save(tmp_path, "a:\n  pause: {day: team}\nb:\n  end: Klaar.")
        tick(street)
        for _ in range(3):
            assert "Sorry, dit gesprek loopt vast." in begun(street, chat)
        later = street.runtime.clock.now() + timedelta(days=4)
        waiting = street.runtime.database.call(outbox.claim, later, 50, Allowance(paced=50, nudges=50))
        texts = [one.body["text"] for one in waiting if "loopt vast bij stap" in str(one.body)]
        assert ["<b>koffie</b> loopt vast bij stap <b>a</b> (no_day)."] == [one.split(" Wie ")[0] for one in texts]


def test_an_own_welcome_without_the_disclosure_is_never_played(tmp_path: Path) -> None:
    """Also one that was live before: whoever joins gets ours, and the operator reads why."""
    with running(tmp_path) as (street, _):
        save(tmp_path, "a:\n  end: Welkom, fijn dat je er bent.", "welkom")
        tick(street)
        [broken_flow] = street.runtime.library.broken
        assert ("welkom", Fallback.OURS, "KV075") == (
            broken_flow.name,
            broken_flow.instead,
            broken_flow.findings[0].number,
        )
        assert "wie_ik_ben" in street.runtime.library.flow("welkom").nodes
