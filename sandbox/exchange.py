"""The telephone exchange: all that the pretend Telegram holds, and the few moves every method and person is made of."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sandbox import refusals
from sandbox.chats import Chat, ChatLine, Message
from sandbox.clock import MovedClock
from sandbox.commands import Menus
from sandbox.faults import FaultKind, Faults
from sandbox.files import FileStore, StoredFile
from sandbox.pace import ServerPace
from sandbox.updates import Queue

QUERY_SECONDS = 60.0
MOST_QUERIES = 10_000
FIRST_PERSON = 700_000_001


@dataclass(slots=True)
class Query:
    """A press on a button that waits for answerCallbackQuery."""

    id: str
    chat: Chat
    data: str
    at: float
    answered: bool = False
    text: str = ""
    alert: bool = False


Listener = Callable[[Chat | None, str, Any], None]
Keeper = Callable[[str, int, object], None]


class Exchange:
    """State in memory; `keep(kind, id, value or None)` is told of everything that must outlive a restart."""

    def __init__(self, token: str, clock: MovedClock, pace: ServerPace | None, username: str, name: str) -> None:
        self.token = token
        self.clock = clock
        self.pace = pace
        self.bot: Message = {
            "id": int(token.partition(":")[0]),
            "is_bot": True,
            "first_name": name,
            "username": username,
        }
        self.chats: dict[int, Chat] = {}
        self.queue = Queue()
        self.files = FileStore()
        self.menus = Menus()
        self.profile: dict[str, str] = {}
        self.menu_buttons: dict[int, Message] = {}
        self.webhook: Message = {"url": ""}
        self.faults = Faults()
        self.queries: dict[str, Query] = {}
        self.next_message_id = 1
        self.next_line = 1
        self.listeners: list[Listener] = []
        self.keep: Keeper | None = None

    # people

    def join(self, name: str, language: str = "nl", role: str = "") -> Chat:
        """Add a new person with a phone who has not met the bot yet."""
        chat = Chat(max(self.chats, default=FIRST_PERSON - 1) + 1, name, language, role)
        self.chats[chat.id] = chat
        self.save_chat(chat)
        return chat

    def writable(self, chat_id: str) -> Chat:
        """Find the chat that the bot wants to write to; refused as Telegram does when it may not."""
        if not chat_id.strip():
            raise refusals.BadRequest("chat_id is empty")
        digits = chat_id.strip().removeprefix("-")
        chat = self.chats.get(int(chat_id)) if digits.isascii() and digits.isdigit() else None
        if chat is None:
            raise refusals.BadRequest("chat not found")
        if chat.blocked:
            raise refusals.Forbidden("bot was blocked by the user")
        if not chat.started:
            raise refusals.Forbidden("bot can't initiate conversation with a user")
        return chat

    # messages

    def new_message(self, chat: Chat, sender: Message, date: int | None = None) -> Message:
        """Make the head of a message with its own id; not in the chat until `put`."""
        number, self.next_message_id = self.next_message_id, self.next_message_id + 1
        stamp = self.clock.stamp() if date is None else date
        return {"message_id": number, "from": sender, "chat": chat.as_chat(), "date": stamp}

    def put(self, chat: Chat, message: Message, act: str = "says", date: int | None = None) -> None:
        """Let a message stand in the chat, new or changed, and note it (at `date`, else now)."""
        chat.messages[message["message_id"]] = message
        if self.keep:
            self.keep("message", message["message_id"], message)
        self.note(chat, self._who(chat, message), act, spoken(message), message["message_id"], labels(message), date)
        self.tell(chat, "message", message)

    def store_file(self, kind: str, name: str, mime: str, content: bytes) -> StoredFile:
        """Store a new file; `kind` is photo, document, voice or sticker."""
        file = self.files.put(kind, name, mime, content)
        if self.keep:
            self.keep("file", file.number, file)
        return file

    def remove(self, chat: Chat, message_id: int) -> None:
        message = chat.messages.pop(message_id)
        if self.keep:
            self.keep("message", message_id, None)
        self.note(chat, self._who(chat, message), "deletes", spoken(message), message_id)
        self.tell(chat, "removed", message_id)

    def _who(self, chat: Chat, message: Message) -> str:
        return "bot" if message["from"]["is_bot"] else chat.name

    def note(
        self,
        chat: Chat,
        who: str,
        act: str,
        text: str,
        message_id: int = 0,
        buttons: tuple[str, ...] = (),
        date: int | None = None,
    ) -> None:
        """Write a line in the chat's transcript and wake who waits there."""
        line = ChatLine(self.clock.stamp() if date is None else date, who, act, text, message_id, buttons)
        chat.lines.append(line)
        if self.keep:
            self.keep("line", self.next_line, (chat.id, line))
            self.next_line += 1
        chat.changed()

    def tell(self, chat: Chat | None, kind: str, content: object) -> None:
        """Tell the pages that look on; chat None for what concerns them all."""
        for listener in self.listeners:
            listener(chat, kind, content)

    def hang_up(self) -> None:
        """End what waits on an open line, pollers and pages, so that a server can stop at once."""
        self.queue.close()
        self.tell(None, "end", None)

    def save_chat(self, chat: Chat) -> None:
        if self.keep:
            self.keep("chat", chat.id, chat)
        self.tell(chat, "chat", None)
        chat.changed()

    # updates

    def update(self, kind: str, content: Message) -> int | None:
        """Queue an update for the bot and say its id, with the trouble that was asked for."""
        now, fault = self.clock.steady(), self.faults.on_update()
        if fault is not None and fault.kind is FaultKind.UNPARSEABLE_UPDATE:
            self._queue("message", {"message_id": "not a number", "date": [], "chat": 7}, now, always=True)
        elif fault is not None and fault.kind is FaultKind.UNKNOWN_UPDATE:
            self._queue("telepathy", {"thought": "an update of a kind from the future"}, now, always=True)
        elif fault is not None and fault.kind is FaultKind.UPDATES_OUT_OF_ORDER:
            self.queue.reverse = True
        update_id = self._queue(kind, content, now)
        if fault is not None and fault.kind is FaultKind.DUPLICATE_UPDATE and update_id is not None:
            self.queue.repeats.append(self.queue.held[update_id].update)
        return update_id

    def _queue(self, kind: str, content: Message, now: float, *, always: bool = False) -> int | None:
        allowed = self.queue.allowed
        if always:
            self.queue.allowed = None
        update_id = self.queue.push(kind, content, now)
        self.queue.allowed = allowed
        if self.keep and update_id is not None:
            self.keep("update", update_id, self.queue.held[update_id].update)
            self.save_counters()
        return update_id

    def forget(self, update_ids: list[int]) -> None:
        if self.keep:
            for update_id in update_ids:
                self.keep("update", update_id, None)

    def save_counters(self, *, clean: bool = False) -> None:
        """Keep the next numbers; `clean` says that nothing can have been given out after this."""
        if self.keep:
            counters = {"message": self.next_message_id, "update": self.queue.next_id, "line": self.next_line}
            self.keep("counters", 0, {**counters, "clean": clean})

    def save_settings(self) -> None:
        """Keep what the bot has set for itself."""
        if self.keep:
            menus = [[*key, commands] for key, commands in self.menus.lists.items()]
            settings = {
                "menus": menus, "profile": self.profile, "webhook": self.webhook,
                "allowed": self.queue.allowed, "buttons": list(self.menu_buttons.items()),
            }  # fmt: skip
            self.keep("settings", 0, settings)

    # presses

    def ask(self, chat: Chat, data: str) -> Query:
        """Make a new callback query; old ones are forgotten."""
        now = self.clock.steady()
        while self.queries:
            oldest = next(iter(self.queries.values()))
            if now - oldest.at <= QUERY_SECONDS and len(self.queries) < MOST_QUERIES:
                break
            del self.queries[oldest.id]
        query = Query(str(secrets.randbits(62) | 1 << 61), chat, data, now)
        self.queries[query.id] = query
        return query

    def answer(self, query_id: str, text: str, *, alert: bool) -> Query:
        """Settle a press; BadRequest when it is too old, unknown or was answered."""
        query = self.queries.pop(query_id, None)
        if query is None or self.clock.steady() - query.at > QUERY_SECONDS:
            raise refusals.BadRequest("query is too old and response timeout expired or query ID is invalid")
        query.answered, query.text, query.alert = True, text, alert
        if text:
            self.note(query.chat, "bot", "alerts" if alert else "toasts", text)
        query.chat.changed()
        self.tell(query.chat, "answered", query)
        return query


def spoken(message: Message) -> str:
    """Say in words what a message says: its text, its caption, or what kind it is."""
    if "text" in message:
        return str(message["text"])
    kind = next((kind for kind in ("photo", "document", "voice", "sticker", "location") if kind in message), "message")
    return f"[{kind}] {message['caption']}" if "caption" in message else f"[{kind}]"


def labels(message: Message) -> tuple[str, ...]:
    """List the labels of a message's inline buttons, row by row."""
    markup = message.get("reply_markup")
    return tuple(button["text"] for row in markup["inline_keyboard"] for button in row) if markup else ()
