"""Checks translations: missing, stale, with other placeholders, or not formal."""

import re
from collections.abc import Iterator

from flows import catalogue, expressions, texts
from flows.checks.subject import Subject
from flows.findings import Finding
from flows.remark import Remark

ADDRESSES = re.compile(r"\b(?:je|jij|jou|jouw|jouwe|jezelf|jullie|jijzelf)\b", re.IGNORECASE)
_AS_A_WORD = re.compile(r"<([biu])>je</\1>|[“‘\"']je[”’\"']|\bzeg(?:gen|t)? (?:maar )?je\b", re.IGNORECASE)
FORMAL = "u"


def addressed(written: str) -> str | None:
    """Find the first word by which a text says je; None when it only speaks about that word."""
    match = ADDRESSES.search(_AS_A_WORD.sub("", written))
    return match[0] if match else None


def check(subject: Subject) -> Iterator[Finding]:
    placed = {text.place: text for text in subject.flow.texts()}
    for key, entries in subject.flow.entries.items():
        for text in placed.values():
            yield from _text(subject, key, entries, text)
        for place in sorted(set(entries.entries) - set(placed)):
            line = entries.entries[place].line
            reason = Remark("there is no text at {place!r}", place=place)
            yield subject.finding(line, "KV023", reason, "remove this entry, or correct its msgctxt", path=entries.path)
        for slip in entries.strays:
            yield subject.finding(slip.line, "KV027", slip.reason, slip.remedy, path=entries.path)
    yield from _dutch(subject)
    yield from _wordings(subject)


def _text(subject: Subject, key: str, entries: catalogue.Catalogue, text: texts.PlacedText) -> Iterator[Finding]:
    entry = entries.entries.get(text.place)
    if entry is None or not entry.text:
        if key != FORMAL:
            line = entry.line if entry else text.line
            path = entries.path if entry else ""
            remedy = Remark("write it in {file}", file=entries.path)
            yield subject.finding(
                line,
                "KV020",
                Remark("{place} has no translation into {key!r}", place=text.place, key=key),
                remedy,
                path=path,
            )
        return
    if entry.base != text.base:
        reason = Remark("{place} was translated from another text than it has now", place=text.place)
        again = "read both, correct msgstr, and copy the text to msgid"
        yield subject.finding(entry.line, "KV021", reason, again, path=entries.path)
        return
    if entry.fuzzy:
        unsure = Remark("the translation of {place} is marked fuzzy, so it is not shown", place=text.place)
        yield subject.finding(entry.line, "KV021", unsure, "correct msgstr, then remove fuzzy", path=entries.path)
        return
    yield from _form(subject, key, entries, text, entry)


def _form(
    subject: Subject, key: str, entries: catalogue.Catalogue, text: texts.PlacedText, entry: catalogue.Entry
) -> Iterator[Finding]:
    if key in text.forms and _placeholders(text.forms[key]) != _placeholders(text.forms[text.language]):
        reason = Remark("{place} uses other placeholders than the base text", place=text.place)
        remedy = Remark(
            "use exactly {names}", names=", ".join(sorted(_placeholders(text.forms[text.language]))) or Remark("none")
        )
        yield subject.finding(entry.line, "KV022", reason, remedy, path=entries.path)
    word = addressed(entry.text) if key == FORMAL else None
    if word:
        yield subject.finding(
            entry.line,
            "KV025",
            Remark("{place} says {word!r}", place=text.place, word=word),
            "write u and uw",
            path=entries.path,
        )


def _placeholders(form: expressions.Template) -> frozenset[str]:
    return form.reads.names


def _dutch(subject: Subject) -> Iterator[Finding]:
    """Check that every Dutch text that addresses the person has a formal form."""
    formal = subject.flow.entries.get(FORMAL)
    for text in subject.flow.texts():
        dutch = text.forms.get("nl")
        entry = formal.entries.get(text.place) if formal else None
        word = addressed(dutch.source) if dutch and (entry is None or not entry.text) else None
        if word:
            reason = Remark("{place} says {word!r} and has no formal form", place=text.place, word=word)
            yield subject.finding(text.line, "KV024", reason, Remark("write it in {flow}.u.po", flow=subject.flow.name))


def _wordings(subject: Subject) -> Iterator[Finding]:
    first: dict[str, texts.PlacedText] = {}
    for text in subject.flow.texts():
        stem, _, last = text.place.rpartition(".")
        if last.isdecimal() and text.marked:
            other = first.setdefault(stem, text)
            if _placeholders(other.forms[text.language]) != _placeholders(text.forms[text.language]):
                reason = Remark("{place} uses other placeholders than {other}", place=text.place, other=other.place)
                yield subject.finding(text.line, "KV026", reason, "say the same in all wordings of one text")
