"""Says who is inside what is about to change: people in flows, at steps that disappear, with a programme to come."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from rich.console import Console
from rich.text import Text

from bot import programme, programme_file
from bot.cli import desk, flows_check, flows_shelf
from flows import complaints, loader, session
from flows.flow import Flow
from store import schedules, sessions
from store.database import Transaction

EVENT = "flows live"
_AHEAD = timedelta(weeks=16)


@dataclass(slots=True)
class Inside:
    """People in one flow, whatever version they began on."""

    people: int = 0
    elsewhere: int = 0
    """on another version than the one that lies there now"""
    lost: Counter[str] = field(default_factory=Counter)
    """by the step that they stand at and that the version of now does not have"""


def report(paths: Sequence[Path], folders: Sequence[Path], console: Console | None = None) -> None:
    """Print who is inside the flows in these files and folders, without any the flows on the shelves."""
    out = console or Console(highlight=False)
    shelves = [flows_shelf.OURS, *folders, *_folders(paths)]
    shelf = loader.shelf(shelves)
    with desk.opened(EVENT) as here:
        bodies, coming = here.do(_read, here)
    found = of(bodies, shelf.flows)
    asked = [path.stem for path in paths if path.suffix == ".yaml"]
    listed = {name: one for name, one in found.items() if not asked or name in asked}
    if not listed:
        out.print("Nobody is inside.")
    for name, one in sorted(listed.items()):
        out.print(_line(name, one, gone=name not in shelf.flows), soft_wrap=True)
    _report_programme(shelves, shelf.flows, coming, out)
    if any(one.elsewhere for one in listed.values()):
        out.print("Everybody ends on the version that they began on; nobody is moved.", style="dim")


def _read(db: Transaction, here: desk.Desk) -> tuple[Sequence[bytes], Mapping[str, int]]:
    here.note(db, "flows")
    return sessions.every_inside(db), schedules.coming(db, f"{programme.NAME} ", here.now, here.now + _AHEAD)


def _report_programme(
    shelves: Sequence[Path], flows: Mapping[str, Flow], coming: Mapping[str, int], out: Console
) -> None:
    """What becomes of the steps that people have before them, in the programme that lies there now."""
    place = [path for folder in shelves if (path := folder / programme_file.PLACE).is_file()][-1]
    try:
        strands = programme_file.read_file(place, flows).programme.strands.values()
    except complaints.FlowError as error:
        out.print(Text(f"programme: it cannot be read, so nothing changes: {error.complaints[0]}"), soft_wrap=True)
        return
    labels = {f"{programme.NAME} {step.label(week)}" for one in strands for step in one.steps for week in step.weeks()}
    gone = {name.removeprefix(f"{programme.NAME} "): count for name, count in coming.items() if name not in labels}
    total = sum(coming.values())
    people = "1 person has" if total == 1 else f"{total} people have"
    line = Text.assemble(("programme", "bold"), f": {people} a step coming")
    if gone:
        steps = ", ".join(f"{name} ({count})" for name, count in sorted(gone.items()))
        line.append(f"; for {sum(gone.values())} it disappears: {steps}", "yellow")
    out.print(line, soft_wrap=True)


def of(bodies: Iterable[bytes], flows: Mapping[str, Flow]) -> Mapping[str, Inside]:
    """Who is inside each flow, from open sessions as JSON; who is in an entered flow counts there as well."""
    found: dict[str, Inside] = {}
    for state in map(session.from_json, bodies):
        names = {frame.flow or state.flow: frame.version or state.version for frame in _around(state)}
        standing = state.frames[state.at].flow or state.flow
        for name, version in names.items():
            one = found.setdefault(name, Inside())
            one.people += 1
            now = flows.get(name)
            one.elsewhere += now is None or now.version != version
            if name == standing and state.wait and (now is None or state.wait.node not in now.nodes):
                one.lost[state.wait.node] += 1
    return found


def _around(state: session.Session) -> Iterable[session.Frame]:
    """The frame that is played and those around it."""
    at = state.at
    while at >= 0:
        yield state.frames[at]
        at = state.frames[at].parent


def _folders(paths: Sequence[Path]) -> list[Path]:
    return list(dict.fromkeys(path if path.is_dir() else flows_check.shelf_of(path) for path in paths))


def _line(name: str, one: Inside, *, gone: bool) -> Text:
    people = "1 person is" if one.people == 1 else f"{one.people} people are"
    line = Text.assemble((name, "bold"), f": {people} inside")
    if gone:
        line.append("; the flow itself is gone", "yellow")
    elif one.elsewhere:
        line.append(f", {one.elsewhere} on an older version")
    if one.lost and not gone:
        steps = ", ".join(f"{step} ({count})" for step, count in one.lost.most_common())
        line.append(f"; {one.lost.total()} at a step that disappears: {steps}", "yellow")
    return line
