"""Thousands of mangled files: each is told or plays; none is a traceback, and none leaves anybody without a word."""

from collections.abc import Iterator, Mapping
from random import Random
from typing import Any

import pytest

from flows import bounds, check, complaints, events, expressions, findings, loader, marked_text, resumes, sort
from flows.checks import conditions, sorts
from flows.checks.subject import Subject
from flows.findings import Severity
from flows.flow import Flow
from flows.session import SessionStatus
from tests.flows import findings as cases
from tests.flows import mutations, stage
from tests.library import stage as library

SORTS = sorts.of(Subject(stage.flow(f"{mutations.ASKED}z:\n  end:"), cases.TODAY))
SHELF = library.shelf().flows
BREAKS = frozenset(("KV00", "KV01", "KV07", "KV08"))
"""what is found to be more than a matter of style"""
FACTS: Mapping[str, Any] = {
    "role": "employee", "week": 3, "times": 0, "team": "Balie", "promises": [{"key": "1", "label": "Bellen"}],
    "recipients": {"lead": "Balie"}, "low": {"why": 1}, "weeks_since": {"why": 2}, "working_days": ["mon"],
    "prompt_day": "thu", "prompt_time": "15:30", "plan_misses": 0, "trial": False, "prompted": False,
}  # fmt: skip


def holds_for_expression(seed: int) -> None:
    """What compiles and raises no doubt can be worked out, whatever the names hold; the rest is refused in words."""
    chance = Random(seed)  # noqa: S311 - to be had again
    is_text = chance.random() < 0.5
    written = mutations.text(chance) if is_text else mutations.expression(chance)
    try:
        compiled = expressions.template(written, marked=True) if is_text else expressions.expression(written)
    except expressions.ExpressionError:
        return
    if conditions.doubts(written, SORTS, is_text=is_text):
        return
    context: dict[str, Any] = {"language": "nl", "tone": "je"}
    for name in sorted(compiled.reads.names):
        value = mutations.possible(name, SORTS.get(name, sort.ANY), chance)
        if value is not None:
            context[name] = value
    try:
        shown = compiled.render(context) if isinstance(compiled, expressions.Template) else compiled.value(context)
    except bounds.TooMuch:
        return
    except expressions.FAILURES as error:
        if _is_open(written, compiled.reads.names):
            return
        raise AssertionError(f"{written!r} with {context!r}: {error!r}") from error
    assert len(str(shown)) <= 2 * bounds.LONGEST_TEXT


CLOSED = frozenset(("n", "c", "s", "d", "y", "t", "p", "g", "week", "team", "role"))
_UNFORESEEN = (".cue", "[", "none", "first", "last", "for x", "default", " if ")


def _is_open(written: str, names: frozenset[str]) -> bool:
    """Whether it looks at something of which nobody knows the sort beforehand: that may fail, and is an event."""
    return bool(names - CLOSED) or any(one in written for one in _UNFORESEEN)


def holds_for_flow(seed: int) -> None:
    """Loads or is told; is checked; and what the check has nothing against plays to an end, never without a word."""
    chance = Random(seed)  # noqa: S311 - to be had again
    name, written, catalogues = (
        ("proef", mutations.small(chance), {}) if chance.random() < 0.9 else mutations.whole(chance)
    )
    try:
        flow = loader.load(written, catalogues, path=f"{name}.yaml")
    except complaints.CannotLoad as error:
        _told(check.of_complaints(error.complaints))
        return
    shelf = {**SHELF, flow.name: flow}
    faults = check.check(flow, cases.TODAY, shelf)
    _told(faults)
    if not any(one.number[:4] in BREAKS and one.level is Severity.ERROR for one in faults):
        _play(flow, shelf, chance)


def _told(faults: list[findings.Finding]) -> None:
    """Something is said about each, and none of it is a surprise to the program itself."""
    for fault in faults:
        assert all((fault.reason, fault.remedy, fault.line >= 1))
        assert not fault.reason.startswith("this cannot be read"), str(fault)


def _play(flow: Flow, shelf: Mapping[str, Flow], chance: Random) -> None:
    facts = {name: value for name, value in FACTS.items() if not sorts.FACTS[name].missing or chance.random() < 0.7}
    others = [one for other, one in shelf.items() if other != flow.name]
    talk = stage.begin(flow, *others, chance=lambda _: chance.random() * 0.999, **facts)
    _sound(talk, None)
    for _ in range(14):
        if talk.state.wait is None:
            break
        move = _move(talk, chance)
        talk.resume(move)
        _sound(talk, move)


def _move(talk: stage.Talk, chance: Random) -> resumes.Resume:
    wait = talk.state.wait
    assert wait is not None
    if wait.call:
        return resumes.Replied(chance.choice((None, {}, {"a": {"b": 3}}, {"a": "x"})))
    if not wait.answer:
        return resumes.Timeout()
    buttons = [button for row in talk.asked.buttons for button in row]
    moves: list[resumes.Resume] = [
        *(resumes.Pressed(wait.visit, button.choice) for button in buttons),
        resumes.Typed(chance.choice(mutations.ANSWERS), str(talk.state.visits)),
        resumes.Skip(),
        resumes.Back(),
    ]
    return chance.choice(moves)


def _sound(talk: stage.Talk, move: resumes.Resume | None) -> None:
    """Nothing failed, everything shown can be seen, and whoever said something hears something."""
    assert [] == talk.of(events.FlowFailed)
    assert [] == talk.of(events.Empty)
    for text in talk.texts:
        assert marked_text.visible(text)
        assert stage.ROOM.length(text) <= stage.ROOM.text
    for asked in talk.of(events.Asked):
        assert all(marked_text.visible(marked_text.escape(button.label)) for row in asked.buttons for button in row)
    wait = talk.state.wait
    ignored = any(isinstance(event, events.Ignored) for event in talk.happened)
    heard = talk.texts or ignored
    elsewhere = (wait is not None and not wait.answer) or talk.status is SessionStatus.COMPLETED
    assert heard or elsewhere or isinstance(move, resumes.Timeout), talk.happened


def seeds(first: int, count: int) -> Iterator[int]:
    return iter(range(first, first + count))


def test_a_sample_of_mangled_expressions_and_texts() -> None:
    """Each is refused in words, doubted, or worked out."""
    for seed in seeds(0, 2_500):
        holds_for_expression(seed)


def test_a_sample_of_mangled_flows() -> None:
    """Each is refused with its line, has findings, or plays."""
    for seed in seeds(0, 120):
        holds_for_flow(seed)


@pytest.mark.long
def test_two_hundred_thousand_mangled_files() -> None:
    """The same, for as many as a coach will ever write."""
    for seed in seeds(10_000, 190_000):
        holds_for_expression(seed)
    for seed in seeds(10_000, 10_000):
        holds_for_flow(seed)
