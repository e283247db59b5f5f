"""Turns the bytes of a flow or a catalogue into text: as Unicode, however it is marked, or as its own head says."""

import codecs
import re

from flows import complaints

_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_CHARSET = re.compile(rb'Content-Type:[^"\n]*charset=([\w.:-]+)', re.I)


def text(content: bytes, path: str) -> str:
    """The text with the ends of its lines as ours. Raises FlowError, with the line, for what is no text.

    The head of a PO file may name another encoding. It is believed only for what is no UTF-8: many a program writes
    UTF-8 under a head that says otherwise, and hardly any text in another encoding happens to be UTF-8.
    """
    encoding = next((name for mark, name in _MARKS.items() if content.startswith(mark)), _unmarked(content))
    try:
        return _lines(content.decode(encoding))
    except UnicodeDecodeError as error:
        named = _CHARSET.search(content) if path.endswith(".po") else None
        if named:
            try:
                return _lines(content.decode(named[1].decode()))
            except (LookupError, UnicodeError, ValueError):
                pass  # told below: neither UTF-8 nor what its head says
        raise complaints.FlowError([complaints.unreadable(path, error)]) from None


def _lines(written: str) -> str:
    return written.replace("\r\n", "\n").replace("\r", "\n")


def _unmarked(content: bytes) -> str:
    """Some editors write two bytes a letter without saying so; of the first letter one is zero then."""
    return {b"\0": "utf-16-be"}.get(content[:1], "utf-16-le" if content[1:2] == b"\0" else "utf-8")
