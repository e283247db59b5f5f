"""Opens windows on their Monday with a frozen cohort, and publishes each once, after a fixed delay."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.base import agreed_thresholds
from bot.turns.runtime import Runtime
from nudges import calendar_nl, cohort, disclosure, reflection, workdays
from nudges import windows as periods
from nudges.windows import WindowKind
from store import cells, installation, windows
from store.cells import NewCell
from store.database import Transaction
from store.windows import Block

ITEMS: Mapping[WindowKind, Sequence[str]] = {
    WindowKind.CONTENT: tuple(reflection.ITEMS),
    WindowKind.PARTICIPATION: (disclosure.PARTICIPATION,),
}

LOOK_AGAIN = timedelta(hours=1)  # for teams that suffice, where none did: everybody's membership is read for it


def open_windows(db: Transaction, runtime: Runtime, now: datetime) -> bool:
    """Open the blocks that hold this moment, each as a whole, for the teams whose cohort sufficed when they began."""
    return any(_open(db, runtime, kind, now) for kind in WindowKind)


def _open(db: Transaction, runtime: Runtime, kind: WindowKind, now: datetime) -> bool:
    zone = ZoneInfo(runtime.settings.timezone)
    opens_on = periods.opened_on(kind, now.astimezone(zone).date())
    if windows.is_open(db, kind, opens_on) or _saw_none(db, kind, opens_on, now):
        return False
    window = periods.window(kind, opens_on, zone, workdays.Workdays(off=calendar_nl.cao_gemeenten()))
    units = cohort.freeze(windows.teams(db, window.opens_at))
    rules = agreed_thresholds.rules(db, runtime.settings, opens_on, now)
    chosen = _sufficing(units, windows.seasoned(db, kind), rules)
    if not chosen:
        installation.remember(db, f"windows.{kind}", f"{opens_on} {now.isoformat()}".encode())
    return windows.open_block(db, window, chosen, rules, ITEMS[kind]) > 0


def _saw_none(db: Transaction, kind: WindowKind, opens_on: date, now: datetime) -> bool:
    """Say whether a look within the hour found no team whose cohort suffices for this block."""
    fact = installation.fact(db, f"windows.{kind}")
    if fact is None:
        return False
    block, _, looked_at = fact.decode().partition(" ")
    since = now - datetime.fromisoformat(looked_at)
    return block == opens_on.isoformat() and timedelta(0) <= since < LOOK_AGAIN


def _sufficing(
    units: Sequence[cohort.PublishedUnit], seasoned: frozenset[int], rules: disclosure.DisclosureRules
) -> list[cohort.PublishedUnit]:
    """List units that are large enough or had a window before, and whatever stands above one of them."""
    by_id = {unit.id: unit for unit in units}
    chosen = {unit.id for unit in units if len(unit.cohort) >= rules.cohort or unit.id in seasoned}
    for unit in [by_id[each] for each in chosen]:
        while unit.parent in by_id and unit.parent is not None and unit.parent not in chosen:
            unit = by_id[unit.parent]
            chosen.add(unit.id)
    return [unit for unit in units if unit.id in chosen]


def close_windows(db: Transaction, _: Runtime, now: datetime) -> bool:
    """Publish the earliest block whose time has come, once and for all."""
    block = windows.claim_due(db, now)
    if block is None:
        return False
    cells.publish(db, _CELLS[block.kind](db, block))
    return True


def _content(db: Transaction, block: Block) -> Iterator[NewCell]:
    levels = windows.levels(db, block)
    for name in block.items:
        answers = {person: [reflection.Level(each) for each in said] for person, said in levels[name].items()}
        cells_of_item = disclosure.close(block.units, reflection.ITEMS[name], answers, block.rules)
        yield from (_cell(block, each) for each in cells_of_item)
    yield from _changes(db, block)


def _participation(db: Transaction, block: Block) -> Iterator[NewCell]:
    shares = disclosure.participation(block.units, windows.took_part(db, block), block.rules)
    yield from (_cell(block, each) for each in shares)


_CELLS: Mapping[WindowKind, Callable[[Transaction, Block], Iterator[NewCell]]] = {
    WindowKind.CONTENT: _content,
    WindowKind.PARTICIPATION: _participation,
}


def _cell(block: Block, cell: disclosure.Cell) -> NewCell:
    item = f"{cells.TREE}{cell.item}" if cell.tree else cell.item
    return NewCell(block.windows[cell.unit], cell.unit, item, cell.band)


def _changes(db: Transaction, block: Block) -> Iterator[NewCell]:
    """Say that a team changed when so many came or went that no one of them can be told by it."""
    before = windows.previous_cohorts(db, block)
    for unit in block.units:
        if unit.id in before:
            moved = len(unit.cohort ^ before[unit.id])
            word = "yes" if moved >= block.rules.scale else "no"
            yield NewCell(block.windows[unit.id], unit.id, cells.CHANGED, word)


def next_due(db: Transaction) -> tuple[datetime, str] | None:
    """Tell the clock when a block must next be published or opened."""
    moment = windows.next_due(db)
    return None if moment is None else (moment, "window")
