"""Marked text: words with a few marks in them, which every channel shows in its own way.

`<b>bold</b>`, `<i>italic</i>`, `<quote>quoted</quote>`, `<a href="https://…">linked</a>`; whatever else stands in it is
shown as it is. What would read as a mark and is none is written with `&lt;`, `&gt;` and `&amp;`: `escape` does that for
somebody's own words, `authored` for all of an author's text that is no mark. `parse` reads every text, also one whose
marks are not closed, and who shows it starts from there.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

RETIRED = ("u", "s", "code", "blockquote")
"""marks that there once were: messages and flows of that time still have them"""
_MARK = re.compile(rf'</?(?:b|i|quote|{"|".join(RETIRED)})>|<a href="https://[^\s"<>]+">|</a>')
# The last four were written by earlier versions.
_ESCAPES = {"&lt;": "<", "&gt;": ">", "&amp;": "&", "&quot;": '"', "&#34;": '"', "&#39;": "'", "&#x27;": "'"}
_ESCAPE = re.compile("|".join(_ESCAPES))
_NAMES_NOW = {"blockquote": "quote", "u": "", "s": "", "code": ""}


class Run(NamedTuple):
    """Words that bear the same marks; `link` is an address, or nothing."""

    text: str
    bold: bool = False
    italic: bool = False
    quote: bool = False
    link: str = ""


def parse(text: str) -> tuple[Run, ...]:
    """Read marked text as runs, in order; a mark that is never closed ends with the text."""
    runs: list[Run] = []
    open_marks: list[tuple[str, str]] = []
    for words, mark in _split(text):
        if words:
            runs.append(_run(_unescape(words), open_marks))
        _step(open_marks, mark)
    return tuple(runs)


def _split(text: str) -> Iterator[tuple[str, str]]:
    """Split off the words before each mark, and the mark; the last words come with none."""
    position = 0
    if "<" in text:
        for mark in _MARK.finditer(text):
            yield text[position : mark.start()], mark.group()
            position = mark.end()
    yield text[position:], ""


def _step(open_marks: list[tuple[str, str]], mark: str) -> None:
    """Open a mark, or close the last one of its name."""
    name = _name(mark)
    if not name:
        return
    if not mark.startswith("</"):
        open_marks.append((name, mark[9:-2] if name == "a" else ""))
        return
    for place in range(len(open_marks) - 1, -1, -1):
        if open_marks[place][0] == name:
            del open_marks[place]
            return


def _name(mark: str) -> str:
    name = mark.strip("</>").partition(" ")[0]
    return _NAMES_NOW.get(name, name)


def _run(words: str, open_marks: list[tuple[str, str]]) -> Run:
    names = {name for name, _ in open_marks}
    link = next((address for name, address in reversed(open_marks) if name == "a"), "")
    return Run(words, "b" in names, "i" in names, "quote" in names, link)


def _unescape(words: str) -> str:
    return _ESCAPE.sub(lambda written: _ESCAPES[written.group()], words) if "&" in words else words


def escape(words: str) -> str:
    """Write words so that nothing in them is read as a mark."""
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def authored(written: str) -> str:
    """Make marked text of what an author wrote, who escapes nothing: what is no mark is shown as it is."""
    return "".join(f"{escape(words)}{_respelled(mark)}" for words, mark in _split(written))


def _respelled(mark: str) -> str:
    if mark.strip("</>") not in RETIRED:
        return mark
    name = _name(mark)
    return f"{'</' if mark.startswith('</') else '<'}{name}>" if name else ""


def without_marks(written: str) -> str:
    """Leave out the marks of what an author wrote."""
    return _MARK.sub("", written)


def unclosed(written: str) -> str | None:
    """Find the first mark that is not closed, or closed in the wrong order; None when all is well."""
    open_marks: list[str] = []
    for mark in _MARK.findall(written):
        if not mark.startswith("</"):
            open_marks.append(mark)
        elif not open_marks or _spelled(open_marks.pop()) != _spelled(mark):
            return str(mark)
    return open_marks[-1] if open_marks else None


def _spelled(mark: str) -> str:
    return mark.strip("</>").partition(" ")[0]


def retired(written: str) -> str | None:
    """Find the first mark that is no longer one."""
    return next((mark for mark in _MARK.findall(written) if mark.strip("</>") in RETIRED), None)


def plain(text: str) -> str:
    """Leave of a marked text what a reader sees where nothing can be marked."""
    return "".join(run.text for run in parse(text)) if "<" in text or "&" in text else text


def visible(text: str) -> bool:
    """Say whether anybody would see something: no spaces, marks of direction or control characters alone."""
    return any(unicodedata.category(letter)[0] not in "ZC" for letter in plain(text))


_PIECE = re.compile(rf"{_MARK.pattern}|{_ESCAPE.pattern}|\s+|[^\s<&]{{1,40}}|.", re.DOTALL)


@dataclass(slots=True)
class _Divider:
    """Fills one part after another; what is marked where one ends is marked where the next begins."""

    fits: Callable[[str], bool]
    part: str = ""
    open_marks: tuple[str, ...] = ()

    def take(self, piece: str) -> str | None:
        """Put a piece into the part; gives the part before it where both are too much."""
        full = None
        if self.part and not self.fits(self.part + piece):
            full = self.part.rstrip() + "".join(f"</{_spelled(mark)}>" for mark in reversed(self.open_marks))
            self.part = "".join(self.open_marks)
        if _MARK.fullmatch(piece):
            self.open_marks = self.open_marks[:-1] if piece.startswith("</") else (*self.open_marks, piece)
        self.part += piece
        return full


def divide(text: str, fits: Callable[[str], bool]) -> list[str]:
    """Divide a text into parts that fit, between words unless they are very long; what is marked stays so in each."""
    if fits(text):
        return [text]
    divider = _Divider(fits)
    parts = [part for piece in _PIECE.findall(text) if (part := divider.take(piece)) is not None]
    return [part for part in (*parts, divider.part) if visible(part)]
