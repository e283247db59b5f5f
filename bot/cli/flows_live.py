"""Says who is inside what is about to change: people in flows, at steps that disappear, with a programme to come."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from rich.console import Console
from rich.text import Text

from bot.cli import flows_check, flows_shelf
from bot.cli.desk import Desk, count_in_words, open_desk
from bot.dialogue import programme
from bot.library import programme_changes, programme_file
from bot.library.live import NO_FLOWS, PROGRAMME
from flows import complaints, loader, session, telling
from flows.flow import Flow
from nudges.programme import Programme
from store import people, schedules, sessions, versions
from store.database import Transaction

EVENT = "flows live"
_AHEAD = timedelta(weeks=16)


@dataclass(slots=True)
class Inside:
    """Counts the people in one flow, whatever version they began on."""

    people: int = 0
    elsewhere: int = 0
    """on another version than the one that lies there now"""
    lost: Counter[str] = field(default_factory=Counter)
    """by the step that they stand at and that the version of now does not have"""


@dataclass(frozen=True, slots=True)
class Read:
    """Holds what the database says: open sessions as JSON, the programme that runs now and the flows it was made for,
    who has which role, who had which step, and for how many people each flow is coming."""

    sessions: Sequence[bytes]
    live: Mapping[str, versions.Source]
    holders: Mapping[str, frozenset[int]]
    had: frozenset[tuple[int, str]]
    coming: Mapping[str, int]


def report(
    paths: Sequence[Path], folders: Sequence[Path], language: str = "en", console: Console | None = None
) -> None:
    """Print who is inside the flows in these files and folders, without any the flows on the shelves; and for how many
    people the programme, or what is planned, changes with what lies there now."""
    out = console or Console(highlight=False)
    shelves = [flows_shelf.OURS, *folders, *_folders(paths)]
    shelf = loader.shelf(shelves)
    with open_desk(EVENT) as desk:
        read = desk.do(_read, desk)
    inside_by_flow = of(read.sessions, shelf.flows)
    asked = [path.stem for path in paths if path.suffix == ".yaml"]
    listed = {name: inside for name, inside in inside_by_flow.items() if not asked or name in asked}
    if not listed:
        out.print("Nobody is inside.")
    for name, inside in sorted(listed.items()):
        out.print(_line(name, inside, gone=name not in shelf.flows), soft_wrap=True)
    for line in [*_gone(read, shelf.flows), *_programme(shelves, shelf.flows, read, language)]:
        out.print(line, soft_wrap=True)
    if any(inside.elsewhere for inside in listed.values()):
        out.print("Everybody ends on the version that they began on; nobody is moved.", style="dim")


def _read(db: Transaction, desk: Desk) -> Read:
    desk.note(db, "flows")
    return Read(
        sessions.every_inside(db),
        versions.live(db),
        {role.value: frozenset(people.with_role(db, role)) for role in people.Role},
        schedules.had(db, programme.STEP),
        schedules.coming(db, desk.now, desk.now + _AHEAD, besides=programme.LOOK),
    )


def _gone(read: Read, flows: Mapping[str, Flow]) -> Iterator[Text]:
    """Report flows that people are to come to and that do not lie on a shelf any more."""
    for name, count in sorted(read.coming.items()):
        if name not in flows:
            yield Text.assemble((name, "bold"), (f": planned for {_people(count)}, and no flow is called so", "yellow"))


def _programme(shelves: Sequence[Path], flows: Mapping[str, Flow], read: Read, language: str) -> Iterator[Text]:
    """Say what the programme that lies there now changes, and for how many people that is still to come."""
    place = [path for folder in shelves if (path := folder / programme_file.PLACE).is_file()][-1]
    try:
        after = programme_file.read_file(place, flows).programme
        before = _running(read, flows)
    except complaints.CannotLoad as error:
        sentence = telling.line(error.complaints[0], language)
        yield Text.assemble(("programme", "bold"), f": it cannot be read, so nothing changes: {sentence}")
        return
    changes = programme_changes.between(before, after) if before else []
    yield Text.assemble(("programme", "bold"), ": it changes" if changes else ": nothing changes")
    for change in changes:
        sentence = telling.translated(change.remark, language)
        yield Text.assemble(f"  {sentence} ", (f"(still to come for {_people(_waiting(change, read))})", "yellow"))


def _running(read: Read, flows: Mapping[str, Flow]) -> Programme | None:
    """Find the programme that is in use, read with the flows that are live; None before the bot ever ran."""
    source = read.live.get(PROGRAMME)
    if source is None:
        return None
    old = [one for one in read.live.values() if one.name not in NO_FLOWS and not _is(flows.get(one.name), one)]
    live = {one.name: loader.load(one.source, one.catalogues, path=f"{one.name}.yaml") for one in old}
    return programme_file.read(source.source, {**flows, **live}, path=PROGRAMME).programme


def _is(flow: Flow | None, source: versions.Source) -> bool:
    return flow is not None and flow.version == source.version


def _waiting(change: programme_changes.ProgrammeChange, read: Read) -> int:
    """Count how many people of that role have not had all of it."""
    roles = [change.role] if change.role else read.holders
    everybody = frozenset(number for role in roles for number in read.holders.get(role, ()))
    labels = change.labels
    done = (number for number in everybody if labels and all((number, label) in read.had for label in labels))
    return len(everybody) - sum(1 for _ in done)


def _people(count: int) -> str:
    return f"{count_in_words(count)} people"


def of(bodies: Iterable[bytes], flows: Mapping[str, Flow]) -> Mapping[str, Inside]:
    """Count who is inside each flow, from open sessions as JSON; who is in an entered flow counts there as well."""
    inside_by_flow: dict[str, Inside] = {}
    for state in map(session.from_json, bodies):
        names = {frame.flow or state.flow: frame.version or state.version for frame in _around(state)}
        standing = state.frames[state.at].flow or state.flow
        for name, version in names.items():
            inside = inside_by_flow.setdefault(name, Inside())
            inside.people += 1
            now = flows.get(name)
            inside.elsewhere += now is None or now.version != version
            if name == standing and state.wait and (now is None or state.wait.node not in now.nodes):
                inside.lost[state.wait.node] += 1
    return inside_by_flow


def _around(state: session.Session) -> Iterable[session.Frame]:
    """List the frame that is played and those around it."""
    at = state.at
    while at >= 0:
        yield state.frames[at]
        at = state.frames[at].parent


def _folders(paths: Sequence[Path]) -> list[Path]:
    return list(dict.fromkeys(path if path.is_dir() else flows_check.shelf_of(path) for path in paths))


def _line(name: str, inside: Inside, *, gone: bool) -> Text:
    line = Text.assemble((name, "bold"), f": {_people(inside.people)} are inside")
    if gone:
        line.append("; the flow itself is gone", "yellow")
    elif inside.elsewhere:
        line.append(f", {count_in_words(inside.elsewhere)} on an older version")
    if inside.lost and not gone:
        steps = ", ".join(f"{step} ({count_in_words(inside.lost[step])})" for step in sorted(inside.lost))
        line.append(f"; {count_in_words(inside.lost.total())} at a step that disappears: {steps}", "yellow")
    return line
