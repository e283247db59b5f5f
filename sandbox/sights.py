"""What a message looks like to the person who sees it."""

from dataclasses import dataclass

from sandbox import exchange
from sandbox.chats import Chat, Message

KINDS = ("text", "photo", "document", "voice", "sticker", "location")


@dataclass(slots=True, frozen=True)
class Shown:
    """A message as it stands; `rows` holds the labels of its inline buttons, `data` what pressing them sends."""

    id: int
    by_bot: bool
    text: str
    rows: tuple[tuple[str, ...], ...]
    data: tuple[tuple[str, ...], ...]
    date: int
    edited: bool
    kind: str

    @property
    def buttons(self) -> tuple[str, ...]:
        return tuple(label for row in self.rows for label in row)

    def __str__(self) -> str:
        keys = "".join("\n    " + " ".join(f"[{label}]" for label in row) for row in self.rows)
        return f"{'bot' if self.by_bot else 'me '} {self.text}{' (edited)' if self.edited else ''}{keys}"


def shown(message: Message) -> Shown:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return Shown(
        id=message["message_id"],
        by_bot=message["from"]["is_bot"],
        text=exchange.spoken(message),
        rows=tuple(tuple(button["text"] for button in row) for row in rows),
        data=tuple(tuple(button.get("callback_data", "") for button in row) for row in rows),
        date=message["date"],
        edited="edit_date" in message,
        kind=next((kind for kind in KINDS if kind in message), "message"),
    )


def keyboard_labels(chat: Chat) -> list[str]:
    """List the labels of the reply keyboard that is now under the input."""
    return [button["text"] for row in (chat.keyboard or {}).get("keyboard", []) for button in row]
