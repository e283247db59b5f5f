"""Plays the tests that authors wrote for their flows, and says what of each flow they reach."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.text import Text

from bot.cli import flows_shelf, flows_stage
from flows import complaints, folder, telling
from flows.flow import Flow
from flows.testing import player, reach, written

FOLDER = "tests"
NOON = datetime(2026, 11, 26, 11, 0, tzinfo=UTC)
"""A Thursday: tests say nothing of the day, so it is always the same one."""


def play(
    names: Sequence[str] = (),
    *,
    folders: Sequence[Path] = (),
    least: int = 0,
    language: str = "en",
    console: Console | None = None,
) -> int:
    """Play the tests of these flows, without any those of all flows. Returns 1 when a test fails, when a named flow has
    none, or when fewer percent of a flow's steps and ways are reached than ``least``."""
    out = console or Console(highlight=False)
    found, lost = _found(out, names, folders, language)
    tested = [one for one in found if file_of(one.flow).exists()]
    results = [_one(out, one, least, language) for one in tested]
    without = [one.flow for one in found if one not in tested]
    if without:
        listed, place = ", ".join(script.name for script in without), file_of(without[0])
        out.print(Text(f"No tests yet: {listed}. Those of {without[0].name} go into {place}"), soft_wrap=True)
    return int(lost or not all(results) or not tested or (bool(names) and len(tested) < len(found)))


def file_of(script: Flow) -> Path:
    """Where the tests of a flow stand: in a folder beside it, under its name."""
    return Path(script.path).parent / FOLDER / f"{script.name}.yaml"


def _found(
    out: Console, names: Sequence[str], folders: Sequence[Path], language: str
) -> tuple[list[flows_shelf.FoundFlow], bool]:
    """The flows to test, and whether one of them cannot be had: that is told, and skips no other."""
    if not names:
        shelf = flows_shelf.every(folders)
        for one in shelf.complaints:
            flows_shelf.refuse(out, telling.line(one, language))
        return [flows_shelf.FoundFlow(script, shelf) for script in shelf.flows.values()], bool(shelf.complaints)
    found, lost = list[flows_shelf.FoundFlow](), False
    for name in names:
        try:
            found.append(flows_shelf.find(name, folders))
        except flows_shelf.FlowNotFound as error:
            flows_shelf.refuse(out, error)
            lost = True
    return found, lost


def _one(out: Console, found: flows_shelf.FoundFlow, least: int, language: str) -> bool:
    """Play the tests of one flow and print what came of them; whether all is well."""
    file = file_of(found.flow)
    out.print(Text(found.flow.name, style="bold"))
    try:
        tests = written.read(folder.text(file), path=str(file), flow=found.flow.name)
    except complaints.FlowError as error:
        flows_shelf.refuse(out, "\n".join(telling.line(one, language) for one in error.complaints))
        return False
    passed, failures = [], 0
    for one in tests:
        failed, steps = player.play(found.flow, one, flows_stage.EXAMPLES, _stage(found), NOON, str(file))
        passed.append(steps)
        failures += failed is not None
        _print(out, one, telling.line(failed, language) if failed else None)
    reached = reach.of(found.flow, passed)
    for line in _reached(reached):
        out.print(f"  {line}", style="dim", soft_wrap=True, markup=False)
    enough = reached.percent >= least
    if not enough:
        out.print(Text(f"  ✗ {reached.percent:.0f}% of steps and ways is less than {least}%", style="red"))
    return not failures and enough


def _stage(found: flows_shelf.FoundFlow) -> player.Stage:
    return lambda now: flows_stage.world(found.shelf, now)


def _print(out: Console, one: written.Test, failed: str | None) -> None:
    if failed is None:
        out.print(Text.assemble("  ", ("✓ ", "green"), one.name))
        return
    out.print(Text.assemble("  ", ("✗ ", "red"), one.name))
    out.print(Text(f"    {failed}"), soft_wrap=True)


def _reached(found: reach.Reach) -> Iterator[str]:
    steps, ways = found.nodes - len(found.missed_nodes), found.ways - len(found.missed_ways)
    yield f"{steps} of {found.nodes} steps played, {ways} of {found.ways} ways taken ({found.percent:.0f}%)"
    if found.missed_nodes:
        yield f"never played: {', '.join(found.missed_nodes)}"
    between = [f"{start} › {to}" for start, to in found.missed_ways if start not in found.missed_nodes]
    if between:
        yield f"never taken: {', '.join(between)}"
