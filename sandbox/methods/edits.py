"""editMessageText, editMessageCaption, editMessageReplyMarkup and deleteMessage."""

from sandbox import keyboards, refusals
from sandbox.arguments import Arguments
from sandbox.chats import Chat, Message
from sandbox.exchange import Exchange
from sandbox.methods import messages

DELETABLE_SECONDS = 48 * 3600
_UNMODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)
_TEXT_PARTS = ("text", "entities", "link_preview_options")
_CAPTION_PARTS = ("caption", "caption_entities")


def edit_message_text(exchange: Exchange, arguments: Arguments) -> Message:
    chat, message = _editable(exchange, arguments)
    content = messages.text_content(arguments, "MESSAGE_TOO_LONG")
    if "text" not in message:
        raise refusals.BadRequest("there is no text in the message to edit")
    return _edited(exchange, chat, message, arguments, _TEXT_PARTS, content)


def edit_message_caption(exchange: Exchange, arguments: Arguments) -> Message:
    chat, message = _editable(exchange, arguments)
    content = messages.caption_content(arguments)
    if "text" in message:
        raise refusals.BadRequest("there is no caption in the message to edit")
    return _edited(exchange, chat, message, arguments, _CAPTION_PARTS, content)


def edit_message_reply_markup(exchange: Exchange, arguments: Arguments) -> Message:
    chat, message = _editable(exchange, arguments)
    return _edited(exchange, chat, message, arguments, (), {})


def delete_message(exchange: Exchange, arguments: Arguments) -> bool:
    chat = exchange.writable(arguments.text("chat_id"))
    message = chat.messages.get(_message_id(arguments))
    if message is None:
        raise refusals.BadRequest("message to delete not found")
    if exchange.clock.stamp() - message["date"] > DELETABLE_SECONDS:
        raise refusals.BadRequest("message can't be deleted for everyone")
    exchange.remove(chat, message["message_id"])
    return True


def _message_id(arguments: Arguments) -> int:
    wanted = arguments.integer("message_id")
    if wanted <= 0:
        raise refusals.BadRequest("message identifier is not specified")
    return wanted


def _editable(exchange: Exchange, arguments: Arguments) -> tuple[Chat, Message]:
    if arguments.text("inline_message_id"):
        raise refusals.BadRequest("MESSAGE_ID_INVALID")
    wanted = _message_id(arguments)
    chat = exchange.writable(arguments.text("chat_id"))
    message = chat.messages.get(wanted)
    if message is None:
        raise refusals.BadRequest("message to edit not found")
    if not message["from"]["is_bot"]:
        raise refusals.BadRequest("message can't be edited")
    return chat, message


def _edited(
    exchange: Exchange, chat: Chat, message: Message, arguments: Arguments, parts: tuple[str, ...], content: Message
) -> Message:
    keyboard = keyboards.checked(arguments.structure("reply_markup", messages.KEYBOARD_COMPLAINT))
    reply_markup = keyboards.inline_only(keyboard)
    changed = {name: value for name, value in message.items() if name not in parts and name != "reply_markup"}
    changed.update(content)
    if reply_markup is not None:
        changed["reply_markup"] = reply_markup
    if changed == message:
        raise refusals.BadRequest(_UNMODIFIED)
    changed["edit_date"] = max(exchange.clock.stamp(), message["date"])
    exchange.put(chat, changed, "edits")
    return changed
