"""Which of the bot's own buttons somebody means who types what stands on it: the whole label, of a message they see."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from bot.base.button_data import ButtonData
from bot.turns.turn import Turn
from flows import words
from store import keyboards
from store.sessions import StoredSession

# The buttons of whom somebody can turn to are known without anything being kept of their having been shown.
_WITHOUT_MEMORY = {"distress.set_quiet": "quiet", "distress.set_same": "same"}
_FRESH = timedelta(hours=1)  # so long a button goes before a command that is called by the same word


@dataclass(frozen=True, slots=True)
class TypedButton:
    """Describes a button: under which message, what it bears, whether it came after the open question, whether it is
    fresh."""

    ref: str | None
    data: ButtonData
    is_newer: bool
    is_fresh: bool


def find(turn: Turn, said: str, conversation: StoredSession | None) -> TypedButton | None:
    """Find the newest own button that reads exactly so; `conversation` is the one that is open."""
    typed = words.simple(said)
    for key, argument in _WITHOUT_MEMORY.items():
        if _simple(turn.plain(key)) == typed:
            return TypedButton(None, ButtonData("peace", argument), is_newer=True, is_fresh=True)
    asked = None if conversation is None else conversation.shown_ref
    for keyboard in keyboards.newest(turn.db, turn.person.id) if typed else ():
        for label, data in keyboard.buttons:
            own = ButtonData.read(data)
            if own is not None and words.simple(label) == typed:
                fresh = turn.now - keyboard.shown_at < _FRESH
                return TypedButton(keyboard.ref, own, asked is None or keyboard.below == asked, fresh)
    return None


@cache
def _simple(label: str) -> str:
    """Put a label of our own in simple letters: there are a few, and each typed word is held against them."""
    return words.simple(label)
