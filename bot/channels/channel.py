"""States what the bot asks of a channel: take updates in, show what is to be shown, and tell what became of it."""

from collections.abc import Awaitable, Mapping, Sequence
from typing import Any, Protocol

from bot.base.abilities import Abilities
from bot.base.incoming import Heard
from bot.base.outgoing import Paper
from bot.base.texts import Texts
from store.addresses import Address
from store.outbox import Outgoing


class ShutOut(Exception):
    """The channel does not let the bot in; the message says what to do."""


class SendingPace(Protocol):
    """Says how quickly a channel may be spoken to; people are told apart by their row, times are of the steady
    clock."""

    def free(self, now: float) -> int:
        """Count the messages that may go at this moment."""

    def nudges_free(self, now: float) -> int:
        """Count the nudges that may go."""

    def resting(self, now: float) -> set[int]:
        """List who must be left alone a little before their next message."""

    def held(self, now: float) -> set[int]:
        """List to whom nothing may go, not even what no pace counts."""

    def all_held(self, now: float) -> bool:
        """Say whether nothing may go to anybody."""

    def sent(self, person_id: int, now: float, *, nudge: bool) -> None:
        """Count one message."""

    def hold(self, person_id: int, seconds: float, now: float) -> None:
        """Note that the channel asked for patience with somebody."""

    def next_change(self, now: float) -> float:
        """Count the seconds until waiting may be over: at most one second."""

    def farewell(self) -> Awaitable[None]:
        """Wait until something may be said past the outbox, which the pace does not count."""


class Channel(Protocol):
    """Carries what is said between people and the bot, in one way by which people are reached. What sends raises
    NotDelivered; nothing else of the channel's gets out."""

    @property
    def name(self) -> str:
        """Name the channel, as the settings and addresses do."""

    @property
    def abilities(self) -> Abilities:
        """Say what the channel can show."""

    @property
    def pace(self) -> SendingPace:
        """Say how quickly the channel may be spoken to."""

    @property
    def identity(self) -> str:
        """Say who the bot is on the channel: an installation serves one and the same for good."""

    async def introduce(self, texts: Texts, language: str) -> None:
        """Tell the channel what the bot is, as far as it lets us."""

    async def receive(self) -> Sequence[Mapping[str, Any]]:
        """Wait for the next updates, in order. Raises ShutOut."""

    def confirm(self, updates: Sequence[Mapping[str, Any]]) -> None:
        """Confirm updates that are stored: the channel may forget them."""

    def key_of(self, raw: Mapping[str, Any]) -> str:
        """Tell an update apart from all others of the channel: it may come twice."""

    def chat_of(self, raw: Mapping[str, Any]) -> Address | None:
        """Find the chat that an update belongs to."""

    def translate(self, raw: Mapping[str, Any]) -> Heard | None:
        """Say what was heard in an update; None if it is of no concern. Raises whatever cannot be read."""

    def what_can_be_read(self, raw: Mapping[str, Any]) -> Heard | None:
        """Find whom to say sorry for an update that cannot be translated; None if nobody spoke."""

    async def send(self, row: Outgoing, paper: Paper | None, png: bytes | None) -> str | None:
        """Send what a row holds, and refer to the message that shows it, if it is one."""

    async def fetch(self, file: str) -> bytes | None:
        """Fetch a file that somebody sent, by the channel's key of it; None when it holds it no more."""

    async def show_typing(self, address: Address) -> None:
        """Let somebody see that we are at it."""

    async def acknowledge(self, heard: Heard, toast: str | None) -> None:
        """Let a button turn no longer, with a few words if there are any."""

    async def take_buttons(self, heard: Heard) -> None:
        """Take the buttons away from the message in which one was pressed."""

    async def say(self, address: Address, text: str) -> None:
        """Say something in a chat that is not kept."""
