"""The stylesheet of every page: components of the NL Design System, our tokens for them, and our own layout.

The components in `static/nlds/` are as their makers published them. They are sent as one file, whose address changes
with its content, so that a browser asks for it once.
"""

import hashlib
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

_STATIC = Path(__file__).parent / "static"
_FOR_EVER = "public, max-age=31536000, immutable"


@cache
def text() -> str:
    """Join the whole stylesheet: the components by name, then tokens and layout."""
    files = [*sorted((_STATIC / "nlds").glob("*.css")), _STATIC / "theme.css", _STATIC / "page.css"]
    return "\n".join(file.read_text() for file in files)


@cache
def address() -> str:
    """Give the address at which a page finds the stylesheet."""
    return f"/style.css?v={hashlib.sha256(text().encode()).hexdigest()[:12]}"


async def sheet(_: Request) -> Response:
    """Answer with the stylesheet."""
    return Response(text(), media_type="text/css", headers={"Cache-Control": _FOR_EVER})
