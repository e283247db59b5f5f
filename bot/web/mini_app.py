"""The page inside Telegram: its launch data, signed with the bot's token, lets somebody in as a link does.

The algorithm is Telegram's ("Validating data received via the Mini App"): HMAC-SHA256 over the sorted fields, with
HMAC-SHA256("WebAppData", token) as its key; the field `signature`, which lets others check without the token, is one of
the fields. No script of Telegram's is loaded: the data stands in the address after #.
"""

import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import Response

from bot.turns.runtime import Runtime
from bot.web import rendering, signing_in
from bot.web.visitor import runtime_of, visitor
from nudges.person import Status
from store import people, signins, tally
from store.database import Transaction

FRESH_FOR = timedelta(minutes=5)
_LONGEST = 4096  # characters; Telegram's are some hundreds


class NotSigned(ValueError):
    """These are not launch data that Telegram signed for this bot, or they are too old."""


@dataclass(frozen=True, slots=True)
class Launch:
    """Holds the Telegram id of whom launch data are about, and the signature by which they are told from any others."""

    person: int
    signature: str


def read(data: str, token: str, now: datetime) -> Launch:
    """Check the signature of launch data and read what they say. Raises NotSigned."""
    fields = dict(parse_qsl(data, keep_blank_values=True)) if 0 < len(data) <= _LONGEST and token else {}
    signature_sent = fields.pop("hash", "")
    checked = "\n".join(f"{name}={fields[name]}" for name in sorted(fields))
    key = hmac.digest(b"WebAppData", token.encode(), hashlib.sha256)
    signature = hmac.digest(key, _bytes(checked), hashlib.sha256).hex()
    if not hmac.compare_digest(_bytes(signature), _bytes(signature_sent)):
        raise NotSigned(str(NotSigned.__doc__))
    try:
        age = now - datetime.fromtimestamp(int(fields["auth_date"]), UTC)
        person = int(json.loads(fields["user"])["id"])
    except (KeyError, TypeError, ValueError, OverflowError, OSError) as error:
        raise NotSigned(str(NotSigned.__doc__)) from error
    if not -FRESH_FOR <= age <= FRESH_FOR:
        raise NotSigned(str(NotSigned.__doc__))
    return Launch(person, signature_sent)


def _bytes(text: str) -> bytes:
    """Any text at all: what a stranger sends may hold half a character, and texts are compared as ASCII only."""
    return text.encode(errors="surrogatepass")


async def show(request: Request) -> Response:
    """Show what Telegram opens: a script sends on the launch data; without it, how to get in by a link."""
    return rendering.page(request, await visitor(request), "app.html")


async def use(request: Request) -> Response:
    """Let somebody in by the launch data that came."""
    runtime = runtime_of(request)
    form = await request.form(max_fields=1, max_files=0)
    cookie = await runtime.database.run(_enter, str(form.get("data", "")), runtime)
    return await signing_in.entered(request, cookie)


def _enter(db: Transaction, data: str, runtime: Runtime) -> str | None:
    now = runtime.clock.now()
    try:
        launch = read(data, runtime.settings.bot_token, now)
    except NotSigned:
        tally.count(db, "sign-in refused")
        return None
    person = people.by_chat(db, people.chat_hash(db, launch.person))
    if person is None or person.status != Status.ACTIVE:
        return None
    # By the signature: the same data, written in another order, would count as others.
    cookie = signins.enter(db, person.id, f"launch {launch.signature}", now)
    return None if cookie is None else signing_in.note(db, person.id, cookie, now)
