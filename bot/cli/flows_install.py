"""Puts checked flows where the running bot takes them up, and withdraws versions that people are still in."""

from collections.abc import Container, Mapping, Sequence
from datetime import date
from pathlib import Path

from rich.console import Console

from bot.authoring import reviewing
from bot.authoring.reviewing import Reviewed
from bot.cli import desk, flows_check, flows_shelf
from bot.library import parcel, programme_file
from flows import check, complaints, loader, telling
from flows import folder as folder_of_flows
from flows.findings import Severity
from flows.flow import Flow
from store import sessions, versions
from store.database import Transaction

INSTALL, RETIRE = "flows install", "flows retire"


def install(files: Sequence[Path], language: str = "en", console: Console | None = None) -> int:
    """Check flow files with the catalogues beside them, a programme, or a zip as a coach sends it, and make live in
    KOERSVAST_FLOWS_DIR what has no error. Returns 1 when there is one: that file, and whatever needs it, stays out."""
    out = console or Console(highlight=False)
    with desk.opened(INSTALL) as here:
        folder = here.settings.flows_dir
        if folder is None:
            raise desk.OperatorMistake(
                "KOERSVAST_FLOWS_DIR is empty: name the folder for the organisation's own flows first."
            )
        sent = parcel.Parcel()
        for file in files:
            sent.add(_read(file))
        told, found = _without_errors(files, folder, sent, here.now.date())
        for one in told.findings:
            out.print(telling.line(one, language), soft_wrap=True, markup=False)
        if told.errors:
            out.print(_left_out(sent, found), soft_wrap=True, markup=False)
        for script in found.flows.values():
            _put(script, folder)
            out.print(here.do(_live, here, script.name), soft_wrap=True)
        if found.programme is not None:
            _write({programme_file.PLACE: found.programme.text}, folder)
            out.print(here.do(_in_use, here), soft_wrap=True)
    return int(told.errors > 0)


def _shelf(folders: Sequence[Path]) -> Mapping[str, Flow]:
    return loader.shelf(list(dict.fromkeys([flows_shelf.OURS, *folders]))).flows


def _without_errors(files: Sequence[Path], folder: Path, sent: parcel.Parcel, today: date) -> tuple[Reviewed, Reviewed]:
    """What is found in all of it, beside what is on the shelves and what lies beside the files; and the part that has
    no error, also not for want of what was left out."""
    installed, beside = _shelf([folder]), _shelf([folder, *map(flows_check.shelf_of, files)])
    told = rest = reviewing.review(beside, sent, today)
    while rest.errors:
        wrong = {one.path for one in rest.findings if one.level is Severity.ERROR}
        fewer = _less(sent, wrong)
        if not sent.wrong and (fewer.flows, fewer.programme) == (sent.flows, sent.programme):
            fewer = parcel.Parcel()
        out = set(sent.flows) - set(fewer.flows)
        beside = {**{name: one for name, one in beside.items() if name not in out}, **installed}
        sent, rest = fewer, reviewing.review(beside, fewer, today)
    return told, rest


def _less(sent: parcel.Parcel, wrong: Container[str]) -> parcel.Parcel:
    """The same without the flows and the programme in which these files have a part."""
    names = {one for one in sent.flows if _has_part(sent, one, wrong)}
    place = programme_file.PLACE.stem
    return parcel.Parcel(
        {one: text for one, text in sent.sources.items() if one not in names},
        {one: texts for one, texts in sent.catalogues.items() if one not in names},
        None if sent.path(place) in wrong else sent.programme,
        [],
        {one: path for one, path in sent.places.items() if one not in names},
    )


def _has_part(sent: parcel.Parcel, flow: str, wrong: Container[str]) -> bool:
    beside = sent.path(flow).removesuffix(".yaml")
    keys = {*sent.catalogues.get(flow, ()), *("en", "u", "nl")}
    return any(path in wrong for path in (sent.path(flow), *(f"{beside}.{key}.po" for key in keys)))


def _left_out(sent: parcel.Parcel, found: Reviewed) -> str:
    names = [one for one in sent.flows if one not in found.flows]
    names += ["the programme"] if sent.programme is not None and found.programme is None else []
    if not found.flows and found.programme is None:
        return "Nothing was made live."
    return f"Not made live: {', '.join(names) or 'what could not be read'}."


def _read(file: Path) -> parcel.Parcel:
    """One file as a parcel; of a flow also the catalogues beside it."""
    if not parcel.is_one(file.name):
        return parcel.refused(
            str(file), "this is no flow, catalogue, programme or zip", "name one, such as waarom.yaml"
        )
    found = parcel.Parcel()
    beside = folder_of_flows.catalogues(file).values() if file.suffix == ".yaml" else []
    for one in (file, *beside):
        try:
            found.add(parcel.opened(one.name, folder_of_flows.content(one), place=str(one)))
        except complaints.FlowError as error:
            found.wrong += check.of_complaints(error.complaints)
    return found


def _put(script: Flow, folder: Path) -> None:
    """What lies there already is left as it is, so that a file written by hand keeps its bytes."""
    texts = {Path(f"{script.name}.{key}.po"): text for key, text in script.catalogues.items()}
    _write({**texts, Path(f"{script.name}.yaml"): script.source}, folder)


def _write(texts: Mapping[Path, str], folder: Path) -> None:
    """Everything is written first and put in its place then, so that the bot never reads half a file."""
    fresh = []
    for name, text in texts.items():
        place = folder / name
        if not place.exists() or place.read_bytes() != text.encode():
            place.parent.mkdir(parents=True, exist_ok=True)
            written = place.with_name(f".{place.name}.new")
            written.write_bytes(text.encode())
            fresh.append((written, place))
    for written, place in fresh:
        written.replace(place)


def _in_use(db: Transaction, here: desk.Desk) -> str:
    here.note(db, "programme")
    return "The programme is in use within a second, if the bot runs. What was sent stays sent."


def _live(db: Transaction, here: desk.Desk, name: str) -> str:
    here.note(db, f"flow {name}")
    inside = desk.people(sum(people for _, people in sessions.inside(db, name)))
    return (
        f"{name} is live within a second, if the bot runs. People inside, who end on the version they began: {inside}."
    )


def retire(name: str, console: Console | None = None) -> None:
    """Withdraw every version of a flow but the live one: whoever is inside hears so, kindly, when they next write."""
    out = console or Console(highlight=False)
    with desk.opened(RETIRE) as here:
        out.print(here.do(_retire, here, name), soft_wrap=True)


def _retire(db: Transaction, here: desk.Desk, name: str) -> str:
    live = versions.live(db).get(name)
    old = [one for one in versions.every(db) if one.name == name and one.retired_at is None]
    if not old:
        raise desk.OperatorMistake(f"There never was a flow {name}: ./koersvast flows check lists them all.")
    stale = [one.version for one in old if live is None or one.version != live.version]
    for version in stale:
        versions.retire(db, name, version, here.now)
    here.note(db, f"flow {name}")
    inside = desk.people(sum(people for version, people in sessions.inside(db, name) if version in stale))
    return (
        f"Versions of {name} withdrawn: {len(stale)}. People inside them, who hear so when they next write: {inside}."
    )
