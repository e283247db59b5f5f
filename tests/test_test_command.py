"""`./koersvast test` runs every check, says what failed, and lets nothing be skipped unsaid."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli import test as command

ROOT = Path(__file__).resolve().parents[1]
PASSES = ("-c", "pass")
FAILS = ("-c", "print('line 7 is wrong'); raise SystemExit(1)")
A_TEST = """\
import pytest

def test_something():
    assert True

@pytest.mark.long
def test_for_minutes():
    assert True

@pytest.mark.skip(reason="no such thing here")
def test_elsewhere():
    assert False

@pytest.mark.browser
def test_in_a_browser():
    assert True
"""

PROPERTIES = """\
import time
from hypothesis import given, settings, strategies

slept = []

@settings(max_examples=12)
@given(strategies.integers().map(lambda number: time.sleep(0.1) or number))
def test_on_a_busy_machine(number):
    time.sleep(0 if slept else 0.3)
    slept.append(number)

@given(strategies.integers())
def test_no_number_is_large(number):
    assert number < 1000
"""


@pytest.fixture
def suite(tmp_path: Path) -> Path:
    """A few tests under this project's own rules for tests."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "tests").mkdir()
    shutil.copy(ROOT / "tests" / "conftest.py", tmp_path / "tests")
    (tmp_path / "tests" / "test_few.py").write_text(A_TEST)
    return tmp_path


def run(suite: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run them, on a machine with a browser unless told otherwise."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("CI", "PYTEST_"))}
    surroundings = {**inherited, "PYTHONPATH": str(ROOT), **environment}
    words = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments]
    return subprocess.run(words, cwd=suite, env=surroundings, capture_output=True, text=True)


@pytest.fixture
def without_browser(tmp_path: Path) -> dict[str, str]:
    """A PATH on which there is no Chromium."""
    (tmp_path / "empty").mkdir()
    return {"PATH": str(tmp_path / "empty")}


def test_all_checks_run_though_the_first_fails(capfd: pytest.CaptureFixture[str]) -> None:
    """Whoever mends them sees all complaints at once; the tests wait."""
    checks = [("format", FAILS), ("lint", PASSES), ("types", FAILS)]
    assert 1 == command.run(long=False, only="", checks=checks)
    said = capfd.readouterr().out
    assert ["format: FAILED", "lint: passed", "types: FAILED"] == [
        line.partition(" (")[0] for line in said.splitlines() if " s)" in line
    ]
    assert 2 == said.count("line 7 is wrong")
    assert said.endswith("Not passed: format, types. The tests were not run.\n")


def test_the_checks_are_those_of_the_house() -> None:
    """Format, lint, types and imports, in this order."""
    assert ["format", "lint", "types", "imports"] == [name for name, _ in command.CHECKS]


def test_arguments_are_passed_on() -> None:
    """`-k` and `--long` reach pytest; a long test may take its time."""
    assert ["-k", "door"] == command.pytest_arguments(long=False, only="door")[-2:]
    assert "--long" in command.pytest_arguments(long=True, only="")
    assert "--long" not in command.pytest_arguments(long=False, only="")


def test_temporary_files_go_into_memory_unless_told_otherwise(tmp_path: Path) -> None:
    """Where there is none, or somebody chose a place, nothing changes."""
    roomy = shutil.disk_usage(tmp_path).free > command.ROOM
    assert ({"TMPDIR": str(tmp_path)} if roomy else {}) == command.surroundings({}, tmp_path)
    assert {} == command.surroundings({}, tmp_path / "nowhere")
    assert {"TMPDIR": "/elsewhere"} == command.surroundings({"TMPDIR": "/elsewhere"}, tmp_path)


def test_long_tests_run_when_asked_for(suite: Path) -> None:
    """They are left out otherwise, and counted."""
    assert "1 passed, 3 deselected" in run(suite, "-k", "minutes or something").stdout
    assert "2 passed, 2 deselected" in run(suite, "--long", "-k", "minutes or something").stdout


def test_at_home_a_skipped_test_is_named(suite: Path) -> None:
    """It does not fail the run, and pytest's closing line stays the last."""
    ended = run(suite)
    assert 0 == ended.returncode, ended.stdout
    assert "not run: tests/test_few.py::test_elsewhere (no such thing here)" in ended.stdout
    assert " in " in ended.stdout.splitlines()[-1]


def test_in_ci_a_skipped_test_fails_the_run(suite: Path) -> None:
    """Nothing may be skipped there."""
    ended = run(suite, CI="true")
    assert 1 == ended.returncode
    assert "In CI nothing may be skipped" in ended.stdout


def test_a_missing_browser_is_said_with_its_remedy(suite: Path, without_browser: dict[str, str]) -> None:
    """At home the browser tests are left out; in CI they run, and fail if they need what is not there."""
    ended = run(suite, "-k", "browser", **without_browser)
    assert 0 == ended.returncode
    assert "not run: tests/test_few.py::test_in_a_browser (Chromium is missing)" in ended.stdout
    assert "apt install chromium fonts-noto-color-emoji" in ended.stdout
    assert "1 passed" in run(suite, "-k", "browser", CI="true", **without_browser).stdout


def test_a_test_that_hangs_ends(suite: Path) -> None:
    """Instead of waiting for ever, it says where it stood."""
    (suite / "tests" / "test_few.py").write_text("import time\n\ndef test_hangs():\n    time.sleep(60)\n")
    ended = run(suite, "-o", "faulthandler_timeout=1")
    assert 0 != ended.returncode
    assert "test_hangs" in ended.stderr


def test_a_property_that_fails_says_for_what_and_a_slow_machine_fails_none(suite: Path) -> None:
    """The example is printed, and the line that plays it again; time spent on drawing and playing is no mistake."""
    (suite / "tests" / "test_few.py").write_text(PROPERTIES)
    ended = run(suite)
    assert "1 failed, 1 passed" in ended.stdout, ended.stdout
    assert "test case: test_no_number_is_large(" in ended.stdout
    assert "number=1000" in ended.stdout
    assert "@reproduce_failure(" in ended.stdout
