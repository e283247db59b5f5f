"""The pretend Telegram as one object: an exchange that people can be asked from and that outlives a restart."""

from pathlib import Path
from typing import Any

import msgspec

from sandbox.chats import Chat, ChatLine
from sandbox.clock import MovedClock
from sandbox.exchange import Exchange
from sandbox.files import StoredFile
from sandbox.guide import Guide
from sandbox.ledger import Ledger
from sandbox.pace import ServerPace
from sandbox.people import PhoneOwner
from sandbox.updates import HeldUpdate

_pack = msgspec.msgpack.Encoder().encode
_unpack = msgspec.msgpack.decode
_CHAT_FIELDS = ("id", "name", "language", "role", "started", "blocked", "shown", "deep_link", "keyboard")
GAP = 10_000  # after a kill: more numbers than can have been given out since the last flush
TOKEN = "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw-sandbox"  # noqa: S105 - opens nothing but a pretend Telegram


class Telegram(Exchange):
    """`latency` is in seconds; `pace` None lets the bot send as fast as it likes; `state` None keeps nothing."""

    def __init__(
        self, token: str = TOKEN, *, state: Path | None = None, pace: ServerPace | None = None, latency: float = 0.0,
        clock: MovedClock | None = None, clock_url: str = "", username: str = "koersvast_bot", name: str = "Koersvast",
        language: str = "nl",
    ) -> None:  # fmt: skip
        super().__init__(token, clock or MovedClock(), pace, username, name)
        self.latency = latency
        self.clock_url = clock_url
        self.language = language  # of the page, until somebody chooses
        self.guide: Guide | None = None
        self._people: dict[int, PhoneOwner] = {}
        self.ledger = Ledger(state) if state else None
        if self.ledger:
            self._load(self.ledger)
            self.keep = self._keep
            self.save_counters()
            self.ledger.flush()

    def person(self, name: str, language: str = "nl", role: str = "") -> PhoneOwner:
        """Find the person of this name; make a new one, who has not met the bot, when there is none."""
        chat = next((chat for chat in self.chats.values() if chat.name == name), None)
        return self.at(chat or self.join(name, language, role))

    def at(self, chat: Chat) -> PhoneOwner:
        """Find the person whose chat this is."""
        if chat.id not in self._people:
            self._people[chat.id] = PhoneOwner(self, chat)
        return self._people[chat.id]

    def close(self) -> None:
        """Write what is pending and let the file go."""
        if self.ledger:
            self.save_counters(clean=True)
            self.ledger.close()
            self.ledger, self.keep = None, None

    def _keep(self, kind: str, number: int, value: object) -> None:
        if self.ledger is None:
            return
        if value is None:
            self.ledger.drop(kind, number)
            return
        body = {name: getattr(value, name) for name in _CHAT_FIELDS} if isinstance(value, Chat) else value
        self.ledger.keep(kind, number, _pack(body))

    def _load(self, ledger: Ledger) -> None:
        for number, body in ledger.rows("chat"):
            self.chats[number] = Chat(**_unpack(body))
        for number, body in ledger.rows("message"):
            message: dict[str, Any] = _unpack(body)
            self.chats[message["chat"]["id"]].messages[number] = message
        for _, body in ledger.rows("line"):
            chat_id, line = _unpack(body, type=tuple[int, ChatLine])
            self.chats[chat_id].lines.append(line)
        for _, body in ledger.rows("file"):
            self.files.add(_unpack(body, type=StoredFile))
        for number, body in ledger.rows("update"):
            self.queue.held[number] = HeldUpdate(_unpack(body), self.clock.steady())
        for _, body in ledger.rows("counters"):
            counters = _unpack(body)
            gap = 0 if counters["clean"] else GAP
            self.next_message_id, self.next_line = counters["message"] + gap, counters["line"] + gap
            self.queue.next_id = counters["update"] + gap
        for _, body in ledger.rows("settings"):
            self._set(_unpack(body))

    def _set(self, settings: dict[str, Any]) -> None:
        self.menus.lists = {(scope, target, language): listed for scope, target, language, listed in settings["menus"]}
        self.profile, self.webhook = settings["profile"], settings["webhook"]
        self.queue.allowed, self.menu_buttons = settings["allowed"], dict(settings["buttons"])
