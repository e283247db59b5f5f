"""`./koersvast bench nudges`: many due at once, at Telegram's pace and without; a long agenda; and a job a person."""

import tempfile
from pathlib import Path

from rich.console import Console

from benchmarks import installation, job_per_person, long_agenda, punctual
from benchmarks.punctual import NudgedCrowd

TALKERS = 4
LIFTED = 1000  # messages a second
DUE_AT_ONCE = 10_000
ON_DISK = 200  # jobs in a store on disk: thousands would take minutes


def run(messages: int, people: int) -> int:
    """Measure on this machine and print what came of it; nothing is judged. The exit code."""
    console = Console(highlight=False, soft_wrap=True)
    for crowded in (NudgedCrowd(messages, TALKERS), NudgedCrowd(messages, TALKERS, LIFTED)):
        with tempfile.TemporaryDirectory() as folder:
            _tell_drained(console, crowded, punctual.run(Path(folder), crowded))
    with tempfile.TemporaryDirectory() as folder:
        due = min(DUE_AT_ONCE, people)
        _tell_agenda(console, long_agenda.run(installation.make_settings(Path(folder)), people, due))
    _tell_job("APScheduler, a job a person in memory", console, job_per_person.in_memory(DUE_AT_ONCE, patient=False))
    _tell_job("the same, told to run late jobs too", console, job_per_person.in_memory(DUE_AT_ONCE, patient=True))
    with tempfile.TemporaryDirectory() as folder:
        found = job_per_person.in_sqlite(Path(folder) / "jobs.sqlite3", ON_DISK)
    _tell_job("the same, kept in SQLite", console, found)
    return 0


def _tell_drained(console: Console, crowded: NudgedCrowd, found: punctual.NudgeTimes) -> None:
    seen = found.seen
    console.print(
        f"{crowded.nudged:,} due in the same second, {crowded.over_all}/s allowed, {crowded.talkers} people talking: "
        f"{seen.seconds:.1f} s for {seen.messages:,} messages, {100 * (seen.seconds / found.floor - 1):.1f} % over the "
        f"pace's {found.floor:.1f} s; {crowded.nudged - seen.nudged} missing, {seen.twice} twice, "
        f"{seen.refused} refused; a reply after {found.p50:.3f} s, p99 {found.p99:.3f} s; "
        f"{found.cpu_ms:.2f} ms of CPU a message."
    )


def _tell_agenda(console: Console, found: long_agenda.TickTimes) -> None:
    console.print(
        f"{found.people:,} people on the agenda: a tick with nothing due {1000 * found.idle:.1f} ms; "
        f"with {found.due:,} due {found.busy:.1f} s, {1000 * found.busy_cpu / found.due:.2f} ms of CPU each, "
        f"the longest round {1000 * found.longest:.0f} ms; memory grew by {found.grown / 1e6:.1f} MB."
    )


def _tell_job(what: str, console: Console, found: job_per_person.JobTimes) -> None:
    console.print(
        f"{what}: {found.jobs:,} put in within {found.added:.1f} s, {found.ran:,} ran within {found.fired:.2f} s, "
        f"{found.missed:,} missed; memory grew by {found.grown / 1e6:.1f} MB."
    )
