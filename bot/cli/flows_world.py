"""Where flows are tried out without Telegram: a made-up person, and a world whose time moves only when told to."""

import hashlib
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.library import examples
from flows import engine
from nudges import availability
from nudges.person import PersonRhythm

ZONE = ZoneInfo("Europe/Amsterdam")
EXAMPLES = examples.FACTS


def world(library: engine.Library, now: datetime, seed: str = "") -> engine.World:
    """Make the world of the made-up person; another seed makes chance choose otherwise."""
    who = PersonRhythm(ZONE)
    return engine.World(
        now,
        lambda decision: _chance(seed, decision),
        lambda name, at: availability.moment(who, name, at),
        library,
        ZONE,
    )


def _chance(seed: str, decision: str) -> float:
    digest = hashlib.sha256(f"{seed}|{decision}".encode()).digest()
    return int.from_bytes(digest[:8], "big") / 2**64
