"""Where flows are tried out without Telegram: a made-up person, and a world whose time moves only when told to."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flows import engine
from nudges import availability
from nudges.person import Person

ZONE = ZoneInfo("Europe/Amsterdam")
EXAMPLES: Mapping[str, Any] = {
    "role": "employee",
    "times": 0,
    "week": 1,
    "team": "Team Vergunningen",
    "working_days": ["mon", "tue", "wed", "thu"],
    "prompt_day": "thu",
    "prompt_time": "15:30",
    "controller": "Gemeente Voorbeeld",
    "privacy_contact": "de functionaris gegevensbescherming",
    "legal_ground": "een taak van algemeen belang",
    "works_council_decision": "instemming van de ondernemingsraad",
    "help_contact": "je coach",
    "keep_text_days": 90,
    "keep_score_days": 400,
    "last_plan": {"cue": "ik een lastige mail open", "response": "bel ik eerst even"},
    "last_plan_weeks": 1,
    "plan_misses": 0,
    "earlier_success": {"cue": "een overleg begint", "response": "vraag ik wat de inwoner eraan heeft"},
    "low": {"why": 0, "result": 0, "ahead": 0, "together": 0},
    "weeks_since": {"why": 1, "result": 2, "ahead": 3, "together": 4},
    "habit_due": False,
    "team_item_due": False,
    "team_item": "why",
    "weeks_done": 3,
    "weeks_possible": 4,
    "promises": [{"key": "1", "label": "Terugbellen over de wachttijd"}],
    "promise": {"key": "1", "text": "terugbellen over de wachttijd", "day": "2026-11-26"},
    "least_covered": "why",
    "recipients": {"lead": "Team Vergunningen", "coach": "Team Vergunningen"},
}
"""What a made-up person brings along, so that every flow of the library can be played."""


def world(library: engine.Library, now: datetime, seed: str = "") -> engine.World:
    """The world of the made-up person; another seed makes chance choose otherwise."""
    who = Person(ZONE)
    return engine.World(
        now, lambda decision: _chance(seed, decision), lambda name, at: _moment(who, name, at), library, ZONE
    )


def _chance(seed: str, decision: str) -> float:
    digest = hashlib.sha256(f"{seed}|{decision}".encode()).digest()
    return int.from_bytes(digest[:8], "big") / 2**64


def _moment(who: Person, name: str, at: datetime) -> datetime:
    match name:
        case "next_working_day":
            return availability.moment(who, "tomorrow", at)
        case "next_prompt":
            return availability.moment(who, "next_week", at)
        case "reminder":
            return availability.remind_at(who, at)
        case "expiry":
            return availability.expires_at(who, at)
    return availability.moment(who, name, at)
