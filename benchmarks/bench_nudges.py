"""`./koersvast bench nudges`: many due at once, at Telegram's pace and without; a long agenda; and a job a person."""

import os
import tempfile
from pathlib import Path

from rich.console import Console

from benchmarks import in_process, installation, job_per_person, long_agenda, prompts, punctual
from benchmarks.punctual import NudgedCrowd

TALKERS = 4
LIFTED = 1000  # messages a second
DUE_AT_ONCE = 10_000
BESIDE, AT_ONCE = 1500, 100  # prompts, or people who have a dialogue; how many of these at once
BESIDE_EACH_OTHER = 3  # pairs
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
        times = job_per_person.in_sqlite(Path(folder) / "jobs.sqlite3", ON_DISK)
    _tell_job("the same, kept in SQLite", console, times)
    return 0


def run_lifted(messages: int) -> int:
    """Measure nudges at 1,000 a second, and in the same run what a prompt and a turn cost; the exit code."""
    console = Console(highlight=False, soft_wrap=True)
    crowded = NudgedCrowd(messages, TALKERS, LIFTED)
    with tempfile.TemporaryDirectory() as folder:
        _tell_drained(console, crowded, punctual.run(Path(folder), crowded))
    for _ in range(BESIDE_EACH_OTHER):
        with tempfile.TemporaryDirectory() as folder:
            prompt = prompts.run(installation.make_settings(Path(folder)), BESIDE)
        with tempfile.TemporaryDirectory() as folder:
            turn = in_process.run(installation.make_settings(Path(folder)), BESIDE, 1, AT_ONCE)
        console.print(
            f"In process: a prompt {prompt.cpu_ms:.2f} ms of CPU, a turn {turn.cpu_ms:.2f}: "
            f"{prompt.cpu_ms / turn.cpu_ms:.2f} turns; load {os.getloadavg()[0]:.1f}."
        )
    return 0


def _tell_drained(console: Console, crowded: NudgedCrowd, times: punctual.NudgeTimes) -> None:
    audience = times.audience
    console.print(
        f"{crowded.nudged:,} due in the same second, {crowded.over_all}/s allowed, {crowded.talkers} people talking: "
        f"{audience.seconds:.1f} s for {audience.messages:,} messages, "
        f"{100 * (audience.seconds / times.floor - 1):.1f} % over the pace's {times.floor:.1f} s; "
        f"{crowded.nudged - audience.nudged} missing, {audience.twice} twice, {audience.refused} refused; "
        f"a reply after {times.p50:.3f} s, p99 {times.p99:.3f} s; "
        f"{times.cpu_ms:.2f} ms of CPU a message."
    )


def _tell_agenda(console: Console, times: long_agenda.TickTimes) -> None:
    console.print(
        f"{times.people:,} people on the agenda: a tick with nothing due {1000 * times.idle:.1f} ms; "
        f"with {times.due:,} due {times.busy:.1f} s, {1000 * times.busy_cpu / times.due:.2f} ms of CPU each, "
        f"the longest round {1000 * times.longest:.0f} ms; memory grew by {times.grown / 1e6:.1f} MB."
    )


def _tell_job(what: str, console: Console, times: job_per_person.JobTimes) -> None:
    console.print(
        f"{what}: {times.jobs:,} put in within {times.added:.1f} s, {times.ran:,} ran within {times.fired:.2f} s, "
        f"{times.missed:,} missed; memory grew by {times.grown / 1e6:.1f} MB."
    )
