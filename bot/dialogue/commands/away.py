"""/weg, even weg: from when until when somebody hears nothing, by buttons. Why is never asked, and never kept."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta

from bot.base import outgoing
from bot.base.button_data import ButtonData
from bot.base.outgoing import Row
from bot.dialogue import participation
from bot.turns.command import Command, Need, OwnButton
from bot.turns.turn import Turn
from nudges import workdays
from nudges.person import Away
from store import absences
from store.people import Role

_DAY = timedelta(days=1)
_FARTHEST = timedelta(days=366)


def away(turn: Turn, _: str) -> None:
    """Ask until when somebody will be away (/weg)."""
    turn.show(*ask(turn))


def pressed(turn: Turn, button: ButtonData) -> None:
    """Take what was chosen: a stretch, a day on the calendar, or being back."""
    word, *days = button.parts
    today = turn.local_now.date()
    chosen = _stretches(today).get(word)
    if chosen is not None:
        _leave(turn, chosen)
    elif word == "back":
        turn.show(turn.text(_come_back(turn)))
    elif word == "not":
        turn.show(turn.text("away.nothing_done"))
    elif word == "none":
        return  # a place on the calendar that is no day
    elif word in ("first", "last", "until"):
        _calendar(turn, word, [_day(text) for text in days])
    else:
        turn.toast = turn.plain("ignored.old_button")


def words(turn: Turn) -> str:
    """Name the absences somebody is in or that are to come, in a few words; empty if there are none."""
    today = turn.local_now.date()
    stretches = absences.of_person(turn.db, turn.person.id)
    return "; ".join(_words(turn, one) for one in stretches if one.last is None or one.last >= today)


def _words(turn: Turn, absent: Away) -> str:
    voice = turn.voice
    if absent.last is None:
        return turn.plain("away.open", first=voice.long_day(absent.first))
    if absent.first == absent.last:
        return turn.plain("away.one_day", first=voice.long_day(absent.first))
    return turn.plain("away.stretch", first=voice.long_day(absent.first), last=voice.long_day(absent.last))


def ask(turn: Turn) -> tuple[str, Sequence[Row]]:
    """Ask the question, with what holds now."""
    names = [*_stretches(turn.local_now.date()), "first"]
    rows = [*outgoing.rows([turn.button(f"away.{name}", "away", name) for name in names], 2)]
    stretch = words(turn)
    if not stretch:
        return turn.text("away.ask"), [*rows, (turn.button("away.not", "away", "not"),)]
    return turn.text("away.now", stretch=stretch), [(turn.button("away.back", "away", "back"),), *rows]


def _stretches(today: date) -> dict[str, Away]:
    sunday = workdays.monday_of(today) + 6 * _DAY
    return {
        "today": Away(today, today),
        "week": Away(today, sunday),
        "next_week": Away(sunday + _DAY, sunday + 7 * _DAY),
        "open_end": Away(today),
    }


def _leave(turn: Turn, absent: Away) -> None:
    absences.add(turn.db, turn.person.id, absent)
    participation.refresh(turn)
    turn.show(turn.text("away.done", stretch=words(turn)), [[turn.button("away.back", "away", "back")]])


def come_back(turn: Turn) -> bool:
    """End an absence today; False if they were not away, nor going to be."""
    was = absences.come_back(turn.db, turn.person.id, turn.local_now.date())
    if was:
        participation.refresh(turn)
    return was


def _come_back(turn: Turn) -> str:
    return "away.welcome_back" if come_back(turn) else "away.was_there"


def _calendar(turn: Turn, word: str, days: Sequence[date | None]) -> None:
    """Follow a press in the calendar: first:MONTH, last:FIRST:MONTH picks a day, until:FIRST:LAST is chosen."""
    today = turn.local_now.date()
    dates = [max(day, today) for day in days if day is not None]  # what is past of a stretch is over
    over = word == "until" and days[-1:] != dates[-1:]
    if over or len(dates) < len(days) or any(day > today + _FARTHEST for day in dates):
        turn.toast = turn.plain("ignored.old_button")
        return
    match word, dates:
        case "first", [*rest]:
            month = next(iter(rest), None) or today
            turn.show(turn.text("away.first_day"), _month(turn, month, today, ("last",), ("first",)))
        case "last", [date() as first, *rest]:
            month = next(iter(rest), None) or first
            text = turn.text("away.last_day", first=turn.voice.long_day(first))
            turn.show(text, _month(turn, month, first, ("until", first), ("last", first)))
        case "until", [date() as first, date() as last] if first <= last:
            _leave(turn, Away(first, last))
        case _:
            turn.toast = turn.plain("ignored.old_button")


def _month(
    turn: Turn, month: date, earliest: date, choose: Sequence[object], turn_page: Sequence[object]
) -> Sequence[Row]:
    """Lay out the days of a month from `earliest` on, a week a row, and the way to the month before and after.

    A button bears the parts of `choose` or `turn_page`, and its day behind them.
    """
    first, length = month.replace(day=1), monthrange(month.year, month.month)[1]
    voice, latest = turn.voice, turn.local_now.date() + _FARTHEST
    cells = [_EMPTY] * first.weekday() + [
        _button(str(day.day), *choose, day) if earliest <= day <= latest else _EMPTY
        for day in (first + step * _DAY for step in range(length))
    ]
    cells += [_EMPTY] * (-len(cells) % 7)
    heads = [_button(name, "none") for name in voice.weekday_heads()]
    weeks = [week for week in outgoing.rows(cells, 7) if any(cell != _EMPTY for cell in week)]
    before, after = max(earliest, first - _DAY), min(latest, first + timedelta(days=length))
    pages = [
        _button(f"‹ {voice.month_name(before)}", *turn_page, before) if before < first else _EMPTY,
        _button(voice.month_name(first), "none"),
        _button(f"{voice.month_name(after)} ›", *turn_page, after) if after.month != first.month else _EMPTY,
    ]
    return [pages, heads, *weeks, [turn.button("away.not", "away", "not")]]


def _button(label: str, *parts: object) -> tuple[str, str]:
    return label, str(ButtonData.of("away", *parts))


_EMPTY = _button("·", "none")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


AWAY = Command(
    "away",
    {"nl": "weg", "en": "away"},
    Need.RHYTHM,
    away,
    frozenset({Role.EMPLOYEE, Role.LEAD}),
    buttons=(OwnButton("away", pressed, r"[\w:-]{1,56}"),),
)
