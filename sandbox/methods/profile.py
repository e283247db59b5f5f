"""The bot's name, description and short description, per language."""

from sandbox import refusals
from sandbox.arguments import Arguments
from sandbox.exchange import Exchange


def set_my_name(exchange: Exchange, arguments: Arguments) -> bool:
    return _set(exchange, arguments, "name", 64)


def set_my_description(exchange: Exchange, arguments: Arguments) -> bool:
    return _set(exchange, arguments, "description", 512)


def set_my_short_description(exchange: Exchange, arguments: Arguments) -> bool:
    return _set(exchange, arguments, "short_description", 120)


def get_my_name(exchange: Exchange, arguments: Arguments) -> dict[str, str]:
    return {"name": _get(exchange, arguments, "name") or str(exchange.bot["first_name"])}


def get_my_description(exchange: Exchange, arguments: Arguments) -> dict[str, str]:
    return {"description": _get(exchange, arguments, "description")}


def get_my_short_description(exchange: Exchange, arguments: Arguments) -> dict[str, str]:
    return {"short_description": _get(exchange, arguments, "short_description")}


def _set(exchange: Exchange, arguments: Arguments, field: str, most: int) -> bool:
    text, language = arguments.text(field), arguments.text("language_code")
    if len(text) > most:
        raise refusals.BadRequest(f"{field.replace('_', ' ')} is too long")
    exchange.profile[f"{field}:{language}"] = text
    exchange.save_settings()
    for chat in exchange.chats.values():
        exchange.tell(chat, "chat", None)
    return True


def _get(exchange: Exchange, arguments: Arguments, field: str) -> str:
    return spoken(exchange, field, arguments.text("language_code"))


def spoken(exchange: Exchange, field: str, language: str) -> str:
    """Find what a person with this language reads; "" when nothing was set."""
    return exchange.profile.get(f"{field}:{language}") or exchange.profile.get(f"{field}:", "")
