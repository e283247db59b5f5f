"""Words a lead's open line of steering, for their message on Monday, /team, the page and the flow alike."""

from datetime import date

from bot.base.voice import Voice
from bot.leads import questions
from bot.library.live import LiveLibrary
from store.lines import SteeringLine
from store.steering import SteeringAct


def words(library: LiveLibrary, line: SteeringLine, voice: Voice) -> str:
    """Word the question of a line: the lead's own words, or those that its key has on the shelf."""
    return line.text or questions.wording(questions.find(library, line.question), voice)


def why(line: SteeringLine, promise: SteeringAct | None, voice: Voice) -> str:
    """Say in one sentence how it stands with the line."""
    if promise is None:
        return voice.plain(f"line.{line.standing.state}", day=_day(line.standing.day, voice))
    return voice.plain("line.promised", text=(promise.text or "").rstrip("."), day=_day(promise.due_on, voice))


def _day(day: date | None, voice: Voice) -> str:
    return "" if day is None else voice.long_day(day)
