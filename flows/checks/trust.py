"""Checks what a flow must never ask or show: health, names, links; and who may see what."""

import re
from collections.abc import Iterator, Mapping

from flows import flow, reading
from flows.checks.subject import Subject
from flows.findings import Finding
from flows.flow import Flow
from flows.nodes import ask, call, enter, previewed
from flows.remark import Remark

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

_NO_CALL = "remove the call, or make it another flow"
_SHOW_IT = "write ask: with a question, so that the person sees what goes and decides, and a way for declined"


def check(subject: Subject) -> Iterator[Finding]:
    for node in subject.flow.nodes.values():
        if isinstance(node, ask.Ask):
            yield from _question(subject, node)
        if isinstance(node, call.Call | previewed.PreviewedCall):
            yield from _call(subject, node)
        elif isinstance(node, enter.Enter):
            yield from _entrance(subject, node)
    for text in subject.flow.texts():
        for form in text.forms.values():
            link = _LINK.search(form.source)
            if link:
                reason = Remark("{place} has a link: {link!r}", place=text.place, link=link[0])
                yield subject.finding(text.line, "KV073", reason, "remove it: links in messages teach people to click")
                break


def _call(subject: Subject, node: call.Call | previewed.PreviewedCall) -> Iterator[Finding]:
    address = node.address
    if subject.addresses is not None and address not in subject.addresses:
        reason = Remark("no address is called {address!r}", address=address)
        addresses = ", ".join(sorted(subject.addresses)) or Remark("none")
        yield subject.finding(
            node.line, "KV085", reason, Remark("KOERSVAST_CALL_ADDRESSES has {known}", known=addresses)
        )
    if subject.flow.private:
        reason = Remark("{name!r} calls another program from a private flow", name=node.name)
        yield subject.finding(node.line, "KV077", reason, _NO_CALL)
    elif isinstance(node, call.Call) and node.enquiry.tells:
        reason = Remark("{name!r} sends what is known of somebody, and shows them nothing of it", name=node.name)
        yield subject.finding(node.line, "KV078", reason, _SHOW_IT)
    elif isinstance(node, call.Call) and node.name not in subject.flow.passed_by_all:
        reason = Remark(
            "whether {name!r} is played depends on what somebody answers, so the call tells it", name=node.name
        )
        yield subject.finding(node.line, "KV078", reason, _SHOW_IT)


def _entrance(subject: Subject, node: enter.Enter) -> Iterator[Finding]:
    """Check calls in flows that are entered: as private as the flow around them, and as dependent on answers."""
    inside = _calls_inside(node, subject.shelf or {})
    if subject.flow.private and inside:
        reason = Remark("{name!r} enters a flow that calls another program, from a private flow", name=node.name)
        yield subject.finding(node.line, "KV077", reason, _NO_CALL)
    elif node.name not in subject.flow.passed_by_all and any(isinstance(one, call.Call) for one in inside):
        reason = Remark("{name!r} is entered by what somebody answers, and calls without asking", name=node.entered)
        yield subject.finding(node.line, "KV078", reason, _SHOW_IT)


def _calls_inside(node: enter.Enter, shelf: Mapping[str, Flow]) -> list[flow.Node]:
    """List every call in the flow that is entered, and in those that it enters."""
    todo, passed, calls = [node.entered], set[str](), list[flow.Node]()
    while todo:
        name = todo.pop()
        if name in shelf and name not in passed:
            passed.add(name)
            inner = shelf[name].nodes.values()
            calls += [one for one in inner if isinstance(one, call.Call | previewed.PreviewedCall)]
            todo += [one.entered for one in inner if isinstance(one, enter.Enter)]
    return calls


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
    if node.seen_by == "team" and not node.answers.picked:
        reason = Remark("a {kind} cannot be counted for a team", kind=node.answers.word)
        yield subject.finding(node.line, "KV074", reason, "write seen_by: self, or ask with choices")
