"""What the bot's own buttons bear is written and read in one place, and the buttons of long ago still work."""

import ast
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.base import button_data
from bot.base.button_data import ButtonData
from bot.base.incoming import HeardKind
from bot.dialogue.commands import table
from bot.turns.runtime import Runtime
from store.people import Role
from tests.bot import building, phones
from tests.bot.building import Town
from tests.bot.phones import Street

ROOT = Path(__file__).parents[3]
NAMES = some.from_regex(r"[a-z]{1,8}", fullmatch=True)
PARTS = some.lists(some.text("abz09-._+", max_size=8), min_size=1, max_size=4)


@pytest.mark.parametrize(
    ("data", "name", "parts"),
    [
        ("!away:until:2026-12-01:2026-12-04", "away", ["until", "2026-12-01", "2026-12-04"]),
        ("!set:time:08:30", "set", ["time", "08", "30"]),
        ("!digest:", "digest", [""]),
        ("!digest", "digest", [""]),
        ("!pause:0", "pause", ["0"]),
        ("!resume:12345", "resume", ["12345"]),
        ("!to:AAAAAAAAAAAAAAAAAAAAAA1b2c3d::balie", "to", ["AAAAAAAAAAAAAAAAAAAAAA1b2c3d", "", "balie"]),
        ("!:", "", [""]),
        ("!", "", [""]),
    ],
)
def test_what_stands_in_peoples_chats_is_read(data: str, name: str, parts: list[str]) -> None:
    """The form of every button that was ever sent, and of what a phone may make up."""
    read = ButtonData.read(data)
    assert read is not None
    assert (name, parts) == (read.name, read.parts)


@pytest.mark.parametrize("data", ["", "12:3:ja", "AAAAAAAAAAAAAAAAAAAAAA:1:nu", "https://voorbeeld.example/app", ":!x"])
def test_a_button_of_a_flow_and_a_link_are_none_of_the_bots_own(data: str) -> None:
    """They begin otherwise, so neither can be taken for the other."""
    assert ButtonData.read(data) is None
    assert not button_data.is_own(data)


@given(name=NAMES, parts=PARTS)
def test_what_is_written_is_read_back(name: str, parts: list[str]) -> None:
    """Part by part, whatever they are."""
    data = str(ButtonData.of(name, *parts))
    assert ButtonData(name, ":".join(parts)) == ButtonData.read(data)
    assert parts == ButtonData.of(name, *parts).parts


def test_no_other_file_writes_or_reads_the_form_by_hand() -> None:
    """A text that begins as the data of an own button stands in one file of the product."""
    starts = tuple(f"!{button.name}:" for button in table.COMMANDS.buttons())
    files = {
        path.relative_to(ROOT).as_posix()
        for room in ("bot", "simulation", "benchmarks")
        for path in (ROOT / room).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if node.value == "!" or node.value.startswith(starts)
    }
    assert {"bot/base/button_data.py"} == files


@pytest.mark.parametrize(
    ("data", "shown"),
    [
        ("!set:day", "Op welke dag"),
        ("!set:quiet:12:00", "12.00"),
        ("!away:first:2026-10-01", "oktober"),
        ("!away:week", "zondag 13 september"),
        ("!pause:2", "21 september"),
        ("!help:all", "/mijngegevens"),
        ("!stop:nothing", "alles blijft zoals het was"),
        ("!erase:no", "er is niets gewist"),
        ("!mydata:no", "dan laat ik niets zien"),
        ("!diary:yes", "nog niets om terug te lezen"),
        ("!drop:123", "Dat gesprek is afgesloten"),
        ("!peace:same", "Dat klinkt zwaar"),
        ("!anger:answer", "Er staat nu geen vraag open"),
        ("!unshare:3", "Terugtrekken kan niet meer"),
    ],
)
def test_a_button_of_long_ago_still_does_what_it_says(runtime: Runtime, town: Town, data: str, shown: str) -> None:
    """As it stands in somebody's chat, letter for letter; none of these is answered as a button that is too old."""
    street = Street(runtime)
    _, chat = runtime.database.call(lambda db: phones.moves_in(db, town.counter, Role.EMPLOYEE, building.START))
    toast = street.hears(chat, HeardKind.PRESS, data=data, ref="7", callback_id="1").toast
    assert toast != runtime.texts.plain("ignored.old_button", "nl")
    assert shown in "\n".join([street.texts(chat)[-1], *street.labels(chat)])
