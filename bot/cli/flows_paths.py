"""Lists every path through a flow with its length, or says how many there are and shows the ones that matter."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.cli import flows_shelf
from flows import paths, reading
from flows.checks import states
from flows.kinds import kind

MOST = 60
_ANSWERS, _LETTERS = 2, 28


def listing(
    name: str,
    *,
    folders: Sequence[Path] = (),
    most: int = MOST,
    unusual: bool = False,
    console: Console | None = None,
) -> int:
    """Print the paths of a flow. Returns 1 when it cannot be loaded, has no end, or is too large to follow."""
    out = console or Console(highlight=False)
    try:
        shelved = flows_shelf.find(name, folders)
        listed_paths = paths.of(shelved.flow, shelved.shelf.flows, most=most, unusual=unusual)
    except flows_shelf.FlowNotFound as error:
        return flows_shelf.refuse(out, error)
    except paths.NoEnd as error:
        return flows_shelf.refuse(out, f"{error} ./koersvast flows check says where.")
    except states.TooMany:
        return flows_shelf.refuse(
            out, f"More than {states.MOST} places to stand in: too many to follow. Split the flow."
        )
    out.print(Text(f"{shelved.flow.name}: {_counted(listed_paths, unusual)}", style="bold"))
    out.print(_table(_rows(listed_paths)))
    for line in _notes(listed_paths, unusual):
        out.print(line, style="dim", soft_wrap=True)
    return 0


def _counted(listed_paths: paths.Paths, unusual: bool) -> str:
    ways = "1 path" if listed_paths.count == 1 else f"{listed_paths.count:,} paths"
    return f"{ways} from the beginning to an end" + ("" if unusual else ", skipping nothing and answering everything")


def _rows(listed_paths: paths.Paths) -> Iterator[tuple[str, paths.Path]]:
    if listed_paths.listed:
        yield from ((str(number), path) for number, path in enumerate(listed_paths.listed, 1))
        return
    yield from (("shortest", listed_paths.shortest), ("usual", listed_paths.usual), ("longest", listed_paths.longest))


def _table(rows: Iterator[tuple[str, paths.Path]]) -> Table:
    table = Table(box=None, pad_edge=False, show_edge=False)
    for heading in ("path", "taps", "typed", "seconds"):
        table.add_column(heading, justify="left" if heading == "path" else "right", no_wrap=True)
    table.add_column("by way of", overflow="fold")
    for name, path in rows:
        length = path.length
        table.add_row(name, str(length.taps), str(length.typed), f"{length.seconds:.0f}", _way(path))
    return table


def _way(path: paths.Path) -> Text:
    """Write the nodes, with the answers between them; long lists of answers are cut short."""
    line = Text()
    for step in path.steps:
        line.append(" › " if line else "")
        line.append(step.node)
        if step.labels:
            shown = [_short(label) for label in step.labels[:_ANSWERS]]
            more = ["…"] if len(step.labels) > _ANSWERS else []
            line.append(f" [{' / '.join((*shown, *more))}]", style="cyan")
    return line


def _short(label: str) -> str:
    return label if len(label) <= _LETTERS else label[: _LETTERS - 1] + "…"


def _notes(listed_paths: paths.Paths, unusual: bool) -> Iterator[str]:
    if not listed_paths.listed:
        yield "Too many to list. The usual one is where most answers lead; --most N lists up to N paths."
    if any(
        path.contacts > 1
        for path in (*listed_paths.listed, listed_paths.shortest, listed_paths.usual, listed_paths.longest)
    ):
        yield "A pause begins a new contact: the budget counts each contact by itself, this table the whole path."
    if not unusual:
        yield "--all adds the paths on which somebody skips a question or does not answer."
    yield (
        f"Seconds: {reading.WORDS_PER_SECOND:g} words a second, {kind.SECONDS_PER_TAP:g} for a tap, "
        f"{kind.SECONDS_PER_TEXT:g} for a typed text. A circle is gone round once at most."
    )
