"""One drawing code: SVG for the page, and the same drawing as PNG for the chat.

A drawing is a mapping that JSON can hold: `kind` names a template in `drawings/`, `alt` says in words what it shows,
and the rest is what that template asks for; all words are in the reader's language already.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

_FOLDER = Path(__file__).parent / "drawings"
_ZOOM = 3  # 360 units become 1,080 pixels: sharp on a phone
_FONTS = ("Roboto", "RobotoBold")

# Told apart by lightness alone, so by every eye and in print; shape and words say the same once more.
COLOURS = {
    "paper": "#ffffff",
    "ink": "#16202b",
    "muted": "#4a5763",
    "line": "#8794a1",
    "accent": "#0b5394",
    "on_accent": "#ffffff",
}


def svg(drawing: Mapping[str, Any], *, titled: bool = True) -> str:
    """Draw it as SVG, 360 units wide. A page may recolour it by its classes, and has a title of its own."""
    return _template(str(drawing["kind"])).render(drawing=drawing, colour=COLOURS, titled=titled)


def png(drawing: Mapping[str, Any]) -> bytes:
    """Draw it as PNG, 1,080 pixels wide."""
    import font_roboto  # type: ignore[import-untyped]  # imported here: a bot that draws nothing need not load them
    import resvg_py

    return resvg_py.svg_to_bytes(
        svg_string=svg(drawing),
        background=COLOURS["paper"],
        zoom=_ZOOM,
        skip_system_fonts=True,
        font_files=[font_roboto.font_files[name] for name in _FONTS],
        font_family="Roboto",
        sans_serif_family="Roboto",
    )


@cache
def _template(kind: str) -> Template:
    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(f"{kind}.svg")
