"""sendMessage, and what every sending method shares."""

from sandbox import entities, keyboards, markup, refusals
from sandbox.arguments import Arguments
from sandbox.chats import Chat, Message
from sandbox.exchange import Exchange

MOST_TEXT = 4096
MOST_CAPTION = 1024
KEYBOARD_COMPLAINT = "can't parse reply keyboard markup JSON object"


def send_message(exchange: Exchange, arguments: Arguments) -> Message:
    chat = exchange.writable(arguments.text("chat_id"))
    return send(exchange, arguments, chat, text_content(arguments, "message is too long"))


def send(exchange: Exchange, arguments: Arguments, chat: Chat, content: Message) -> Message:
    """Put a message with this content in the chat: reply, keyboard and pace are looked at here."""
    reply_markup = keyboards.checked(arguments.structure("reply_markup", KEYBOARD_COMPLAINT))
    reply = _replied(chat, arguments)
    if exchange.pace is not None:
        exchange.pace.check(chat.id, exchange.clock.steady())
    message = exchange.new_message(chat, exchange.bot)
    if reply is not None:
        message["reply_to_message"] = {name: value for name, value in reply.items() if name != "reply_to_message"}
    message.update(content)
    if arguments.flag("protect_content"):
        message["has_protected_content"] = True
    _place_keyboard(exchange, chat, message, reply_markup)
    chat.typing_until = 0.0
    exchange.put(chat, message)
    if exchange.keep:
        exchange.save_counters()
    return message


def _place_keyboard(exchange: Exchange, chat: Chat, message: Message, reply_markup: Message | None) -> None:
    if reply_markup is None:
        return
    if "inline_keyboard" in reply_markup:
        if reply_markup["inline_keyboard"]:
            message["reply_markup"] = reply_markup
        return
    chat.keyboard = reply_markup if "keyboard" in reply_markup else None
    exchange.save_chat(chat)


def _replied(chat: Chat, arguments: Arguments) -> Message | None:
    parameters = arguments.structure("reply_parameters", "can't parse reply parameters JSON object")
    if parameters is None:
        wanted, lenient = arguments.integer("reply_to_message_id"), arguments.flag("allow_sending_without_reply")
    elif isinstance(parameters, dict):
        number = parameters.get("message_id")
        wanted, lenient = (
            (number if isinstance(number, int) else -1),
            parameters.get("allow_sending_without_reply") is True,
        )
    else:
        raise refusals.BadRequest("object expected as reply parameters")
    if not wanted:
        return None
    if wanted not in chat.messages and not lenient:
        raise refusals.BadRequest("message to be replied not found")
    return chat.messages.get(wanted)


def text_content(arguments: Arguments, too_long: str) -> Message:
    """Read the text part of a message; BadRequest when it is empty or, in the words given, too long."""
    entity_list = arguments.structure("entities", "can't parse entities JSON object")
    text, entity_marks = markup.formatted(arguments.text("text"), arguments.text("parse_mode"), entity_list)
    if not text:
        raise refusals.BadRequest("message text is empty")
    if entities.units(text) > MOST_TEXT:
        raise refusals.BadRequest(too_long)
    content: Message = {"text": text}
    if entity_marks:
        content["entities"] = entity_marks
    preview = arguments.structure("link_preview_options", "can't parse link preview options JSON object")
    if preview is not None:
        if not isinstance(preview, dict):
            raise refusals.BadRequest("object expected as link preview options")
        content["link_preview_options"] = preview
    elif arguments.flag("disable_web_page_preview"):
        content["link_preview_options"] = {"is_disabled": True}
    return content


def caption_content(arguments: Arguments) -> Message:
    """Read the caption of a picture or document, if there is one."""
    entity_list = arguments.structure("caption_entities", "can't parse caption entities JSON object")
    text, entity_marks = markup.formatted(arguments.text("caption"), arguments.text("parse_mode"), entity_list)
    if entities.units(text) > MOST_CAPTION:
        raise refusals.BadRequest("message caption is too long")
    content: Message = {"caption": text} if text else {}
    if text and entity_marks:
        content["caption_entities"] = entity_marks
    return content
