"""An operator's page: how many of what, what failed, and how long things are kept; no result, no name, no handle."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import Response

from bot.turns.runtime import Runtime
from bot.web import rendering, wanted
from bot.web.visitor import runtime_of, token, visitor
from nudges import bands, calendar_nl, head_counts, workdays
from store import audit, census, outbox, passes, retention
from store.columns import Keep
from store.database import Transaction

_TRANSIENT_DAYS = 7
_CALENDAR = workdays.Workdays(off=calendar_nl.cao_gemeenten())
_EVENTS = {
    "failed": "failed",
    "set aside": "aside",
    "sent again in doubt": "again",
    "left in doubt": "left",
    "sign-in refused": "refused",
}


async def figures(request: Request) -> Response:
    """Show an operator's page, to a browser that came in by a link made on the machine itself."""
    runtime = runtime_of(request)
    counts = await runtime.database.run(_count, token(request), runtime)
    if counts is None:
        return wanted.sign_in_first(request)
    looking = await visitor(request)
    return rendering.page(request, looking, "operator.html", day=looking.voice.long_day, **counts)


def _count(db: Transaction, shown: str, runtime: Runtime) -> Mapping[str, Any] | None:
    now = runtime.clock.now()
    if not passes.holds(db, shown, now):
        return None
    audit.note(db, now, actor="operator", event="status", subject="counts", origin="web")
    return {
        "seats": _in_steps(census.seated(db)),
        "invitations": {state: _in_steps(number) for state, number in census.invitations(db, now).items()},
        "head_counts": _head_counts(db, runtime, now),
        "waits": {"inbox": census.oldest_update(db, now), "outbox": outbox.oldest_waiting(db, now)},
        "happened": _happened(census.happened(db)),
        "kept": retention.report(db, _days(runtime), now),
    }


def _head_counts(db: Transaction, runtime: Runtime, now: datetime) -> Mapping[str, Any]:
    """Count the teams whose head count is asked for; say since when, and when they are asked for next."""
    today = now.astimezone(ZoneInfo(runtime.settings.timezone)).date()
    first = head_counts.begins(today, _CALENDAR)
    return {
        "number": census.head_counts_to_give(db, first),
        "since": first,
        "next": head_counts.next_term(today, _CALENDAR),
    }


def _happened(counted: Mapping[str, int]) -> Mapping[str, int]:
    """List counts by the key of their words."""
    totals: Counter[str] = Counter()
    for name, number in counted.items():
        totals[_EVENTS.get(name, "other")] += number
    return dict(sorted(totals.items()))


def _in_steps(number: int) -> str:
    """Count people in steps of five: an operator, too, may be a colleague."""
    least = bands.people(number)
    return "< 5" if least is None else f"≥ {least}"


def _days(runtime: Runtime) -> Mapping[Keep, int]:
    settings = runtime.settings
    return {
        Keep.TEXT: settings.keep_text_days,
        Keep.GOAL: settings.keep_goal_days,
        Keep.SCORE: settings.keep_score_days,
        Keep.AUDIT: settings.keep_audit_days,
        Keep.TRANSIENT: _TRANSIENT_DAYS,
    }
