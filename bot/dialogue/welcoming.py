"""The welcome, in which people choose their rhythm."""

from bot.turns.turn import Turn
from store import sessions

FLOW = "welkom"


def stands_open(turn: Turn) -> bool:
    """Say whether somebody is in the midst of it."""
    return any(kept.flow == FLOW and not kept.trial for kept in sessions.open_ones(turn.db, turn.person.id))
