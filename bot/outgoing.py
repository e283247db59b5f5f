"""The kinds of things that we send, and how each becomes a call of Telegram's library."""

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import msgspec
from telegram import Bot, BotCommand, BotCommandScopeChat, InputFile, LinkPreviewOptions
from telegram.constants import ParseMode

from bot.wire import LightBot
from store.database import Transaction

LONGEST = 3800  # characters in one message with its markup; Telegram takes 4,096
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_AS_HTML = {"parse_mode": ParseMode.HTML.value, "link_preview_options": _NO_PREVIEW.to_json()}


class Kind(StrEnum):
    """What an outgoing row is."""

    MESSAGE = "message"  # text, buttons
    EDIT = "edit"  # message_id, text, buttons
    CLEAR = "clear"  # message_id: its buttons have had their time
    PICTURE = "picture"  # drawing, caption; drawn at the moment of sending
    DOSSIER = "dossier"  # made at the moment of sending and never stored: everything held about a person
    FINDINGS = "findings"  # file, name: a flow file that a coach sent is fetched and checked at the moment of sending
    MENU = "menu"  # the commands of one chat


# These may be sent twice without anybody seeing it twice, and Telegram's pace does not count them.
REPEATABLE = frozenset({Kind.EDIT, Kind.CLEAR, Kind.MENU})


@dataclass(frozen=True, slots=True)
class Paper:
    """A file to send with a caption, and its text in messages before it."""

    name: str
    content: bytes
    caption: str
    messages: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Makers:
    """What is made only when it is sent: a PNG from a drawing, a dossier from a person's number,
    findings from a file; None when Telegram does not hold it any more."""

    picture: Callable[[Mapping[str, Any]], bytes]
    dossier: Callable[[Transaction, int, datetime], Paper]
    findings: Callable[[Mapping[str, Any], bytes | None, datetime], Paper]


Row = Sequence[tuple[str, str]]  # (label, data); data that is an https address opens the page inside Telegram


def rows(buttons: Sequence[tuple[str, str]], width: int) -> list[Row]:
    """Buttons in rows of at most this many."""
    return [buttons[start : start + width] for start in range(0, len(buttons), width)]


def pages(parts: Sequence[str]) -> list[str]:
    """Paragraphs of HTML as texts that each fit into a message, broken between lines."""
    texts, current = [], ""
    for line in "\n\n".join(part for part in parts if part).split("\n"):
        if current and len(current) + len(line) > LONGEST:
            texts.append(current.strip())
            current = ""
        current += line[:LONGEST] + "\n"
    return [*texts, current.strip()]


def message(text: str, buttons: Sequence[Row] = ()) -> dict[str, Any]:
    """The body of a message."""
    return {"text": text, "buttons": [list(row) for row in buttons]}


def edit(message_id: int, text: str, buttons: Sequence[Row] = ()) -> dict[str, Any]:
    """The body of an edit of an earlier message."""
    return {"message_id": message_id, **message(text, buttons)}


def asking(visit: int, body: dict[str, Any]) -> dict[str, Any]:
    """The same as the question of this visit: its session learns that it was shown."""
    return {**body, "asks": visit}


async def send(
    bot: LightBot, chat: int, kind: str, body: Mapping[str, Any], paper: Paper | None, png: bytes | None
) -> int | None:
    """Send one thing; the number of the message that shows it, if it is one."""
    match Kind(kind):
        case Kind.MESSAGE:
            return await bot.show("sendMessage", chat_id=chat, **_shown(body))
        case Kind.EDIT:
            number = int(body["message_id"])
            await bot.show("editMessageText", chat_id=chat, message_id=number, **_shown(body))
            return number
        case Kind.CLEAR:
            await bot.edit_message_reply_markup(chat, body["message_id"])
            return None
        case Kind.PICTURE:
            sent = await bot.send_photo(
                chat, _file(png, "picture.png"), caption=body["caption"], parse_mode=ParseMode.HTML
            )
            return sent.message_id
        case Kind.DOSSIER | Kind.FINDINGS:
            return await _send_dossier(bot, chat, paper)
        case Kind.MENU:
            commands = [BotCommand(name, description) for name, description in body["commands"]]
            await bot.set_my_commands(commands, scope=BotCommandScopeChat(chat))
            return None


async def _send_dossier(bot: Bot, chat: int, paper: Paper | None) -> int | None:
    if paper is None:
        raise ValueError("a dossier is made before it is sent")
    for text in paper.messages:
        await bot.send_message(chat, text, parse_mode=ParseMode.HTML, link_preview_options=_NO_PREVIEW)
    if not paper.content:
        return None
    sent = await bot.send_document(chat, _file(paper.content, paper.name), caption=paper.caption)
    return sent.message_id


def _file(content: bytes | None, name: str) -> InputFile:
    if content is None:
        raise ValueError("a picture is drawn before it is sent")
    return InputFile(io.BytesIO(content), filename=name)


def _shown(body: Mapping[str, Any]) -> Mapping[str, str | None]:
    keyboard = _keyboard(body["buttons"]) if body["buttons"] else None
    return {"text": body["text"], "reply_markup": keyboard, **_AS_HTML}


def _keyboard(rows: Sequence[Row]) -> str:
    buttons = [[_button(label, data) for label, data in row] for row in rows]
    return msgspec.json.encode({"inline_keyboard": buttons}).decode()


def _button(label: str, data: str) -> Mapping[str, Any]:
    if data.startswith("https://"):
        return {"text": label, "web_app": {"url": data}}
    return {"text": label, "callback_data": data}
