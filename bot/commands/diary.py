"""/dagboek: what somebody answered, one week at a time, the newest first; reading it counts nowhere."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from html import escape
from zoneinfo import ZoneInfo

from bot import look_back
from bot.outgoing import Row
from bot.turn import Turn
from nudges import workdays
from store import answers
from store.answers import Past

_LONGEST = 3800  # Telegram takes 4,096


def diary(turn: Turn, _: str) -> None:
    """/dagboek: the first of two steps, for somebody may be looking along."""
    turn.say("diary.ask", [[turn.button("mydata.yes", "diary", "0"), turn.button("mydata.no", "diary", "no")]])


def pressed(turn: Turn, argument: str) -> None:
    """Show the week with this number, counted back from the newest that has answers."""
    if argument == "no":
        turn.settle_press("mydata.not_now")
        return
    weeks = _weeks(turn)
    if not weeks:
        turn.settle_press("diary.nothing")
        return
    mondays = sorted(weeks, reverse=True)
    at = min(int(argument), len(mondays) - 1)
    turn.show(_page(turn, mondays[at], weeks[mondays[at]]), _buttons(turn, at, len(mondays)))


def _weeks(turn: Turn) -> Mapping[date, Sequence[Past]]:
    """What still holds, by the Monday of its week."""
    zone, found = ZoneInfo(turn.person.zone), dict[date, list[Past]]()
    for past in answers.every(turn.db, turn.person.id):
        if past.corrected_at is None:
            monday = workdays.monday_of(past.answered_at.astimezone(zone).date())
            found.setdefault(monday, []).append(past)
    return found


def _page(turn: Turn, monday: date, week: Sequence[Past]) -> str:
    lines = [turn.text("diary.week", period=turn.voice.period(monday, monday + timedelta(days=7)))]
    for number, past in enumerate(week, 1):
        question, answer = look_back.words(turn.runtime.texts, turn.runtime.library, turn.person, past)
        line = f"{number}. {escape(question)}\n<b>{escape(answer)}</b>"
        if sum(map(len, lines)) + len(line) > _LONGEST:
            return "\n\n".join([*lines, turn.text("diary.more")])
        lines.append(line)
    return "\n\n".join(lines)


def _buttons(turn: Turn, at: int, count: int) -> list[Row]:
    row = [turn.button("diary.before", "diary", str(at + 1))] if at + 1 < count else []
    row += [turn.button("diary.after", "diary", str(at - 1))] if at else []
    return [row] if row else []
