"""The dialogue that is measured: what somebody types, the same for every bot, and which answers must be found."""

from collections.abc import Sequence
from dataclasses import dataclass

COMMAND = "/vijf"
QUESTIONS = (
    "Vraag 1 van 5. Hoeveel gesprekken had je deze week?",
    "Vraag 2 van 5. Welk moment bleef je bij?",
    "Vraag 3 van 5. Hoeveel minuten duurde het?",
    "Vraag 4 van 5. Waar ging het die ander om?",
    "Vraag 5 van 5. Welk cijfer geef je het?",
)
CLOSING = "Dank je, dat waren ze."
REPLIES = (*QUESTIONS, CLOSING)
TURNS = 1 + len(QUESTIONS)
NAMES = ("gesprekken", "moment", "minuten", "belang", "cijfer")


@dataclass(frozen=True, slots=True)
class TypedDialogue:
    """What one person (counted from 0) types in their dialogue of that number."""

    person: int
    dialogue: int

    @property
    def answers(self) -> Sequence[int | str]:
        """The five answers as they must be stored; no two people and no two dialogues give the same."""
        mark = f"{self.person}.{self.dialogue}"
        number = self.dialogue * 7
        return (number, f"Een gesprek aan de balie, {mark}", number + 1, f"Een antwoord, {mark}", number + 2)

    @property
    def typed(self) -> Sequence[str]:
        """The command that begins it, and the five answers as text."""
        return (COMMAND, *map(str, self.answers))
