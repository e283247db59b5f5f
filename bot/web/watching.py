"""For whoever watches the machine: does the bot do its work, and how long does what waits; no person is in it.

How many messages or updates there are is not told: they go with whoever leaves.
"""

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from zoneinfo import ZoneInfo

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.base.last_contact import Contact
from bot.turns.runtime import Runtime
from bot.web import loopback
from bot.web.visitor import runtime_of
from nudges import calendar_nl, head_counts, workdays
from store import census, installation, outbox
from store.database import Transaction

_PATIENCE = 5.0  # seconds that the database may take
SILENCE = 60.0  # seconds without a word of a channel's; Telegram answers each poll within 25
WAITING = timedelta(minutes=15)  # that a message may wait which nobody asked to wait

WELL = "ok"
_CALENDAR = workdays.Workdays(off=calendar_nl.cao_gemeenten())


async def live(_: Request) -> Response:
    """Answer 200 as long as the process runs at all."""
    return JSONResponse({"status": WELL})


async def health(request: Request) -> Response:
    """Answer 200 while the database writes, each channel answers and messages go out; else 503, with what is wrong."""
    runtime = runtime_of(request)
    channels = {name: _channel(contact) for name, contact in runtime.contacts.items()}
    said = {"database": await _database(runtime), **channels, "outbox": WELL}
    if said["database"] == WELL:
        said["outbox"] = await runtime.database.run(_outbox, runtime)
    wrong = [what for what in said.values() if what != WELL]
    return JSONResponse({"status": "; ".join(wrong) or WELL, **said}, 503 if wrong else 200)


async def _database(runtime: Runtime) -> str:
    """Try the database by writing: one that is full or only reads is no database to the bot."""
    try:
        await asyncio.wait_for(runtime.database.run(installation.remember, "health", b""), _PATIENCE)
    except Exception as error:  # whatever it is, the bot cannot store what people say
        return f"the database does not take what is to be stored ({type(error).__name__})"
    return WELL


def _channel(contact: Contact) -> str:
    if not contact.heard:
        return f"{contact.title} has not answered yet{_trouble(contact.trouble)}"
    if contact.silence() > SILENCE:
        return f"{contact.title} has not answered for {contact.silence():.0f} seconds{_trouble(contact.trouble)}"
    return WELL


def _trouble(kind: str) -> str:
    return f" ({kind})" if kind else ""


def _outbox(db: Transaction, runtime: Runtime) -> str:
    age = outbox.oldest_waiting(db, runtime.clock.now())
    return WELL if age <= WAITING else f"a message has waited for {age.total_seconds() // 60:.0f} minutes"


async def metrics(request: Request) -> Response:
    """Count what went wrong since the beginning and how long what waits, for a collector on this machine."""
    if not loopback.is_near(request):
        raise HTTPException(404)
    runtime, registry = runtime_of(request), CollectorRegistry()
    for name, (described, label, values) in (await runtime.database.run(_figures, runtime)).items():
        gauge = Gauge(name, described, [label] if label else [], registry=registry)
        for value_of, value in values.items():
            (gauge.labels(value_of) if label else gauge).set(value)
    for name, contact in runtime.contacts.items():
        described = f"Seconds since {contact.title} last answered."
        Gauge(f"koersvast_{name}_silence_seconds", described, registry=registry).set(contact.silence())
    return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)


def _figures(db: Transaction, runtime: Runtime) -> Mapping[str, tuple[str, str, Mapping[str, float]]]:
    """Name → (what it is, its label or none, value by label)."""
    now = runtime.clock.now()
    today = now.astimezone(ZoneInfo(runtime.settings.timezone)).date()
    to_give = census.head_counts_to_give(db, head_counts.begins(today, _CALENDAR))
    waited = outbox.oldest_waiting(db, now), census.oldest_update(db, now)
    return {
        "koersvast_happened": ("What went wrong since the beginning.", "what", census.happened(db)),
        "koersvast_outbox_oldest_seconds": (
            "How long the oldest message has waited.",
            "",
            {"": waited[0].total_seconds()},
        ),
        "koersvast_inbox_oldest_seconds": (
            "How long the oldest update has waited.",
            "",
            {"": waited[1].total_seconds()},
        ),
        "koersvast_head_counts_to_give": ("Teams of which a head count is asked for.", "", {"": to_give}),
    }
