"""One PO file: translations by the place of the text."""

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO

from babel.messages.pofile import PoFileError, read_po

from flows import complaints
from flows.remark import Remark


@dataclass(frozen=True, slots=True)
class Entry:
    """A translation: ``base`` is the text it was made from, ``text`` is empty while there is none; one that is marked
    ``fuzzy`` is not shown."""

    base: str
    text: str
    line: int
    fuzzy: bool = False


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All translations in one file; ``key`` is a language, or 'u' for formal Dutch."""

    key: str
    path: str
    entries: Mapping[str, Entry]

    def translation(self, place: str, base: str) -> Entry | None:
        """The translation of exactly this text at this place; None when missing or stale."""
        entry = self.entries.get(place)
        return entry if entry and entry.text and entry.base == base and not entry.fuzzy else None


def read(key: str, source: str, path: str) -> Catalogue:
    """Read PO text; raises FlowError when it is not PO."""
    try:
        found = read_po(BytesIO(source.encode()), abort_invalid=True, charset="utf-8")
    except (PoFileError, ValueError, LookupError) as error:
        line = int(getattr(error, "lineno", 0)) + 1
        reason = Remark("not readable as PO: {problem}", problem=str(error).rsplit(" on ", 1)[0])
        raise complaints.FlowError([complaints.Complaint(path, line, reason, "check the quotes around it")]) from None
    entries = {}
    for message in found:
        if message.id and message.context and isinstance(message.id, str):
            text = str(message.string or "")
            entries[message.context] = Entry(message.id, text, message.lineno or 1, message.fuzzy)
    return Catalogue(key, path, entries)
