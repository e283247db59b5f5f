"""/dagboek: what somebody answered, one week at a time, the newest first; reading it counts nowhere."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.base.button_data import ButtonData
from bot.base.outgoing import Row
from bot.dialogue import look_back
from bot.turns.command import Command, Need, OwnButton
from bot.turns.turn import Turn
from flows import marked_text
from nudges import workdays
from store import answers
from store.answers import PastAnswer
from store.people import Role

_ARGUMENT = r"yes|no|same|\d{1,4}(:[0-9a-f]{1,7})?"
_FRESH = timedelta(hours=1)  # so long the second step holds


def diary(turn: Turn, _: str) -> None:
    """Ask whether to show the answers, for somebody may be looking along (/dagboek, the first of two steps)."""
    turn.say("diary.ask", _steps(turn))


def ask_again(turn: Turn) -> None:
    """Put the first step in the place of a page that was left standing: somebody else may be looking by now."""
    turn.settle_press("diary.ask", _steps(turn))


def pressed(turn: Turn, button: ButtonData) -> None:
    """Show the week with this number, counted back from the newest that has answers."""
    argument = button.argument
    number, _, minutes = argument.partition(":")
    if argument in ("no", "same"):
        turn.settle_press("mydata.not_now" if argument == "no" else "diary.same")
    elif argument != "yes" and not is_fresh(turn, minutes):
        ask_again(turn)
    else:
        _show(turn, 0 if argument == "yes" else int(number))


def _show(turn: Turn, at: int) -> None:
    week_shown = week(turn, at)
    if week_shown is None:
        turn.settle_press("diary.nothing")
        return
    at, count, monday, past = week_shown
    turn.show(page(turn, monday, past)[0], _buttons(turn, at, count))


def week(turn: Turn, at: int) -> tuple[int, int, date, Sequence[PastAnswer]] | None:
    """Find a week of answers: its number, how many weeks there are, its Monday, its answers; the oldest where it goes
    back further."""
    weeks = _weeks(turn)
    if not weeks:
        return None
    mondays = sorted(weeks, reverse=True)
    at = min(at, len(mondays) - 1)
    return at, len(mondays), mondays[at], weeks[mondays[at]]


def page(turn: Turn, monday: date, past: Sequence[PastAnswer]) -> tuple[str, Sequence[PastAnswer]]:
    """Write the questions and answers of a week, numbered, and list those that found room."""
    fits, more = turn.runtime.abilities.room.fits, turn.text("diary.more")
    below = f"{more}\n\n{turn.text('diary.which')}"  # what may come to stand under the answers
    text = turn.text("diary.week", period=turn.voice.period(monday, monday + timedelta(days=7)))
    for number, answer in enumerate(past, 1):
        longer = f"{text}\n\n{number}. {worded(turn, answer)}"
        if not fits(f"{longer}\n\n{below}"):
            return f"{text}\n\n{more}", past[: number - 1]
        text = longer
    return text, past


def worded(turn: Turn, past: PastAnswer) -> str:
    """Word a question and its answer, as marked text."""
    question, answer = look_back.words(turn.runtime.texts, turn.runtime.library, turn.person, past)
    return f"{marked_text.escape(question)}\n<b>{marked_text.escape(answer)}</b>"


def moment(turn: Turn) -> str:
    """Write the minute at which a button is shown, as it bears it."""
    return f"{int(turn.now.timestamp()) // 60:x}"


def is_fresh(turn: Turn, minutes: str) -> bool:
    """Say whether a button was shown shortly before, on the same day; one that does not say when is an old one."""
    if not minutes:
        return False
    shown_at = datetime.fromtimestamp(int(minutes, 16) * 60, UTC)
    same_day = shown_at.astimezone(ZoneInfo(turn.person.zone)).date() == turn.local_now.date()
    return same_day and timedelta(0) <= turn.now - shown_at < _FRESH


def _weeks(turn: Turn) -> Mapping[date, Sequence[PastAnswer]]:
    """Group what still holds by the Monday of its week."""
    zone, weeks = ZoneInfo(turn.person.zone), dict[date, list[PastAnswer]]()
    for past in answers.every(turn.db, turn.person.id):
        if past.corrected_at is None:
            monday = workdays.monday_of(past.answered_at.astimezone(zone).date())
            weeks.setdefault(monday, []).append(past)
    return weeks


def _steps(turn: Turn) -> list[Row]:
    return [[turn.button("mydata.yes", "diary", "yes"), turn.button("mydata.no", "diary", "no")]]


def _buttons(turn: Turn, at: int, count: int) -> list[Row]:
    now = moment(turn)
    row = [turn.button("diary.before", "diary", at + 1, now)] if at + 1 < count else []
    row += [turn.button("diary.after", "diary", at - 1, now)] if at else []
    change = [turn.button("diary.change", "alter", at, now)]
    return [row, change] if row else [change]


DIARY = Command(
    "diary",
    {"nl": "dagboek", "en": "diary"},
    Need.LOOK_BACK,
    diary,
    frozenset({Role.EMPLOYEE, Role.LEAD}),
    is_in_menu=True,
    buttons=(OwnButton("diary", pressed, _ARGUMENT),),
)
