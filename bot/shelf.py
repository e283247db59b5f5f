"""The flows that are live now, beside every older version that somebody may still be inside."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from flows import loader
from flows.flow import Flow
from flows.shelves import Shelf
from flows.world import RetiredFlow, UnknownFlow
from store import versions
from store.database import Transaction
from store.versions import Source

OURS = Path(__file__).parent.parent / "flows" / "library"


class LiveLibrary:
    """The newest good version of each flow by name, and any version that was ever live (the engine's Library)."""

    def __init__(self, shelf: Shelf, older: Mapping[tuple[str, str], Source]) -> None:
        self._shelf = shelf
        self._older = older
        self._loaded: dict[tuple[str, str], Flow] = {}

    def flow(self, name: str, /) -> Flow:
        """The newest version; raises UnknownFlow."""
        return self._shelf.flow(name)

    def version(self, name: str, version: str, /) -> Flow:
        """Exactly that version; raises UnknownFlow, or RetiredFlow."""
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
        """All flows that are live, by name."""
        return list(self._shelf.flows.values())

    def by_command(self, command: str) -> Flow | None:
        """The flow that this command starts, in whatever language."""
        return next((flow for flow in self.every() if any(command in names for names in flow.commands.values())), None)

    def _pinned(self, name: str, version: str, source: Source | None) -> Flow:
        # Read when somebody first needs it, and kept: most old versions have nobody inside.
        found = self._loaded.get((name, version))
        if found is None:
            if source is None:
                raise UnknownFlow(name)
            found = loader.load(source.source, source.catalogues, path=f"{name}.yaml")
            self._loaded[name, version] = found
        return found


def open_library(db: Transaction, folders: Sequence[Path], now: datetime) -> LiveLibrary:
    """Read the shelves (later folders replace by name) and keep every version that is live."""
    shelf = loader.shelf(folders)
    for flow in shelf.flows.values():
        versions.keep(db, flow.name, flow.version, flow.source, flow.catalogues, now)
    return LiveLibrary(shelf, {(old.name, old.version): old for old in versions.every(db)})
