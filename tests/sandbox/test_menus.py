"""Command menus and the bot's own words, per scope and language."""

from typing import Any

import pytest
import telegram as library

from tests.sandbox.conftest import SandboxStage


def _commands(*names: str) -> list[library.BotCommand]:
    return [library.BotCommand(name, f"Uitleg {name}") for name in names]


def _menu(person: Any) -> list[str]:
    return [command["command"] for command in person.menu()]


async def test_the_narrowest_menu_is_seen(stage: SandboxStage) -> None:
    """A chat's own list comes before all private chats', and that before the default; a language before none."""
    await stage.bot.set_my_commands(_commands("help"))
    assert ["help"] == _menu(stage.anna)
    await stage.bot.set_my_commands(_commands("help", "pauze"), scope=library.BotCommandScopeAllPrivateChats())
    await stage.bot.set_my_commands(
        _commands("hulp"), scope=library.BotCommandScopeAllPrivateChats(), language_code="nl"
    )
    assert ["hulp"] == _menu(stage.anna)
    await stage.anna.speaks("en")
    assert ["help", "pauze"] == _menu(stage.anna)
    mine = library.BotCommandScopeChat(stage.anna.id)
    await stage.bot.set_my_commands(_commands("team"), scope=mine)
    assert ["team"] == _menu(stage.anna)
    assert ["hulp"] == _menu(stage.telegram.person("Daan"))
    assert await stage.bot.get_my_commands(scope=mine) == tuple(_commands("team"))
    await stage.bot.delete_my_commands(scope=mine)
    assert ["help", "pauze"] == _menu(stage.anna)


@pytest.mark.parametrize(
    ("commands", "words"),
    [
        ([{"command": "Team", "description": "x"}], "BOT_COMMAND_INVALID"),
        ([{"command": "x" * 33, "description": "x"}], "BOT_COMMAND_INVALID"),
        ([{"command": "team", "description": " "}], "BOT_COMMAND_DESCRIPTION_INVALID"),
        ([{"command": "team", "description": "x" * 257}], "BOT_COMMAND_DESCRIPTION_INVALID"),
        ([{"command": "team"}], "can't parse BotCommand: Can't find field \"description\""),
        ([{"description": "x"}], "can't parse BotCommand: Can't find field \"command\""),
        (["team"], "can't parse BotCommand: expected an Object"),
        ("[", "can't parse commands JSON object"),
        ({}, "expected an Array of BotCommand"),
        ([{"command": "team", "description": "x"}] * 101, "BOT_COMMANDS_TOO_MUCH"),
    ],
)
async def test_commands_are_checked(stage: SandboxStage, commands: Any, words: str) -> None:
    """Names, descriptions and their number have limits."""
    assert await stage.refused("setMyCommands", commands=commands) == f"Bad Request: {words}"


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({"scope": {"type": "galaxy"}}, "can't parse BotCommandScope: unsupported type specified"),
        ({"scope": {"type": "chat"}}, "can't parse BotCommandScope: chat_id is empty"),
        ({"scope": {"type": "chat", "chat_id": 5}}, "chat not found"),
        ({"language_code": "Dutch"}, "language_code must be a two-letter ISO 639-1 language code"),
    ],
)
async def test_scope_and_language_are_checked(stage: SandboxStage, parameters: dict[str, Any], words: str) -> None:
    """A scope must exist and a language have two letters."""
    refused = await stage.refused("setMyCommands", commands=[], **parameters)
    assert refused == f"Bad Request: {words}"


async def test_the_bots_own_words_are_kept_per_language(stage: SandboxStage) -> None:
    """Name, description and short description fall back to the ones without a language."""
    await stage.bot.set_my_description("Een chatbot")
    await stage.bot.set_my_description("A chatbot", language_code="en")
    await stage.bot.set_my_short_description("Kort")
    await stage.bot.set_my_name("Koers", language_code="nl")
    assert "A chatbot" == (await stage.bot.get_my_description("en")).description
    assert "Een chatbot" == (await stage.bot.get_my_description("de")).description
    assert "Kort" == (await stage.bot.get_my_short_description("en")).short_description
    assert ["Koers", "Koersvast"] == [(await stage.bot.get_my_name(code)).name for code in ("nl", "en")]


@pytest.mark.parametrize(
    ("method", "field", "most"),
    [
        ("setMyName", "name", 64),
        ("setMyDescription", "description", 512),
        ("setMyShortDescription", "short_description", 120),
    ],
)
async def test_the_bots_own_words_have_limits(stage: SandboxStage, method: str, field: str, most: int) -> None:
    """Each exactly as long as Telegram lets it be."""
    await stage.accepted(method, **{field: "x" * most})
    assert "is too long" in await stage.refused(method, **{field: "x" * (most + 1)})


async def test_the_menu_button_is_kept_per_chat(stage: SandboxStage) -> None:
    """A chat's own button comes before the default one."""
    assert isinstance(await stage.bot.get_chat_menu_button(), library.MenuButtonCommands)
    await stage.bot.set_chat_menu_button(stage.anna.id, library.MenuButtonDefault())
    assert isinstance(await stage.bot.get_chat_menu_button(stage.anna.id), library.MenuButtonDefault)
    refused = await stage.refused("setChatMenuButton", menu_button={"type": "pizza"})
    assert "Bad Request: can't parse MenuButton: unsupported type specified" == refused
