"""Pieces of a text that mean something, at offsets in UTF-16 units, which is how Telegram counts."""

import re
from typing import Any

Entity = dict[str, Any]
_FOUND = re.compile(
    r"(?P<url>https?://[^\s<>\"']*[^\s<>\"'.,:;!?)\]])|(?:(?<=\s)|^)(?P<bot_command>/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?)(?![\w/])"
)
_OPAQUE = frozenset({"code", "pre", "text_link"})


def units(text: str) -> int:
    """Measure `text` in UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, offset: int, length: int) -> str:
    """Cut out the piece of `text` from `offset`, `length` long, both in UTF-16 units."""
    if text.isascii():
        return text[offset : offset + length]
    return text.encode("utf-16-le", "surrogatepass")[2 * offset : 2 * (offset + length)].decode("utf-16-le", "replace")


def detected(text: str, entities: list[Entity]) -> list[Entity]:
    """`entities` with the addresses and commands that Telegram finds by itself, in order of appearance."""
    if "/" not in text:
        return entities
    addresses = [
        {
            "type": str(match.lastgroup),
            "offset": units(text[: match.start(match.lastgroup or 0)]),
            "length": units(match[match.lastgroup or 0]),
        }
        for match in _FOUND.finditer(text)
    ]
    free = [one for one in addresses if not any(_covers(other, one) for other in entities if other["type"] in _OPAQUE)]
    return sorted([*entities, *free], key=lambda entity: (entity["offset"], -entity["length"])) if free else entities


def _covers(outer: Entity, inner: Entity) -> bool:
    return bool(
        outer["offset"] < inner["offset"] + inner["length"] and inner["offset"] < outer["offset"] + outer["length"]
    )
