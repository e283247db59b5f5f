"""People with a phone: what a test, a benchmark or the chat page lets somebody do, and what they see."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from sandbox import entities, sights
from sandbox.chats import Chat, ChatLine, Message
from sandbox.exchange import Exchange, Query
from sandbox.methods import media

_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{0,64}\Z")
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c6360f8ffff3f0005fe02fe0def46b80000000049454e44ae426082"
)


class CannotDo(LookupError):
    """The phone would not let this person do it; the sentence says why and what is on the screen."""


class NotSeen(AssertionError):
    """What was waited for did not come; the sentence holds the screen as it stands."""


@dataclass(slots=True, frozen=True)
class Press:
    """A pressed button; `toast` is what the bot answered, "" for nothing."""

    person: "PhoneOwner"
    query: Query

    @property
    def toast(self) -> str:
        return self.query.text

    @property
    def alert(self) -> bool:
        return self.query.alert

    async def answered(self, timeout: float = 5.0) -> str:  # noqa: ASYNC109 - how long a person waits
        """Wait for the bot's toast, once it has answered the press."""
        if not await self.person.chat.when(lambda: self.query.answered, timeout):
            raise NotSeen(f"the bot did not answer {self.person.name}'s press within {timeout} s")
        return self.query.text


class PhoneOwner:
    """One person at their phone; what they do is done at once, what they wait for is awaited."""

    def __init__(self, exchange: Exchange, chat: Chat) -> None:
        self.exchange = exchange
        self.chat = chat
        self._heard = len(chat.lines)

    @property
    def id(self) -> int:
        return self.chat.id

    @property
    def name(self) -> str:
        return self.chat.name

    # what they do

    async def starts(self, payload: str = "") -> int:
        """Press Start, perhaps from a deep link with a payload of at most 64 characters A–Z a–z 0–9 _ -."""
        if not _PAYLOAD.match(payload):
            raise CannotDo(f"a deep link cannot carry {payload!r}")
        if self.chat.blocked:
            await self.unblocks()
        return await self.says(f"/start {payload}".strip())

    async def says(self, text: str, *, reply_to: int | None = None) -> int:
        """Send a text; says the message id. A longer one than 4096 units goes as several, as apps do."""
        number = 0
        for piece in _pieces(text):
            number = self._sends(_spoken(piece), reply_to)
        return number

    async def presses(self, label: str, *, message: int | None = None, nth: int = 0) -> Press:
        """Press the newest inline button with this label (or the nth older one, or one under `message`)."""
        buttons = [
            (number, button)
            for number, standing in reversed(self.chat.messages.items())
            for row in standing.get("reply_markup", {}).get("inline_keyboard", [])
            for button in row
            if button["text"] == label and message in (None, number)
        ]
        if len(buttons) > nth:
            return self.presses_data(buttons[nth][0], buttons[nth][1].get("callback_data"), label)
        raise CannotDo(f"{self.name} sees no button {label!r}\n{self.screen_text()}")

    async def chooses(self, label: str) -> int:
        """Press a button of the reply keyboard, which sends its text; says the message id."""
        if label not in sights.keyboard_labels(self.chat):
            raise CannotDo(f"{self.name} has no key {label!r}; there are {sights.keyboard_labels(self.chat)}")
        return await self.says(label)

    async def presses_old(self, message: int, data: str) -> Press:
        """Press a button that has gone meanwhile, as a phone can that has not heard of the change yet."""
        return self.presses_data(message, data, data)

    def presses_data(self, message: int, data: str | None, label: str) -> Press:
        if data is None:
            raise CannotDo(f"the button {label!r} opens a page; it does not reach the bot")
        if self.chat.blocked:
            raise CannotDo(f"{self.name} has blocked the bot")
        if message not in self.chat.messages:
            raise CannotDo(f"{self.name} has no message {message}")
        query = self.exchange.ask(self.chat, data)
        self.exchange.note(self.chat, self.name, "presses", label, message)
        shape = {
            "id": query.id, "from": self.chat.as_user(), "message": self.chat.messages[message],
            "chat_instance": str(self.chat.id), "data": data,
        }  # fmt: skip
        self.exchange.update("callback_query", shape)
        return Press(self, query)

    async def edits(self, message: int, text: str) -> None:
        """Change the text of a message of one's own."""
        standing = self.chat.messages.get(message)
        if standing is None or standing["from"]["is_bot"] or "text" not in standing:
            raise CannotDo(f"{self.name} has no text message {message} of their own")
        unchanged = {name: value for name, value in standing.items() if name not in ("text", "entities")}
        changed = {**unchanged, **_spoken(text), "edit_date": max(self.exchange.clock.stamp(), standing["date"])}
        self.exchange.put(self.chat, changed, "edits")
        self.exchange.update("edited_message", changed)

    async def sends_photo(self, content: bytes = PIXEL, caption: str = "") -> int:
        file = self.exchange.store_file("photo", "photo.png", "image/png", content)
        return self._sends({"photo": [media.photo(file)], **({"caption": caption} if caption else {})})

    async def sends_document(self, name: str, content: bytes, mime: str = "application/octet-stream") -> int:
        return self._sends({"document": media.document(self.exchange.store_file("document", name, mime, content))})

    async def sends_voice(self, seconds: int = 3) -> int:
        file = self.exchange.store_file("voice", "voice.ogg", "audio/ogg", b"OggS" + bytes(60))
        return self._sends({"voice": {**file.described(), "duration": seconds, "mime_type": file.mime}})

    async def sends_sticker(self, emoji: str = "👍") -> int:
        file = self.exchange.store_file("sticker", "sticker.webp", "image/webp", b"RIFF" + bytes(60))
        shape = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
        return self._sends({"sticker": {**file.described(), **shape, "emoji": emoji}})

    async def sends_location(self, latitude: float = 52.09, longitude: float = 5.12) -> int:
        return self._sends({"location": {"latitude": latitude, "longitude": longitude}})

    async def blocks(self) -> None:
        """Block the bot; it is told so by a my_chat_member update."""
        self._membership("member", "kicked", blocked=True)

    async def unblocks(self) -> None:
        self._membership("kicked", "member", blocked=False)

    async def speaks(self, language: str) -> None:
        """Set the language of the phone."""
        self.chat.language = language
        self.exchange.save_chat(self.chat)
        self.exchange.tell(self.chat, "menu", None)

    # what they see

    def screen(self) -> list[sights.Shown]:
        """List the messages as they stand now, oldest first, with edits and buttons."""
        return [sights.shown(message) for message in self.chat.messages.values()]

    def screen_text(self) -> str:
        return f"— {self.name}'s phone —\n" + "\n".join(str(shown) for shown in self.screen()[-12:])

    def buttons(self) -> list[str]:
        """List the labels that can be pressed: the newest message's inline buttons, then the reply keyboard's."""
        inline = [label for shown in reversed(self.screen()) for label in shown.buttons]
        return inline + sights.keyboard_labels(self.chat)

    def transcript(self) -> list[ChatLine]:
        """List everything that happened in the chat, in order."""
        return list(self.chat.lines)

    def menu(self) -> list[dict[str, str]]:
        """List the / command menu as this person sees it."""
        return self.exchange.menus.seen_by(self.chat.id, self.chat.language)

    async def sees(self, text: str, timeout: float = 5.0, *, after: int = 0) -> sights.Shown:  # noqa: ASYNC109 - how long a person waits
        """Wait until a message of the bot (with an id over `after`) holds `text`; the newest such one."""
        matching: list[sights.Shown] = []

        def there() -> bool:
            matching[:] = [one for one in self.screen() if one.by_bot and one.id > after and text in one.text]
            return bool(matching)

        await self._wait(there, timeout, f"the text {text!r}")
        return matching[-1]

    async def sees_button(self, label: str, timeout: float = 5.0) -> None:  # noqa: ASYNC109 - how long a person waits
        await self._wait(lambda: label in self.buttons(), timeout, f"the button {label!r}")

    async def hears(self, timeout: float = 5.0) -> ChatLine:  # noqa: ASYNC109 - how long a person waits
        """Wait for the bot's next line (says, edits, deletes, toasts …) since this person last asked."""

        def next_line() -> bool:
            while self._heard < len(self.chat.lines) and self.chat.lines[self._heard].who != "bot":
                self._heard += 1
            return self._heard < len(self.chat.lines)

        await self._wait(next_line, timeout, "anything new from the bot")
        self._heard += 1
        return self.chat.lines[self._heard - 1]

    async def _wait(self, condition: Callable[[], bool], timeout: float, what: str) -> None:  # noqa: ASYNC109 - how long a person waits
        if not await self.chat.when(condition, timeout):
            raise NotSeen(f"{self.name} did not see {what} within {timeout} s\n{self.screen_text()}")

    # how it is done

    def _sends(self, content: Message, reply_to: int | None = None) -> int:
        if self.chat.blocked:
            raise CannotDo(f"{self.name} has blocked the bot")
        if not self.chat.started:
            if not str(content.get("text", "")).startswith("/start"):
                raise CannotDo(f"{self.name} has not pressed Start yet; the phone shows nothing else")
            self.chat.started = True
            self.exchange.save_chat(self.chat)
        message = {**self.exchange.new_message(self.chat, self.chat.as_user()), **content}
        if reply_to is not None:
            message["reply_to_message"] = self.chat.messages[reply_to]
        one_time = (self.chat.keyboard or {}).get("one_time_keyboard")
        if one_time and content.get("text") in sights.keyboard_labels(self.chat):
            self.chat.keyboard = None
            self.exchange.save_chat(self.chat)
        self.exchange.put(self.chat, message)
        self.exchange.update("message", message)
        return int(message["message_id"])

    def _membership(self, old: str, new: str, *, blocked: bool) -> None:
        if self.chat.blocked is blocked:
            return
        self.chat.blocked = blocked
        self.exchange.save_chat(self.chat)
        self.exchange.note(self.chat, self.name, "blocks" if blocked else "unblocks", "")
        shape = {
            "chat": self.chat.as_chat(), "from": self.chat.as_user(), "date": self.exchange.clock.stamp(),
            "old_chat_member": self._standing(old), "new_chat_member": self._standing(new),
        }  # fmt: skip
        self.exchange.update("my_chat_member", shape)

    def _standing(self, status: str) -> Message:
        member: Message = {"user": self.exchange.bot, "status": status}
        return {**member, "until_date": 0} if status == "kicked" else member


def _spoken(text: str) -> Message:
    marked = entities.detected(text, [])
    return {"text": text, "entities": marked} if marked else {"text": text}


def _pieces(text: str) -> list[str]:
    if not text.strip():
        raise CannotDo("an empty message cannot be sent")
    pieces, size = [""], 0
    for character in text:
        width = 2 if ord(character) > 0xFFFF else 1
        if size + width > 4096:
            pieces.append("")
            size = 0
        pieces[-1] += character
        size += width
    return pieces if len(pieces) > 1 else [text]
