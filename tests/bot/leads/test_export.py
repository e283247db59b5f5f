"""What a lead takes along: everything that was published about the team, in words, and nothing else."""

from datetime import date

import pytest

from bot.base import access
from bot.base.sheets import Sheet
from bot.base.voice import Voice
from bot.leads import export
from bot.turns.runtime import Runtime
from store import teams
from tests.bot import building, seasons
from tests.bot.building import Town


def exported(runtime: Runtime, lead: int, language: str = "nl") -> Sheet:
    """The table of the one team that this person leads."""
    (team,) = runtime.database.call(access.led_teams, lead)
    return runtime.database.call(export.of_team, team, Voice(runtime.texts, language))


def test_before_the_first_window_there_is_a_heading_and_a_legend(runtime: Runtime, town: Town) -> None:
    """An empty table is no error."""
    sheet = exported(runtime, town.bram)
    assert ("Balie", [], 5, 2) == (sheet.name, sheet.rows, len(sheet.heading), len(sheet.legend))


def test_every_window_stands_in_it_once(runtime: Runtime, town: Town) -> None:
    """Two blocks of nine items and seven weeks of taking part, oldest first, up to and including the last day."""
    seasons.play(runtime, town)
    rows = exported(runtime, town.bram).rows
    content = [row for row in rows if row[3] != "Deelname"]
    assert {date(2026, 9, 14): 9, date(2026, 10, 12): 9} == {
        day: sum(row[0] == day for row in content) for day in sorted({row[0] for row in content})
    }
    assert {date(2026, 10, 11), date(2026, 11, 8)} == {row[1] for row in content}
    assert len({tuple(row) for row in rows}) == len(rows)


def test_a_hidden_figure_is_a_point_and_never_a_nought(runtime: Runtime, town: Town) -> None:
    """Too few answered about together; in the last block the other three are words."""
    seasons.play(runtime, town)
    last = [row for row in exported(runtime, town.bram).rows if row[0] == date(2026, 10, 12)]
    assert {
        "Waarom, in het eigen werk": "vermoed of gevraagd",
        "Resultaat, in het eigen werk": "regels én resultaat",
        "Vooruit, in het eigen werk": "op het moment zelf",
        "Samen, in het eigen werk": ".",
    } == {str(row[3]): row[4] for row in last if str(row[3]).endswith("eigen werk")}


def test_in_english_as_well(runtime: Runtime, town: Town) -> None:
    """Titles, levels and bands of the file are in English for a lead who reads English."""
    seasons.play(runtime, town)
    rows = exported(runtime, town.bram, "en").rows
    assert {"Participation", "Why, in their own work", "Why, in what their lead asks about"} <= {row[3] for row in rows}
    assert {"not thought of", "guessed or asked", "asked and used"} >= {
        row[4] for row in rows if row[3] == "Why, in their own work"
    }
    words = {row[4] for row in rows}
    assert "more than half" in words
    assert set() == words & {"low", "middle", "high"}


def test_a_joined_team_says_that_it_is_not_alone(runtime: Runtime, town: Town) -> None:
    """Daan takes along what was published of both teams together, and reads that it is."""
    runtime.database.call(teams.join, "Vergunningen", "Balie", building.START)
    seasons.play(runtime, town)
    assert {"het team samen met een ander team"} == {row[2] for row in exported(runtime, town.daan).rows}


@pytest.mark.parametrize("language", ["nl", "en"])
def test_it_holds_no_number_of_people(runtime: Runtime, town: Town, language: str) -> None:
    """Words and days; no figure from which one person's answer could be counted."""
    seasons.play(runtime, town)
    for row in exported(runtime, town.bram, language).rows:
        assert not any(character.isdigit() for value in row[2:] for character in str(value))
