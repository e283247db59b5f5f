"""Windows of publication: opened with a frozen cohort, closed once; what comes of them stands in cells.py.

All windows of one kind that open on the same Monday form a block: they are frozen together and closed together, for
whether one team may be shown depends on the others.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, bindparam, delete, exists, func, insert, select, update

from nudges import cohort, disclosure
from nudges import windows as periods
from nudges.lifecycle import NudgeState
from store import agenda, leaves, seats, tables
from store import teams as team_rows
from store.database import Transaction
from store.leaves import Given
from store.people import Role
from store.prepared import Prepared

_WINDOW = tables.table(tables.WindowRow)
_COHORT = tables.table(tables.WindowMemberRow)
_MEMBERSHIP = tables.table(tables.MembershipRow)
_TEAM = tables.table(tables.TeamRow)
_LEAF = tables.table(tables.LeafRow)
_NUDGE = tables.table(tables.NudgeRow)

_UNPUBLISHED = _WINDOW.c.published_at.is_(None)
_IS_OPEN = Prepared(
    select(_WINDOW.c.id)
    .where(_UNPUBLISHED & (_WINDOW.c.kind == bindparam("kind_")) & (_WINDOW.c.opens_on == bindparam("opens")))
    .limit(1)
)
_DUE = Prepared(
    select(_WINDOW.c.kind, _WINDOW.c.opens_on)
    .where(_UNPUBLISHED & (_WINDOW.c.publish_at <= bindparam("now")))
    .order_by(_WINDOW.c.publish_at, _WINDOW.c.id)
    .limit(1)
)
_NEXT_PUBLISHING = Prepared(select(func.min(_WINDOW.c.publish_at)).where(_UNPUBLISHED))
_LAST_OPENED = Prepared(
    select(_WINDOW.c.thresholds)
    .join(_TEAM, _TEAM.c.id == _WINDOW.c.team_id)
    .where(_UNPUBLISHED & (_WINDOW.c.kind == bindparam("kind_")) & _TEAM.c.closed_at.is_(None))
    .order_by(_WINDOW.c.opens_on.desc())
    .limit(1)
)
_EVERY_TEAM = select(_TEAM.c.id, _TEAM.c.parent_id, _TEAM.c.joined_to)
_TEAMS = select(_TEAM.c.id, _TEAM.c.parent_id, _TEAM.c.joined_to).where(_TEAM.c.closed_at.is_(None))
_IN_TEAMS = select(_MEMBERSHIP.c.team_id, _MEMBERSHIP.c.person_id)
_LOOK_ON = _IN_TEAMS.where(
    ((_MEMBERSHIP.c.role == Role.LEAD) | (_MEMBERSHIP.c.role == Role.COACH)) & _MEMBERSHIP.c.until.is_(None)
)
_SEATED = _IN_TEAMS.where(
    (_MEMBERSHIP.c.role == Role.EMPLOYEE) & _MEMBERSHIP.c.seat & (_MEMBERSHIP.c.since < bindparam("before"))
)
_HAD_ONE = exists().where((_WINDOW.c.team_id == _TEAM.c.id) & (_WINDOW.c.kind == bindparam("kind_")))
_SEASONED = select(_TEAM.c.id).where(_HAD_ONE)


@dataclass(frozen=True, slots=True)
class Block:
    """Windows that close together, as they were frozen: `windows` gives the window of each unit (a team's number)."""

    kind: periods.WindowKind
    opens_on: date
    opens_at: datetime
    closes_at: datetime
    publish_at: datetime
    items: tuple[str, ...]
    rules: disclosure.DisclosureRules
    units: tuple[cohort.PublishedUnit, ...]
    windows: Mapping[int, int]


def is_open(db: Transaction, kind: periods.WindowKind, opens_on: date) -> bool:
    """Say whether the block that opens on this Monday was opened and not yet published."""
    return db.execute(_IS_OPEN, {"kind_": kind, "opens": opens_on}).one_or_none() is not None


def teams(db: Transaction, before: datetime) -> Sequence[cohort.CohortTeam]:
    """List the teams that are not closed, with the seats of whoever joined before that moment, and the empty ones.

    Who stopped since keeps the seat, and who did not finish joining has none. Leads and coaches count whenever they
    became one: they look.
    """
    seats.take_all(db, before)
    seated, empty = _people_by_team(db.execute(_SEATED, {"before": before})), seats.empty(db)
    onlookers = _people_by_team(db.execute(_LOOK_ON, {}))
    rows = db.execute(_TEAMS, {}).all()
    there = {row.id for row in rows}
    nobody = frozenset[int]()
    return [
        cohort.CohortTeam(
            team,
            parent,
            seated.get(team, nobody) | empty.get(team, nobody),
            onlookers.get(team, nobody),
            joined if joined in there and _joined_by(db, team, before) else None,
        )
        for team, parent, joined in rows
    ]


def _joined_by(db: Transaction, team_id: int, moment: datetime) -> bool:
    since = team_rows.joined_since(db, team_id)
    return since is None or since < moment


def _people_by_team(rows: Iterable[tuple[int, int]]) -> dict[int, frozenset[int]]:
    people_of: dict[int, set[int]] = {}
    for team, person in rows:
        people_of.setdefault(team, set()).add(person)
    return {team: frozenset(people) for team, people in people_of.items()}


def seasoned(db: Transaction, kind: periods.WindowKind) -> frozenset[int]:
    """List the teams that had a window of this kind before: they get the next one whatever became of their size."""
    return frozenset(team for (team,) in db.execute(_SEASONED, {"kind_": kind}))


def open_block(
    db: Transaction,
    window: periods.Window,
    units: Iterable[cohort.PublishedUnit],
    rules: disclosure.DisclosureRules,
    items: Sequence[str],
) -> int:
    """Freeze a window for each of these units; returns how many."""
    members = []
    for unit in (opened := list(units)):
        number = db.execute(insert(_WINDOW).returning(_WINDOW.c.id), _row(window, unit, rules, items)).scalar_one()
        members += [{"window_id": number, "person_id": person} for person in sorted(unit.cohort) if person > 0]
    if members:
        db.execute(insert(_COHORT), members)
    return len(opened)


def _row(
    window: periods.Window, unit: cohort.PublishedUnit, rules: disclosure.DisclosureRules, items: Sequence[str]
) -> Mapping[str, object]:
    frozen = {
        "rules": asdict(rules),
        "items": list(items),
        "parent": unit.parent,
        "teams": sorted(unit.teams),
        "seats": sorted(seat for seat in unit.cohort if seat < 0),
        "opens_at": window.opens_at.isoformat(),
        "closes_at": window.closes_at.isoformat(),
    }
    return {
        "team_id": unit.id,
        "kind": window.kind,
        "opens_on": window.opens_on,
        "closes_on": window.closes_on,
        "publish_at": window.publish_at,
        "thresholds": json.dumps(frozen, sort_keys=True),
    }


def newest_rules(db: Transaction) -> disclosure.DisclosureRules | None:
    """Find the thresholds with which the newest window was frozen; None before there was one."""
    newest = select(_WINDOW.c.thresholds).order_by(_WINDOW.c.opens_on.desc(), _WINDOW.c.id.desc()).limit(1)
    frozen = db.execute(newest).scalar_one_or_none()
    return None if frozen is None else disclosure.DisclosureRules(**json.loads(frozen)["rules"])


def claim_due(db: Transaction, now: datetime) -> Block | None:
    """Take the earliest block whose time of publishing has come, and mark it published; None if there is none.

    Whoever may look at a unit today is taken off its cohort, also who became lead or coach after the window opened.
    """
    first = db.execute(_DUE, {"now": now}).one_or_none()
    if first is None:
        return None
    block = _UNPUBLISHED & (_WINDOW.c.kind == first.kind) & (_WINDOW.c.opens_on == first.opens_on)
    rows = db.execute(update(_WINDOW).where(block).values(published_at=now).returning(*_WINDOW.c)).all()
    return _without_onlookers(db, _block(db, sorted(rows, key=lambda row: int(row.id)))) if rows else None


def _without_onlookers(db: Transaction, block: Block) -> Block:
    looking = _people_by_team(db.execute(_LOOK_ON, {}))
    nobody = frozenset[int]()
    teams_of_block = [
        cohort.CohortTeam(row.id, row.parent_id, nobody, looking.get(row.id, nobody))
        for row in db.execute(_EVERY_TEAM, {}).all()
    ]
    units = []
    for unit in block.units:
        counted_and_look = unit.cohort & cohort.onlookers(unit, teams_of_block)
        if counted_and_look:
            _take_off(db, block.windows[unit.id], counted_and_look)
        units.append(replace(unit, cohort=unit.cohort - counted_and_look))
    return replace(block, units=tuple(units))


def _take_off(db: Transaction, window_id: int, persons: Iterable[int]) -> None:
    of_window = (_COHORT.c.window_id == window_id) & _COHORT.c.person_id.in_(sorted(persons))
    db.execute(delete(_COHORT).where(of_window))


def _block(db: Transaction, rows: Sequence[Any]) -> Block:
    frozen = {row.id: json.loads(row.thresholds) for row in rows}
    kind, first = periods.WindowKind(rows[0].kind), frozen[rows[0].id]
    cohorts = cohorts_of(db, kind, rows[0].opens_on)
    return Block(
        kind,
        rows[0].opens_on,
        datetime.fromisoformat(first["opens_at"]),
        datetime.fromisoformat(first["closes_at"]),
        rows[0].publish_at,
        tuple(first["items"]),
        _strictest([disclosure.DisclosureRules(**each["rules"]) for each in frozen.values()]),
        tuple(_unit(row.team_id, frozen[row.id], cohorts) for row in rows),
        {row.team_id: row.id for row in rows},
    )


def _strictest(rules: Sequence[disclosure.DisclosureRules]) -> disclosure.DisclosureRules:
    """Thresholds only go up: where windows of a block differ, the highest counts for all."""
    return disclosure.DisclosureRules(
        max(each.scale for each in rules), max(each.yes_no for each in rules), max(each.cohort for each in rules)
    )


def _unit(team_id: int, frozen: Mapping[str, Any], cohorts: Mapping[int, frozenset[int]]) -> cohort.PublishedUnit:
    return cohort.PublishedUnit(
        team_id, frozen["parent"], cohorts.get(team_id, frozenset()), frozenset(frozen["teams"])
    )


def cohorts_of(db: Transaction, kind: periods.WindowKind, opens_on: date) -> Mapping[int, frozenset[int]]:
    """Find the frozen cohort of each team in a block; whoever was erased since is in it as an empty seat."""
    in_block = (_WINDOW.c.kind == kind) & (_WINDOW.c.opens_on == opens_on)
    rows = db.execute(select(_WINDOW.c.team_id, _WINDOW.c.thresholds).where(in_block))
    cohorts: dict[int, set[int]] = {team: set(json.loads(frozen).get("seats", ())) for team, frozen in rows}
    people = select(_WINDOW.c.team_id, _COHORT.c.person_id).join(_COHORT, _COHORT.c.window_id == _WINDOW.c.id)
    for team, person in db.execute(people.where(in_block)):
        cohorts[team].add(person)
    return {team: frozenset(cohort) for team, cohort in cohorts.items() if cohort}


def levels(db: Transaction, block: Block) -> Mapping[str, Mapping[int, Sequence[str]]]:
    """Item → person → the levels they gave, in no order, for what belongs to the block.

    An answer belongs to the block in which its question was due, or was given when nobody asked; it counts if it
    came before the block's publishing.
    """
    by_item: dict[str, dict[int, list[str]]] = {item: {} for item in block.items}
    for person, answer in _given(db, block):
        if answer.name in by_item and answer.level is not None:
            by_item[answer.name].setdefault(person, []).append(answer.level)
    return by_item


def took_part(db: Transaction, block: Block) -> frozenset[int]:
    """List who answered or passed over a question that counts for the team, or finished what a prompt began."""
    done = (
        # Wrapped, so that it is looked at after person and time: most nudges there ever were are answered.
        (func.coalesce(_NUDGE.c.state, "") == NudgeState.ANSWERED)
        & (_NUDGE.c.occurs_at >= block.opens_at)
        & (_NUDGE.c.occurs_at < block.closes_at)
        & (_NUDGE.c.settled_at < block.publish_at)
    )
    columns = (_NUDGE.c.id, _NUDGE.c.person_id, _NUDGE.c.outcome_sealed)
    prompted = db.execute(select(*columns).where(done & _NUDGE.c.person_id.in_(_frozen_in(block))))
    finished = {row.person_id for row in prompted if agenda.outcome(db, *row) in agenda.ANSWERS | {None}}
    return frozenset(finished | {person for person, _ in _given(db, block)})


def _given(db: Transaction, block: Block) -> Iterator[tuple[int, Given]]:
    """(person, answer) of everything that counts for the team and belongs to the block."""
    opens, closes, publishes = map(leaves.stamp, (block.opens_at, block.closes_at, block.publish_at))
    for row, content in leaves.opened(db, db.execute(_leaves_of(block))):
        due = None if row.occurs_at is None else leaves.stamp(row.occurs_at)
        for answer in content.answers:
            belongs_at = answer.at if due is None else due
            counts = answer.seen_by == "team" and answer.corrected is None
            # No question is answered before it was due.
            if counts and opens <= answer.at < publishes and opens <= belongs_at < closes:
                yield row.person_id, answer


def _leaves_of(block: Block) -> Select[Any]:
    """Select the leaves of those who are counted that may hold something from the time of the block."""
    columns = (_LEAF.c.id, _LEAF.c.person_id, _LEAF.c.sealed, _NUDGE.c.occurs_at)
    asked = _LEAF.outerjoin(_NUDGE, _NUDGE.c.id == _LEAF.c.nudge_id)
    days = [moment.astimezone(UTC).date() for moment in (block.opens_at, block.publish_at)]
    in_time = (_LEAF.c.last_on >= days[0]) & (_LEAF.c.first_on <= days[1])
    return select(*columns).select_from(asked).where(_LEAF.c.person_id.in_(_frozen_in(block)) & in_time)


def _frozen_in(block: Block) -> Select[Any]:
    in_block = (_WINDOW.c.kind == block.kind) & (_WINDOW.c.opens_on == block.opens_on)
    return select(_COHORT.c.person_id).join(_WINDOW, _WINDOW.c.id == _COHORT.c.window_id).where(in_block).distinct()


def next_due(db: Transaction) -> datetime | None:
    """Say when the next block must be published, or the next one opened after a block that is running."""
    moments = [db.execute(_NEXT_PUBLISHING, {}).scalar_one()]
    moments += [_next_opening(db, kind) for kind in periods.WindowKind]
    return min((moment for moment in moments if moment is not None), default=None)


def _next_opening(db: Transaction, kind: periods.WindowKind) -> datetime | None:
    frozen = db.execute(_LAST_OPENED, {"kind_": kind}).scalar_one_or_none()
    return None if frozen is None else datetime.fromisoformat(json.loads(frozen)["closes_at"])


def purge(db: Transaction, before: datetime) -> int:
    """Forget the cohorts of windows published before that moment; the cells hold no person. Returns how many rows."""
    old = select(_WINDOW.c.id).where(_WINDOW.c.published_at < before).scalar_subquery()
    return db.execute(delete(_COHORT).where(_COHORT.c.window_id.in_(old))).rowcount


def previous_cohorts(db: Transaction, block: Block) -> Mapping[int, frozenset[int]]:
    """Find the cohorts of the block before this one."""
    return cohorts_of(db, block.kind, periods.opened_on(block.kind, block.opens_on - timedelta(days=1)))


def counted_in(db: Transaction, person_id: int) -> Sequence[tuple[date, date]]:
    """(first day, first day after) of every window that counts this person, oldest first; for that person alone."""
    joined = _COHORT.join(_WINDOW, _WINDOW.c.id == _COHORT.c.window_id)
    days = select(_WINDOW.c.opens_on, _WINDOW.c.closes_on).select_from(joined).where(_COHORT.c.person_id == person_id)
    return [(row.opens_on, row.closes_on) for row in db.execute(days.order_by(_WINDOW.c.opens_on, _WINDOW.c.id))]
