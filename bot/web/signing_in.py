"""Signs people in by a link from the chat or the shell: looking shows a button, a press uses the link up; and out."""

from datetime import datetime

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.turns.runtime import Runtime
from bot.web import rendering, wanted
from bot.web.visitor import cookie_name, is_secure, runtime_of, token, visitor
from store import audit, passes, people, signins, tally
from store.database import Transaction


async def show(request: Request) -> Response:
    """Show the button that signs in. Nothing is used up and nothing said of the link: previews and scanners come here
    too."""
    return rendering.page(request, await visitor(request), "sign_in.html")


async def use(request: Request) -> Response:
    """Sign in whoever pressed the button, and use the link up."""
    runtime = runtime_of(request)
    return await entered(request, await runtime.database.run(_enter, request.path_params["token"], runtime))


async def entered(request: Request, cookie: str | None) -> Response:
    """Let the browser in with this cookie; None is for whatever was wrong, in the same words."""
    runtime = runtime_of(request)
    if cookie is None:
        return rendering.message(request, await visitor(request), "expired", status=410, home=False)
    response = RedirectResponse(wanted.page(request) or "/", 303)
    response.set_cookie(
        cookie_name(runtime),
        cookie,
        max_age=int(signins.BROWSER_STAYS.total_seconds()),
        path="/",
        secure=is_secure(runtime),
        httponly=True,
        samesite="lax",
    )
    wanted.forget(request, response)
    return response


def _enter(db: Transaction, link: str, runtime: Runtime) -> str | None:
    now = runtime.clock.now()
    consumed = signins.consume(db, link, now)
    if consumed is not None:
        return note(db, *consumed, now)
    cookie = passes.consume(db, link, now)
    if cookie is None:
        tally.count(db, "sign-in refused")
    else:
        audit.note(db, now, actor="operator", event="sign in", subject="counts", origin="web")
    return cookie


def note(db: Transaction, person_id: int, cookie: str, now: datetime) -> str:
    """Write down that this person came in; gives the cookie back."""
    key = people.by_id(db, person_id).audit_key
    audit.note(db, now, actor=key, event="sign in", subject=key, origin="web")
    return cookie


async def leave(request: Request) -> Response:
    """Sign out; the browser forgets what it kept."""
    runtime = runtime_of(request)
    await runtime.database.run(_leave, token(request))
    response = RedirectResponse("/?signed-out", 303)
    response.delete_cookie(cookie_name(runtime), path="/", secure=is_secure(runtime), httponly=True, samesite="lax")
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def _leave(db: Transaction, cookie: str) -> None:
    signins.sign_out(db, cookie)
    passes.sign_out(db, cookie)
