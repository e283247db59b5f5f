"""/terug and /overslaan, in whatever conversation is open."""

from bot.dialogue import play
from bot.turns.command import Command, Need
from bot.turns.turn import Turn
from flows.resumes import Back, Skip
from store import sessions


def back(turn: Turn, _: str) -> None:
    """Ask the question before once more (/terug)."""
    _wake(turn, Back())


def skip(turn: Turn, _: str) -> None:
    """Go on without an answer (/overslaan)."""
    _wake(turn, Skip())


def _wake(turn: Turn, resume: Back | Skip) -> None:
    conversation = sessions.current(turn.db, turn.person.id)
    if conversation is None:
        turn.say("nothing_open")
        return
    play.wake(turn, conversation, resume)


BACK = Command("back", {"nl": "terug", "en": "back"}, Need.STUCK, back, words=frozenset({"terug", "back"}))
SKIP = Command(
    "skip",
    {"nl": "overslaan", "en": "skip"},
    Need.STUCK,
    skip,
    words=frozenset({"overslaan", "sla over", "sla maar over", "skip", "skip it"}),
)
