"""Sends each kind of thing by a call of Telegram's library."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from telegram import Bot, BotCommand, BotCommandScopeChat, InputFile, LinkPreviewOptions
from telegram.constants import InlineKeyboardButtonLimit, InlineKeyboardMarkupLimit, MessageLimit, ParseMode

from bot.base import outgoing
from bot.base.abilities import Abilities
from bot.base.outgoing import OutgoingKind, Paper, Row
from bot.channels import fitting
from bot.channels.telegram import html
from bot.channels.telegram.address import chat_id_of
from bot.channels.telegram.transport import LightBot
from store.addresses import Address

ABILITIES = Abilities(
    largest_text=MessageLimit.MAX_TEXT_LENGTH.value,
    largest_caption=MessageLimit.CAPTION_LENGTH.value,
    most_buttons=InlineKeyboardMarkupLimit.TOTAL_BUTTON_NUMBER.value,
    buttons_in_row=InlineKeyboardMarkupLimit.BUTTONS_PER_ROW.value,
    largest_button=InlineKeyboardButtonLimit.MAX_CALLBACK_DATA.value,
    count=html.units,
)
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_AS_HTML = {"parse_mode": ParseMode.HTML.value, "link_preview_options": _NO_PREVIEW.to_json()}


async def send(
    bot: LightBot, address: Address, kind: str, body: Mapping[str, Any], paper: Paper | None, png: bytes | None
) -> str | None:
    """Send one thing, and refer to the message that shows it, if it is one."""
    number = await _send(bot, chat_id_of(address), kind, body, paper, png)
    return None if number is None else str(number)


async def _send(
    bot: LightBot, chat: int, kind: str, body: Mapping[str, Any], paper: Paper | None, png: bytes | None
) -> int | None:
    match OutgoingKind(kind):
        case OutgoingKind.MESSAGE | OutgoingKind.LETTER:
            return await bot.show("sendMessage", chat_id=chat, **_shown(body))
        case OutgoingKind.EDIT:
            number = int(body["ref"])
            await bot.show("editMessageText", chat_id=chat, message_id=number, **_shown(body))
            return number
        case OutgoingKind.CLEAR:
            await bot.edit_message_reply_markup(chat, int(body["ref"]))
            return None
        case OutgoingKind.PICTURE:
            sent = await bot.send_photo(
                chat, _file(png, "picture.png"), caption=html.render(body["caption"]), parse_mode=ParseMode.HTML
            )
            return sent.message_id
        case OutgoingKind.DOSSIER | OutgoingKind.FINDINGS:
            return await _send_dossier(bot, chat, paper)
        case OutgoingKind.MENU:
            commands = [BotCommand(name, description) for name, description in body["commands"]]
            await bot.set_my_commands(commands, scope=BotCommandScopeChat(chat))
            return None


async def _send_dossier(bot: Bot, chat: int, paper: Paper | None) -> int | None:
    if paper is None:
        raise ValueError("a dossier is made before it is sent")
    for text in paper.messages:
        await bot.send_message(chat, html.render(text), parse_mode=ParseMode.HTML, link_preview_options=_NO_PREVIEW)
    if not paper.content:
        return None
    sent = await bot.send_document(chat, _file(paper.content, paper.name), caption=paper.caption)
    return sent.message_id


def _file(content: bytes | None, name: str) -> InputFile:
    if content is None:
        raise ValueError("a picture is drawn before it is sent")
    return InputFile(io.BytesIO(content), filename=name)


def _shown(body: Mapping[str, Any]) -> Mapping[str, str | None]:
    text, rows = fitting.fit(body["text"], body["buttons"], ABILITIES)
    keyboard = _keyboard(rows) if rows else None
    return {"text": html.render(text), "reply_markup": keyboard, **_AS_HTML}


def _keyboard(rows: Sequence[Row]) -> str:
    buttons = [[_button(label, data) for label, data in row] for row in rows]
    return msgspec.json.encode({"inline_keyboard": buttons}).decode()


def _button(label: str, data: str) -> Mapping[str, Any]:
    if outgoing.is_link(data):
        return {"text": label, "web_app": {"url": data}}
    return {"text": label, "callback_data": data}
