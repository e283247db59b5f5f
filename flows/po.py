"""A PO file as a translator works on it, with every comment and mark; written so that nothing is lost or moved.

It is read line by line, with each mistake at its line: the libraries for PO pass over a quote that is not closed, an
entry without a place and a place that stands twice, and then a translation is cut or gone.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from babel.messages.pofile import normalize, unescape

from flows.errors import FlowsError
from flows.remark import Remark

FUZZY = "fuzzy"
_GUESSED = frozenset(("python-format", "python-brace-format"))
"""Programs take {% if %} and {{ }} for placeholders of Python's."""
_TEXT = re.compile(
    r'(?P<word>msgctxt|msgid_plural|msgid|msgstr(?:\[\d+\])?)?\s*(?P<quoted>"(?:[^"\\]|\\.)*")', re.DOTALL
)  # fmt: skip
_CHARSET = re.compile(r"(?<=charset=)[\w.:-]+", re.I)
_MOST = 20  # mistakes that are told of one file


@dataclass(frozen=True, slots=True)
class Slip:
    """Something wrong at one line (1-based), and what to do about it."""

    line: int
    reason: str
    remedy: str


class NoPoFile(FlowsError, ValueError):
    """This is not a PO file; `slips` says why, line by line."""

    def __init__(self, slips: Iterable[Slip]) -> None:
        self.slips = tuple(slips)
        super().__init__("; ".join(f"line {one.line}: {one.reason} — {one.remedy}" for one in self.slips))


@dataclass(frozen=True, slots=True)
class PoEntry:
    """One entry. `previous` is the text from which a fuzzy translation was made, empty where that is not known."""

    place: str
    base: str
    text: str = ""
    flags: frozenset[str] = frozenset()
    previous: str = ""
    comments: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    """comments of a program's (#.), and where it found the text (#:)"""
    line: int = field(default=1, compare=False)

    @property
    def fuzzy(self) -> bool:
        return FUZZY in self.flags

    def against(self, base: str) -> "PoEntry":
        """Hold the entry against this text: fuzzy, with what it was made from, when that is another text."""
        if base == self.base:
            return self
        was = self.previous or self.base
        return (
            replace(self, base=base, flags=self.flags | {FUZZY}, previous=was)
            if self.text
            else replace(self, base=base)
        )


@dataclass(frozen=True, slots=True)
class Stray:
    """An entry that is no translation of a text of a flow's, kept letter for letter."""

    slip: Slip | None = field(compare=False)
    """why; nothing is said of one that is out of use"""
    written: str


@dataclass(frozen=True, slots=True)
class PoFile:
    """A whole file: its head letter for letter, its entries by place, those whose text is gone, and what is no entry
    of a flow's."""

    head: str
    units: Mapping[str, PoEntry] = field(default_factory=dict)
    gone: Mapping[str, PoEntry] = field(default_factory=dict)
    strays: tuple[Stray, ...] = ()


def head(language: str, project: str) -> str:
    """Write the head of a new PO file."""
    return "\n".join((
        'msgid ""',
        'msgstr ""',
        f'"Project-Id-Version: {project}\\n"',
        '"Content-Type: text/plain; charset=utf-8\\n"',
        f'"Language: {language}\\n"',
    ))  # fmt: skip


@dataclass(slots=True)
class _Draft:
    """One entry while it is read: its lines, and its texts by their words."""

    lines: list[str] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    previous: dict[str, str] = field(default_factory=dict)
    last: str = ""
    line: int = 0
    obsolete: bool = False
    broken: bool = False

    @property
    def whole(self) -> bool:
        return not self.broken and "msgid" in self.texts and self.last.startswith("msgstr")

    def ends_before(self, line: str) -> bool:
        """Say whether this line is the first of the next entry."""
        written = line.removeprefix("#~").lstrip()
        if written.startswith("msgctxt"):
            return bool(self.texts)
        if re.match(r"msgid\b(?!_)", written):
            return "msgid" in self.texts
        return bool(self.texts) and written.startswith(("#", "|")) and self.last.startswith("msgstr")

    def comments(self, sign: str) -> tuple[str, ...]:
        comments = (line[len(sign) :].strip() for line in self.lines if line.startswith(sign))
        return tuple(text for text in comments if text)


def read(text: str) -> PoFile:
    """Read a PO file. Raises NoPoFile, with every reason."""
    slips: list[Slip] = []
    beginning, units, gone, strays = "", dict[str, PoEntry](), dict[str, PoEntry](), list[Stray]()
    for draft in _drafts(text, slips):
        place = draft.texts.get("msgctxt", "")
        wrong = _no_unit(draft, place, units)
        if not place and draft.texts["msgid"] == "" and not beginning:
            beginning = _CHARSET.sub("utf-8", "\n".join(draft.lines))
        elif wrong or (draft.obsolete and place in gone):
            strays.append(Stray(None if draft.obsolete else wrong, "\n".join(draft.lines)))
        else:
            (gone if draft.obsolete else units)[place] = _unit(draft, place)
    if slips:
        raise NoPoFile(slips[:_MOST])
    return PoFile(beginning, units, gone, tuple(strays))


def _drafts(text: str, slips: list[Slip]) -> Iterator[_Draft]:
    """Read the entries that are whole; what is wrong with the others goes to `slips`."""
    draft = _Draft()
    for number, line in enumerate((line.strip() for line in text.removeprefix("\ufeff").split("\n")), 1):
        if draft.ends_before(line):
            if draft.whole:
                yield draft
            elif not draft.broken:
                slips.append(_unfinished(draft))
            draft = _Draft()
        if line:
            draft.lines.append(line)
        if line.startswith("#") and not line.startswith("#~"):
            _read_previous(draft, line)
        elif line and not draft.broken and (slip := _read_text(draft, line, number)):
            draft.broken = True
            slips.append(slip)
    if draft.whole:
        yield draft
    elif draft.texts and not draft.broken:
        slips.append(_unfinished(draft))


def _read_previous(draft: _Draft, line: str) -> None:
    match = _TEXT.fullmatch(line[2:].strip()) if line.startswith("#|") else None
    if match:
        word = match["word"] or next(reversed(draft.previous), "")
        draft.previous[word] = draft.previous.get(word, "") + unescape(match["quoted"])


def _read_text(draft: _Draft, line: str, number: int) -> Slip | None:
    obsolete = line.startswith("#~")
    written = line.removeprefix("#~").strip()
    if obsolete and written.startswith("|"):
        return None
    match = _TEXT.fullmatch(written)
    if match is None:
        return _no_text(written, number)
    word = match["word"] or draft.last
    if not word:
        return Slip(number, "a text stands here that belongs to nothing", "write msgid or msgstr before it")
    if match["word"] and (
        word in draft.texts or (word != "msgctxt" and word != "msgid" and "msgid" not in draft.texts)
    ):
        return Slip(number, Remark("{word} is not expected here", word=word), _ORDER)
    draft.texts[word] = draft.texts.get(word, "") + unescape(match["quoted"])
    draft.last, draft.obsolete = word, obsolete
    if match["word"] == "msgid":
        draft.line = number
    draft.line = draft.line or number
    return None


_ORDER = Remark("write each entry as msgctxt, msgid and msgstr, in that order")
_QUOTES = Remark('write a straight " before and after the text, and \\" for a quote inside it')


def _no_text(written: str, number: int) -> Slip:
    if written.startswith(("msg", '"', "“", "”", "„", "'", "‘")):
        return Slip(number, "the quotes around this text are not closed, or are no straight ones", _QUOTES)
    return Slip(number, "this line is none of a PO file", "remove it, or begin it with # as a comment")


def _unfinished(draft: _Draft) -> Slip:
    missing = "msgstr" if "msgid" in draft.texts else "msgid"
    return Slip(draft.line, Remark("this entry has no {word}", word=missing), _ORDER)


def _no_unit(draft: _Draft, place: str, units: Mapping[str, PoEntry]) -> Slip | None:
    if "msgid_plural" in draft.texts or "msgstr" not in draft.texts:
        reason = "this entry has forms for one and for many, and texts of flows have none"
        return Slip(draft.line, reason, "write one msgid and one msgstr")
    if not place:
        reason = "this entry does not say which text it translates"
        return Slip(draft.line, reason, "write msgctxt above it, with the place of the text, as texts export does")
    if place in units and not draft.obsolete:
        reason = Remark("{place} stands here a second time", place=place)
        return Slip(
            draft.line, reason, Remark("keep one of the two; the first is at line {line}", line=units[place].line)
        )
    return None


def _unit(draft: _Draft, place: str) -> PoEntry:
    flags = frozenset(flag.strip() for line in draft.comments("#,") for flag in line.split(",")) - _GUESSED - {""}
    plain = (line for line in draft.lines if line.startswith("#") and line[1:2] not in tuple(",.:|~"))
    comments = tuple(text for text in (line[1:].strip() for line in plain) if text)
    notes = (*draft.comments("#."), *(f": {one}" for one in draft.comments("#:")))
    texts = draft.texts
    return PoEntry(
        place, texts["msgid"], texts["msgstr"], flags, draft.previous.get("msgid", ""), comments, notes, draft.line
    )


def write(sheet: PoFile) -> str:
    """Write a PO file; reading it gives the same entries again."""
    blocks = [sheet.head, *map(_block, sheet.units.values()), *map(_gone, sheet.gone.values())]
    blocks += [one.written for one in sheet.strays]
    return "\n\n".join(block for block in blocks if block) + "\n"


def _block(unit: PoEntry) -> str:
    lines = [f"# {comment}".rstrip() for comment in unit.comments]
    lines += [f"#{note}" if note.startswith(": ") else f"#. {note}".rstrip() for note in unit.notes]
    if unit.flags:
        lines.append(f"#, {', '.join(sorted(unit.flags))}")
    if unit.previous:
        lines += [f"#| {line}" for line in _quoted("msgid", unit.previous)]
    return "\n".join([*lines, *_entry(unit)])


def _gone(unit: PoEntry) -> str:
    comments = [f"# {comment}".rstrip() for comment in unit.comments]
    return "\n".join([*comments, *(f"#~ {line}" for line in _entry(unit))])


def _entry(unit: PoEntry) -> Iterable[str]:
    yield from _quoted("msgctxt", unit.place)
    yield from _quoted("msgid", unit.base)
    yield from _quoted("msgstr", unit.text)


def _quoted(word: str, text: str) -> Iterator[str]:
    yield from f"{word} {normalize(text, width=0)}".split("\n")
