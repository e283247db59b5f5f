"""One person's private chat with the bot: who they are, the messages as they stand, and all that happened."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import msgspec

Message = dict[str, Any]


class ChatLine(msgspec.Struct, frozen=True):
    """One thing that happened in a chat; `who` is a person's name or "bot", `act` one word (says, edits, presses …)."""

    date: int
    who: str
    act: str
    text: str
    message_id: int = 0
    buttons: tuple[str, ...] = ()


@dataclass(slots=True)
class Chat:
    """`messages` is in Bot API shape by message id; `keyboard` is the reply keyboard now under the input."""

    id: int
    name: str
    language: str = "nl"
    role: str = ""
    started: bool = False
    blocked: bool = False
    shown: bool = False
    deep_link: str = ""
    keyboard: Message | None = None
    messages: dict[int, Message] = field(default_factory=dict)
    lines: list[ChatLine] = field(default_factory=list)
    typing_until: float = 0.0
    watchers: list[asyncio.Future[None]] = field(default_factory=list)

    def as_user(self) -> Message:
        """Show the person as a Bot API User."""
        return {"id": self.id, "is_bot": False, "first_name": self.name, "language_code": self.language}

    def as_chat(self) -> Message:
        """Show the chat as a Bot API Chat."""
        return {"id": self.id, "first_name": self.name, "type": "private"}

    def changed(self) -> None:
        """Wake everybody who waits for something to happen here."""
        watchers, self.watchers = self.watchers, []
        for watcher in watchers:
            if not watcher.done():
                watcher.set_result(None)

    async def when(self, condition: Callable[[], bool], timeout: float) -> bool:  # noqa: ASYNC109 - a wait, not a deadline of the caller's
        """Wait until `condition` holds, at most `timeout` seconds; says whether it does."""
        deadline = asyncio.get_running_loop().time() + timeout
        while not condition():
            left = deadline - asyncio.get_running_loop().time()
            if left <= 0:
                return False
            watcher = asyncio.get_running_loop().create_future()
            self.watchers.append(watcher)
            await asyncio.wait([watcher], timeout=left)
        return True
