"""Puts checked flow files where the running bot takes them up, and withdraws versions that people are still in."""

import shutil
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from bot.cli import desk, flows_check, flows_shelf
from flows import loader, telling
from flows.findings import Level
from store import sessions, versions
from store.database import Transaction

INSTALL, RETIRE = "flows install", "flows retire"


def install(files: Sequence[Path], language: str = "en", console: Console | None = None) -> int:
    """Check flow files and make them live in KOERSVAST_FLOWS_DIR, with the catalogues beside them. Returns 1, and makes
    none live, when one has an error."""
    out = console or Console(highlight=False)
    with desk.opened(INSTALL) as here:
        folder = here.settings.flows_dir
        if folder is None:
            raise desk.Mistake("KOERSVAST_FLOWS_DIR is empty: name the folder for the organisation's own flows first.")
        if not _sound(files, folder, here, language, out):
            out.print("Nothing was made live.")
            return 1
        for file in files:
            _put(file, folder)
            out.print(here.do(_live, here, file.stem), soft_wrap=True)
    return 0


def _sound(files: Sequence[Path], folder: Path, here: desk.Desk, language: str, out: Console) -> bool:
    shelf = loader.shelf(list(dict.fromkeys([flows_shelf.OURS, folder, *(file.parent for file in files)]))).flows
    worst = False
    for file in files:
        found = flows_check.of_file(file, here.now.date(), shelf)
        for one in found:
            out.print(telling.line(one, language), soft_wrap=True, markup=False)
        worst = worst or any(one.level is Level.ERROR for one in found)
    return not worst


def _put(file: Path, folder: Path) -> None:
    """Everything is copied first and put in its place then, so that the bot never reads half a file."""
    parts = [*sorted(file.parent.glob(f"{file.stem}.*.po")), file]
    if file.parent.resolve() == folder.resolve():
        return
    copied = [(Path(shutil.copyfile(part, folder / f".{part.name}.new")), folder / part.name) for part in parts]
    for fresh, place in copied:
        fresh.replace(place)


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
