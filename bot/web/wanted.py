"""Remembers which page somebody asked for before they signed in: one of ours, for ten minutes, in their browser."""

import re

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.web.visitor import is_secure, runtime_of

_COOKIE = "wanted"
_LASTS = 600  # seconds: twice as long as a link
_PAGES = re.compile(r"/(log|coach|operator|team/[A-Za-z0-9_-]{1,22}(/debrief|/series)?)")


def sign_in_first(request: Request) -> Response:
    """Send a browser to the beginning, which tells the way in; afterwards `page` leads on."""
    response, path = RedirectResponse("/", 303), request.url.path
    if _PAGES.fullmatch(path):
        secure = is_secure(runtime_of(request))
        response.set_cookie(_COOKIE, path, max_age=_LASTS, secure=secure, httponly=True, samesite="lax")
    return response


def page(request: Request) -> str | None:
    """Read where to go on, if anywhere: one of our own pages, whatever a browser says; that page looks itself who
    asks."""
    path = request.cookies.get(_COOKIE, "")
    return path if _PAGES.fullmatch(path) else None


def forget(request: Request, response: Response) -> None:
    """Forget the page that somebody wanted: it leads on once."""
    if _COOKIE in request.cookies:
        response.delete_cookie(_COOKIE)
