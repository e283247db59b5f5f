"""The page inside a channel's app: launch data that the channel signed let somebody in as a link does.

No script of the channel's is loaded: the data stand in the address after #.
"""

from starlette.requests import Request
from starlette.responses import Response

from bot.base.launch import NotSigned
from bot.turns.runtime import Runtime
from bot.web import rendering, signing_in
from bot.web.visitor import runtime_of, visitor
from nudges.person import Status
from store import people, signins, tally
from store.database import Transaction


async def show(request: Request) -> Response:
    """Show what the channel opens: a script sends on the launch data; without it, how to get in by a link."""
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
        launch = runtime.read_launch(runtime.settings, data, now)
    except NotSigned:
        tally.count(db, "sign-in refused")
        return None
    person = people.by_chat(db, people.chat_hash(db, launch.address))
    if person is None or person.status != Status.ACTIVE:
        return None
    # By the signature: the same data, written in another order, would count as others.
    cookie = signins.enter(db, person.id, f"launch {launch.signature}", now)
    return None if cookie is None else signing_in.note(db, person.id, cookie, now)
