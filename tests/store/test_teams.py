"""Teams stand in a tree and are found by name, as an operator would type it."""

import pytest

from store import teams
from store.database import Database
from store.teams import BadName, CannotJoinTeam, TeamClosed, TeamExists, UnknownTeam
from tests.store.cast import NOW


def test_a_team_is_found_whatever_its_capitals(db: Database) -> None:
    """Accents have capitals as well, and spaces around a name are nothing."""
    team = db.call(teams.add, "  Één   loket ", NOW)
    assert "Één loket" == team.name
    assert team == db.call(teams.named, "ÉÉN LOKET")
    assert team == db.call(teams.named, " één loket")


def test_a_team_may_stand_below_another(db: Database) -> None:
    """The tree is what the operator says it is."""
    above = db.call(teams.add, "Dienstverlening", NOW)
    below = db.call(teams.add, "Balie", NOW, "dienstverlening")
    assert (None, above.id) == (above.parent_id, below.parent_id)
    assert ["Balie", "Dienstverlening"] == [team.name for team in db.call(teams.every)]


def test_a_name_is_given_once(db: Database) -> None:
    """Neither a new team nor another name for an old one may be mistaken for another."""
    db.call(teams.add, "Balie", NOW)
    db.call(teams.add, "Vergunningen", NOW)
    with pytest.raises(TeamExists):
        db.call(teams.add, "BALIE", NOW)
    with pytest.raises(TeamExists):
        db.call(teams.rename, "Vergunningen", "balie")


def test_a_team_may_be_written_otherwise(db: Database) -> None:
    """Renaming a team to itself in other capitals is no clash."""
    team = db.call(teams.add, "balie", NOW)
    assert (team.id, "Balie") == ((renamed := db.call(teams.rename, "balie", "Balie")).id, renamed.name)


def test_a_closed_team_takes_nobody(db: Database) -> None:
    """It keeps the day on which it was closed, however often that is said."""
    db.call(teams.add, "Balie", NOW)
    assert NOW == db.call(teams.close, "Balie", NOW).closed_at
    assert NOW == db.call(teams.close, "Balie", NOW.replace(year=2027)).closed_at
    with pytest.raises(TeamClosed):
        db.call(teams.open_team, "Balie")
    with pytest.raises(TeamClosed):
        db.call(teams.add, "Loket", NOW, "Balie")


@pytest.mark.parametrize("name", ["Nergens", ""])
def test_a_team_that_is_not_there_is_said_so(db: Database, name: str) -> None:
    """With the command that shows the names."""
    with pytest.raises(UnknownTeam, match="team list"):
        db.call(teams.named, name)


@pytest.mark.parametrize("name", ["", "   ", "x" * 81, "Balie\x07"])
def test_a_name_is_one_readable_line(db: Database, name: str) -> None:
    """It stands in messages to people."""
    with pytest.raises(BadName, match="1 to 80"):
        db.call(teams.add, name, NOW)


def test_a_small_team_is_published_with_a_sibling(db: Database) -> None:
    """Until it is parted from it again."""
    above = db.call(teams.add, "Dienstverlening", NOW)
    balie = db.call(teams.add, "Balie", NOW, above.name)
    db.call(teams.add, "Archief", NOW, above.name)
    assert balie.id == db.call(teams.join, "archief", "balie", NOW).joined_to
    assert db.call(teams.part, "Archief").joined_to is None


@pytest.mark.parametrize(
    ("team", "sibling"),
    [("Balie", "Balie"), ("Balie", "Dienstverlening"), ("Loket", "Archief"), ("Balie", "Loket")],
    ids=["itself", "the team above", "a team that is joined", "a team that others are joined to"],
)
def test_not_every_team_can_be_joined(db: Database, team: str, sibling: str) -> None:
    """Only two that stand side by side, and never three in a row."""
    db.call(teams.add, "Dienstverlening", NOW)
    for name in ("Balie", "Archief", "Loket"):
        db.call(teams.add, name, NOW, "Dienstverlening")
    db.call(teams.join, "Archief", "Balie", NOW)
    with pytest.raises(CannotJoinTeam, match="below the same one"):
        db.call(teams.join, team, sibling, NOW)
