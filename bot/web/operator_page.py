"""An operator's page: how many of what, what failed, and how long things are kept; no result, no name, no handle."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from bot.runtime import Runtime
from bot.web import rendering, wanted
from bot.web.visitor import runtime_of, token, visitor
from nudges import bands
from store import agenda, audit, census, erasure, outbox, passes, retention, tally
from store.columns import Keep
from store.database import Transaction

_TRANSIENT_DAYS = 7
_KNOWN = frozenset(
    [
        "joining",
        "active",
        "stopped",
        "unreachable",
        "ended",
        "open",
        "used",
        "expired",
        "revoked",
        "queued",
        "sending",
        "uncertain",
        "failed",
        "planned",
        "sent",
        "answered",
        "skipped",
    ]
)


_EVENTS = {
    "failed": "failed",
    "sent again in doubt": "again",
    "left in doubt": "left",
    "sign-in refused": "refused",
}


async def figures(request: Request) -> Response:
    """The page, for a browser that came in by a link made on the machine itself."""
    runtime = runtime_of(request)
    found = await runtime.database.run(_count, token(request), runtime)
    if found is None:
        return wanted.sign_in_first(request)
    return rendering.page(request, await visitor(request), "operator.html", known=_KNOWN, **found)


def _count(db: Transaction, shown: str, runtime: Runtime) -> Mapping[str, Any] | None:
    now = runtime.clock.now()
    if not passes.holds(db, shown, now):
        return None
    audit.note(db, now, actor="operator", event="status", subject="counts", origin="web")
    return {
        "groups": {
            "people": _in_steps(census.people(db)),
            "invitations": _in_steps(census.invitations(db, now)),
            "outbox": outbox.counts(db),
            "nudges": _by_state(db),
        },
        "inbox": census.inbox(db),
        "happened": _happened(tally.counts(db)),
        "kept": retention.report(db, _days(runtime), now),
    }


def _happened(counted: Mapping[str, int]) -> Mapping[str, int]:
    """Counts by the key of their words: what went with a person is one count, about whatever it was."""
    found: Counter[str] = Counter()
    for name, number in counted.items():
        found["erased" if name.startswith(erasure.ERASED) else _EVENTS.get(name, "other")] += number
    return dict(sorted(found.items()))


def _in_steps(counted: Mapping[str, int]) -> Mapping[str, str]:
    """Counts of people in steps of five: an operator, too, may be a colleague."""
    return {
        name: "< 5" if (least := bands.people(number)) is None else f"≥ {least}" for name, number in counted.items()
    }


def _by_state(db: Transaction) -> Mapping[str, int]:
    """Without reasons: in a small organisation they would say who is away."""
    found: dict[str, int] = {}
    for (state, _), number in agenda.counts(db).items():
        found[state] = found.get(state, 0) + number
    return found


def _days(runtime: Runtime) -> Mapping[Keep, int]:
    settings = runtime.settings
    return {
        Keep.TEXT: settings.keep_text_days,
        Keep.SCORE: settings.keep_score_days,
        Keep.AUDIT: settings.keep_audit_days,
        Keep.TRANSIENT: _TRANSIENT_DAYS,
    }
