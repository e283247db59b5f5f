"""/voortgang: somebody's own weeks, plans and habit, for them alone."""

from bot.base import outgoing
from bot.base.outgoing import OutgoingKind
from bot.base.voice import Voice
from bot.leads import own_progress, progress_message, team_message
from bot.turns.command import Command, Need
from bot.turns.turn import Turn
from store.people import Role


def show(turn: Turn, _: str) -> None:
    """Show somebody's own progress, in words and in one picture."""
    own_weeks = own_progress.read(turn.db, turn.person, turn.now)
    voice = Voice(turn.runtime.texts, turn.person.language, turn.person.tone)
    turn.put(OutgoingKind.MESSAGE, outgoing.message(progress_message.compose(own_weeks, voice)))
    team_message.put_picture(turn, progress_message.drawing(own_weeks, voice))


PROGRESS = Command(
    "progress",
    {"nl": "voortgang", "en": "progress"},
    Need.LOOK_BACK,
    show,
    frozenset({Role.EMPLOYEE}),
    is_in_menu=True,
)
