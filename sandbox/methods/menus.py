"""The command menu and the menu button: set, get and delete, per scope and language."""

from sandbox import commands, refusals
from sandbox.arguments import Arguments
from sandbox.chats import Chat, Message
from sandbox.exchange import Exchange

_SCOPE_COMPLAINT = "can't parse BotCommandScope JSON object"
_BUTTONS = ("default", "commands", "web_app")


def set_my_commands(exchange: Exchange, arguments: Arguments) -> bool:
    listed = commands.checked(arguments.structure("commands", "can't parse commands JSON object"))
    exchange.menus.lists[_key(exchange, arguments)] = listed
    _tell(exchange)
    return True


def get_my_commands(exchange: Exchange, arguments: Arguments) -> list[commands.Command]:
    return exchange.menus.lists.get(_key(exchange, arguments), [])


def delete_my_commands(exchange: Exchange, arguments: Arguments) -> bool:
    exchange.menus.lists.pop(_key(exchange, arguments), None)
    _tell(exchange)
    return True


def set_chat_menu_button(exchange: Exchange, arguments: Arguments) -> bool:
    button = arguments.structure("menu_button", "can't parse menu button JSON object") or {"type": "default"}
    if not isinstance(button, dict) or button.get("type") not in _BUTTONS:
        raise refusals.BadRequest("can't parse MenuButton: unsupported type specified")
    exchange.menu_buttons[_target(exchange, arguments)] = button
    exchange.save_settings()
    return True


def get_chat_menu_button(exchange: Exchange, arguments: Arguments) -> Message:
    target = _target(exchange, arguments)
    return exchange.menu_buttons.get(target) or exchange.menu_buttons.get(0) or {"type": "commands"}


def _target(exchange: Exchange, arguments: Arguments) -> int:
    return _known(exchange, arguments.integer("chat_id")).id if arguments.text("chat_id") else 0


def _key(exchange: Exchange, arguments: Arguments) -> tuple[str, int, str]:
    kind, target = commands.scope_of(arguments.structure("scope", _SCOPE_COMPLAINT))
    language = arguments.text("language_code")
    if language and not (len(language) == 2 and language.isalpha() and language.islower()):
        raise refusals.BadRequest("language_code must be a two-letter ISO 639-1 language code")
    if kind == "chat":
        _known(exchange, target)
    return kind, target, language


def _known(exchange: Exchange, chat_id: int) -> Chat:
    if chat_id not in exchange.chats:
        raise refusals.BadRequest("chat not found")
    return exchange.chats[chat_id]


def _tell(exchange: Exchange) -> None:
    exchange.save_settings()
    for chat in exchange.chats.values():
        exchange.tell(chat, "menu", None)
