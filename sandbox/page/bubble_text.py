"""A message's text as safe HTML for the chat page."""

import html

from sandbox.entities import Entity, cut, units

_MARKS = {
    "bold": ("<b>", "</b>"), "italic": ("<i>", "</i>"), "underline": ("<u>", "</u>"), "code": ("<code>", "</code>"),
    "strikethrough": ("<s>", "</s>"), "pre": ("<pre>", "</pre>"), "blockquote": ("<blockquote>", "</blockquote>"),
    "expandable_blockquote": ("<blockquote>", "</blockquote>"), "spoiler": ('<span class="spoiler">', "</span>"),
    "bot_command": ('<button type="button" class="command" data-says>', "</button>"),
}  # fmt: skip


def shown(text: str, entities: list[Entity]) -> str:
    """Show the text as safe HTML for the chat page; entities that cross each other are cut by browsers' rules."""
    marks: dict[int, list[str]] = {}
    for entity in entities:
        before, after = _MARKS.get(entity["type"], ("", ""))
        if entity["type"] in ("text_link", "url"):
            url = entity.get("url") or cut(text, entity["offset"], entity["length"])
            before, after = _link(url)
        marks.setdefault(entity["offset"], []).append(before)
        marks.setdefault(entity["offset"] + entity["length"], []).insert(0, after)
    pieces, position = [], 0
    for offset in sorted(marks):
        pieces.append(html.escape(cut(text, position, offset - position)))
        pieces.extend(marks[offset])
        position = offset
    pieces.append(html.escape(cut(text, position, units(text) - position)))
    return "".join(pieces)


def _link(url: str) -> tuple[str, str]:
    full = url if "://" in url or url.startswith(("mailto:", "tel:")) else f"http://{url}"
    if not full.lower().startswith(("http://", "https://", "mailto:", "tel:", "tg://")):
        return "", ""
    return f'<a href="{html.escape(full)}" target="_blank" rel="noopener noreferrer">', "</a>"
