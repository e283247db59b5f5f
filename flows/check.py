"""Advice to coaches: everything that can be known about a flow without playing it."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from flows import complaints, expressions, findings, welcome
from flows.checks import (
    blanks,
    budget,
    care,
    conditions,
    graph,
    language,
    letters,
    marks,
    phrasing,
    promises,
    sizes,
    subject,
    translations,
    trust,
    unanswerable,
    unread,
    variables,
)
from flows.flow import Flow
from flows.message_room import UNBOUNDED, MessageRoom

CHECKS: tuple[subject.Check, ...] = (
    graph.check,
    variables.check,
    conditions.check,
    blanks.check,
    translations.check,
    sizes.check,
    language.check,
    letters.check,
    marks.check,
    phrasing.check,
    budget.check,
    care.check,
    trust.check,
    promises.check,
    unanswerable.check,
    unread.check,
    welcome.check,
)


def check(
    flow: Flow,
    today: date,
    shelf: Mapping[str, Flow] | None = None,
    addresses: frozenset[str] | None = None,
    room: MessageRoom = UNBOUNDED,
) -> list[findings.Finding]:
    """List all findings, in the order of the file. Without `shelf` nothing is said about flows that it enters, without
    `addresses` nothing about those that it calls, without `room` nothing about messages that are too long."""
    looked_at = subject.Subject(flow, today, shelf, addresses, room)
    return sorted({found for one in CHECKS for found in _found(one, looked_at)})


def _found(check: subject.Check, looked_at: subject.Subject) -> list[findings.Finding]:
    """Run one check; where it stumbles over something that nobody thought of, report that as its finding."""
    try:
        return list(check(looked_at))
    except expressions.FAILURES as error:
        return of_complaints([complaints.unforeseen(looked_at.flow.path, 1, error)])


def of_complaints(mistakes: Iterable[findings.Finding]) -> list[findings.Finding]:
    """Number what the loader could not read, as the check does its own findings."""
    return [replace(one, number="KV001") for one in mistakes]
