"""/help says to each what they can do here: every command that works for them, no other, and always a human being."""

import re
from collections.abc import Set
from pathlib import Path

import pytest

from bot.dialogue import menu
from bot.dialogue.commands import dispatch, table
from bot.turns.command import Need
from bot.turns.runtime import Runtime
from store import people
from store.database import Transaction
from store.people import Role
from tests import addresses
from tests.bot import building, phones
from tests.bot.building import Town
from tests.bot.phones import Street

_COMMAND = re.compile(r"^/(\w+) – ", re.MULTILINE)
_SHORT = 12  # lines of a menu, at most
_LONG = "hoe het gaat met de aanvragen van de hele wijk en wat de buren daarvan merken"


class UndoneHelp(Exception):
    """Takes back what a command did, so that the next one finds things as they were."""


def chat_of(runtime: Runtime, person: int) -> int:
    """Where somebody chats."""
    chat = runtime.database.call(addresses.chat_of, person)
    assert chat is not None
    return chat


def working(runtime: Runtime, person: int) -> Set[str]:
    """Every command in the person's language that is answered with more than "I don't know that one"; of several that
    begin one flow the first."""
    language = runtime.database.call(people.by_id, person).language
    flows = {name for flow in runtime.library.every() for name in flow.commands.get(language, ())[:1]}
    every = flows | {command.names[language] for command in table.COMMANDS.commands}
    unknown = answered(runtime, person, "no-such-command")
    return {name for name in every if answered(runtime, person, name) != unknown}


def answered(runtime: Runtime, person: int, name: str) -> str:
    """What goes out when somebody types this command; nothing of it stays."""

    def use_case(db: Transaction) -> None:
        dispatch.run(building.turn(db, runtime, person), name, "")
        raise UndoneHelp(str(building.sent(db, runtime.clock.now())))

    with pytest.raises(UndoneHelp) as undone:
        runtime.database.call(use_case)
    return str(undone.value)


@pytest.mark.parametrize(("tongue", "tone"), [("nl", "je"), ("nl", "u"), ("en", "je")])
@pytest.mark.parametrize(
    ("who", "first"),
    [
        ("anna", {"reflectie", "reflection"}),
        ("bram", {"gestuurd", "steered"}),
        ("carla", {"pagina", "page"}),
        ("somebody of two roles", {"gestuurd", "steered"}),
        ("somebody in no team", {"instellingen", "settings", "gedeeld", "shared"}),
    ],
)
def test_help_names_what_works_and_what_works_is_named(
    street: Street, town: Town, who: str, first: set[str], tongue: str, tone: str
) -> None:
    """For every role, for two at once and for none, in each language: once each, and what is needed most first."""
    runtime = street.runtime
    person = getattr(town, who, town.daan)
    if who == "somebody of two roles":
        runtime.database.call(people.join, person, town.permits, Role.EMPLOYEE, building.START)
    elif who == "somebody in no team":
        runtime.database.call(people.leave, person, building.START)
    runtime.database.call(lambda db: people.change(db, person, language=tongue, tone=tone))
    street.says(chat_of(runtime, person), "/help")
    said = street.texts(chat_of(runtime, person))[-1]
    named = _COMMAND.findall(said)
    assert sorted(working(runtime, person)) == sorted(named)
    assert named[0] in first
    assert runtime.settings.human(tongue) in said
    assert runtime.abilities.room.fits(said)


@pytest.mark.parametrize(("who", "heads"), [("anna", [2, 6]), ("bram", [0, 2, 6]), ("carla", [0, 1, 6])])
def test_each_finds_the_headings_that_are_theirs(street: Street, town: Town, who: str, heads: list[int]) -> None:
    """A lead finds what is for the team under a heading of its own, a coach what is for making conversations."""
    chat = chat_of(street.runtime, getattr(town, who))
    street.says(chat, "/help")
    every = [street.runtime.texts.say(f"help.for.{need}", "nl").split("\n")[0] for need in Need]
    shown = [head for head in every if head in street.texts(chat)[-1]]
    assert {every[at] for at in heads} <= set(shown)
    assert {0, 1, 2} - set(heads) == {at for at in (0, 1, 2) if every[at] not in shown}


@pytest.mark.parametrize("who", ["anna", "bram", "carla"])
def test_the_menu_is_short_and_leads_on_to_the_rest(street: Street, town: Town, who: str) -> None:
    """Telegram's menu holds what somebody needs most; /help ends it, and everything in the menu works."""
    runtime, person = street.runtime, getattr(town, who)
    runtime.database.call(lambda db: menu.refresh(building.turn(db, runtime, person)))
    street.deliver()
    commands = next(body["commands"] for _, kind, body, _ in reversed(street.deliveries) if kind == "menu")
    names = [name for name, _ in commands]
    assert 4 <= len(names) <= _SHORT
    assert "help" == names[-1]
    assert set() == set(names) - working(runtime, person)


def test_with_an_open_question_the_ways_on_come_first(street: Street, town: Town) -> None:
    """Whoever is stuck reads four lines; everything is a press away, in the place of those."""
    person, chat = street.runtime.database.call(phones.moves_in, town.counter, Role.EMPLOYEE, building.START)
    street.says(chat, "/reflectie")
    street.says(chat, "help")
    short = street.texts(chat)[-1]
    assert {"terug", "overslaan", "start", "stop"} == set(_COMMAND.findall(short))
    street.presses(chat, "Alles wat kan")
    assert sorted(working(street.runtime, person)) == sorted(_COMMAND.findall(street.texts(chat)[-1]))


@pytest.mark.parametrize(("count", "language"), [(1, "nl"), (2, "en"), (60, "nl")])
def test_what_a_coach_wrote_is_named_too(tmp_path: Path, count: int, language: str) -> None:
    """However many there are, each is named once, also to who speaks a language it has no name in; all of it fits."""
    folder = tmp_path / "flows"
    folder.mkdir()
    for number in range(count):
        (folder / f"wijk-{number}.yaml").write_text(
            f"flow: wijk-{number}\ntitle: {_LONG} & {number}\nlanguage: nl\nfor: [employee]\nowner: coach\n"
            f"review: 2027-06-01\ncommands: {{nl: [wijk{number}]}}\nstart: a\nnodes:\n  a:\n    end: Klaar.\n"
        )
    with building.built(tmp_path, flows_dir=folder) as runtime:
        street, (person, chat) = Street(runtime), runtime.database.call(_employee)
        runtime.database.call(lambda db: people.change(db, person, language=language))
        street.says(chat, "/help")
        named = _COMMAND.findall("\n".join(street.texts(chat)))
        assert count == sum(name.startswith("wijk") for name in named)
        assert len(named) == len(set(named))
        assert all(map(runtime.abilities.room.fits, street.texts(chat)))


def _employee(db: Transaction) -> tuple[int, int]:
    town = building.settle(db)
    return phones.moves_in(db, town.counter, Role.EMPLOYEE, building.START)


@pytest.mark.parametrize(("language", "expected"), [("nl", "Gemeente van de test"), ("en", "Municipality of the test")])
def test_who_answers_is_told_in_ones_own_language(tmp_path: Path, language: str, expected: str) -> None:
    """Where the organisation gave the text in both."""
    with building.built(
        tmp_path, controller="Gemeente van de test", controller_en="Municipality of the test"
    ) as runtime:
        assert expected == runtime.settings.text_for_people("controller", language)
        assert runtime.settings.text_for_people("legal_ground", "en") == runtime.settings.legal_ground
