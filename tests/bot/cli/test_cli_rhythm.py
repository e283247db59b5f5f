"""Days off from a calendar file, and draws made again, from the operator's shell."""

import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.base import settings
from nudges import extras, policy
from store import decisions
from store.database import Database, Transaction
from store.decisions import Decision, DecisionOutcome
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
    chosen = {"data_dir": str(tmp_path / "data"), "database_url": "", "secret_key": SECRET, "clock_speed": "0.000001"}
    own_shell = Shell(tmp_path, {}).with_settings(
        **chosen, bot_api_url="http://127.0.0.1:9", clock_start="2026-11-23T10:00:00+01:00"
    )
    own_shell("team", "add", "Balie")
    return own_shell


def test_days_are_imported_listed_and_removed(shell: Shell) -> None:
    """Every day of an event counts, a second import adds nothing, and the trail names no team by its name."""
    file = shell.folder / "days.ics"
    file.write_text(CALENDAR)
    read = "Events read: 2; those that repeat from 2026-11-23 to 2028-12-31."
    said = shell("days", "import", str(file), "--team", "balie")
    assert ["10 days off for team balie; 10 of them are new.", read] == said.lines
    whole = shell("days", "import", str(file)).lines
    assert ["10 days off for the whole organisation; 10 of them are new.", read] == whole
    again = shell("days", "import", str(file), "--team", "Balie")
    assert ["10 days off for team Balie; 0 of them are new.", read] == again.lines
    listed = shell("days", "list").lines
    assert {"2026-12-03  Balie  Teamdag", "2026-12-24  everybody  Kerstsluiting"} <= set(listed)
    assert {"2027-01-01  Balie  Kerstsluiting"} == {line for line in listed if "2027" in line and "Balie" in line}
    assert ["9 days off were removed."] == shell("days", "remove", "2026-12-24", "2027-01-01").lines
    assert ["1 days off were removed."] == shell("days", "remove", "2026-12-03").lines
    assert 10 == len(shell("days", "list").lines)
    assert ("days import", "team 1", "done") in shell.trail()


REST = """BEGIN:VEVENT
UID:3
DTSTART;VALUE=DATE:20261231
STATUS:CANCELLED
SUMMARY:Toch open
END:VEVENT
BEGIN:VEVENT
UID:4
DTSTART:20261218T160000
DTEND:20261218T180000
SUMMARY:Borrel
END:VEVENT
BEGIN:VEVENT
UID:5
DTSTART;VALUE=DATE:20270427
RRULE:FREQ=YEARLY
STATUS:TENTATIVE
SUMMARY:Koningsdag
END:VEVENT
BEGIN:VEVENT
UID:6
DTSTART;TZID=Ergens:20270505T000000
DURATION:P1D
SUMMARY:Bevrijdingsdag
END:VEVENT
BEGIN:VEVENT
UID:7
DTSTART;VALUE=DATE:ooit
SUMMARY:Heidag
END:VEVENT
END:VCALENDAR
"""


def test_what_gives_no_day_is_said_and_keeps_no_other_from_being_added(shell: Shell) -> None:
    """Cancelled, too short, uncertain, in an unknown zone: by title and date; what cannot be read with status 1."""
    file = shell.folder / "days.ics"
    file.write_text(CALENDAR.replace("END:VCALENDAR\n", REST))
    said = shell("days", "import", str(file))
    cancelled = "Cancelled, so no day off (was it added before, take it back with ./koersvast days remove)"
    assert [
        "13 days off for the whole organisation; 13 of them are new.",
        "Events read: 4; those that repeat from 2026-11-23 to 2028-12-31.",
        f"{cancelled}: event 3 'Toch open' (2026-12-31).",
        "Shorter than 6 hours between 09:00 and 17:00, so no day off: event 4 'Borrel' (2026-12-18).",
        "Not certain yet, and counted as days off all the same: event 5 'Koningsdag' (2027-04-27).",
        "No time zone that is known, read as Europe/Amsterdam: Ergens.",
    ] == said.lines
    assert [
        f"koersvast: {file}: event 7 'Heidag' (ooit): DTSTART cannot be read: 'ooit'.",
        f"koersvast: {file}: put these right in the calendar, export it and import it again, or write the days "
        "into a new one.",
    ] == said.err.splitlines()
    assert 1 == said.status
    assert {"2027-05-05  everybody  Bevrijdingsdag", "2028-04-27  everybody  Koningsdag"} <= set(
        shell("days", "list").lines
    )


def test_a_calendar_that_was_called_off_adds_nothing_and_is_no_mistake(shell: Shell) -> None:
    """The command says which days to take back."""
    file = shell.folder / "days.ics"
    file.write_text(CALENDAR.replace("VERSION:2.0", "VERSION:2.0\nMETHOD:CANCEL"))
    said = shell("days", "import", str(file))
    assert (0, "") == (said.status, said.err)
    assert "0 days off for the whole organisation; 0 of them are new." == said.lines[0]
    assert said.lines[-1].endswith("event 1 'Kerstsluiting' (2026-12-24), event 2 'Teamdag' (2026-12-03).")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("no calendar at all", "is no iCalendar file"),
        ("", "is empty"),
        ("<html>Log in</html>", "is a web page"),
        ("BEGIN:VCALENDAR\nEND:VCALENDAR\n", "holds no events"),
    ],
    ids=["no calendar", "empty", "web page", "no events"],
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


def test_a_file_of_which_nothing_can_be_read_is_refused(shell: Shell) -> None:
    """The trail says that nothing was added."""
    file = shell.folder / "days.ics"
    file.write_text("BEGIN:VCALENDAR\n" + REST[REST.rindex("BEGIN:VEVENT") :])
    said = shell("days", "import", str(file))
    assert (1, [], 2) == (said.status, said.lines, len(said.err.splitlines()))
    assert "'Heidag' (ooit): DTSTART cannot be read" in said.err
    assert ("days import", "-", "refused") in shell.trail()


def test_an_unknown_team_or_file_is_told(shell: Shell) -> None:
    """With what is wrong about it."""
    assert "cannot be read" in shell("days", "import", "nowhere.ics").err
    (shell.folder / "days.ics").write_text(CALENDAR)
    assert 1 == shell("days", "import", "days.ics", "--team", "Nergens").status


def _draw(db: Database, name: str, chance: float, **changed: object) -> None:
    context = {"week": 3, "base": chance, "batch": "2026-11-23", "cue": [0, 0], "none": [0, 0]}
    u = policy.chance(db.keys.study, extras.POLICY, "anna", name)
    drawn = policy.draw(extras.arms(chance), u)
    decision = Decision(name, extras.POLICY, NOW, drawn.arm, drawn.probabilities, u, "cue", context=context)
    db.call(decisions.write, "anna", replace(decision, **changed))  # type: ignore[arg-type]  # the tests name fields of the class


def test_draws_come_out_as_they_were_written(shell: Shell) -> None:
    """Also those that could only go one way."""
    with shell.memory() as db:
        for number, chance in enumerate((0.5, 0.5, 0.0, 1.0, 0.3)):
            _draw(db, f"cue {number}", chance)
    said = shell("decisions", "verify")
    assert (0, 1) == (said.status, len(said.lines))
    assert said.lines[0].startswith("All decisions come out as they were written down.")


@pytest.mark.parametrize(
    ("changed", "complaint"),
    [
        ({"u": 0.123}, "another number is drawn"),
        ({"arm": "maybe"}, "that number gives another arm"),
        ({"probabilities": {"cue": 0.4999, "none": 0.5001}}, "other probabilities"),
        ({"policy": "extras 0"}, "unknown to this version"),
    ],
)
def test_a_decision_that_does_not_come_out_is_found(shell: Shell, changed: dict[str, object], complaint: str) -> None:
    """The row is named by its number, and the command fails."""
    with shell.memory() as db:
        for number in range(3):
            _draw(db, f"cue {number}", 0.5, **changed if number == 1 else {})
    said = shell("decisions", "verify")
    assert (1, 1) == (said.status, len(said.lines))
    assert said.lines[0].startswith("Decision 2: ")
    assert complaint in said.lines[0]
    assert "These decisions do not come out" in said.err


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ("UPDATE decision SET decided_at = '2026-12-24T09:00:00.000000Z' WHERE id = 2", "Row 2 of the decisions"),
        ("UPDATE decision SET sealed = (SELECT sealed FROM decision WHERE id = 1) WHERE id = 2", "Row 2 of the dec"),
        ("UPDATE decision SET sealed = x'', pseudonym = NULL, forgotten = hash WHERE id = 2", "Row 2 of the decisions"),
        ("DELETE FROM decision WHERE id = 2", "Row 3 of the decisions"),
        ("DELETE FROM decision WHERE id = 3", "The decisions: its end was cut off"),
        ("UPDATE decisionoutcome SET sealed = (SELECT sealed FROM decision WHERE id = 1)", "Row 1 of the outcomes"),
        ("UPDATE decisionoutcome SET settled_at = (SELECT min(decided_at) FROM decision)", "Row 1 of the outcomes"),
        ("DELETE FROM decisionoutcome", "The outcomes of decisions: its end was cut off"),
    ],
)  # fmt: skip
def test_what_was_changed_afterwards_in_the_database_is_found(shell: Shell, change: str, complaint: str) -> None:
    """Moved, swapped, made to look forgotten or removed, at the end too: the command says where and fails."""
    with shell.memory() as db:
        for number in range(3):
            _draw(db, f"cue {number}", 0.5)
        db.call(decisions.settle, 1, DecisionOutcome("sent", 1.0, None, NOW + timedelta(days=8)))
        db.call(_alter, change)
    said = shell("decisions", "verify")
    assert (1, True) == (said.status, complaint in said.err), said.err


def _alter(db: Transaction, change: str) -> None:
    db.connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON" if not db.postgres else "SELECT 1")
    db.connection.exec_driver_sql(change.replace("x''", "''::bytea") if db.postgres else change)


def test_who_was_forgotten_leaves_the_chain_whole(shell: Shell) -> None:
    """Erasing empties their decisions; the chain of the others holds, and the words are those of before."""
    with shell.memory() as db:
        for number in range(3):
            _draw(db, f"cue {number}", 0.5)
    before = shell("decisions", "verify")
    with shell.memory() as db:
        db.call(decisions.forget, "anna")
    assert before == shell("decisions", "verify")
