"""Holds the flows that are live now, beside every older version that somebody may still be inside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import structlog

from bot.library import case_file, programme_file, shelves
from bot.library.case_file import CaseBook
from bot.library.programme_file import Loaded
from bot.library.shelves import BrokenFlow, Fallback
from flows import check, loader
from flows.complaints import CannotLoad
from flows.flow import Flow
from flows.shelves import Shelf
from flows.world import RetiredFlow, UnknownFlow
from store import versions
from store.database import Transaction
from store.versions import Source

OURS = Path(__file__).parents[2] / "flows" / "library"
PROGRAMME = programme_file.PLACE.as_posix()
"""what the programme is called among the versions: no flow can be called so"""
CASES = case_file.PLACE.as_posix()
NO_FLOWS = frozenset((PROGRAMME, CASES))
Marks = frozenset[tuple[str, int, int]]

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class News:
    """Says what looking again brought: flows that read differently now, own files that broke, those that broke before
    and are well again, and whether another programme or other cases are in use."""

    live: tuple[str, ...]
    broke: tuple[BrokenFlow, ...]
    mended: tuple[str, ...]
    programme: bool = False
    cases: bool = False


class LiveLibrary:
    """Holds the newest good version of each flow by name, and any version that was ever live (the engine's Library)."""

    def __init__(self, ours: Shelf, folders: Sequence[Path], home: Path) -> None:
        self._ours, self._folders = ours, folders
        self._first = self.programme = programme_file.read_file(home / programme_file.PLACE, ours.flows)
        self._first_cases = self.cases = case_file.read_file(home / case_file.PLACE)
        self._marks: Marks = frozenset()
        self._shelf = ours
        self._older: Mapping[tuple[str, str], Source] = {}
        self._loaded: dict[tuple[str, str], Flow] = {}
        self._retired: frozenset[tuple[str, str]] = frozenset()
        self.broken: tuple[BrokenFlow, ...] = ()
        """own flows, the own programme or the own cases, where they are not taken into use as they lie there"""
        self._looked = False

    def flow(self, name: str, /) -> Flow:
        """Give the newest version of a flow; raises UnknownFlow."""
        return self._shelf.flow(name)

    def version(self, name: str, version: str, /) -> Flow:
        """Give exactly that version of a flow; raises UnknownFlow, or RetiredFlow."""
        source = self._older.get((name, version))
        if source is not None and source.retired_at is not None:
            raise RetiredFlow(name)
        try:
            newest = self._shelf.flow(name)
        except UnknownFlow:
            newest = None
        if newest is not None and newest.version == version:
            return newest
        return self._pinned(name, version, source)

    def every(self) -> Sequence[Flow]:
        """List all flows that are live, by name."""
        return list(self._shelf.flows.values())

    def by_command(self, command: str) -> Flow | None:
        """Find the flow that this command starts, in whatever language."""
        return next((flow for flow in self.every() if any(command in names for names in flow.commands.values())), None)

    def _pinned(self, name: str, version: str, source: Source | None) -> Flow:
        # Read when somebody first needs it, and kept: most old versions have nobody inside.
        flow = self._loaded.get((name, version))
        if flow is None:
            if source is None:
                raise UnknownFlow(name)
            try:
                flow = loader.load(source.source, source.catalogues, path=f"{name}.yaml")
            except CannotLoad:  # it was good for an older program: whoever is inside hears, kindly, that it was renewed
                raise RetiredFlow(name) from None
            self._loaded[name, version] = flow
        return flow

    def look_again(self, db: Transaction, now: datetime) -> News | None:
        """Take into use what was changed in the folders since the last look; None when nothing was. The first look
        tells what was broken already when the bot started."""
        self._withdraw(db)
        first, self._looked = not self._looked, True
        if _marks(self._folders) == self._marks:
            return News((), self.broken, ()) if first and self.broken else None
        before, broken_before = self._shelf.flows, self.broken
        programme, cases = self.programme.version, self.cases.version
        self.take(db, now)
        flows, names = self._shelf.flows, {one.name for one in self.broken}
        return News(
            tuple(name for name, one in flows.items() if name not in before or before[name].version != one.version),
            tuple(one for one in self.broken if first or one not in broken_before),
            tuple(one.name for one in broken_before if one.name not in names),
            self.programme.version != programme,
            self.cases.version != cases,
        )

    def _withdraw(self, db: Transaction) -> None:
        """Withdraw versions that were retired from the shell while the bot runs."""
        retired = versions.retired(db)
        if retired != self._retired:
            self._older = {(old.name, old.version): old for old in versions.every(db)}
            self._retired = retired

    def take(self, db: Transaction, now: datetime) -> None:
        """Take into use what lies in the folders."""
        self._marks = _marks(self._folders)
        look = shelves.look(self._ours, self._folders, versions.live(db), now.date())
        _keep(db, look, now)
        self._older = {(old.name, old.version): old for old in versions.every(db)}
        self._shelf = look.shelf
        self.programme, wrong = self._programme(db, now)
        self.cases, wrong_cases = self._cases(db, now)
        self.broken = (*look.broken, *wrong, *wrong_cases)
        _warn(self.broken)

    def _programme(self, db: Transaction, now: datetime) -> tuple[Loaded, Sequence[BrokenFlow]]:
        """Read the programme of the last folder with one; with a mistake the last good one stays, and that is told."""
        paths = [path for folder in self._folders if (path := folder / programme_file.PLACE).is_file()]
        try:
            programme = programme_file.read_file(paths[-1], self._shelf.flows) if paths else self._first
        except CannotLoad as error:
            last_good = self._kept_programme(db)
            instead = Fallback.OURS if last_good is None else Fallback.LAST_GOOD
            return last_good or self._first, [
                BrokenFlow(PROGRAMME, tuple(check.of_complaints(error.complaints)), instead)
            ]
        versions.keep(db, PROGRAMME, programme.version, programme.text, {}, now)
        versions.put_live(db, PROGRAMME, programme.version, shelves.OWN if paths else shelves.OURS)
        return programme, []

    def _kept_programme(self, db: Transaction) -> Loaded | None:
        """Read the organisation's own programme as it was when it was last good, also before a restart."""
        source = versions.live(db).get(PROGRAMME)
        if source is None or source.live_from != shelves.OWN:
            return None
        try:
            return programme_file.read(source.source, self._shelf.flows, path=PROGRAMME)
        except CannotLoad:  # it offers a flow that is gone since
            return None

    def _cases(self, db: Transaction, now: datetime) -> tuple[CaseBook, Sequence[BrokenFlow]]:
        """Read the cases of the last folder that has some; with a mistake the last good ones stay, and it is told."""
        paths = [path for folder in self._folders if (path := folder / case_file.PLACE).is_file()]
        try:
            book = case_file.read_file(paths[-1]) if paths else self._first_cases
        except CannotLoad as error:
            last_good = _kept_cases(db)
            instead = Fallback.OURS if last_good is None else Fallback.LAST_GOOD
            wrong = BrokenFlow(CASES, tuple(check.of_complaints(error.complaints)), instead)
            return last_good or self._first_cases, [wrong]
        versions.keep(db, CASES, book.version, book.text, {}, now)
        versions.put_live(db, CASES, book.version, shelves.OWN if paths else shelves.OURS)
        return book, []


def _kept_cases(db: Transaction) -> CaseBook | None:
    """Read the organisation's own cases as they were when they were last good, also before a restart."""
    source = versions.live(db).get(CASES)
    if source is None or source.live_from != shelves.OWN:
        return None
    try:
        return case_file.read(source.source, path=CASES)
    except CannotLoad:  # they were good for an older program
        return None


def open_library(db: Transaction, folders: Sequence[Path], now: datetime) -> LiveLibrary:
    """Read the shelves, ours first (later folders replace by name), and keep every version that is live."""
    ours, own = folders[0], folders[1:]
    library = LiveLibrary(loader.shelf([ours]), own, ours)
    library.take(db, now)
    return library


def _keep(db: Transaction, look: shelves.Look, now: datetime) -> None:
    """Write down which version of each flow is live, where that changed."""
    before = {name: (one.version, one.live_from) for name, one in versions.live(db).items()}
    for name, flow in look.shelf.flows.items():
        if before.pop(name, None) != (flow.version, look.origins[name]):
            versions.keep(db, name, flow.version, flow.source, flow.catalogues, now)
            versions.put_live(db, name, flow.version, look.origins[name])
    for name in before.keys() - NO_FLOWS:
        versions.put_live(db, name, None, shelves.OURS)


def _marks(folders: Sequence[Path]) -> Marks:
    """Gather what tells that a file was changed: its name, size and time, of everything that a flow is made from."""
    paths = (
        path
        for folder in folders
        for ending in ("*.yaml", "*.yml", "*.po", str(programme_file.PLACE), str(case_file.PLACE))
        for path in folder.glob(ending)
    )
    return frozenset((str(path), *_mark(path)) for path in paths)


def _mark(path: Path) -> tuple[int, int]:
    try:
        stat = path.stat()
    except OSError:  # it was just taken away, or may not be read: the look itself says which
        return (-1, -1)
    return stat.st_size, stat.st_mtime_ns


def _warn(broken: Sequence[BrokenFlow]) -> None:
    for broken_flow in broken:
        first = broken_flow.findings[0]
        _log.error(
            f"the organisation's own {broken_flow.name} is not taken into use; people get: {broken_flow.instead}",
            action="flows",
            flow=broken_flow.name,
            file=f"{first.path}:{first.line}",
            finding=first.number,
            reason=first.reason,
            more=len(broken_flow.findings) - 1,
        )
