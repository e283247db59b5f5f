"""`./koersvast bench progress`: what publishing and a lead's page cost as history grows."""

import tempfile
from pathlib import Path

from rich.console import Console

from benchmarks import installation, progress

_LINE = "{:>5} {:>12} {:>12} {:>12} {:>12} {:>12} {:>12}"


def run_on_postgres(teams: int, weeks: int) -> int:
    """The same on a server of its own, which needs the requirements for development. It does not wait for the disk."""
    from tests import postgres_server

    with postgres_server.running() as socket, postgres_server.fresh_database(socket, "progress") as url:
        return run(teams, weeks, url)


def run(teams: int, weeks: int, database_url: str) -> int:
    """Measure on this machine and print what came of it, a line a quarter; nothing is judged. The exit code."""
    console = Console(highlight=False)
    console.print(
        f"{teams} teams; closing is of all teams together, pages are of leads spread over them; milliseconds."
    )
    console.print(
        _LINE.format("weeks", "answers", "close week", "close block", "page p50", "page p95", "picture"), soft_wrap=True
    )
    with tempfile.TemporaryDirectory() as folder:
        overrides = {"database_url": database_url} if database_url else {}
        for look in progress.run(installation.make_settings(Path(folder), **overrides), teams, weeks):
            figures = (look.week, look.block, look.page_median, look.page_p95, look.picture)
            shown = (f"{1000 * figure:,.0f}" for figure in figures)
            console.print(_LINE.format(look.weeks, f"{look.answers:,}", *shown), soft_wrap=True)
    return 0
