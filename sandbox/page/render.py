"""From what stands in a chat to pieces of HTML; the page and its updates are made of the same pieces."""

from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import jinja2
import markupsafe

from sandbox.bot_clock import ClockReading
from sandbox.chats import Chat, Message
from sandbox.clock import ZONE
from sandbox.guide import PhoneOffer
from sandbox.methods import profile
from sandbox.page import bubble_text, texts
from sandbox.telegram import Telegram

_HERE = Path(__file__).parent
NEWEST = 200  # older messages are left out of the page


@lru_cache(maxsize=1)
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_HERE / "templates"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters.update(size=texts.size, hour=_hour, day_key=_day_key)
    return environment


def _local(stamp: int) -> datetime:
    return datetime.fromtimestamp(stamp, ZONE)


def _hour(stamp: int) -> str:
    return texts.hour(_local(stamp))


def _day_key(stamp: int) -> str:
    return _local(stamp).date().isoformat()


class Renderer:
    """Renders in one language for one browser."""

    def __init__(self, telegram: Telegram, language: str) -> None:
        self.telegram = telegram
        self.language = language
        self.words = texts.words(language)

    def page(self, reading: ClockReading | None, *, has_clock: bool) -> str:
        phones = [chat for chat in self.telegram.chats.values() if chat.shown]
        closed = [chat for chat in self.telegram.chats.values() if not chat.shown]
        clock = self.clock(reading) if has_clock else None
        guide = self.telegram.guide
        offers = [] if guide is None else [(at, offer) for at, offer in enumerate(guide.offers) if not self._has(offer)]
        return self._template(
            "page.html",
            phones=phones,
            closed=closed,
            clock=clock,
            languages=texts.LANGUAGES,
            guide=guide,
            offers=offers,
        )

    def _has(self, offer: PhoneOffer) -> bool:
        return any(chat.name == offer.name for chat in self.telegram.chats.values())

    def phone(self, chat: Chat) -> str:
        example = self.telegram.guide.example if self.telegram.guide else None
        return self._template(
            "phone.html", chat=chat, example=example if example and example.role == chat.role else None
        )

    def foot(self, chat: Chat) -> str:
        """Show what is under the messages: reply keyboard, commands and input, or Start, or the way out of a block."""
        return self._template("foot.html", chat=chat, menu=self.telegram.menus.seen_by(chat.id, chat.language))

    def bubble(self, chat: Chat, message: Message) -> str:
        return self._template("bubble.html", chat=chat, message=message, text=self._text(message))

    def messages(self, chat: Chat) -> list[tuple[str, str]]:
        """Show the newest messages, each with the name of its day where a day begins, else ""."""
        bubbles, previous = [], ""
        for message in list(chat.messages.values())[-NEWEST:]:
            key = _day_key(message["date"])
            bubbles.append((self.day(message["date"]) if key != previous else "", self.bubble(chat, message)))
            previous = key
        return bubbles

    def day(self, stamp: int) -> str:
        return texts.day(self.language, _local(stamp).date())

    def clock(self, reading: ClockReading | None) -> dict[str, str]:
        """Word the clock bar; without a reading it says that the clock is silent."""
        if reading is None:
            return {"now": self.words["silent"], "next": "", "local": "", "hour": "", "day": "", "due": ""}
        now = reading.now.astimezone(ZONE)
        if reading.next_due is None:
            coming = self.words["nothing_due"]
        else:
            what = f"{reading.next_what.get(self.language, '')} · " if reading.next_what else ""
            coming = f"{self.words['next']}: {what}{self._soon(reading.next_due, now)}"
        return {
            "now": self._moment(now), "next": coming, "local": f"{now:%Y-%m-%dT%H:%M}",
            "hour": (reading.now + timedelta(hours=1)).isoformat(), "day": (now + timedelta(days=1)).isoformat(),
            "due": reading.next_due.isoformat() if reading.next_due else "",
        }  # fmt: skip

    def _soon(self, moment: datetime, now: datetime) -> str:
        local = moment.astimezone(ZONE)
        away = (local.date() - now.date()).days
        named = {0: self.words["today"], 1: self.words["tomorrow"]}
        return f"{named.get(away) or texts.short_day(self.language, local.date())} {texts.hour(local)}"

    def _moment(self, moment: datetime) -> str:
        local = moment.astimezone(ZONE)
        return f"{texts.middle_day(self.language, local.date())}, {texts.hour(local)}"

    def _text(self, message: Message) -> markupsafe.Markup:
        text = message.get("text") or message.get("caption", "")
        entities = message.get("entities") or message.get("caption_entities") or []
        return markupsafe.Markup(bubble_text.shown(text, entities))  # noqa: S704 - shown() escapes all but its own marks

    def about(self, chat: Chat) -> str:
        """Show what the bot says of itself to somebody who has not started it yet."""
        return profile.spoken(self.telegram, "description", chat.language)

    def _template(self, name: str, **values: Any) -> str:
        bot = profile.spoken(self.telegram, "name", self.language) or self.telegram.bot["first_name"]
        template = _environment().get_template(name)
        return template.render(w=self.words, language=self.language, bot=bot, r=self, **values)
