"""The cast as the pure rooms know them: Anna, her lead Bram, her coach Carla, and Daan of another team."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from nudges import availability, calendar_nl

ANNA, BRAM, CARLA, DAAN = 1, 2, 3, 4
AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def anna(**changes: Any) -> availability.Person:
    """Anna works Monday to Friday in Amsterdam, on the municipal calendar; `changes` are fields of Person."""
    return replace(availability.Person(AMSTERDAM, holidays=calendar_nl.cao_gemeenten()), **changes)


def local(text: str) -> datetime:
    """The moment (UTC) at which the wall clock in Amsterdam shows this, by the plain standard library."""
    return datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM).astimezone(UTC)


moments = st.datetimes(
    datetime.fromisoformat("2026-01-01"), datetime.fromisoformat("2030-12-31"), timezones=st.just(AMSTERDAM)
).map(lambda at: at.astimezone(UTC))
