"""A command is one object in one file: once it is listed, the menu, /help, the chat and its buttons all know it."""

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.base import texts
from bot.base.button_data import ButtonData
from bot.base.incoming import HeardKind
from bot.dialogue import menu
from bot.dialogue.commands import table
from bot.turns.command import EVERYBODY, Command, Need, OwnButton
from bot.turns.command_list import CommandList, NameTaken
from bot.turns.runtime import Runtime
from bot.turns.turn import Turn
from store.people import Role
from tests.bot import building, phones
from tests.bot.building import Town
from tests.bot.phones import Street

LOCALE = Path(texts.__file__).parent / "locale"
SENTENCES = {
    "nl": {"menu.tea": "Zet thee", "tea.ask": "Hoe wil je je thee?", "tea.strong": "Sterk graag", "tea.done": "Thee"},
    "en": {"menu.tea": "Make tea", "tea.ask": "How do you like tea?", "tea.strong": "Strong", "tea.done": "Tea"},
}


def ask(turn: Turn, argument: str) -> None:
    """/thee: ask how."""
    turn.say("tea.ask", [[turn.button("tea.strong", "tea", "strong", 2)]], argument=argument)


def pour(turn: Turn, button: ButtonData) -> None:
    """Say what was chosen, in the place of the question."""
    turn.show(f"{turn.plain('tea.done')} {' '.join(button.parts)}")


TEA = Command(
    "tea",
    {"nl": "thee", "en": "tea"},
    Need.RHYTHM,
    ask,
    frozenset({Role.EMPLOYEE}),
    words=frozenset({"theetijd"}),
    is_in_menu=True,
    buttons=(OwnButton("tea", pour, r"strong:[0-9]", frozenset({Role.EMPLOYEE})),),
)


@pytest.fixture
def street(runtime: Runtime, tmp_path: Path) -> Street:
    """Phones of an installation with one command more, and its sentences."""
    folder = tmp_path / "locale"
    shutil.copytree(LOCALE, folder)
    for language, sentences in SENTENCES.items():
        entries = "\n\n".join(f'msgid "{key}"\nmsgstr "{sentence}"' for key, sentence in sentences.items())
        head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        (folder / f"tea.{language}.po").write_text(f"{head}{entries}\n", encoding="utf-8")
    listed = replace(table.COMMANDS, commands=(*table.COMMANDS.commands, TEA))
    return Street(replace(runtime, commands=listed, texts=texts.load(folder)))


def employee(street: Street, town: Town, **settings: Any) -> tuple[int, int]:
    """A new employee: (person, chat)."""
    return street.runtime.database.call(
        lambda db: phones.moves_in(db, town.counter, Role.EMPLOYEE, building.START, **settings)
    )


@pytest.mark.parametrize(("language", "name"), [("nl", "thee"), ("en", "tea")])
def test_a_new_command_is_in_the_menu_and_in_help_of_whom_it_is_for(
    street: Street, town: Town, language: str, name: str
) -> None:
    """In either language, under the heading of its need; a lead, whom it is not for, sees nothing of it."""
    _, chat = employee(street, town, language=language)
    street.says(chat, "/help")
    line = f"/{name} – {SENTENCES[language]['menu.tea']}"
    heading = street.runtime.texts.say("help.for.rhythm", language).split("\n")[0]
    group = next(part for part in street.texts(chat)[-1].split("\n\n") if part.startswith(heading))
    assert line in group.split("\n")
    assert (name, SENTENCES[language]["menu.tea"]) in menu_of(street, town, Role.EMPLOYEE, language)
    assert name not in dict(menu_of(street, town, Role.LEAD, language))


def menu_of(street: Street, town: Town, role: Role, language: str) -> list[tuple[str, str]]:
    """What Telegram's menu of somebody new in this role has."""
    runtime = street.runtime
    person, chat = runtime.database.call(
        lambda db: phones.moves_in(db, town.counter, role, building.START, language=language)
    )
    runtime.database.call(lambda db: menu.refresh(building.turn(db, runtime, person)))
    street.deliver()
    bodies = [body for to, kind, body, _ in street.deliveries if to == chat and kind == "menu"]
    return [(name, line) for name, line in bodies[-1]["commands"]]


@pytest.mark.parametrize("said", ["/thee", "/tea", "theetijd", "Theetijd.", "Zet thee", "thee"])
def test_a_new_command_does_what_it_is_for(street: Street, town: Town, said: str) -> None:
    """By its name in each language, by its word, and by its line in /help; not for somebody of another role."""
    _, chat = employee(street, town)
    street.says(chat, said)
    assert SENTENCES["nl"]["tea.ask"] == street.texts(chat)[-1]
    lead = street.runtime.database.call(lambda db: phones.moves_in(db, town.counter, Role.LEAD, building.START))[1]
    street.says(lead, said)
    assert SENTENCES["nl"]["tea.ask"] not in street.texts(lead)


@pytest.mark.parametrize("typed", [False, True])
def test_its_button_is_pressed_and_typed(street: Street, town: Town, typed: bool) -> None:
    """What the button bears comes back in parts, whichever way it was used."""
    _, chat = employee(street, town)
    street.says(chat, "/thee")
    if typed:
        street.says(chat, "sterk graag")
    else:
        street.presses(chat, "Sterk graag")
    assert "Thee strong 2" == street.texts(chat)[-1]


@pytest.mark.parametrize("role", [Role.EMPLOYEE, Role.LEAD])
@pytest.mark.parametrize("data", ["!tea:strong:2", "!tea:weak:2", "!tea:", "!tea", "!tee:strong:2", "!tea:strong:٣"])
def test_a_button_that_cannot_have_been_shown_is_an_old_one(street: Street, town: Town, data: str, role: Role) -> None:
    """Its pattern and its roles say what fits; everything else is answered as a button of long ago."""
    fits = (role, data) == (Role.EMPLOYEE, "!tea:strong:2")
    chat = street.runtime.database.call(lambda db: phones.moves_in(db, town.counter, role, building.START))[1]
    toast = street.hears(chat, HeardKind.PRESS, data=data, ref="7", callback_id="1").toast
    old = street.runtime.texts.plain("ignored.old_button", "nl")
    assert (None if fits else old) == toast


@pytest.mark.parametrize(
    "twin",
    [
        Command("coffee", {"nl": "weg", "en": "coffee"}, Need.RHYTHM, ask),
        Command("away", {"nl": "koffie", "en": "coffee"}, Need.RHYTHM, ask),
        Command("coffee", {"nl": "koffie"}, Need.RHYTHM, ask, buttons=(OwnButton("peace", pour, ""),)),
    ],
)
def test_no_two_bear_one_name(twin: Command[Turn]) -> None:
    """A name, a key or a button that is taken is refused when the list is made, not found out by whom it fails."""
    with pytest.raises(NameTaken, match="there is one of that name already"):
        CommandList((*table.COMMANDS.commands, twin), table.COMMANDS.other_buttons)


def test_every_command_has_its_sentence_in_each_language() -> None:
    """What the menu and /help say of it; where one was forgotten, nobody's /help would come."""
    words = texts.load()
    for command in table.COMMANDS.commands:
        assert set(texts.LANGUAGES) == set(command.names)
        assert all(words.plain(f"menu.{command.key}", language) for language in texts.LANGUAGES)
        assert command.roles <= EVERYBODY
