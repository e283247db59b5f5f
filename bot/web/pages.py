"""Shows what every visitor may read: the way in, their teams, how answers are protected, and what is not there."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.base import access
from bot.base.texts import LANGUAGES
from bot.web import rendering, wanted
from bot.web.visitor import LANGUAGE_COOKIE, Visitor, is_secure, runtime_of, visitor, voice
from store import people
from store.people import Role


async def home(request: Request) -> Response:
    """Show the way in; to a lead their team, or which of their teams; to a coach and an operator their own page."""
    looking = await visitor(request)
    if looking.operator:
        return RedirectResponse("/operator", 303)
    if looking.person is None:
        signed_out = "signed-out" in request.query_params
        return rendering.page(request, looking, "welcome.html", signed_out=signed_out, wanted=wanted.page(request))
    database = runtime_of(request).database
    led = await database.run(access.places, looking.person.id)
    coaches = Role.COACH in await database.run(people.roles, looking.person.id)
    if not led and not coaches:
        return rendering.message(request, looking, "none", home=False)
    if coaches and not led:
        return RedirectResponse("/coach", 303)
    if len(led) == 1 and not coaches:
        return RedirectResponse(f"/team/{led[0].shown}", 303)
    return rendering.page(request, looking, "teams.html", teams=led, coaches=coaches)


async def protection(request: Request) -> Response:
    """Explain how answers are protected."""
    return rendering.page(request, await visitor(request), "protection.html")


async def accessibility(request: Request) -> Response:
    """Explain what was done so that everybody can use these pages, and whom to tell what does not work."""
    looking = await visitor(request)
    contact = runtime_of(request).settings.text_for_people("privacy_contact", looking.voice.language)
    return rendering.page(request, looking, "accessibility.html", human=contact)


async def language(request: Request) -> Response:
    """Switch the pages to this language, and go back to where the visitor was."""
    chosen, back = request.path_params["language"], request.query_params.get("back", "/")
    elsewhere = not back.startswith("/") or back.startswith(("//", "/\\"))
    response = RedirectResponse("/" if elsewhere else back, 303)
    if chosen in LANGUAGES:
        response.set_cookie(
            LANGUAGE_COOKIE, chosen, secure=is_secure(runtime_of(request)), httponly=True, samesite="lax"
        )
    return response


async def missing(request: Request, _: Exception) -> Response:
    """Say that there is no such page: the same for everything that is not there and for everything that is somebody
    else's."""
    return rendering.message(request, await visitor(request), "missing", status=404)


async def sorry(request: Request, _: Exception) -> Response:
    """Say that something broke, perhaps the database: this page asks it nothing."""
    return rendering.message(request, Visitor(None, voice(request, None)), "sorry", status=500)
