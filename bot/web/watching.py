"""For whoever watches the machine: does the database answer, and how much waits; no person is in it."""

import asyncio

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest
from sqlalchemy.exc import DBAPIError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.web import loopback
from bot.web.visitor import runtime_of
from store import outbox, tally

_PATIENCE = 5.0  # seconds


async def health(request: Request) -> Response:
    """200 while the database answers within five seconds, else 503."""
    try:
        await asyncio.wait_for(runtime_of(request).database.run(tally.counts), _PATIENCE)
    except (DBAPIError, TimeoutError) as error:
        return JSONResponse({"status": "the database does not answer", "error": type(error).__name__}, 503)
    return JSONResponse({"status": "ok"})


async def metrics(request: Request) -> Response:
    """Counts since the beginning and the state of the outbox, for a collector on this machine."""
    if not loopback.is_near(request):
        raise HTTPException(404)
    database, registry = runtime_of(request).database, CollectorRegistry()
    happened = Gauge("koersvast_happened", "Things that happened since the beginning.", ["what"], registry=registry)
    waiting = Gauge("koersvast_outbox", "Outgoing messages by state.", ["state"], registry=registry)
    for name, count in (await database.run(tally.counts)).items():
        happened.labels(name).set(count)
    for state, count in (await database.run(outbox.counts)).items():
        waiting.labels(state).set(count)
    return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)
