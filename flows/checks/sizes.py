"""What fits: messages, questions, labels, choices."""

from collections.abc import Iterator

from flows import markup, reading, texts
from flows.checks.subject import Subject
from flows.findings import Finding
from flows.kinds import choice, scale, several
from flows.nodes import ask

LABEL = 30
QUESTION = 220
CHOICES = 8
LONGEST_VALUE = 200


def check(subject: Subject) -> Iterator[Finding]:
    for text in subject.flow.texts():
        for key, form in text.forms.items():
            yield from _form(subject, text, key, form.source)
    for node in subject.flow.nodes.values():
        if isinstance(node, ask.Ask):
            yield from _question(subject, node)
            yield from _alike(subject, node)


def _form(subject: Subject, text: texts.Text, key: str, written: str) -> Iterator[Finding]:
    entries = subject.flow.entries.get(key)
    path, line = (entries.path, entries.entries[text.place].line) if entries else ("", text.line)
    if not text.html:
        shown = reading.bare(written)
        if text.place != "title" and ".plan." not in text.place and len(shown) > LABEL:
            reason = f"{text.place} has {len(shown)} characters; a telephone shows about {LABEL}"
            yield subject.finding(line, "KV031", reason, "say it shorter", path=path)
        return
    longest = markup.units(written) + written.count("{{") * LONGEST_VALUE
    if longest > markup.LONGEST:
        reason = f"{text.place} may become {longest} units long; Telegram takes {markup.LONGEST}"
        yield subject.finding(line, "KV030", reason, "split it into two nodes", path=path)


def _question(subject: Subject, node: ask.Ask) -> Iterator[Finding]:
    for text in node.wording.texts:
        length = len(reading.bare(text.base))
        if length > QUESTION:
            reason = f"{text.place} has {length} characters"
            yield subject.finding(text.line, "KV032", reason, f"keep a question within {QUESTION}: say first, then ask")
    count = _choices(node)
    if count > CHOICES:
        reason = f"{node.name!r} has {count} choices"
        yield subject.finding(node.line, "KV033", reason, "six is easier: join some, or ask in two steps")


def _alike(subject: Subject, node: ask.Ask) -> Iterator[Finding]:
    """Labels that read the same in one language, whatever the capitals."""
    labels = [text for text in node.answers.texts() if not text.html and ".plan." not in text.place]
    for key in dict.fromkeys(key for text in labels for key in text.forms):
        first: dict[str, texts.Text] = {}
        for text in labels:
            if key in text.forms:
                other = first.setdefault(" ".join(text.forms[key].source.casefold().split()), text)
                if other is not text:
                    entries = subject.flow.entries.get(key)
                    path, line = (entries.path, entries.entries[text.place].line) if entries else ("", text.line)
                    reason = f"{text.place} reads the same as {other.place}"
                    yield subject.finding(line, "KV034", reason, "let each say what it means", path=path)


def _choices(node: ask.Ask) -> int:
    kind = node.answers
    if isinstance(kind, choice.Choice | several.Several):
        return len(kind.options.fixed)
    return len(kind.labels) if isinstance(kind, scale.Scale) else 0
