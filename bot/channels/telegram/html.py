"""Writes marked text as the HTML that Telegram reads, and counts it as Telegram does."""

from itertools import groupby
from operator import attrgetter

from flows import marked_text
from flows.marked_text import Run

_PLAIN_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_IN_ADDRESS = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})


def render(text: str) -> str:
    """Write a marked text as Telegram's HTML, with every tag closed in its place whatever the text."""
    if "<" not in text and "&" not in text:
        return text.translate(_PLAIN_ESCAPES)
    parts = []
    for quoted, runs in groupby(marked_text.parse(text), attrgetter("quote")):
        words = "".join(_linked(link, list(linked)) for link, linked in groupby(runs, attrgetter("link")))
        parts.append(f"<blockquote>{words}</blockquote>" if quoted else words)
    return "".join(parts)


def _linked(address: str, runs: list[Run]) -> str:
    words = "".join(map(_run, runs))
    return f'<a href="{address.translate(_IN_ADDRESS)}">{words}</a>' if address else words


def _run(run: Run) -> str:
    words = run.text.translate(_PLAIN_ESCAPES)
    words = f"<i>{words}</i>" if run.italic else words
    return f"<b>{words}</b>" if run.bold else words


def units(words: str) -> int:
    """Count the length of words in units of UTF-16."""
    return len(words) if words.isascii() else len(words.encode("utf-16-le", "surrogatepass")) // 2
