"""What a visitor of the demo's page is invited to do first, in three steps, and whose phones one button adds."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

_FLOW = Path(__file__).parents[2] / "flows" / "skeleton" / "voorbeeld.yaml"


def guide(employee: int, lead_id: int, invite_url: str) -> Mapping[str, Any]:
    """Describe for the page what a visitor may try first, with the chats of the employee and of her lead."""
    return {
        "title": _words("Begin hier", "Begin here"),
        "steps": [
            {
                "title": _words("Laat je coachen", "Be coached"),
                "text": _words(
                    "Anna heeft zo een lastig gesprek. In drie minuten weet ze hoe ze het aanpakt.",
                    "Anna has a difficult conversation coming up. Three minutes later she knows how to go about it.",
                ),
                "button": _words("Antwoord als Anna", "Answer as Anna"),
                "chat": employee,
                "says": "/voorbereiden",
            },
            {
                "title": _words("Draai de klok", "Turn the clock"),
                "text": _words(
                    "De chatbot meldt zich op haar moment. Haar zeven collega’s antwoorden vanzelf.",
                    "The chatbot comes at her moment. Her seven colleagues answer by themselves.",
                ),
                "button": _words("Verder tot er iets komt", "On until something comes"),
                "chat": employee,
                "move": "next",
            },
            {
                "title": _words("Kijk als leidinggevende", "Look as her lead"),
                "text": _words(
                    "Bram ziet het team in woorden, en niemand apart.",
                    "Bram sees the team in words, and nobody by themselves.",
                ),
                "button": _words("Kijk als Bram", "Look as Bram"),
                "chat": lead_id,
                "says": "/team",
            },
        ],
        "offers": [
            {
                "name": "Noor",
                "role": "employee",
                "button": _words("Een nieuwe collega met een uitnodiging", "A new colleague with an invitation"),
            },
            {
                "name": "Carla",
                "role": "coach",
                "button": _words("Een coach die een gesprek opstuurt", "A coach who sends a conversation"),
            },
        ],
        "example": {
            "role": "coach",
            "name": _FLOW.name,
            "content": _FLOW.read_text(),
            "button": _words("Stuur een gesprek (voorbeeld.yaml)", "Send a conversation (voorbeeld.yaml)"),
        },
        "invite_url": invite_url,
    }


def _words(dutch: str, english: str) -> Mapping[str, str]:
    return {"nl": dutch, "en": english}
