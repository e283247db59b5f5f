"""Checks what fits on a screen: messages, questions, labels, choices."""

from collections.abc import Iterator, Mapping

from flows import reading, texts
from flows.checks import longest, sorts
from flows.checks.subject import Subject
from flows.findings import Finding
from flows.kinds import kind
from flows.nodes import ask
from flows.remark import Remark
from flows.sort import Sort

QUESTION = 220
CHOICES = 8


def check(subject: Subject) -> Iterator[Finding]:
    names = sorts.of(subject)
    rooms = _label_rooms(subject)
    for text in subject.flow.texts():
        for key, form in text.forms.items():
            if text.marked:
                yield from _message(subject, text, key, form.source, names)
            elif text.place in rooms:
                yield from _label(subject, text, key, form.source, rooms[text.place])
    for node in subject.flow.nodes.values():
        if isinstance(node, ask.Ask):
            yield from _question(subject, node)
            yield from _buttons(subject, node)
            yield from _alike(subject, node)


def _label_rooms(subject: Subject) -> dict[str, int]:
    """Count how many characters of each label people see, by its place."""
    rooms: dict[str, int] = {}
    for node in subject.flow.nodes.values():
        if isinstance(node, ask.Ask):
            rooms |= dict.fromkeys((label.place for label in node.answers.labels().values()), node.answers.label_room())
            if isinstance(node.skip, texts.PlacedText):
                rooms[node.skip.place] = kind.LABEL
    return rooms


def _label(subject: Subject, text: texts.PlacedText, key: str, written: str, most: int) -> Iterator[Finding]:
    count = len(reading.bare(written))
    if count > most:
        reason = Remark(
            "{place} has {count} characters; a telephone shows about {most}", place=text.place, count=count, most=most
        )
        path, line = _where(subject, text, key)
        yield subject.finding(line, "KV031", reason, "say it shorter", path=path)


def _message(
    subject: Subject, text: texts.PlacedText, key: str, written: str, names: Mapping[str, Sort]
) -> Iterator[Finding]:
    length = longest.longest(written, names, subject.room.count)
    if length > subject.room.text:
        reason = Remark(
            "{place} may become {longest} characters long; a message takes {most}",
            place=text.place,
            longest=length,
            most=subject.room.text,
        )
        path, line = _where(subject, text, key)
        yield subject.finding(line, "KV030", reason, "split it into two nodes", path=path)


def _where(subject: Subject, text: texts.PlacedText, key: str) -> tuple[str, int]:
    """Find the file and the line of a text in this language and tone."""
    entries = subject.flow.entries.get(key)
    return (entries.path, entries.entries[text.place].line) if entries else ("", text.line)


def _question(subject: Subject, node: ask.Ask) -> Iterator[Finding]:
    for text in node.wording.texts:
        length = len(reading.bare(text.base))
        if length > QUESTION:
            reason = Remark("{place} has {length} characters", place=text.place, length=length)
            yield subject.finding(
                text.line, "KV032", reason, Remark("keep a question within {most}: say first, then ask", most=QUESTION)
            )
    count = node.answers.count()
    if count > CHOICES:
        reason = Remark("{name!r} has {count} choices", name=node.name, count=count)
        yield subject.finding(node.line, "KV033", reason, "six is easier: join some, or ask in two steps")


def _buttons(subject: Subject, node: ask.Ask) -> Iterator[Finding]:
    """Report buttons for which a message of the channels has no place: they are written out below the question."""
    keys, count = node.answers.keys(), node.answers.count() or len(node.answers.keys())
    size = max((len(key.encode()) for key in (*keys, ask.SKIP, ask.BACK)), default=0)
    if not count:
        return
    if size > subject.room.button_data:
        reason = Remark("the buttons of {name!r} bear more than a channel takes", name=node.name)
        yield subject.finding(
            node.line, "KV035", reason, "give its choices shorter keys, or let people type the answer"
        )
    elif count > subject.room.buttons:
        reason = Remark(
            "{name!r} has {count} buttons; a message takes {most}",
            name=node.name,
            count=count,
            most=subject.room.buttons,
        )
        yield subject.finding(node.line, "KV035", reason, "ask in two steps, or let people type what has no button")


def _alike(subject: Subject, node: ask.Ask) -> Iterator[Finding]:
    """Report labels that read the same in one language, whatever the capitals."""
    labels = list(node.answers.labels().values())
    for key in dict.fromkeys(key for text in labels for key in text.forms):
        first: dict[str, texts.PlacedText] = {}
        for text in labels:
            if key in text.forms:
                other = first.setdefault(" ".join(text.forms[key].source.casefold().split()), text)
                if other is not text:
                    path, line = _where(subject, text, key)
                    reason = Remark("{place} reads the same as {other}", place=text.place, other=other.place)
                    yield subject.finding(line, "KV034", reason, "let each say what it means", path=path)
