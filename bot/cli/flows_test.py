"""Plays the tests that authors wrote for their flows, and says what of each flow they reach."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.text import Text

from bot.cli import flows_shelf, flows_world
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
    flows, lost = _flows_to_test(out, names, folders, language)
    tested = [one for one in flows if file_of(one.flow).exists()]
    results = [_play_tests_of(out, one, least, language) for one in tested]
    without = [one.flow for one in flows if one not in tested]
    if without:
        listed, place = ", ".join(flow.name for flow in without), file_of(without[0])
        out.print(Text(f"No tests yet: {listed}. Those of {without[0].name} go into {place}"), soft_wrap=True)
    return int(lost or not all(results) or not tested or (bool(names) and len(tested) < len(flows)))


def file_of(flow: Flow) -> Path:
    """Name the file in which the tests of a flow stand: in a folder beside it, under its name."""
    return Path(flow.path).parent / FOLDER / f"{flow.name}.yaml"


def _flows_to_test(
    out: Console, names: Sequence[str], folders: Sequence[Path], language: str
) -> tuple[list[flows_shelf.FoundFlow], bool]:
    """List the flows to test, and say whether one of them cannot be had: that is told, and skips no other."""
    if not names:
        shelf = flows_shelf.every(folders)
        for mistake in shelf.complaints:
            flows_shelf.refuse(out, telling.line(mistake, language))
        return [flows_shelf.FoundFlow(flow, shelf) for flow in shelf.flows.values()], bool(shelf.complaints)
    flows, lost = list[flows_shelf.FoundFlow](), False
    for name in names:
        try:
            flows.append(flows_shelf.find(name, folders))
        except flows_shelf.FlowNotFound as error:
            flows_shelf.refuse(out, error)
            lost = True
    return flows, lost


def _play_tests_of(out: Console, shelved: flows_shelf.FoundFlow, least: int, language: str) -> bool:
    """Play the tests of one flow and print what came of them; whether all is well."""
    file = file_of(shelved.flow)
    out.print(Text(shelved.flow.name, style="bold"))
    try:
        tests = written.read(folder.text(file), path=str(file), flow=shelved.flow.name)
    except complaints.CannotLoad as error:
        flows_shelf.refuse(out, "\n".join(telling.line(mistake, language) for mistake in error.complaints))
        return False
    passed, failures = [], 0
    for test in tests:
        failed, steps = player.play(shelved.flow, test, flows_world.EXAMPLES, _world_at(shelved), NOON, str(file))
        passed.append(steps)
        failures += failed is not None
        _print(out, test, telling.line(failed, language) if failed else None)
    reached = reach.of(shelved.flow, passed)
    for line in _reached(reached):
        out.print(f"  {line}", style="dim", soft_wrap=True, markup=False)
    enough = reached.percent >= least
    if not enough:
        out.print(Text(f"  ✗ {reached.percent:.0f}% of steps and ways is less than {least}%", style="red"))
    return not failures and enough


def _world_at(shelved: flows_shelf.FoundFlow) -> player.WorldAt:
    return lambda now: flows_world.world(shelved.shelf, now)


def _print(out: Console, test: written.Test, failed: str | None) -> None:
    if failed is None:
        out.print(Text.assemble("  ", ("✓ ", "green"), test.name))
        return
    out.print(Text.assemble("  ", ("✗ ", "red"), test.name))
    out.print(Text(f"    {failed}"), soft_wrap=True)


def _reached(reached: reach.Reach) -> Iterator[str]:
    steps, ways = reached.nodes - len(reached.missed_nodes), reached.ways - len(reached.missed_ways)
    yield f"{steps} of {reached.nodes} steps played, {ways} of {reached.ways} ways taken ({reached.percent:.0f}%)"
    if reached.missed_nodes:
        yield f"never played: {', '.join(reached.missed_nodes)}"
    between = [f"{start} › {to}" for start, to in reached.missed_ways if start not in reached.missed_nodes]
    if between:
        yield f"never taken: {', '.join(between)}"
