"""Reads the cases from the work: `cases/gevallen.yaml` on a shelf; every mistake as file, line, reason and remedy."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from flows import complaints, expressions, folder, reading, source, vocabulary
from flows.complaints import CannotLoad, Mistake
from flows.remark import Remark
from nudges.cases import WorkCase
from nudges.reflection import Principle

PLACE = Path("cases") / "gevallen.yaml"
MOST_WORDS = 60  # of a case with its thing: it takes no longer to read than the open question takes to answer
_FIRST_KEY = re.compile(r"^['\"]?cases['\"]?\s*:", re.MULTILINE)
_SENTENCES = 2


@dataclass(frozen=True, slots=True)
class WorkKind:
    """One kind of work that somebody may choose: its words by language, on the button and behind 'you work'."""

    key: str
    labels: Mapping[str, str]
    doing: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class CaseWords:
    """What a case says in one language and tone: what happened, and one small thing to do."""

    case: str
    thing: str


@dataclass(frozen=True, slots=True)
class WrittenCase:
    """A case with its words by language, `u` for Dutch with u, and the line at which it stands."""

    case: WorkCase
    line: int
    words: Mapping[str, CaseWords]

    def in_words(self, language: str, tone: str) -> CaseWords:
        """Give its words for this person; where a translation is missing, the Dutch."""
        first = "u" if (language, tone) == ("nl", "u") else language
        return next(self.words[key] for key in (first, "nl") if key in self.words)


@dataclass(frozen=True, slots=True)
class CaseBook:
    """All cases and the kinds of work that they are for, as one file says; `version` names what it says in `text`."""

    work: Mapping[str, WorkKind]
    cases: Mapping[str, WrittenCase]
    version: str
    review: date
    review_line: int
    text: str


def is_one(text: str) -> bool:
    """Say whether a text is a file of cases, and no flow."""
    return _FIRST_KEY.search(text) is not None


def read_file(path: Path) -> CaseBook:
    """Read the cases in a file; raises CannotLoad."""
    return read(folder.text(path), path=str(path))


def read(text: str, *, path: str) -> CaseBook:
    """Read the cases in a text. Raises CannotLoad: with the first mistake of its head, or with the first of each
    case."""
    try:
        book, mistakes = _book(source.read(text), text)
    except Mistake as mistake:
        raise CannotLoad([mistake.at(path)]) from None
    except expressions.FAILURES as error:
        raise CannotLoad([complaints.unforeseen(path, 1, error)]) from None
    if mistakes:
        raise CannotLoad([mistake.at(path) for mistake in mistakes])
    return book


def _book(root: source.Part, text: str) -> tuple[CaseBook, list[Mistake]]:
    head = root.fields(("cases", "title", "owner", "review", "work"))
    head["cases"].pairs()
    head["owner"].text()
    head["title"].text()
    work = {key: _work(key, part) for key, part in head["work"].pairs().items()}
    cases, mistakes = dict[str, WrittenCase](), list[Mistake]()
    for key, part in head["cases"].pairs().items():
        try:
            cases[key] = _case(key, part, work)
        except Mistake as mistake:
            mistakes.append(mistake)
    version = hashlib.sha256(text.encode()).hexdigest()[:16]
    book = CaseBook(work, cases, version, _day(head["review"]), head["review"].line, text)
    unserved = next((key for key in work if not any(key in one.case.work for one in cases.values())), None)
    if unserved is not None and not mistakes:
        part = head["work"].pairs()[unserved]
        raise part.mistake(
            "no case is for this kind of work", "write one, or let one of another kind be for it as well"
        )
    return book, mistakes


def _work(key: str, part: source.Part) -> WorkKind:
    _key(key, part)
    fields = part.fields(("label", "en"), ("with",))
    english = fields["en"].fields(("label",), ("with",))
    labels = {"nl": fields["label"].text(), "en": english["label"].text()}
    doing = {tongue: where["with"].text() for tongue, where in (("nl", fields), ("en", english)) if "with" in where}
    return WorkKind(key, labels, doing)


def _case(key: str, part: source.Part, work: Mapping[str, WorkKind]) -> WrittenCase:
    _key(key, part)
    fields = part.fields(("work", "habit", "case", "thing"), ("u", "en"))
    kinds = frozenset(one.one_of(work) for one in fields["work"].items())
    case = WorkCase(key, Principle(fields["habit"].one_of([*Principle])), kinds)
    if not kinds:
        raise fields["work"].mistake("a case needs a kind of work", "write [one, two]")
    dutch = _words(fields["case"], fields["thing"])
    words = {"nl": dutch}
    if "u" in fields:
        words["u"] = CaseWords(dutch.case, _thing(fields["u"]))
    if "en" in fields:
        english = fields["en"].fields(("case", "thing"))
        words["en"] = _words(english["case"], english["thing"])
    return WrittenCase(case, part.line, words)


def _words(case: source.Part, thing: source.Part) -> CaseWords:
    written = case.text()
    if len(reading.sentences(written)) != _SENTENCES:
        raise case.mistake("a case has two sentences", "write what happened, and what came of it")
    _without_question(case, written)
    words = CaseWords(written, _thing(thing))
    count = len(reading.words(f"{words.case} {words.thing}"))
    if count > MOST_WORDS:
        reason = Remark("it has {count} words with its thing", count=count)
        raise case.mistake(reason, Remark("shorten it: at most {most}", most=MOST_WORDS))
    return words


def _thing(part: source.Part) -> str:
    written = part.text()
    if len(reading.sentences(written)) != 1:
        raise part.mistake("the thing to do is one sentence", "leave one thing, for this week")
    _without_question(part, written)
    return written


def _without_question(part: source.Part, written: str) -> None:
    if "?" in written:
        raise part.mistake(
            "it asks something that no button answers", "say it without a question: the bot asks whether it is of use"
        )


def _key(key: str, part: source.Part) -> None:
    if not vocabulary.KEY.fullmatch(key) or key in vocabulary.RESERVED_KEYS:
        raise part.mistake(
            Remark("{key!r} cannot be a key", key=key), "use at most 24 of a–z, 0–9 and _, not skipped, when, go, else"
        )


def _day(part: source.Part) -> date:
    try:
        return date.fromisoformat(part.text())
    except ValueError:
        raise part.mistake("a date is expected", "write it as 2027-06-01") from None
