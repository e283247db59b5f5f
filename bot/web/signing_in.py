"""In by a link from the chat: looking at it shows a button, pressing the button uses it up; and out again."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.runtime import Runtime
from bot.web import rendering
from bot.web.visitor import cookie_name, is_secure, runtime_of, token, visitor
from store import audit, people, signins, tally
from store.database import Transaction


async def show(request: Request) -> Response:
    """The button. Nothing is used up and nothing said of the link: previews and scanners come here too."""
    return rendering.page(request, await visitor(request), "sign_in.html")


async def use(request: Request) -> Response:
    """The button was pressed."""
    runtime = runtime_of(request)
    cookie = await runtime.database.run(_enter, request.path_params["token"], runtime)
    if cookie is None:
        return rendering.message(request, await visitor(request), "expired", status=410, home=False)
    response = RedirectResponse("/", 303)
    response.set_cookie(
        cookie_name(runtime),
        cookie,
        max_age=int(signins.BROWSER_STAYS.total_seconds()),
        path="/",
        secure=is_secure(runtime),
        httponly=True,
        samesite="lax",
    )
    return response


def _enter(db: Transaction, link: str, runtime: Runtime) -> str | None:
    now = runtime.clock.now()
    entered = signins.consume(db, link, now)
    if entered is None:
        tally.count(db, "sign-in refused")
        return None
    person, cookie = entered
    key = people.by_id(db, person).audit_key
    audit.note(db, now, actor=key, event="sign in", subject=key, origin="web")
    return cookie


async def leave(request: Request) -> Response:
    """Signed out; the browser forgets what it kept."""
    runtime = runtime_of(request)
    await runtime.database.run(signins.sign_out, token(request))
    response = RedirectResponse("/?signed-out", 303)
    response.delete_cookie(cookie_name(runtime), path="/", secure=is_secure(runtime), httponly=True, samesite="lax")
    response.headers["Clear-Site-Data"] = '"cache"'
    return response
