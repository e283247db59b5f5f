"""What tests of several packages share: a real PostgreSQL, a real Chromium, and honesty about what did not run."""

import os
import shutil
from collections.abc import Iterator
from itertools import count

import pytest
from hypothesis import HealthCheck, settings

from tests import postgres_server

IN_CI = os.environ.get("CI", "").lower() in ("1", "true")
NO_CHROMIUM = "Chromium is missing"
NO_OFFICE = "LibreOffice is missing"
HOW_TO_GET = {
    NO_CHROMIUM: "For the browser tests: apt install chromium fonts-noto-color-emoji",
    NO_OFFICE: "For the spreadsheet tests: apt install libreoffice-calc-nogui",
}
_numbers = count(1)

# On a busy machine drawing and playing an example may take any time, which says nothing about the product; whoever
# sees a property fail can play the same example again.
settings.register_profile("koersvast", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)
settings.load_profile("koersvast")


def find_chromium() -> str | None:
    """Path of the Chromium of this machine."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of a real Chromium, for playwright's `executable_path`; a test that asks for it is a browser test."""
    path = find_chromium()
    assert path is not None, f"{NO_CHROMIUM}: apt install chromium fonts-noto-color-emoji"
    return path


@pytest.fixture(scope="session")
def office() -> str:
    """Path of a real LibreOffice; a test that asks for it opens a spreadsheet as somebody at a desk would."""
    path = shutil.which("soffice")
    assert path is not None, f"{NO_OFFICE}: apt install libreoffice-calc-nogui"
    return path


@pytest.fixture(scope="session")
def postgres_socket() -> Iterator[str]:
    """Folder of the socket of a running PostgreSQL server, one for each test process."""
    with postgres_server.running() as socket:
        yield socket


@pytest.fixture
def postgres_url(postgres_socket: str) -> Iterator[str]:
    """Address of an empty PostgreSQL database that no other test sees."""
    with postgres_server.fresh_database(postgres_socket, f"test_{next(_numbers)}") as url:
        yield url


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add --long."""
    parser.addoption("--long", action="store_true", help="also run the tests that take minutes")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark by fixture; leave the long tests out unless asked for; skip what the machine lacks a program for."""
    for item in items:
        asked = getattr(item, "fixturenames", ())
        if "chromium" in asked:
            item.add_marker(pytest.mark.browser)
        if "postgres_url" in asked:
            item.add_marker(pytest.mark.postgres)
        if item.get_closest_marker("browser") and find_chromium() is None and not IN_CI:
            item.add_marker(pytest.mark.skip(reason=NO_CHROMIUM))
        if "office" in asked and shutil.which("soffice") is None and not IN_CI:
            item.add_marker(pytest.mark.skip(reason=NO_OFFICE))
    if not config.getoption("--long"):
        long = [item for item in items if item.get_closest_marker("long")]
        items[:] = [item for item in items if not item.get_closest_marker("long")]
        config.hook.pytest_deselected(items=long)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say by name what did not run and how to get it."""
    skipped = [report for report in terminalreporter.stats.get("skipped", []) if isinstance(report.longrepr, tuple)]
    for report in skipped:
        terminalreporter.write_line(f"not run: {report.nodeid} ({report.longrepr[2].removeprefix('Skipped: ')})")
    for missing, how in HOW_TO_GET.items():
        if any(missing in report.longrepr[2] for report in skipped):
            terminalreporter.write_line(how)
    if skipped and IN_CI:
        terminalreporter.write_line("In CI nothing may be skipped, so this run has failed.")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """In CI a skipped test is a failure."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if IN_CI and reporter is not None and reporter.stats.get("skipped") and session.exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
