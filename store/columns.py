"""Column types and the label every column bears: what it is for and how long it is kept."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import DateTime, Dialect, String
from sqlalchemy.types import TypeDecorator, TypeEngine
from sqlmodel import Field


class Keep(StrEnum):
    """Retention classes; the settings give each its number of days."""

    SYSTEM = "system"  # no person in it
    PARTICIPATION = "participation"  # as long as somebody takes part
    TRANSIENT = "transient"  # until handled, a week at most
    TEXT = "text"  # what somebody wrote
    GOAL = "goal"  # what somebody chose to keep with their goal
    SCORE = "score"  # what somebody chose
    AUDIT = "audit"
    PUBLISHED = "published"  # published cells hold no person


class Instant(TypeDecorator[datetime]):
    """An aware moment in UTC: `timestamptz` on PostgreSQL, text that sorts by time on SQLite."""

    impl = String(27)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """PostgreSQL has a type for this, SQLite has not."""
        if dialect.name == "postgresql":
            return dialect.type_descriptor(DateTime(timezone=True))
        return dialect.type_descriptor(String(27))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """Refuse naive moments: they would be read as another hour elsewhere."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its zone")
        utc = value if value.tzinfo is UTC else value.astimezone(UTC)
        if dialect.name == "postgresql":
            return utc
        return utc.isoformat(timespec="microseconds")[:26] + "Z"  # strftime takes ten times as long

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's
        """Give a moment back in UTC."""
        if value is None:
            return None
        if isinstance(value, datetime):
            return value.astimezone(UTC)
        return datetime.fromisoformat(value)


def column(purpose: str, keep: Keep, **options: Any) -> Any:
    """Make a column with its purpose (one phrase) and its retention class."""
    return Field(sa_column_kwargs={"info": {"purpose": purpose, "keep": keep}}, **options)


def instant(purpose: str, keep: Keep, **options: Any) -> Any:
    """Make a column that holds a moment."""
    return column(purpose, keep, sa_type=Instant, **options)
