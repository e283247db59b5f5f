"""What a visitor may read: the way in, their teams, how answers are protected, and what is not there."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot import access
from bot.texts import LANGUAGES
from bot.web import rendering
from bot.web.visitor import LANGUAGE_COOKIE, Visitor, is_secure, runtime_of, visitor, voice


async def home(request: Request) -> Response:
    """The way in; for a lead their team, or which of their teams."""
    looking = await visitor(request)
    if looking.person is None:
        return rendering.page(request, looking, "welcome.html", signed_out="signed-out" in request.query_params)
    teams = await runtime_of(request).database.run(access.led_teams, looking.person.id)
    if not teams:
        return rendering.message(request, looking, "none", home=False)
    if len(teams) == 1:
        return RedirectResponse(f"/team/{teams[0].team_id}", 303)
    return rendering.page(request, looking, "teams.html", teams=teams)


async def protection(request: Request) -> Response:
    """How answers are protected."""
    return rendering.page(request, await visitor(request), "protection.html")


async def language(request: Request) -> Response:
    """From now on in this language; back to where the visitor was."""
    chosen, back = request.path_params["language"], request.query_params.get("back", "/")
    elsewhere = not back.startswith("/") or back.startswith(("//", "/\\"))
    response = RedirectResponse("/" if elsewhere else back, 303)
    if chosen in LANGUAGES:
        response.set_cookie(
            LANGUAGE_COOKIE, chosen, secure=is_secure(runtime_of(request)), httponly=True, samesite="lax"
        )
    return response


async def missing(request: Request, _: Exception) -> Response:
    """The same for everything that is not there and for everything that is somebody else's."""
    return rendering.message(request, await visitor(request), "missing", status=404)


async def sorry(request: Request, _: Exception) -> Response:
    """Something broke, perhaps the database: this page asks it nothing."""
    return rendering.message(request, Visitor(None, voice(request, None)), "sorry", status=500)
