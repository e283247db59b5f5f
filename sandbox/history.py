"""Earlier messages put into a chat with their own dates, without the bot being told of them."""

import base64
from datetime import datetime
from typing import Any

import msgspec

from sandbox import files, keyboards, markup, refusals
from sandbox.chats import Chat, Message
from sandbox.exchange import Exchange
from sandbox.methods import media


class Attachment(msgspec.Struct, forbid_unknown_fields=True):
    """A picture or document of the past; `content` in base64."""

    content: str
    name: str = "photo.png"
    mime: str = "image/png"


class Earlier(msgspec.Struct, forbid_unknown_fields=True):
    """One earlier message; `date` is ISO 8601 with a zone, or Unix seconds; `by` is person or bot.

    `pressed` writes into the transcript that this button under the message was pressed at `edited`, or at `date`.
    """

    by: str
    date: str | int
    text: str = ""
    parse_mode: str = ""
    edited: str | int | None = None
    reply_markup: dict[str, Any] | None = None
    pressed: str = ""
    photo: Attachment | None = None
    document: Attachment | None = None


def put(exchange: Exchange, chat: Chat, entries: list[Earlier]) -> list[int]:
    """Add these messages in their order and say their ids; all are checked before the first is added."""
    contents = [_content(exchange, entry) for entry in entries]
    chat.started = True
    numbers = []
    for entry, content in zip(entries, contents, strict=True):
        sender = exchange.bot if entry.by == "bot" else chat.as_user()
        message = {**exchange.new_message(chat, sender, stamp(entry.date)), **content}
        if entry.edited is not None:
            message["edit_date"] = stamp(entry.edited)
        exchange.put(chat, message, date=message["date"])
        if entry.pressed:
            pressed_at = message.get("edit_date", message["date"])
            exchange.note(chat, chat.name, "presses", entry.pressed, message["message_id"], date=pressed_at)
        numbers.append(int(message["message_id"]))
    exchange.save_chat(chat)
    exchange.save_counters()
    return numbers


def stamp(date: str | int) -> int:
    """Unix seconds of a moment given as such or in ISO 8601; BadRequest for anything else."""
    if isinstance(date, int):
        return date
    try:
        moment = datetime.fromisoformat(date)
    except ValueError:
        raise refusals.BadRequest(f"{date!r} is not a moment in ISO 8601") from None
    if moment.tzinfo is None:
        raise refusals.BadRequest(f"{date!r} has no time zone")
    return int(moment.timestamp())


def _content(exchange: Exchange, entry: Earlier) -> Message:
    if entry.by not in ("person", "bot"):
        raise refusals.BadRequest(f"by is person or bot, not {entry.by!r}")
    stamp(entry.date)
    text, entities = markup.formatted(entry.text, entry.parse_mode)
    content = _attached(exchange, entry)
    if not text and not content:
        raise refusals.BadRequest("message text is empty")
    if text:
        content["caption" if content else "text"] = text
    if entities:
        content["caption_entities" if "caption" in content else "entities"] = entities
    buttons = keyboards.inline_only(keyboards.checked(entry.reply_markup))
    return {**content, "reply_markup": buttons} if buttons else content


def _attached(exchange: Exchange, entry: Earlier) -> Message:
    if entry.photo is not None:
        return {"photo": [media.photo(_stored(exchange, "photo", entry.photo))]}
    if entry.document is not None:
        return {"document": media.document(_stored(exchange, "document", entry.document))}
    return {}


def _stored(exchange: Exchange, kind: str, attachment: Attachment) -> files.StoredFile:
    try:
        content = base64.b64decode(attachment.content, validate=True)
    except ValueError:
        raise refusals.BadRequest("the content of an attachment is not base64") from None
    return exchange.store_file(kind, attachment.name, attachment.mime, content)
