"""Puts checked flows where the running bot takes them up, and withdraws versions that people are still in."""

from collections.abc import Container, Mapping, Sequence
from datetime import date
from pathlib import Path

from rich.console import Console

from bot.authoring import reviewing
from bot.authoring.reviewing import Reviewed
from bot.channels import configured
from bot.cli import flows_check, flows_shelf
from bot.cli.desk import Desk, OperatorMistake, count_in_words, open_desk
from bot.library import case_file, parcel, programme_file
from flows import check, complaints, loader, telling
from flows import folder as folder_of_flows
from flows.findings import Severity
from flows.flow import Flow
from flows.message_room import MessageRoom
from store import sessions, versions
from store.database import Transaction

INSTALL, RETIRE = "flows install", "flows retire"


def install(files: Sequence[Path], language: str = "en", console: Console | None = None) -> int:
    """Check flow files with the catalogues beside them, a programme, cases, or a zip as a coach sends it, and make live
    in KOERSVAST_FLOWS_DIR what has no error. Returns 1 when there is one: that file, and what needs it, stays out."""
    out = console or Console(highlight=False)
    with open_desk(INSTALL) as desk:
        folder = desk.settings.flows_dir
        if folder is None:
            raise OperatorMistake(
                "KOERSVAST_FLOWS_DIR is empty: name the folder for the organisation's own flows first."
            )
        room, sent = configured.can_show(desk.settings).room, parcel.Parcel()
        for file in files:
            sent.add(_read(file))
        reviewed, installable = _without_errors(files, folder, sent, desk.now.date(), room)
        for finding in reviewed.findings:
            out.print(telling.line(finding, language), soft_wrap=True, markup=False)
        if reviewed.errors:
            out.print(_left_out(sent, installable), soft_wrap=True, markup=False)
        for flow in installable.flows.values():
            _put(flow, folder)
            out.print(desk.do(_live, desk, flow.name), soft_wrap=True)
        if installable.programme is not None:
            _write({programme_file.PLACE: installable.programme.text}, folder)
            out.print(desk.do(_in_use, desk), soft_wrap=True)
        if installable.cases is not None:
            _write({case_file.PLACE: installable.cases.text}, folder)
            out.print(desk.do(_cases_in_use, desk), soft_wrap=True)
    return int(reviewed.errors > 0)


def _shelf(folders: Sequence[Path]) -> Mapping[str, Flow]:
    return loader.shelf(list(dict.fromkeys([flows_shelf.OURS, *folders]))).flows


def _without_errors(
    files: Sequence[Path], folder: Path, sent: parcel.Parcel, today: date, room: MessageRoom
) -> tuple[Reviewed, Reviewed]:
    """Review all of it, beside what is on the shelves and what lies beside the files; and the part of it that has
    no error, also not for want of what was left out."""
    installed, beside = _shelf([folder]), _shelf([folder, *map(flows_check.shelf_of, files)])
    reviewed = rest = reviewing.review(beside, sent, today, room)
    while rest.errors:
        wrong = {one.path for one in rest.findings if one.level is Severity.ERROR}
        fewer = _less(sent, wrong)
        if not sent.wrong and _holds(fewer) == _holds(sent):
            fewer = parcel.Parcel()
        out = set(sent.flows) - set(fewer.flows)
        beside = {**{name: one for name, one in beside.items() if name not in out}, **installed}
        sent, rest = fewer, reviewing.review(beside, fewer, today, room)
    return reviewed, rest


def _holds(sent: parcel.Parcel) -> tuple[object, ...]:
    return sent.flows, sent.programme, sent.cases


def _less(sent: parcel.Parcel, wrong: Container[str]) -> parcel.Parcel:
    """Take out the flows, the programme and the cases in which these files have a part."""
    names = {one for one in sent.flows if _has_part(sent, one, wrong)}
    place, cases = programme_file.PLACE.stem, case_file.PLACE.stem
    return parcel.Parcel(
        {one: text for one, text in sent.sources.items() if one not in names},
        {one: texts for one, texts in sent.catalogues.items() if one not in names},
        None if sent.path(place) in wrong else sent.programme,
        None if sent.path(cases) in wrong else sent.cases,
        [],
        {one: path for one, path in sent.places.items() if one not in names},
    )


def _has_part(sent: parcel.Parcel, flow: str, wrong: Container[str]) -> bool:
    beside = sent.path(flow).removesuffix(".yaml")
    keys = {*sent.catalogues.get(flow, ()), *("en", "u", "nl")}
    return any(path in wrong for path in (sent.path(flow), *(f"{beside}.{key}.po" for key in keys)))


def _left_out(sent: parcel.Parcel, installable: Reviewed) -> str:
    names = [one for one in sent.flows if one not in installable.flows]
    names += ["the programme"] if sent.programme is not None and installable.programme is None else []
    names += ["the cases"] if sent.cases is not None and installable.cases is None else []
    if not installable.flows and installable.programme is None and installable.cases is None:
        return "Nothing was made live."
    return f"Not made live: {', '.join(names) or 'what could not be read'}."


def _read(file: Path) -> parcel.Parcel:
    """Read one file as a parcel; of a flow also the catalogues beside it."""
    if not parcel.is_one(file.name):
        return parcel.refused(
            str(file), "this is no flow, catalogue, programme, file of cases or zip", "name one, such as waarom.yaml"
        )
    sent = parcel.Parcel()
    beside = folder_of_flows.catalogues(file).values() if file.suffix == ".yaml" else []
    for path in (file, *beside):
        try:
            sent.add(parcel.opened(path.name, folder_of_flows.content(path), place=str(path)))
        except complaints.CannotLoad as error:
            sent.wrong += check.of_complaints(error.complaints)
    return sent


def _put(flow: Flow, folder: Path) -> None:
    """Put files into the folder; what lies there already stays, so that a file written by hand keeps its bytes."""
    texts = {Path(f"{flow.name}.{key}.po"): text for key, text in flow.catalogues.items()}
    _write({**texts, Path(f"{flow.name}.yaml"): flow.source}, folder)


def _write(texts: Mapping[Path, str], folder: Path) -> None:
    """Write everything first and put it in its place then, so that the bot never reads half a file."""
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


def _in_use(db: Transaction, desk: Desk) -> str:
    desk.note(db, "programme")
    return "The programme is in use within a second, if the bot runs. What was sent stays sent."


def _cases_in_use(db: Transaction, desk: Desk) -> str:
    desk.note(db, "cases")
    return "The cases are in use within a second, if the bot runs. Whoever sees one now, sees it as it was."


def _live(db: Transaction, desk: Desk, name: str) -> str:
    desk.note(db, f"flow {name}")
    inside = count_in_words(sum(people for _, people in sessions.inside(db, name)))
    return (
        f"{name} is live within a second, if the bot runs. People inside, who end on the version they began: {inside}."
    )


def retire(name: str, console: Console | None = None) -> None:
    """Withdraw every version of a flow but the live one: whoever is inside hears so, kindly, when they next write."""
    out = console or Console(highlight=False)
    with open_desk(RETIRE) as desk:
        out.print(desk.do(_retire, desk, name), soft_wrap=True)


def _retire(db: Transaction, desk: Desk, name: str) -> str:
    live = versions.live(db).get(name)
    old = [one for one in versions.every(db) if one.name == name and one.retired_at is None]
    if not old:
        raise OperatorMistake(f"There never was a flow {name}: ./koersvast flows check lists them all.")
    stale = [one.version for one in old if live is None or one.version != live.version]
    for version in stale:
        versions.retire(db, name, version, desk.now)
    desk.note(db, f"flow {name}")
    inside = count_in_words(sum(people for version, people in sessions.inside(db, name) if version in stale))
    return (
        f"Versions of {name} withdrawn: {len(stale)}. People inside them, who hear so when they next write: {inside}."
    )
