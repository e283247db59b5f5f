"""A made-up person, for whoever tries out a flow: in the chat, at the terminal or in a drawing."""

from collections.abc import Mapping
from typing import Any

_KEPT = {"gone_on": "2027-02-17", "going": False, "kept_until": "2027-02-24"}

FACTS: Mapping[str, Any] = {
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
    "keep_goal_days": 400,
    "keep_score_days": 400,
    "last_plan": {"cue": "ik een lastige mail open", "response": "bel ik eerst even"},
    "last_plan_weeks": 1,
    "plan_misses": 0,
    "plan_steady": 0,
    "earlier_success": {"cue": "een overleg begint", "response": "vraag ik wat de inwoner eraan heeft"},
    "low": {"why": 0, "result": 0, "ahead": 0, "together": 0},
    "weeks_since": {"why": 1, "result": 2, "ahead": 3, "together": 4},
    "habit_due": False,
    "team_item_due": False,
    "work_due": False,
    "work": {"key": "aanvragen", "label": "Aanvragen en vooroverleg", "doing": "met aanvragen"},
    "works": [
        {"key": "aanvragen", "label": "Aanvragen en vooroverleg"},
        {"key": "balie", "label": "Balie en telefoon"},
    ],
    "cases": {},
    "team_item": "why",
    "unanswered": 0,
    "habit_strong": 0,
    "weeks_done": 3,
    "weeks_possible": 4,
    "promises": [
        {"key": "1", "label": "Terugbellen over de wachttijd", **_KEPT},
        {"key": "2", "label": "De planning navragen", **_KEPT},
    ],
    "promise": {"key": "1", "text": "terugbellen over de wachttijd", "day": "2026-11-26", **_KEPT},
    "topic": {
        "habit": "why",
        "about": "vragen naar het waarom",
        "because": "least",
        "why": "Volgens je eigen logboek stuurde je hier in de vier weken vóór deze week het minst op.",
        "question": "why_1",
    },
    "wording": "a1",
    "receivers": {},
    "handover": {"key": "1", "team": "Team Vergunningen", "role": "lead", "words": "Het systeem liet het niet toe."},
    "buddy": {"pair": "1", "question": "1"},
    "recipients": {"lead": "Team Vergunningen", "coach": "Team Vergunningen"},
}
"""What a made-up person brings along, so that every flow of the library can be played."""
