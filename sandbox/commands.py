"""The command menu per scope and language, and which of them a person sees."""

import re
from typing import Any

from sandbox import refusals
from sandbox.arguments import JSON, whole

Command = dict[str, str]
_SCOPES = (
    "default",
    "all_private_chats",
    "all_group_chats",
    "all_chat_administrators",
    "chat",
    "chat_administrators",
    "chat_member",
)
_NAME = re.compile(r"[a-z0-9_]{1,32}\Z")
MOST = 100


class Menus:
    """Lists of commands by (scope, chat id or 0, language or "")."""

    def __init__(self) -> None:
        self.lists: dict[tuple[str, int, str], list[Command]] = {}

    def seen_by(self, chat_id: int, language: str) -> list[Command]:
        """List what one person's menu shows: the narrowest scope that has a list, in their language if there is one."""
        for scope, target in (("chat", chat_id), ("all_private_chats", 0), ("default", 0)):
            for spoken in (language, ""):
                if (scope, target, spoken) in self.lists:
                    return self.lists[scope, target, spoken]
        return []


def scope_of(scope: JSON) -> tuple[str, int]:
    """Read a BotCommandScope as (type, chat id or 0)."""
    if scope is None:
        return "default", 0
    kind = scope.get("type") if isinstance(scope, dict) else None
    if not isinstance(scope, dict) or kind not in _SCOPES:
        raise refusals.BadRequest("can't parse BotCommandScope: unsupported type specified")
    if str(kind) not in ("chat", "chat_administrators", "chat_member"):
        return str(kind), 0
    if not scope.get("chat_id"):
        raise refusals.BadRequest("can't parse BotCommandScope: chat_id is empty")
    return str(kind), whole(scope["chat_id"])


def checked(listed: JSON) -> list[Command]:
    """Check the commands as they will be kept; BadRequest in Telegram's words."""
    if not isinstance(listed, list):
        raise refusals.BadRequest("expected an Array of BotCommand")
    if len(listed) > MOST:
        raise refusals.BadRequest("BOT_COMMANDS_TOO_MUCH")
    return [_command(one) for one in listed]


def _command(described: Any) -> Command:
    if not isinstance(described, dict):
        raise refusals.BadRequest("can't parse BotCommand: expected an Object")
    name, description = described.get("command"), described.get("description")
    if not isinstance(name, str) or not isinstance(description, str):
        missing = "description" if isinstance(name, str) else "command"
        raise refusals.BadRequest(f"can't parse BotCommand: Can't find field \"{missing}\"")
    if not _NAME.match(name.removeprefix("/")):
        raise refusals.BadRequest("BOT_COMMAND_INVALID")
    if not 1 <= len(description.strip()) <= 256:
        raise refusals.BadRequest("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name.removeprefix("/"), "description": description.strip()}
