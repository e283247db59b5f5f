"""Turns templates into answers, in the visitor's language."""

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import HTMLResponse

from bot.web import style
from bot.web.visitor import Visitor, runtime_of
from flows import marked_text
from flows.marked_text import Run

_FOLDER = Path(__file__).parent / "templates"


def page(request: Request, visitor: Visitor, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    """Fill in a template and answer with it; `t` gives sentences as HTML and `words` gives them without markup."""
    voice = visitor.voice
    html = (
        _environment()
        .get_template(template)
        .render(
            t=lambda key, **filled: as_html(voice.say(key, **filled)),
            words=voice.plain,
            voice=voice,
            own_language=visitor.person.language if visitor.person else voice.language,
            house_language=runtime_of(request).settings.language,
            signed_in=visitor.signed_in,
            style=style.address(),
            path=request.url.path if status == 200 else "/",
            **values,
        )
    )
    return HTMLResponse(html, status)


def as_html(text: str) -> Markup:
    """Write marked text for a browser."""
    return Markup("").join(map(_run, marked_text.parse(text)))


def _run(run: Run) -> Markup:
    words = escape(run.text)
    for tag, marks in (("i", run.italic), ("b", run.bold), ("q", run.quote)):
        words = Markup("<{0}>{1}</{0}>").format(tag, words) if marks else words
    return Markup('<a href="{}">{}</a>').format(run.link, words) if run.link else words


def message(request: Request, visitor: Visitor, name: str, *, status: int = 200, home: bool = True) -> HTMLResponse:
    """Answer with a page that only says something: `web.NAME.title` and `web.NAME.text`."""
    return page(request, visitor, "message.html", status=status, name=name, home=home)


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
