"""Puts checked flows where the running bot takes them up, and withdraws versions that people are still in."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from rich.console import Console

from bot import parcel, programme_file, reviewing
from bot.cli import desk, flows_check, flows_shelf
from bot.reviewing import Reviewed
from flows import check, complaints, loader, telling
from flows.flow import Flow
from store import sessions, versions
from store.database import Transaction

INSTALL, RETIRE = "flows install", "flows retire"


def install(files: Sequence[Path], language: str = "en", console: Console | None = None) -> int:
    """Check flow files with the catalogues beside them, a programme, or a zip as a coach sends it, and make all of it
    live in KOERSVAST_FLOWS_DIR. Returns 1, and makes none live, when there is an error."""
    out = console or Console(highlight=False)
    with desk.opened(INSTALL) as here:
        folder = here.settings.flows_dir
        if folder is None:
            raise desk.Mistake("KOERSVAST_FLOWS_DIR is empty: name the folder for the organisation's own flows first.")
        found = _reviewed(files, folder, here)
        for one in found.findings:
            out.print(telling.line(one, language), soft_wrap=True, markup=False)
        if found.errors:
            out.print("Nothing was made live.")
            return 1
        for script in found.flows.values():
            _put(script, folder)
            out.print(here.do(_live, here, script.name), soft_wrap=True)
        if found.programme is not None:
            _write({programme_file.PLACE: found.programme.text}, folder)
            out.print(here.do(_in_use, here), soft_wrap=True)
    return 0


def _reviewed(files: Sequence[Path], folder: Path, here: desk.Desk) -> Reviewed:
    """All files together, beside what is on the shelves and what lies beside them."""
    shelves = [flows_shelf.OURS, folder, *map(flows_check.shelf_of, files)]
    together = parcel.Parcel()
    for file in files:
        together.add(_read(file))
    return reviewing.review(loader.shelf(list(dict.fromkeys(shelves))).flows, together, here.now.date())


def _read(file: Path) -> parcel.Parcel:
    """One file as a parcel; of a flow also the catalogues beside it."""
    if not parcel.is_one(file.name):
        return parcel.refused(
            str(file), "this is no flow, catalogue, programme or zip", "name one, such as waarom.yaml"
        )
    beside = sorted(file.parent.glob(f"{file.stem}.*.po")) if file.suffix == ".yaml" else []
    found = parcel.Parcel()
    for one in (file, *beside):
        try:
            with one.open("rb") as opened:
                found.add(parcel.opened(one.name, opened.read(parcel.LARGEST + 1), place=str(one)))
        except OSError as error:
            found.wrong += check.of_complaints([complaints.unreadable(str(one), error)])
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
    inside = sum(people for _, people in sessions.inside(db, name))
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
        raise desk.Mistake(f"There never was a flow {name}: ./koersvast flows check lists them all.")
    stale = [one.version for one in old if live is None or one.version != live.version]
    for version in stale:
        versions.retire(db, name, version, here.now)
    here.note(db, f"flow {name}")
    inside = sum(people for version, people in sessions.inside(db, name) if version in stale)
    return (
        f"Versions of {name} withdrawn: {len(stale)}. People inside them, who hear so when they next write: {inside}."
    )
