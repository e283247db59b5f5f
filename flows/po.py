"""A PO file as a translator works on it, with every comment and mark; written so that nothing is lost or moved.

Babel reads it. It is not written with Babel, which wraps the previous text of an entry (#|) into lines that no other
program can read.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from io import BytesIO

from babel.messages.catalog import Message
from babel.messages.pofile import PoFileError, denormalize, normalize, read_po

FUZZY = "fuzzy"
_GUESSED = frozenset(("python-format", "python-brace-format"))
"""Babel takes {% if %} and {{ }} for placeholders of Python's."""


class Unreadable(ValueError):
    """This is not a PO file."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One entry. ``previous`` is the text from which a fuzzy translation was made, empty where that is not known."""

    place: str
    base: str
    text: str = ""
    flags: frozenset[str] = frozenset()
    previous: str = ""
    comments: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    """comments of a program's (#.)"""

    @property
    def fuzzy(self) -> bool:
        return FUZZY in self.flags

    def against(self, base: str) -> "Unit":
        """The same entry for this text: fuzzy, with what it was made from, when that is another text."""
        if base == self.base:
            return self
        was = self.previous or self.base
        return (
            replace(self, base=base, flags=self.flags | {FUZZY}, previous=was)
            if self.text
            else replace(self, base=base)
        )


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole file: its head letter for letter, its entries by place, and those whose text is gone."""

    head: str
    units: Mapping[str, Unit] = field(default_factory=dict)
    gone: Mapping[str, Unit] = field(default_factory=dict)


def head(language: str, project: str) -> str:
    """The head of a new file."""
    return "\n".join((
        'msgid ""',
        'msgstr ""',
        f'"Project-Id-Version: {project}\\n"',
        '"Content-Type: text/plain; charset=utf-8\\n"',
        f'"Language: {language}\\n"',
    ))  # fmt: skip


def read(text: str) -> Sheet:
    """Raises Unreadable, with the reason."""
    try:
        found = read_po(BytesIO(text.encode()), abort_invalid=True, charset="utf-8")
    except (PoFileError, ValueError, LookupError) as error:
        raise Unreadable(str(error).rsplit(" on ", 1)[0]) from None
    units = [_unit(one) for one in found if one.id and one.context]
    gone = [_unit(one) for one in found.obsolete.values() if one.context]
    return Sheet(_head_of(text), {one.place: one for one in units}, {one.place: one for one in gone})


def _head_of(text: str) -> str:
    block = text.replace("\r\n", "\n").partition("\n\n")[0].strip("\ufeff\n")
    return block if 'msgid ""' in block and "msgctxt" not in block else ""


def _unit(one: Message) -> Unit:
    base, text = (value if isinstance(value, str) else "" for value in (one.id, one.string))
    before = [comment[1:].strip() for comment in one.user_comments if comment.startswith("|")]
    texts = "\n".join(line.removeprefix("msgid ") for line in before if not line.startswith("msgctxt"))
    kept = tuple(comment for comment in one.user_comments if not comment.startswith("|"))
    previous = denormalize(texts) if texts else ""
    return Unit(str(one.context), base, text, frozenset(one.flags) - _GUESSED, previous, kept, tuple(one.auto_comments))


def write(sheet: Sheet) -> str:
    """The file; reading it gives the sheet again."""
    blocks = [sheet.head, *map(_block, sheet.units.values()), *map(_gone, sheet.gone.values())]
    return "\n\n".join(block for block in blocks if block) + "\n"


def _block(unit: Unit) -> str:
    lines = [*(f"# {comment}".rstrip() for comment in unit.comments), *(f"#. {note}".rstrip() for note in unit.notes)]
    if unit.flags:
        lines.append(f"#, {', '.join(sorted(unit.flags))}")
    if unit.previous:
        lines += [f"#| {line}" for line in _quoted("msgid", unit.previous)]
    return "\n".join([*lines, *_entry(unit)])


def _gone(unit: Unit) -> str:
    comments = [f"# {comment}".rstrip() for comment in unit.comments]
    return "\n".join([*comments, *(f"#~ {line}" for line in _entry(unit))])


def _entry(unit: Unit) -> Iterable[str]:
    yield from _quoted("msgctxt", unit.place)
    yield from _quoted("msgid", unit.base)
    yield from _quoted("msgstr", unit.text)


def _quoted(word: str, text: str) -> Iterator[str]:
    yield from f"{word} {normalize(text, width=0)}".split("\n")
