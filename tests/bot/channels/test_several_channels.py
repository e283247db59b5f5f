"""Several channels in one bot: each takes in and sends by itself, and what is said goes by its person's address."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from bot import app
from bot.base import opening
from bot.base.clock import Clock
from bot.base.last_contact import Contact
from bot.base.launch import Launch, NotSigned
from bot.base.settings import Settings, SettingsError
from bot.channels import configured, delivery
from bot.channels.channel import Channel, ShutOut
from bot.channels.entry import ChannelEntry
from bot.channels.telegram.address import NAME, address_of
from bot.channels.telegram.channel import connected
from bot.channels.telegram.entry import ENTRY
from bot.turns.runtime import Runtime
from nudges.person import Status
from sandbox import hosting
from sandbox.people import PhoneOwner
from sandbox.telegram import TOKEN, Telegram
from store import installation, invitations, outbox, people, teams
from store.addresses import Address
from store.database import Transaction
from store.outbox import Allowance
from store.people import Role
from tests import rows
from tests.bot.building import SMALL, START
from tests.bot.plain_channel import PlainChannel
from tests.bot.shell import Shell
from tests.playing import UNHURRIED, made_up_settings, said, settled

ROOM = Address("plain", "room 7")
HALLO = {"text": "Hallo.", "buttons": []}


async def _name(_settings: Settings) -> str:
    return "koersvast"


def _not_signed(_settings: Settings, data: str, _now: object) -> Launch:
    if data != "of the room":
        raise NotSigned
    return Launch(ROOM, data)


@asynccontextmanager
async def _plain(settings: Settings, contact: Contact) -> AsyncIterator[Channel]:
    contact.answered()
    yield PlainChannel(ROOM)


PLAIN = ChannelEntry(
    title="Plain",
    abilities=SMALL,
    needed={"help_contact": "whom people turn to"},
    connected=_plain,
    username=_name,
    link=lambda name, code: f"plain:{name}/{code}",
    read_launch=_not_signed,
)


@pytest.fixture(autouse=True)
def _registered(monkeypatch: pytest.MonkeyPatch) -> None:
    """One line in the list of channels, and no hurry for Telegram."""
    monkeypatch.setitem(configured.CHANNELS, "plain", PLAIN)
    monkeypatch.setitem(configured.CHANNELS, NAME, replace(ENTRY, connected=partial(connected, limits=UNHURRIED)))


@dataclass(frozen=True, slots=True)
class TwoChannels:
    """A bot that is reached by Telegram and in a room."""

    runtime: Runtime
    telegram: Telegram
    room: PlainChannel

    async def quiet(self) -> None:
        """Wait until all that was said was heard, and all replies are where they belong."""
        async with asyncio.timeout(10):
            while self.telegram.queue.held or not await self.runtime.database.run(settled):  # noqa: ASYNC110 - no event
                await asyncio.sleep(0.01)

    async def shows(self, count: int) -> None:
        """Wait until so many messages stand in the room, and all else is quiet."""
        async with asyncio.timeout(10):
            while len(self.room.screen) < count:  # noqa: ASYNC110 - no event
                await asyncio.sleep(0.01)
        await self.quiet()


@asynccontextmanager
async def serving(folder: Path, database_url: str = "") -> AsyncIterator[TwoChannels]:
    """The bot with its doors for both channels."""
    telegram = Telegram(pace=None)
    async with hosting.serving(telegram) as url:
        chosen = made_up_settings(
            folder, bot_api_url=url, bot_token=telegram.token, channels="telegram, plain", database_url=database_url
        )
        telegram.clock.set(START)
        with opening.opened(chosen, START) as database:
            runtime = app.build(chosen, database, Clock(START), "http://127.0.0.1:1")
            async with configured.connected(chosen, runtime.contacts) as channels:
                running = app.build_doors(runtime, channels).start()
                room = next(channel for channel in channels if isinstance(channel, PlainChannel))
                try:
                    yield TwoChannels(runtime, telegram, room)
                finally:
                    for task in running:
                        task.cancel()
                    await asyncio.gather(*running, return_exceptions=True)


def _team(db: Transaction) -> int:
    return teams.add(db, "Balie", START).id


def _joins(db: Transaction, address: Address, team: int, role: Role) -> int:
    person = people.add(db, address, START, language="nl", zone="Europe/Amsterdam").id
    people.change(db, person, status=Status.ACTIVE, active_since=START)
    people.join(db, person, team, role, START)
    return person


async def _anna_and_daan(both: TwoChannels) -> tuple[PhoneOwner, int, int]:
    """Anna on Telegram, and Daan in the room."""
    anna = both.telegram.person("Anna")
    anna.chat.started = True
    team = await both.runtime.database.run(_team)
    first = await both.runtime.database.run(_joins, address_of(anna.id), team, Role.EMPLOYEE)
    return anna, first, await both.runtime.database.run(_joins, ROOM, team, Role.EMPLOYEE)


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
async def test_each_is_answered_where_they_spoke(tmp_path: Path, kind: str, request: pytest.FixtureRequest) -> None:
    """At the same time, and nothing of one is seen by the other; what waits in the outbox goes by its address."""
    url = request.getfixturevalue("postgres_url") if kind == "postgresql" else ""
    async with serving(tmp_path, url) as both:
        anna, first, second = await _anna_and_daan(both)
        await anna.says("/help")
        both.room.types("/volgende")
        await both.shows(1)
        assert "/instellingen" in "\n".join(said(anna))
        before = len(said(anna))
        assert ["Er staat de komende twaalf weken niets gepland."] == [
            text.split("\n")[0] for text, _ in both.room.screen
        ]
        for person in (first, second):
            text = {**HALLO, "text": f"Voor {person}."}
            await both.runtime.database.run(outbox.put, person, "message", text, both.runtime.clock.now())
        both.runtime.to_send.give()
        await both.quiet()
        assert f"Voor {first}." == said(anna)[-1]
        assert f"Voor {second}." == both.room.screen[-1][0]
        assert (before + 1, 2) == (len(said(anna)), len(both.room.screen))


async def test_one_comes_in_by_each(tmp_path: Path) -> None:
    """An invitation lets somebody in wherever they use it."""
    async with serving(tmp_path) as both:
        team = await both.runtime.database.run(_team)
        _, first = await both.runtime.database.run(invitations.issue, team, Role.EMPLOYEE, START)
        _, second = await both.runtime.database.run(invitations.issue, team, Role.EMPLOYEE, START)
        anna = both.telegram.person("Anna")
        await anna.starts(first)
        both.room.types(f"/start {second}")
        await both.shows(1)
        for address in (address_of(anna.id), ROOM):
            person = await both.runtime.database.run(
                lambda db, at: people.by_chat(db, people.chat_hash(db, at)), address
            )
            assert person is not None
            assert address == await both.runtime.database.run(people.address, person.id)


async def test_one_channel_never_takes_back_what_another_carries(tmp_path: Path) -> None:
    """What is on its way in a room stays there when the courier of Telegram starts, looks back or finds it patient."""
    async with serving(tmp_path) as both:
        _, _, daan = await _anna_and_daan(both)
    with opening.opened(both.runtime.settings, START) as database:
        database.call(outbox.put, daan, "message", HALLO, START)
        assert [] == database.call(outbox.claim, START, 10, Allowance(9, 9, channel=NAME))
        (row,) = database.call(outbox.claim, START, 10, Allowance(9, 9, channel="plain"))
        database.call(delivery.recover, START, timedelta(minutes=5), NAME)
        assert not database.call(delivery.take_back, START, (), NAME)
        assert 0 == database.call(rows.sending)[outbox.SendingState.QUEUED]
        assert ROOM == row.address
        assert database.call(delivery.take_back, START, (), "plain")


def test_each_bot_is_known_by_itself(tmp_path: Path) -> None:
    """Another bot on one channel is another bot, whoever serves the others."""
    with opening.opened(made_up_settings(tmp_path), START) as database:
        for _ in range(2):
            assert database.call(installation.is_of_bot, NAME, "4711")
            assert database.call(installation.is_of_bot, "plain", "room")
        assert not database.call(installation.is_of_bot, "plain", "4711")
        assert not database.call(installation.is_of_bot, NAME, "room")


async def test_one_that_is_shut_out_stops_the_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It says why, and the others are closed, be it while they wait for a network."""
    closed = list[str]()

    @asynccontextmanager
    async def waits(settings: Settings, contact: Contact) -> AsyncIterator[Channel]:
        try:
            await asyncio.sleep(60)
            yield PlainChannel(ROOM)
        finally:
            closed.append("plain")

    @asynccontextmanager
    async def refuses(settings: Settings, contact: Contact) -> AsyncIterator[Channel]:
        await asyncio.sleep(0.01)
        raise ShutOut("the room is locked")
        yield

    monkeypatch.setitem(configured.CHANNELS, "plain", replace(PLAIN, connected=waits))
    monkeypatch.setitem(configured.CHANNELS, NAME, replace(ENTRY, connected=refuses))
    chosen = made_up_settings(tmp_path, channels="telegram, plain")
    with pytest.raises(ShutOut, match="the room is locked"):
        async with configured.connected(chosen, configured.contacts(chosen)):
            pass
    assert ["plain"] == closed


def test_who_opens_the_page_is_said_by_whichever_channel_signed(tmp_path: Path) -> None:
    """What neither signed opens nothing."""
    chosen = made_up_settings(tmp_path, channels="telegram, plain")
    assert ROOM == configured.read_launch(chosen, "of the room", START).address
    with pytest.raises(NotSigned):
        configured.read_launch(chosen, "of nobody", START)


def test_each_channel_says_what_it_needs(tmp_path: Path) -> None:
    """The settings of a channel are asked for where it is chosen, and only there."""
    bare = made_up_settings(tmp_path, channels="telegram, plain", bot_token="", help_contact="")
    expected = [
        "KOERSVAST_BOT_TOKEN is empty: give the token that @BotFather gave.",
        "KOERSVAST_HELP_CONTACT is empty: give whom people turn to.",
    ]
    assert expected == configured.missing(bare)
    assert expected[1:] == configured.missing(bare.model_copy(update={"channels": "plain"}))
    with pytest.raises(SettingsError):
        configured.missing(bare.model_copy(update={"channels": "pigeon"}))


def test_an_invitation_has_a_link_for_each(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One line for each person, with the same code on every channel."""
    monkeypatch.chdir(tmp_path)

    async def play() -> list[str]:
        async with hosting.serving(Telegram()) as url:
            chosen = made_up_settings(tmp_path, bot_api_url=url, bot_token=TOKEN, channels="telegram, plain")
            shell = Shell(tmp_path, {}).with_settings(
                data_dir=str(tmp_path), secret_key=chosen.secret_key, bot_token=TOKEN, bot_api_url=url,
                channels="telegram, plain", help_contact="een mens",
            )  # fmt: skip
            await asyncio.to_thread(shell, "team", "add", "Balie")
            ended = await asyncio.to_thread(shell, "invite", "Balie", "--role", "lead")
            assert (0, "") == (ended.status, ended.err)
            return ended.lines

    (line,) = asyncio.run(play())
    handle, first, second = line.split()
    code = second.removeprefix("plain:koersvast/")
    assert ("V-0001", f"https://t.me/koersvast_bot?start={code}") == (handle, first)
