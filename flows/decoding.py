"""Turns the bytes of a flow or a catalogue into text: as Unicode, however it is marked, or as its own head says."""

import codecs
import contextlib
import re

from flows import complaints
from flows.findings import Finding

_CHARSET = re.compile(rb'Content-Type:[^"\n]*charset=([\w.:-]+)', re.I)


def text(content: bytes, path: str) -> str:
    """Decode a text and end its lines as ours do. Raises CannotLoad, with the line, for what is no text.

    A flow is UTF-8. The head of a PO file may name another encoding. It is believed only for what is no UTF-8: many a
    program writes UTF-8 under a head that says otherwise, and hardly any text in another encoding happens to be UTF-8.
    """
    wide, is_catalogue = _wide(content), path.endswith(".po")
    named = _CHARSET.search(content) if is_catalogue else None
    tried = ["utf-8-sig", *([named[1].decode()] if named else [])]
    if wide:
        tried = [wide] if is_catalogue else []
    for encoding in tried:
        with contextlib.suppress(LookupError, UnicodeError, ValueError):  # the next one, or told below
            return _lines(content.decode(encoding))
    raise complaints.CannotLoad([_told(content, path)])


def _told(content: bytes, path: str) -> Finding:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        return complaints.unreadable(path, error)
    return complaints.unreadable(path, UnicodeDecodeError("utf-8", content, 0, 1, "two bytes a letter"))


def _wide(content: bytes) -> str | None:
    """Tell in which order the two bytes of a letter stand, where a letter has two; some editors do not mark it."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    return {b"\0": "utf-16-be"}.get(content[:1], "utf-16-le" if content[1:2] == b"\0" else None)


def _lines(written: str) -> str:
    return written.replace("\r\n", "\n").replace("\r", "\n")
