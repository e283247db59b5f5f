"""One PO file: translations by the place of the text."""

from collections.abc import Mapping
from dataclasses import dataclass

from flows import complaints, po
from flows.findings import Finding


@dataclass(frozen=True, slots=True)
class Entry:
    """A translation: `base` is the text it was made from, `text` is empty while there is none; one that is marked
    `fuzzy` is not shown."""

    base: str
    text: str
    line: int
    fuzzy: bool = False


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All translations in one file; `key` is a language, or 'u' for formal Dutch; `strays`: what in it is the
    translation of no text."""

    key: str
    path: str
    entries: Mapping[str, Entry]
    strays: tuple[po.Slip, ...] = ()

    def translation(self, place: str, base: str) -> Entry | None:
        """Find the translation of exactly this text at this place; None when missing or stale."""
        entry = self.entries.get(place)
        return entry if entry and entry.text and entry.base == base and not entry.fuzzy else None


def read(key: str, source: str, path: str) -> Catalogue:
    """Read PO text; raises CannotLoad when it is not PO."""
    try:
        sheet = po.read(source)
    except po.NoPoFile as error:
        raise complaints.CannotLoad(of_slips(path, error)) from None
    entries = {
        place: Entry(unit.base, unit.text, unit.line, unit.fuzzy) for place, unit in sheet.units.items() if unit.base
    }
    return Catalogue(key, path, entries, tuple(stray.slip for stray in sheet.strays if stray.slip))


def of_slips(path: str, error: po.NoPoFile) -> list[Finding]:
    """Report what is wrong with a catalogue as it is reported of any other file."""
    return [complaints.complaint(path, one.line, one.reason, one.remedy) for one in error.slips]
