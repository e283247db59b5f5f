"""Words that got lost on their way: letters saved in one encoding and opened in another, a text broken off by a #."""

import re
from collections.abc import Iterator

from flows.checks.subject import Subject
from flows.findings import Finding
from flows.remark import Remark

_STRANGE = re.compile(r"[^\x00-\x7f]+")
_LOST = "\ufffd"
_SILENT = re.compile(r" *end: +(?P<lost>#.*)")
"""an end may have no text, so this is the one place where a text that begins with # leaves nothing behind"""


def broken(text: str) -> str | None:
    """Find the first piece that is not what somebody typed, such as Ã© for é; None when all letters are whole."""
    for piece in _STRANGE.findall(text):
        if _LOST in piece or _twice(piece):
            return str(piece)
    return None


def _twice(piece: str) -> bool:
    """Say whether its letters are the bytes of other letters; what people type never is, by chance."""
    for encoding in ("cp1252", "latin-1"):
        try:
            return piece.encode(encoding).decode() != piece
        except UnicodeError:
            continue
    return False


def check(subject: Subject) -> Iterator[Finding]:
    yield from _broken_letters(subject)
    quotes = "put the whole text in quotes; a comment goes on a line of its own"
    for text in subject.flow.texts():
        if text.behind:
            lost = Remark(
                "of {place} all that stands behind # is not read: {lost!r}", place=text.place, lost=text.behind
            )
            yield subject.finding(text.line, "KV047", lost, quotes)
    for number, line in enumerate(subject.flow.source.split("\n"), 1):
        silent = _SILENT.fullmatch(line)
        if silent:
            reason = Remark("all that stands behind # is not read: {lost!r}", lost=silent["lost"])
            yield subject.finding(number, "KV047", reason, quotes)


def _broken_letters(subject: Subject) -> Iterator[Finding]:
    remedy = "type these letters again, and save the file as UTF-8"
    for text in subject.flow.texts():
        piece = broken(text.base)
        if piece:
            reason = Remark("{place} has {piece!r}, which nobody typed", place=text.place, piece=piece)
            yield subject.finding(text.line, "KV046", reason, remedy)
    for entries in subject.flow.entries.values():
        for place, entry in entries.entries.items():
            piece = broken(entry.text)
            if piece:
                reason = Remark("{place} has {piece!r}, which nobody typed", place=place, piece=piece)
                yield subject.finding(entry.line, "KV046", reason, remedy, path=entries.path)
