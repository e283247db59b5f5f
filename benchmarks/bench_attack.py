"""`./koersvast bench attack`: how much better than blind the best guess at one person's answers is."""

from rich.console import Console
from rich.table import Table

from benchmarks import attack

SIZES = (7, 8)  # the smallest teams of which anything is published: the larger a team, the less a word says of one


def run(teams: int, seed: int) -> int:
    """Play it and print what came of it; nothing is judged. The exit code."""
    table = Table("members", "answers guessed", "blind", "from every word", "knowing the habit", box=None)
    for members in SIZES:
        guessed = attack.run(members, teams, seed)
        shares = (guessed.blind, guessed.informed, guessed.acquainted)
        table.add_row(str(members), str(guessed.answers), *(f"{share:.0%}" for share in shares))
    Console(highlight=False).print(f"{attack.WINDOWS} windows of four weeks, {teams} made-up teams:", table)
    return 0
