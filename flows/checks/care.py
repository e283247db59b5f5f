"""Checks the upkeep of a flow: technique codes and the date of review."""

import difflib
from collections.abc import Iterator
from datetime import timedelta

from flows import techniques
from flows.checks.subject import Subject
from flows.findings import Finding
from flows.remark import Remark

SOON = timedelta(days=30)


def check(subject: Subject) -> Iterator[Finding]:
    for node in subject.flow.nodes.values():
        for code in node.technique:
            if code not in techniques.CODES:
                reason = Remark("{code!r} is no technique of the BCT Taxonomy v1", code=code)
                yield subject.finding(node.line, "KV060", reason, _such_as(code))
    line = subject.flow.lines["review"]
    review = subject.flow.review
    if review < subject.today:
        yield subject.finding(
            line, "KV061", Remark("should have been read again by {day}", day=review), "read it, and set a new date"
        )
    elif review < subject.today + SOON:
        yield subject.finding(line, "KV062", Remark("is to be read again by {day}", day=review), "plan it")


def _such_as(code: str) -> str:
    """Name the technique that was probably meant, and where all of them stand."""
    [close] = difflib.get_close_matches(code, sorted(techniques.CODES), 1, cutoff=0.0)
    return Remark(
        "take one from 'Techniques' in docs/flow-reference.md, in quotes, such as {code} {name}",
        code=f'"{close}"',
        name=techniques.NAMES[close],
    )
