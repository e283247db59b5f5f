"""Turns a Telegram update into something heard.

It reads the few fields that matter straight from the update: the library would build every object in it, at 150 µs.
"""

import re
from collections.abc import Mapping
from typing import Any

import msgspec
from telegram.constants import ChatMemberStatus, ChatType
from telegram.constants import MessageEntityType as MessageEntity

from bot.base.incoming import Heard, HeardKind
from bot.channels.telegram import contents
from bot.channels.telegram.address import address_of
from store.addresses import Address

_COMMAND = re.compile(r"/([A-Za-z0-9_]+)(?:@[A-Za-z0-9_]*)?")  # as Telegram's own entity cuts it
_AROUND = " \t\r\n\u00a0\u200b\u200e\u200f\u2060\ufeff.,;:!?…()\"'“”’«»"  # around what follows a command
_SPOKEN = ("message", "edited_message", "callback_query")
_GONE = (ChatMemberStatus.BANNED, ChatMemberStatus.LEFT)


class _User(msgspec.Struct):
    id: int
    language_code: str | None = None


class _UpdateChat(msgspec.Struct):
    id: int
    type: str


class _Document(msgspec.Struct):
    file_id: str
    file_name: str = ""
    file_size: int = 0


class _Entity(msgspec.Struct):
    type: str
    offset: int
    length: int


class _UpdateMessage(msgspec.Struct):
    message_id: int
    chat: _UpdateChat
    sender: _User | None = msgspec.field(default=None, name="from")
    text: str | None = None
    caption: str | None = None
    document: _Document | None = None
    forward_origin: dict[str, Any] | None = None
    entities: list[_Entity] = []


class _Query(msgspec.Struct):
    id: str
    sender: _User = msgspec.field(name="from")
    message: _UpdateMessage | None = None
    data: str = ""


class _Member(msgspec.Struct):
    status: str


class _Change(msgspec.Struct):
    chat: _UpdateChat
    new_chat_member: _Member


class _Update(msgspec.Struct):
    update_id: int
    message: _UpdateMessage | None = None
    edited_message: _UpdateMessage | None = None
    callback_query: _Query | None = None
    my_chat_member: _Change | None = None


def chat_of(raw: Mapping[str, Any]) -> Address | None:
    """Find the address of the chat an update belongs to, read without parsing it; None if there is none to be seen."""
    for part in raw.values():
        if not isinstance(part, Mapping):
            continue
        holder = part.get("message", part)
        chat = holder.get("chat", part.get("from")) if isinstance(holder, Mapping) else None
        if isinstance(chat, Mapping) and isinstance(chat.get("id"), int):
            return address_of(int(chat["id"]))
    return None


def translate(raw: Mapping[str, Any]) -> Heard | None:
    """Say what was heard in this update; None for kinds that are of no concern. Raises msgspec.ValidationError."""
    update = msgspec.convert(raw, _Update)
    if update.callback_query is not None:
        return _pressed(update.callback_query)
    if update.edited_message is not None:
        return _edited(update.edited_message)
    if update.message is not None:
        return _said(update.message, raw["message"])
    if update.my_chat_member is not None:
        return _membership(update.my_chat_member)
    return None


def what_can_be_read(raw: Mapping[str, Any]) -> Heard | None:
    """Find whom to say sorry for an update that cannot be translated, and which button still turns; None if nobody
    spoke."""
    if not any(name in raw for name in _SPOKEN):
        return None
    query = raw.get("callback_query")
    key = query.get("id") if isinstance(query, Mapping) else None
    chat = chat_of(raw)
    if chat is None:
        return None
    return Heard(HeardKind.NOTHING, chat, callback_id=key if isinstance(key, str) else None)


def _said(message: _UpdateMessage, raw: Mapping[str, Any]) -> Heard:
    if not _one_to_one(message.chat, message.sender):
        return Heard(HeardKind.ELSEWHERE, address_of(message.chat.id))
    text = message.text if message.text is not None else contents.words(raw)
    if message.document is not None:
        return _filed(message, message.document)
    if text is None:
        if contents.is_news(raw):
            return Heard(HeardKind.NOTHING, address_of(message.chat.id))
        kind = contents.kind(raw)
        beside = message.caption or ""
        return Heard(
            HeardKind.UNREADABLE, address_of(message.chat.id), text=kind, caption=beside, language=_language(message)
        )
    if not text.startswith("/"):
        return _written(message, HeardKind.TEXT, text)
    if message.forward_origin is not None:  # it was somebody else's: a code in it is not for whoever passes it on
        return _written(message, HeardKind.FORWARDED, "")
    name = _COMMAND.match(text)
    if name is None:
        return _written(message, HeardKind.COMMAND, text[1:].strip(_AROUND))
    return _written(message, HeardKind.COMMAND, text[name.end() :].strip(_AROUND), name[1].lower())


def _one_to_one(chat: _UpdateChat, sender: _User | None) -> bool:
    """Say whether somebody speaks in their own chat with the bot, which has their own number."""
    return chat.type == ChatType.PRIVATE and (sender is None or sender.id == chat.id)


def _written(message: _UpdateMessage, kind: HeardKind, text: str, name: str = "") -> Heard:
    number, language = str(message.message_id), _language(message)
    return Heard(kind, address_of(message.chat.id), text=text, name=name, ref=number, language=language)


def _filed(message: _UpdateMessage, file: _Document) -> Heard:
    return Heard(
        HeardKind.DOCUMENT,
        address_of(message.chat.id),
        text="document",
        name=file.file_name,
        data=file.file_id,
        size=file.file_size,
        caption=message.caption or "",
        ref=str(message.message_id),
        language=_language(message),
    )


def _edited(message: _UpdateMessage) -> Heard:
    if not _one_to_one(message.chat, message.sender) or message.text is None:
        return Heard(HeardKind.NOTHING, address_of(message.chat.id))
    return Heard(HeardKind.EDIT, address_of(message.chat.id), text=message.text, ref=str(message.message_id))


def _pressed(query: _Query) -> Heard:
    ref = str(query.message.message_id) if query.message else None
    address = address_of(query.message.chat.id if query.message else query.sender.id)
    if query.message is not None and not _one_to_one(query.message.chat, query.sender):
        return Heard(HeardKind.ELSEWHERE, address, callback_id=query.id)
    quote = _quoted(query.message) if query.message else ""
    return Heard(HeardKind.PRESS, address, data=query.data, ref=ref, callback_id=query.id, quote=quote)


def _quoted(message: _UpdateMessage) -> str:
    """Cut out the first quotation in a message; Telegram counts in units of UTF-16."""
    first = next((one for one in message.entities if one.type == MessageEntity.BLOCKQUOTE), None)
    if first is None or message.text is None:
        return ""
    units = message.text.encode("utf-16-le", "surrogatepass")
    return units[2 * first.offset : 2 * (first.offset + first.length)].decode("utf-16-le", "ignore")


def _membership(change: _Change) -> Heard:
    if change.chat.type != ChatType.PRIVATE:
        return Heard(HeardKind.NOTHING, address_of(change.chat.id))
    gone = change.new_chat_member.status in _GONE
    return Heard(HeardKind.BLOCKED if gone else HeardKind.UNBLOCKED, address_of(change.chat.id))


def _language(message: _UpdateMessage) -> str | None:
    return message.sender.language_code if message.sender else None
