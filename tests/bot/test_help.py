"""/help says to each what they can do here: no command that is not theirs, and always a human being."""

import re
from pathlib import Path

import pytest

from bot import menu
from bot.commands import table
from bot.runtime import Runtime
from store import people
from store.database import Transaction
from tests.bot import building
from tests.bot.building import Town

_COMMAND = re.compile(r"^/(\w+) ", re.MULTILINE)


@pytest.mark.parametrize("tongue", ["nl", "en"])
@pytest.mark.parametrize(
    ("who", "first"),
    [("anna", {"reflectie", "reflection"}), ("bram", {"gestuurd", "steered"}), ("carla", {"proef", "try"})],
)
def test_help_names_what_somebody_can_do(runtime: Runtime, town: Town, who: str, first: set[str], tongue: str) -> None:
    """Each command it names stands in that person's menu, in their language."""

    def ask(db: Transaction) -> tuple[str, set[str]]:
        people.change(db, getattr(town, who), language=tongue)
        turn = building.turn(db, runtime, getattr(town, who))
        table.run(turn, "help", "")
        ((_, body),) = building.sent(db, runtime.clock.now())
        return body["text"], {name for name, _ in menu.entries(turn)}

    said, possible = runtime.database.call(ask)
    named = _COMMAND.findall(said)
    assert named[0] in first
    assert set() == set(named) - possible
    assert runtime.settings.human("nl") in said


@pytest.mark.parametrize(("language", "expected"), [("nl", "Gemeente van de test"), ("en", "Municipality of the test")])
def test_who_answers_is_told_in_ones_own_language(tmp_path: Path, language: str, expected: str) -> None:
    """Where the organisation gave the text in both."""
    with building.built(
        tmp_path, controller="Gemeente van de test", controller_en="Municipality of the test"
    ) as runtime:
        assert expected == runtime.settings.told("controller", language)
        assert runtime.settings.told("legal_ground", "en") == runtime.settings.legal_ground
