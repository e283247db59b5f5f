"""Days off from a calendar file, and draws made again, from the operator's shell."""

import os
from pathlib import Path

import pytest
from sqlalchemy import update

from bot import settings
from nudges import extras, policy
from store import decisions, tables
from store.database import Database
from store.decisions import Decision
from tests.bot.shell import NOW, SECRET, Shell

CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//example//days//NL
BEGIN:VEVENT
UID:1
DTSTART;VALUE=DATE:20261224
DTEND;VALUE=DATE:20270102
SUMMARY:Kerstsluiting
END:VEVENT
BEGIN:VEVENT
UID:2
DTSTART:20261203T090000Z
DTEND:20261203T160000Z
SUMMARY:Teamdag
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """A shell in an empty folder, with a team."""
    for name in [name for name in os.environ if name.startswith(settings.PREFIX)]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    given = {"data_dir": str(tmp_path / "data"), "database_url": "", "secret_key": SECRET, "clock_speed": "0.000001"}
    made = Shell(tmp_path, {}).with_settings(
        **given, bot_api_url="http://127.0.0.1:9", clock_start="2026-11-23T10:00:00+01:00"
    )
    made("team", "add", "Balie")
    return made


def test_days_are_imported_listed_and_removed(shell: Shell) -> None:
    """Every day of an event counts, a second import adds nothing, and the trail names no team by its name."""
    file = shell.folder / "days.ics"
    file.write_text(CALENDAR)
    said = shell("days", "import", str(file), "--team", "balie")
    assert ["10 days off for team balie; 10 of them are new."] == said.lines
    assert ["10 days off for the whole organisation; 10 of them are new."] == shell("days", "import", str(file)).lines
    again = shell("days", "import", str(file), "--team", "Balie")
    assert ["10 days off for team Balie; 0 of them are new."] == again.lines
    listed = shell("days", "list").lines
    assert {"2026-12-03  Balie  Teamdag", "2026-12-24  everybody  Kerstsluiting"} <= set(listed)
    assert {"2027-01-01  Balie  Kerstsluiting"} == {line for line in listed if "2027" in line and "Balie" in line}
    assert ["9 days off were removed."] == shell("days", "remove", "2026-12-24", "2027-01-01").lines
    assert ["1 days off were removed."] == shell("days", "remove", "2026-12-03").lines
    assert 10 == len(shell("days", "list").lines)
    assert ("days import", "team 1", "done") in shell.trail()


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("no calendar at all", "is no iCalendar file"),
        (CALENDAR.replace("BEGIN:VEVENT\nUID:2", "BEGIN:VEVENT\nRRULE:FREQ=WEEKLY\nUID:2"), "repeats"),
        (CALENDAR.replace("20270102", "20290102"), "longer than a year"),
        ("BEGIN:VCALENDAR\nEND:VCALENDAR\n", "holds no events"),
    ],
    ids=["no calendar", "repeating", "endless", "empty"],
)
def test_a_wrong_file_is_told_in_a_sentence(shell: Shell, text: str, complaint: str) -> None:
    """And nothing of it is kept."""
    file = shell.folder / "days.ics"
    file.write_text(text)
    said = shell("days", "import", str(file))
    assert 1 == said.status
    assert complaint in said.err
    assert 1 == len(said.err.splitlines())
    assert ["There are no days off from today on; add some with: ./koersvast days import FILE"] == shell(
        "days", "list"
    ).lines


def test_an_unknown_team_or_file_is_told(shell: Shell) -> None:
    """With what is wrong about it."""
    assert "cannot be read" in shell("days", "import", "nowhere.ics").err
    (shell.folder / "days.ics").write_text(CALENDAR)
    assert 1 == shell("days", "import", "days.ics", "--team", "Nergens").status


def _draw(db: Database, name: str, chance: float) -> None:
    context = {"week": 3, "base": chance, "batch": "2026-11-23", "cue": [0, 0], "none": [0, 0]}
    u = policy.chance(db.keys.study, extras.POLICY, "anna", name)
    drawn = policy.draw(extras.arms(chance), u)
    made = Decision(name, extras.POLICY, NOW, drawn.arm, drawn.probabilities, u, "cue", context=context)
    db.call(decisions.write, "anna", made)


def test_draws_come_out_as_they_were_written(shell: Shell) -> None:
    """Also those that could only go one way."""
    with shell.memory() as db:
        for number, chance in enumerate((0.5, 0.5, 0.0, 1.0, 0.3)):
            _draw(db, f"cue {number}", chance)
    said = shell("decisions", "verify")
    told = ["All 5 decisions come out as they were written down; 0 have their outcome."]
    assert (0, told) == (said.status, said.lines)


@pytest.mark.parametrize(
    ("changed", "complaint"),
    [
        ({"u": 0.123}, "another number is drawn"),
        ({"arm": "maybe"}, "that number gives another arm"),
        ({"probabilities": '{"cue": 0.4999, "none": 0.5001}'}, "other probabilities"),
        ({"policy": "extras 0"}, "unknown to this version"),
    ],
)
def test_whatever_was_changed_afterwards_is_found(shell: Shell, changed: dict[str, object], complaint: str) -> None:
    """The row is named by its number, and the command fails."""
    with shell.memory() as db:
        for number in range(3):
            _draw(db, f"cue {number}", 0.5)
        row = tables.table(tables.Decision)
        db.call(lambda tx: tx.execute(update(row).where(row.c.id == 2).values(**changed)))
    said = shell("decisions", "verify")
    assert (1, 1) == (said.status, len(said.lines))
    assert said.lines[0].startswith("Decision 2: ")
    assert complaint in said.lines[0]
    assert "1 of 3 decisions" in said.err
