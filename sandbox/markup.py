"""Telegram's HTML: marked-up text in, plain text with entities out, and its complaints in its own words."""

import re
from dataclasses import dataclass

from sandbox import refusals
from sandbox.entities import Entity, cut, detected, units

TAGS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler", "span": "spoiler",
    "code": "code", "pre": "pre", "a": "text_link", "blockquote": "blockquote", "tg-emoji": "custom_emoji",
}  # fmt: skip
_START = re.compile(r"<([^\s>]*)")
_ATTRIBUTE = re.compile(r"""\s*([^\s=>/"']+)\s*(?:=\s*(?:"([^"]*)"|'([^']*)'|([A-Za-z0-9.\-]+)))?""")
_REFERENCE = re.compile(r"&(?:(lt|gt|amp|quot)|#(\d+)|#[xX]([0-9a-fA-F]+));?")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_CONTROL = {**{n: " " for n in range(32) if n != 10}, 13: None}
_SPACE = " \n\u00a0"


@dataclass(slots=True)
class _Open:
    tag: str
    argument: str
    offset: int


def formatted(text: str, parse_mode: str, entity_list: object = None) -> tuple[str, list[Entity]]:
    """Plain text, trimmed, and its entities (offsets in UTF-16 units); BadRequest as Telegram words it."""
    mode = parse_mode.lower()
    entities: list[Entity] = []
    if mode == "html":
        if "<" in text or "&" in text:
            text, entities = _parse(text)
    elif mode not in ("", "none"):
        raise refusals.BadRequest("unsupported parse_mode")
    elif isinstance(entity_list, list):
        entities = [dict(entity) for entity in entity_list if isinstance(entity, dict)]
    plain, entities = _trimmed(text, entities)
    return plain, detected(plain, entities)


def _trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    cleaned = text if text.isprintable() else text.translate(_CONTROL)
    right = cleaned.rstrip(_SPACE)
    stripped = right.lstrip(_SPACE)
    if not entities:
        return stripped, entities
    lead, end = units(right) - units(stripped), units(stripped)
    inside = []
    for entity in entities:
        start, stop = max(entity["offset"] - lead, 0), min(entity["offset"] + entity["length"] - lead, end)
        if stop > start:
            inside.append({**entity, "offset": start, "length": stop - start})
    return stripped, sorted(inside, key=lambda entity: (entity["offset"], -entity["length"]))


def _complaint(words: str) -> refusals.BadRequest:
    return refusals.BadRequest(f"can't parse entities: {words}")


class _Reader:
    """One pass over the text; positions in complaints are byte offsets, positions of entities UTF-16 units."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.parts: list[str] = []
        self.length = 0
        self.open: list[_Open] = []
        self.entities: list[Entity] = []

    def add(self, piece: str) -> None:
        plain = _REFERENCE.sub(_character, piece) if "&" in piece else piece
        self.parts.append(plain)
        self.length += units(plain)

    def byte(self, position: int) -> int:
        return len(self.text[:position].encode())

    def start_tag(self, begin: int) -> int:
        opening = _START.match(self.text, begin)
        tag = opening.group(1).lower() if opening else ""
        position = begin + 1 + len(tag)
        if position >= len(self.text):
            raise _complaint(f"Unclosed start tag at byte offset {self.byte(begin)}")
        if tag not in TAGS:
            raise _complaint(f'Unsupported start tag "{tag}" at byte offset {self.byte(begin)}')
        argument, position = self.attributes(tag, begin, position)
        if tag == "span" and argument != "spoiler":
            raise _complaint(f'Tag "span" must have class "tg-spoiler" at byte offset {self.byte(begin)}')
        self.open.append(_Open(tag, argument, self.length))
        return position

    def attributes(self, tag: str, begin: int, position: int) -> tuple[str, int]:
        argument = ""
        while True:
            while position < len(self.text) and self.text[position].isspace():
                position += 1
            if position >= len(self.text):
                raise _complaint(f"Unclosed start tag at byte offset {self.byte(begin)}")
            if self.text[position] == ">":
                return argument, position + 1
            attribute = _ATTRIBUTE.match(self.text, position)
            if attribute is None:
                raise _complaint(f'Empty attribute name in the tag "{tag}" at byte offset {self.byte(begin)}')
            value = next((group for group in attribute.groups()[1:] if group is not None), "")
            argument = _argument(tag, attribute.group(1).lower(), _REFERENCE.sub(_character, value)) or argument
            position = attribute.end()

    def end_tag(self, begin: int) -> int:
        if not self.open:
            raise _complaint(f"Unexpected end tag at byte offset {self.byte(begin)}")
        close = self.text.find(">", begin)
        if close < 0:
            raise _complaint(f"Unclosed end tag at byte offset {self.byte(begin)}")
        name, latest = self.text[begin + 2 : close].strip().lower(), self.open.pop()
        if name and name != latest.tag:
            mismatch = f'expected "</{latest.tag}>", found "</{name}>"'
            raise _complaint(f"Unmatched end tag at byte offset {self.byte(begin)}, {mismatch}")
        if self.length > latest.offset:
            self.entities.extend(_entity(latest, self.length - latest.offset, "".join(self.parts)))
        return close + 1


def _parse(text: str) -> tuple[str, list[Entity]]:
    reader, position = _Reader(text), 0
    while (begin := text.find("<", position)) >= 0:
        reader.add(text[position:begin])
        position = reader.end_tag(begin) if text.startswith("</", begin) else reader.start_tag(begin)
    reader.add(text[position:])
    if reader.open:
        raise _complaint(f'Can\'t find end tag corresponding to start tag "{reader.open[-1].tag}"')
    return "".join(reader.parts), reader.entities


def _character(reference: re.Match[str]) -> str:
    named, decimal, hexadecimal = reference.groups()
    if named:
        return _NAMED[named]
    code = int(decimal) if decimal else int(hexadecimal, 16)
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else reference.group(0)


def _argument(tag: str, name: str, value: str) -> str:
    if (tag, name) == ("a", "href") or (tag, name) == ("tg-emoji", "emoji-id"):
        return value
    if (tag, name) == ("code", "class"):
        return value.removeprefix("language-") if value.startswith("language-") else ""
    if (tag, name) == ("span", "class"):
        return value.removeprefix("tg-") if value.startswith("tg-") else ""
    return "expandable" if (tag, name) == ("blockquote", "expandable") else ""


def _entity(opened: _Open, length: int, text: str) -> list[Entity]:
    kind = TAGS[opened.tag]
    entity: Entity = {"type": kind, "offset": opened.offset, "length": length}
    if kind == "text_link":
        url = opened.argument or cut(text, opened.offset, length)
        if "." not in url and "://" not in url:
            return []
        entity["url"] = url if "://" in url or url.startswith(("mailto:", "tel:")) else f"http://{url}/"
    elif kind == "custom_emoji":
        entity["custom_emoji_id"] = opened.argument
    elif kind == "blockquote" and opened.argument:
        entity["type"] = "expandable_blockquote"
    return [entity]
