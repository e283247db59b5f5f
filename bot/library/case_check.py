"""What can be known about cases without anybody reading them: their translations, and how the Dutch reads."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from bot.library import case_file
from bot.library.case_file import CaseBook, WrittenCase
from flows import check as advice
from flows import reading
from flows.checks import care, language, letters, translations
from flows.complaints import CannotLoad
from flows.findings import Finding
from flows.remark import Remark


def check(path: Path, today: date) -> list[Finding]:
    """List what is wrong with a file of cases, as `flows check` tells it."""
    try:
        return of_book(case_file.read_file(path), str(path), today)
    except CannotLoad as error:
        return advice.of_complaints(error.complaints)


def of_book(book: CaseBook, path: str, today: date) -> list[Finding]:
    """List what is found in cases that could be read."""
    every = [*_review(book, path, today), *(one for case in book.cases.values() for one in _of_case(case, path))]
    return sorted(set(every))


def _review(book: CaseBook, path: str, today: date) -> Iterator[Finding]:
    if book.review < today:
        reason = Remark("should have been read again by {day}", day=book.review)
        yield Finding(path, book.review_line, "KV061", reason, "read it, and set a new date")
    elif book.review < today + care.SOON:
        yield Finding(
            path, book.review_line, "KV062", Remark("is to be read again by {day}", day=book.review), "plan it"
        )


def _of_case(written: WrittenCase, path: str) -> Iterator[Finding]:
    yield from _forms(written, path)
    for key, words in written.words.items():
        for part, text in (("case", words.case), ("thing", words.thing)):
            yield from _reads(f"{written.case.key}.{part}", text, key, path, written.line)


def _forms(written: WrittenCase, path: str) -> Iterator[Finding]:
    """Check its English, and its form with u where it needs one."""
    place, dutch, formal = written.case.key, written.words["nl"], written.words.get("u")
    if "en" not in written.words:
        reason = Remark("{place} has no translation into {key!r}", place=place, key="en")
        yield Finding(path, written.line, "KV020", reason, Remark("write it in {file}", file="en: {case: …, thing: …}"))
    word = translations.addressed(dutch.case) or (None if formal else translations.addressed(dutch.thing))
    if word is not None:
        reason = Remark("{place} says {word!r} and has no formal form", place=place, word=word)
        yield Finding(path, written.line, "KV024", reason, "write the thing in u: …, and the case without je")
    word = translations.addressed(formal.thing) if formal else None
    if word is not None:
        yield Finding(
            path, written.line, "KV025", Remark("{place} says {word!r}", place=place, word=word), "write u and uw"
        )


def _reads(place: str, text: str, key: str, path: str, line: int) -> Iterator[Finding]:
    for sentence in reading.sentences(text) if key != "en" else ():
        count = len(reading.words(sentence))
        if count > language.LONGEST:
            reason = Remark("{place} has a sentence of {count} words", place=place, count=count)
            yield Finding(path, line, "KV042", reason, Remark("split it: at most {most}", most=language.LONGEST))
    jargon = language.JARGON.search(text) if key != "en" else None
    if jargon is not None:
        said = Remark("{place} says {word!r}", place=place, word=jargon[0])
        yield Finding(path, line, "KV044", said, "use an everyday word")
    pressure = language.PRESSURE.search(text)
    if pressure is not None:
        said = Remark("{place} says {word!r}", place=place, word=pressure[0])
        yield Finding(path, line, "KV045", said, "answer what was said; no praise, no guilt, no pressure")
    piece = letters.broken(text)
    if piece is not None:
        said = Remark("{place} has {piece!r}, which nobody typed", place=place, piece=piece)
        yield Finding(path, line, "KV046", said, "type these letters again, and save the file as UTF-8")
