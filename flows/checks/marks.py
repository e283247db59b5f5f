"""Finds marks that mark nothing any more, such as <blockquote>: people would read them as they are typed."""

from collections.abc import Iterator

from flows import marked_text
from flows.checks.subject import Subject
from flows.findings import Finding
from flows.remark import Remark

_REMEDY = "write <quote> for <blockquote>, <b> or <i> for the others, or leave the mark out"


def check(subject: Subject) -> Iterator[Finding]:
    for text in subject.flow.texts():
        if not text.marked:
            continue
        for key, form in text.forms.items():
            mark = marked_text.retired(form.source)
            if mark:
                entries = subject.flow.entries.get(key)
                path, line = (entries.path, entries.entries[text.place].line) if entries else ("", text.line)
                reason = Remark("{place} has {mark}, which marks nothing any more", place=text.place, mark=mark)
                yield subject.finding(line, "KV048", reason, _REMEDY, path=path)
