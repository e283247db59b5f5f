"""Reads a programme: `programme/programma.yaml` on a shelf; every mistake as file, line, reason and remedy."""

import functools
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from pathlib import Path

from flows import check as advice
from flows import complaints, expressions, folder, source, vocabulary
from flows.checks import conditions, sorts
from flows.complaints import CannotLoad
from flows.expressions import Expression
from flows.findings import Finding
from flows.flow import Flow, Question
from flows.remark import Remark
from nudges.programme import TEN, Fade, Programme, ProgrammeStep, Strand, Substitute, WeeklyFlow, WeeklyItem
from nudges.reflection import Principle

PLACE = Path("programme") / "programma.yaml"
ITEMS = ("team_item", "habit", "lookback", "booster")
_LONGEST = 104  # weeks
_REMEMBERED = 16  # programmes
_FACTS = vocabulary.FACTS - vocabulary.OF_A_CONVERSATION
_FIRST_KEY = re.compile(r"^['\"]?programme['\"]?\s*:", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Loaded:
    """Holds a programme with its compiled conditions, by their words; `version` names what it says in `text`."""

    programme: Programme
    conditions: Mapping[str, Expression]
    version: str
    review: date
    review_line: int
    text: str


@dataclass(frozen=True, slots=True)
class _Offer:
    """The flows that a programme may name with the roles that each is for, and the answers that they save."""

    audiences: tuple[tuple[str, tuple[str, ...]], ...]
    saved: frozenset[str]

    def parts(self) -> Mapping[str, frozenset[str]]:
        """List which parts there are of the facts that have some: with a misspelt one a step would never come."""
        return {"last": self.saved, "low": frozenset(Principle), "weeks_since": frozenset(Principle)}


@dataclass(slots=True)
class _ProgrammeFile:
    """The file while it is read; the flows that it may name, and the conditions met so far."""

    offer: _Offer
    weeks: int
    role: str = ""
    names: set[str] = field(default_factory=set)
    conditions: dict[str, Expression] = field(default_factory=dict)


def is_one(text: str) -> bool:
    """Say whether a text is a programme, and no flow."""
    return _FIRST_KEY.search(text) is not None


def read_file(path: Path, flows: Mapping[str, Flow]) -> Loaded:
    """Read the programme in a file; raises CannotLoad."""
    return read(folder.text(path), flows, path=str(path))


def check(path: Path, today: date, flows: Mapping[str, Flow]) -> list[Finding]:
    """List what is wrong with a programme, as `flows check` tells it."""
    try:
        return overdue(read_file(path, flows), str(path), today)
    except CannotLoad as error:
        return advice.of_complaints(error.complaints)


def overdue(programme: Loaded, path: str, today: date) -> list[Finding]:
    """Find out whether a programme should have been read again by its authors."""
    if programme.review >= today:
        return []
    reason, remedy = (
        Remark("it should have been read again by {day}", day=programme.review),
        "read it again, and set a new date",
    )
    return [Finding(path, programme.review_line, "KV061", reason, remedy)]


def read(text: str, flows: Mapping[str, Flow], *, path: str) -> Loaded:
    """Read the programme in a text; `flows` are those that it may offer. Raises CannotLoad with the first mistake."""
    return _read(text, _offer(flows), path)


@functools.lru_cache(maxsize=_REMEMBERED)
def _read(text: str, offer: _Offer, path: str) -> Loaded:
    # The same words about the same flows are the same programme, and folders are looked at more than once.
    try:
        return _loaded(source.read(text), text, offer)
    except complaints.Mistake as mistake:
        raise CannotLoad([mistake.at(path)]) from None
    except expressions.FAILURES as error:
        raise CannotLoad([complaints.unforeseen(path, 1, error)]) from None


def _loaded(root: source.Part, text: str, offer: _Offer) -> Loaded:
    head = root.fields(("programme", "title", "owner", "review", "weeks"), ("items", *vocabulary.ROLES))
    head["programme"].one_of([PLACE.stem])
    head["owner"].text()
    file = _ProgrammeFile(offer, head["weeks"].whole(1, _LONGEST))
    strands = {role: _strand(head[role], role, file) for role in vocabulary.ROLES if role in head}
    items = _items(head["items"], file) if "items" in head else {}
    programme = Programme(head["title"].text(), file.weeks, strands, items)
    version = hashlib.sha256(text.encode()).hexdigest()[:16]
    return Loaded(programme, file.conditions, version, _day(head["review"]), head["review"].line, text)


def _offer(flows: Mapping[str, Flow]) -> _Offer:
    nodes = (node for flow in flows.values() for node in flow.nodes.values())
    saved = frozenset(node.variable for node in nodes if isinstance(node, Question) and node.stored)
    return _Offer(tuple((name, flow.audience) for name, flow in flows.items()), saved)


def _strand(part: source.Part, role: str, file: _ProgrammeFile) -> Strand:
    file.role = role
    fields = part.fields((), ("weekly", "steps"))
    steps = fields["steps"].pairs() if "steps" in fields else {}
    return Strand(
        _weekly(fields["weekly"], file) if "weekly" in fields else None,
        [_step(name, one, file) for name, one in steps.items()],
    )


def _weekly(part: source.Part, file: _ProgrammeFile) -> WeeklyFlow:
    fields = part.fields(("flow",), ("instead", "fade"))
    others = fields["instead"].items() if "instead" in fields else []
    return WeeklyFlow(
        _flow(fields["flow"], file),
        [_instead(one, file) for one in others],
        _fade(fields["fade"], file) if "fade" in fields else None,
    )


def _instead(part: source.Part, file: _ProgrammeFile) -> Substitute:
    fields = part.fields(("flow", "when"), ("once",))
    once = "once" in fields and fields["once"].truth()
    return Substitute(_flow(fields["flow"], file), _condition(fields["when"], file), once)


def _fade(part: source.Part, file: _ProgrammeFile) -> Fade:
    fields = part.fields(("when", "every"))
    return Fade(_condition(fields["when"], file), fields["every"].whole(2, 12))


def _items(part: source.Part, file: _ProgrammeFile) -> dict[str, WeeklyItem]:
    return {name: _item(one, file) for name, one in part.fields((), ITEMS).items()}


def _item(part: source.Part, file: _ProgrammeFile) -> WeeklyItem:
    fields = part.fields(("week", "every"), ("also",))
    first = fields["week"].whole(1, file.weeks)
    also = [week.whole(first + 1, file.weeks) for week in fields["also"].items()] if "also" in fields else []
    return WeeklyItem((first, *sorted(also)), fields["every"].whole(1, file.weeks))


def _step(name: str, part: source.Part, file: _ProgrammeFile) -> ProgrammeStep:
    if not vocabulary.NAME.fullmatch(name):
        raise part.mistake(
            Remark("{name!r} cannot be the name of a step", name=name), "use a–z, 0–9 and _, beginning with a letter"
        )
    if name in file.names:
        raise part.mistake(
            Remark("there is a step {name!r} already", name=name), "give each step of the file a name of its own"
        )
    file.names.add(name)
    fields = part.fields(("week", "flow"), ("day", "at", "every", "until", "when"))
    if "until" in fields and "every" not in fields:
        raise fields["until"].mistake("until is for a step that returns", "add every: 2, or leave until out")
    week = fields["week"].whole(1, file.weeks)
    return ProgrammeStep(
        name,
        _flow(fields["flow"], file),
        week,
        fields["day"].whole(1, 7) if "day" in fields else 1,
        _time(fields["at"]) if "at" in fields else TEN,
        fields["every"].whole(1, file.weeks) if "every" in fields else 0,
        fields["until"].whole(week, file.weeks) if "until" in fields else file.weeks,
        _condition(fields["when"], file) if "when" in fields else None,
    )


def _flow(part: source.Part, file: _ProgrammeFile) -> str:
    audiences = dict(file.offer.audiences)
    name = part.one_of(audiences)
    if file.role not in audiences[name]:
        raise part.mistake(
            Remark("{name!r} is not for the role {role!r}", name=name, role=file.role),
            Remark("add {role} to its `for`, or choose another", role=file.role),
        )
    return name


def _condition(part: source.Part, file: _ProgrammeFile) -> str:
    written = part.text()
    try:
        expression = expressions.expression(written)
    except expressions.ExpressionError as error:
        raise part.mistake(error.args[0], "see 'Conditions and values' in docs/flow-language.md") from None
    for name in sorted(expression.reads.names - vocabulary.FACTS):
        raise part.mistake(Remark("{name!r} is not a fact", name=name), source.nearest(name, _FACTS))
    for name in sorted(expression.reads.names - _FACTS):
        raise part.mistake(Remark("{name!r} is known inside a conversation only", name=name), "take another fact")
    for fact, attributes in file.offer.parts().items():
        for name in sorted(expression.reads.attributes.get(fact, frozenset()) - attributes):
            raise part.mistake(
                Remark("{name!r} is never known", name=f"{fact}.{name}"), source.nearest(name, attributes)
            )
    for doubt in conditions.doubts(written, sorts.FACTS):
        raise part.mistake(doubt.reason, doubt.remedy)
    file.conditions[written] = expression
    return written


def _time(part: source.Part) -> time:
    try:
        return time.fromisoformat(part.text())
    except ValueError:
        raise part.mistake("a time of day is expected", 'write it as "09:30"') from None


def _day(part: source.Part) -> date:
    try:
        return date.fromisoformat(part.text())
    except ValueError:
        raise part.mistake("a date is expected", "write it as 2027-06-01") from None
