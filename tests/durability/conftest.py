"""Figures that a durability test found, told at the end of the run: a count is worth more than a green dot."""

from collections.abc import Callable

import pytest

_FIGURES = pytest.StashKey[list[str]]()


@pytest.fixture
def tells(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Takes a sentence with figures."""
    return request.config.stash.setdefault(_FIGURES, []).append


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what was counted."""
    for figures in terminalreporter.config.stash.get(_FIGURES, []):
        terminalreporter.write_line(f"counted: {figures}")
