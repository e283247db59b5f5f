"""getMe, getChat, getFile and sendChatAction."""

from sandbox import files, refusals
from sandbox.arguments import Arguments
from sandbox.chats import Message
from sandbox.exchange import Exchange

TYPING_SECONDS = 5.0
_ACTIONS = frozenset(
    [
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    ]
)


def get_me(exchange: Exchange, _arguments: Arguments) -> Message:
    return {
        **exchange.bot,
        "can_join_groups": False,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def get_chat(exchange: Exchange, arguments: Arguments) -> Message:
    wanted = arguments.integer("chat_id")
    if wanted not in exchange.chats or not exchange.chats[wanted].started:
        raise refusals.BadRequest("chat not found" if arguments.text("chat_id") else "chat_id is empty")
    return {
        **exchange.chats[wanted].as_chat(),
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(
            ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False
        ),
    }


def get_file(exchange: Exchange, arguments: Arguments) -> Message:
    if not arguments.text("file_id"):
        raise refusals.BadRequest("file_id not specified")
    file = exchange.files.get(arguments.text("file_id"))
    if len(file.content) > files.MOST_DOWNLOAD:
        raise refusals.BadRequest("file is too big")
    return {**file.described(), "file_path": file.path}


def send_chat_action(exchange: Exchange, arguments: Arguments) -> bool:
    chat = exchange.writable(arguments.text("chat_id"))
    action = arguments.text("action")
    if action not in _ACTIONS:
        raise refusals.BadRequest("wrong parameter action in request")
    chat.typing_until = exchange.clock.steady() + TYPING_SECONDS
    exchange.tell(chat, "typing", action)
    return True
