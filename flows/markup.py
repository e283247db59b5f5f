"""Telegram HTML: keep the few allowed tags of an author, escape everything else."""

import html as html_entities
import re
import unicodedata

from markupsafe import Markup

TAGS = ("b", "i", "u", "s", "code", "blockquote")
_TAG = re.compile(rf"</?(?:{'|'.join(TAGS)})>")


def safe(text: str) -> Markup:
    """The text as Telegram HTML: allowed tags stay, every other <, > and & is shown as it is."""
    pieces: list[str] = []
    at = 0
    for tag in _TAG.finditer(text):
        pieces += (_escape(text[at : tag.start()]), tag.group())
        at = tag.end()
    return Markup("".join((*pieces, _escape(text[at:]))))  # noqa: S704 - everything but whitelisted tags was escaped


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def escape(text: str) -> str:
    """Write somebody's own words as Telegram HTML."""
    return _escape(text)


def unclosed(text: str) -> str | None:
    """The first tag that is not closed, or closed in the wrong order; None when all is well."""
    open_tags: list[str] = []
    for tag in (found.group() for found in _TAG.finditer(text)):
        if not tag.startswith("</"):
            open_tags.append(tag)
        elif not open_tags or open_tags.pop() != tag.replace("/", ""):
            return tag
    return open_tags[-1] if open_tags else None


def units(html: str) -> int:
    """Length in UTF-16 units, as messengers count it. Tags are counted too, which errs on the safe side."""
    return len(html.encode("utf-16-le", "surrogatepass")) // 2


_WORD = re.compile(r"</?[a-z]+>|&[a-z]+;|\s+|[^\s<&]{1,500}|.", re.DOTALL)
_ROOM = 200
"""units that tags take which are closed at the end of a piece and opened again in the next"""


def pieces(html: str, longest: int) -> list[str]:
    """The text, in messages of at most this length; every tag is closed in the piece in which it is open."""
    if units(html) <= longest:
        return [html]
    cut: list[str] = []
    piece, open_tags = "", list[str]()
    for word in _WORD.findall(html):
        if units(piece) + units(word) > longest - _ROOM:
            cut.append(piece.rstrip() + "".join(f"</{tag[1:]}" for tag in reversed(open_tags)))
            piece = "".join(open_tags)
        if _TAG.fullmatch(word):
            open_tags = [*open_tags, word] if word[1] != "/" else open_tags[:-1]
        piece += word
    return [one for one in (*cut, piece) if visible(one)]


def visible(html: str) -> bool:
    """Whether anybody would see something: no spaces, marks of direction or control characters alone."""
    return any(unicodedata.category(letter)[0] not in "ZC" for letter in plain(html))


def plain(html: str) -> str:
    """Strip a text of its markup and leave what a reader sees."""
    return html_entities.unescape(_TAG.sub("", html))
