"""Words a lead's open line of steering, for their message on Monday, /team, the page and the flow alike."""

from datetime import date

from bot.base.voice import Voice
from bot.leads import questions
from bot.library.live import LiveLibrary
from nudges.line import LineState
from store.lines import SteeringLine
from store.steering import SteeringAct


def words(library: LiveLibrary, line: SteeringLine, voice: Voice) -> str:
    """Word the question of a line: the lead's own words, or those that its key has on the shelf."""
    return line.text or questions.wording(questions.find(library, line.question), voice)


def why(line: SteeringLine, promise: SteeringAct | None, today: date, voice: Voice) -> str:
    """Say in one sentence how it stands with the line."""
    day = line.standing.day if promise is None else promise.due_on
    state = LineState.PROMISED if promise is not None else line.standing.state
    key = f"line.{state}{'.past' if day is not None and day < today and state is not LineState.ASKED else ''}"
    text = "" if promise is None else (promise.text or "").rstrip(".")
    return voice.plain(key, text=text, day=_day(day, voice))


def _day(day: date | None, voice: Voice) -> str:
    return "" if day is None else voice.long_day(day)
