"""The operator's shell: commands on an installation of the test's own, and what they print."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from typer.testing import CliRunner

from bot.base import opening, settings
from bot.cli import main
from store import audit
from store.audit import AuditLine
from store.database import Database

SECRET = "the secret of the tests is long enough"
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class CommandResult:
    """What a command ended with."""

    status: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        """The lines of its output."""
        return self.out.splitlines()


@dataclass(frozen=True, slots=True)
class Shell:
    """A shell in a folder, with the environment of one installation and no other."""

    folder: Path
    environment: dict[str, str]

    def __call__(self, *words: str) -> CommandResult:
        """Run a command."""
        ended = CliRunner().invoke(main.app, list(words), env=self.environment, catch_exceptions=False)
        return CommandResult(ended.exit_code, ended.stdout, ended.stderr)

    def with_settings(self, **others: str) -> "Shell":
        """The same shell with other settings."""
        named = {f"{settings.PREFIX}{name.upper()}": value for name, value in others.items()}
        return Shell(self.folder, self.environment | named)

    @contextmanager
    def memory(self) -> Iterator[Database]:
        """What the commands work on."""
        chosen = settings.load(
            _env_file=None,
            data_dir=self.environment["KOERSVAST_DATA_DIR"],
            secret_key=SECRET,
            database_url=self.environment["KOERSVAST_DATABASE_URL"],
        )
        with opening.beside(chosen, NOW) as db:
            yield db

    def trail(self) -> list[tuple[str, str, str]]:
        """(event, subject, result) of every audit line of the operator's."""
        with self.memory() as db:
            lines: list[AuditLine] = list(db.call(audit.lines))
            assert db.call(audit.verify) is None
        assert all((line.actor, line.origin) == ("operator", "shell") for line in lines)
        return [(line.event, line.subject, line.result) for line in lines]
