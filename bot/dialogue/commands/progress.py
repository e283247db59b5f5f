"""/voortgang: somebody's own weeks, plans and habit, for them alone."""

from bot.base import outgoing
from bot.base.outgoing import OutgoingKind
from bot.base.voice import Voice
from bot.leads import own_progress, progress_message, team_message
from bot.turns.turn import Turn


def show(turn: Turn, _: str) -> None:
    """Show somebody's own progress, in words and in one picture."""
    found = own_progress.read(turn.db, turn.person, turn.now)
    voice = Voice(turn.runtime.texts, turn.person.language, turn.person.tone)
    turn.put(OutgoingKind.MESSAGE, outgoing.message(progress_message.compose(found, voice)))
    drawing = progress_message.drawing(found, voice)
    if drawing is not None:
        turn.put(OutgoingKind.PICTURE, {"drawing": drawing, "caption": team_message.caption(drawing)})
