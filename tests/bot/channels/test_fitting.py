"""A message in a channel that shows little: no button is lost, for what has no place is written out."""

import pytest

from bot.base.abilities import Abilities
from bot.channels import fitting

LITTLE = Abilities(1000, 1000, most_buttons=3, buttons_in_row=2, largest_button=20)
LINK = "https://koersvast.example/with/a/long/address"


@pytest.mark.parametrize(
    ("rows", "text", "fitting_rows"),
    [
        ([[("Ja", "1"), ("Nee", "2")]], "Wat?", [[("Ja", "1"), ("Nee", "2")]]),
        ([[("A", "1"), ("B", "2"), ("C", "3")]], "Wat?", [[("A", "1"), ("B", "2")], [("C", "3")]]),
        ([[("A", "1"), ("B", "2")], [("C", "3"), ("D", "4")]], "Wat?\n\n– D", [[("A", "1"), ("B", "2")], [("C", "3")]]),
        ([[("A", "é" * 11), ("B", "e" * 20)]], "Wat?\n\n– A", [[("B", "e" * 20)]]),
        ([[("<b> & c", "x" * 21)]], "Wat?\n\n– &lt;b&gt; &amp; c", []),
        ([[("De pagina", LINK)]], "Wat?", [[("De pagina", LINK)]]),
        ([], "Wat?", []),
    ],
)
def test_what_has_no_button_is_written_below_the_text(
    rows: list[list[tuple[str, str]]], text: str, fitting_rows: list[list[tuple[str, str]]]
) -> None:
    """Three buttons, two in a row, twenty bytes each; a link is no data, and a label no mark."""
    assert (text, fitting_rows) == fitting.fit("Wat?", rows, LITTLE)
