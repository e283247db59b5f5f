"""How much one turn may compute and say: counted, never timed, so that a busy machine ends nobody's conversation."""

from dataclasses import dataclass

from flows.errors import FlowsError

MOST_ROUNDS = 2_000
"""rounds of {% for %} in one turn"""
MOST_WRITTEN = 200_000
"""characters of all texts of one turn"""
LONGEST_TEXT = 40_000
"""characters of one text, and of whatever is put together on the way to it"""
LONGEST_VALUE = 4_096
"""characters of a text that a flow keeps or hands on"""
LARGEST_NUMBER = 10**15
"""where numbers end: what would be larger is this"""


class TooMuch(FlowsError, ValueError):
    """A flow computes more than a turn may; the message names the bound."""


@dataclass(slots=True)
class TurnBudget:
    """What is left of one turn."""

    rounds: int = MOST_ROUNDS
    written: int = MOST_WRITTEN

    def go_round(self, times: int) -> None:
        """Take rounds of a loop off; raises TooMuch."""
        self.rounds -= times
        if self.rounds < 0:
            raise TooMuch(f"more than {MOST_ROUNDS} rounds of loops in one turn")

    def write(self, length: int) -> None:
        """Take characters off; raises TooMuch."""
        self.written -= length
        if self.written < 0:
            raise TooMuch(f"more than {MOST_WRITTEN} characters in one turn")


def short(length: int, most: int = LONGEST_TEXT) -> None:
    """Raise TooMuch for a text of more characters than it may have."""
    if length > most:
        raise TooMuch(f"a text of {length} characters; {most} fit")


def number(value: float) -> float:
    """Give the number back; raise TooMuch when it is further from zero than numbers may go."""
    return max(-LARGEST_NUMBER, min(LARGEST_NUMBER, value))
