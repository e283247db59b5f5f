"""What it must never ask or show: health, names, links; and who may see what."""

import re
from collections.abc import Iterator

from flows import reading
from flows.checks.subject import Subject
from flows.findings import Finding
from flows.nodes import ask, call
from flows.remark import Remark

COUNTED = ("choice", "several", "scale", "yesno")

_HEALTH = reading.any_of(
    r"ziek\w* gezond\w* stress\w* slaap\w* slapen sliep vermoeid\w* moe uitgeput stemming somber\w* burn-?out\w* "
    r"angst\w* depress\w* medicijn\w* dokter huisarts bedrijfsarts hoofdpijn zwanger\w* ill illness sick\w* "
    r"health\w* sleep\w* tired exhausted mood anxious anxiety doctor headache pregnan\w*"
)
_NAMES = reading.any_of(
    "hoe-heet-(?:je|jij|u) (?:je|jouw|uw|wiens|welke|zijn|haar|de|een)-(?:voor|achter)?naam namen-van naam-van "
    "wie-is-de-inwoner zaaknummers? zaak-nummer dossiernummers? bsn burgerservicenummer telefoonnummer "
    "e-?mailadres adres-van geboortedatum your-name name-of case-number file-number phone-number email-address "
    "date-of-birth"
)
_NOT = re.compile(r"\b(geen|zonder|niet|nooit|no|without|don't|do not|never)\b", re.IGNORECASE)
_LINK = re.compile(r"https?://|www\.|\bt\.me/|tg://|\b[\w-]+\.(?:nl|com|org|eu|net|io)\b", re.IGNORECASE)


def check(subject: Subject) -> Iterator[Finding]:
    for node in subject.flow.nodes.values():
        if isinstance(node, ask.Ask):
            yield from _question(subject, node)
        elif isinstance(node, call.Call) and subject.addresses is not None and node.address not in subject.addresses:
            reason = Remark("no address is called {address!r}", address=node.address)
            known = ", ".join(sorted(subject.addresses)) or Remark("none")
            yield subject.finding(
                node.line, "KV085", reason, Remark("KOERSVAST_CALL_ADDRESSES has {known}", known=known)
            )
    for text in subject.flow.texts():
        for form in text.forms.values():
            link = _LINK.search(form.source)
            if link:
                reason = Remark("{place} has a link: {link!r}", place=text.place, link=link[0])
                yield subject.finding(text.line, "KV073", reason, "remove it: links in messages teach people to click")
                break


def _question(subject: Subject, node: ask.Ask) -> Iterator[Finding]:
    for text in (*node.wording.texts, *node.answers.texts()):
        for form in text.forms.values():
            health = None if subject.flow.private else _HEALTH.search(form.source)
            if health:
                reason = Remark("{place} asks about {word!r}", place=text.place, word=health[0])
                yield subject.finding(text.line, "KV070", reason, "ask something else, or make the flow private: true")
                break
    yield from _names(subject, node)
    yield from _seen(subject, node)


def _names(subject: Subject, node: ask.Ask) -> Iterator[Finding]:
    for text in node.wording.texts:
        for form in text.forms.values():
            asked = _NAMES.search(form.source)
            if asked and not _NOT.search(form.source[max(0, asked.start() - 20) : asked.end()]):
                reason = Remark("{place} asks for {word!r}", place=text.place, word=asked[0])
                yield subject.finding(text.line, "KV071", reason, "ask about the situation, never who it was")
                break


def _seen(subject: Subject, node: ask.Ask) -> Iterator[Finding]:
    if subject.flow.private and node.seen_by != "self":
        reason = Remark("{name!r} is seen by {seen_by!r} in a private flow", name=node.name, seen_by=node.seen_by)
        yield subject.finding(node.line, "KV072", reason, "write seen_by: self, or make it another flow")
    if node.seen_by == "team" and node.answers.word not in COUNTED:
        reason = Remark("a {kind} cannot be counted for a team", kind=node.answers.word)
        yield subject.finding(node.line, "KV074", reason, "write seen_by: self, or ask with choices")
