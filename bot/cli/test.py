"""Runs format, lint, types, import contracts and all tests, one after the other, as at home so in CI."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import typer

from bot.base import clock

ROOT = Path(__file__).resolve().parents[2]
# No `lint-imports` and `ruff` by name: their scripts hold the path at which .venv was made, and checkouts are moved.
LINT_IMPORTS = "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())"
IN_MEMORY = Path("/dev/shm")  # noqa: S108 - Linux's own file system in memory
ROOM = 4 << 30  # bytes; a run needs a tenth of it
Check = tuple[str, Sequence[str]]  # name, arguments for Python
CHECKS: Sequence[Check] = (
    ("format", ("-m", "ruff", "format", "--check", ".")),
    ("lint", ("-m", "ruff", "check", ".")),
    ("types", ("-m", "mypy")),
    ("imports", ("-c", LINT_IMPORTS)),
)


def run(*, long: bool, only: str, checks: Sequence[Check] = CHECKS) -> int:
    """Run all checks and tests and give the exit status; pytest runs when the checks pass, and has the last word."""
    failed = [name for name, command in checks if not _passes(name, command)]
    if failed:
        typer.echo(f"Not passed: {', '.join(failed)}. The tests were not run.")
        return 1
    typer.echo("tests:")
    pytest = [sys.executable, *pytest_arguments(long=long, only=only)]
    return subprocess.run(pytest, cwd=ROOT, env=surroundings(os.environ)).returncode  # noqa: S603 - our own words, no shell


def surroundings(environment: Mapping[str, str], in_memory: Path = IN_MEMORY) -> dict[str, str]:
    """Make the environment of the tests: their hundreds of small databases go into memory where it has the room, unless
    TMPDIR says where. A disk only makes them wait: what they end is processes, never the machine."""
    roomy = in_memory.is_dir() and os.access(in_memory, os.W_OK) and shutil.disk_usage(in_memory).free > ROOM
    return {"TMPDIR": str(in_memory), **environment} if roomy else dict(environment)


def pytest_arguments(*, long: bool, only: str) -> list[str]:
    """Give pytest's command line; two processes, and whichever is done first takes over from the other."""
    arguments = ["-m", "pytest", "-n", "2", "--dist", "worksteal"]
    if long:
        arguments += ["--long", "-o", "faulthandler_timeout=1800"]
    if only:
        arguments += ["-k", only]
    return arguments


def _passes(name: str, command: Sequence[str]) -> bool:
    began = clock.steady()
    ended = subprocess.run(  # noqa: S603 - our own words, no shell
        [sys.executable, *command],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},  # as by hand in this folder
    )
    passed = ended.returncode == 0
    typer.echo(f"{name}: {'passed' if passed else 'FAILED'} ({clock.steady() - began:.1f} s)")
    if not passed:
        typer.echo(ended.stdout)
    return passed
