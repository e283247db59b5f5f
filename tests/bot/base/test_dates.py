"""A day is written one way to people, in words and by one writer; what a machine reads keeps the machine's way."""

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path

import pytest

from bot.base.outgoing import Paper
from bot.dialogue import dossier
from bot.dialogue.commands import table
from bot.turns.runtime import Runtime
from store import people
from store.database import Transaction
from store.people import Role
from tests import addresses
from tests.bot import building, phones
from tests.bot.building import Town
from tests.bot.phones import Street

_FOR_A_MACHINE = re.compile(r"\d{4}-\d{2}(-\d{2})?|\b\d{1,2}[-/]\d{1,2}[-/]\d{2,4}\b|T\d{2}:\d{2}")
_WRITES = re.compile(r"strftime|strptime|(?<!from)isoformat\(|\{[^{}\"']*:%[^\"'}]*[dmYyBbAaj]")
_HERE = Path(__file__).parents[3]
WRITTEN_FOR_MACHINES: Mapping[str, str] = {
    "bot/base/anchors.py": "a line that the operator keeps",
    "bot/rhythm/calendar_lines.py": "one calendar made readable for the library",
    "bot/demo/clock_control.py": "the sandbox's clock asks",
    "bot/demo/pretend_telegram.py": "the demo's history, for the sandbox",
    "bot/dialogue/dossier.py": "the name of the file, by which it sorts",
    "bot/rhythm/extras.py": "the name of a draw, from which it can be made again",
    "bot/dialogue/facts.py": "a fact for a flow, whose texts say it in words",
    "study/in_words.py": "a report for the operator",
    "study/preregistration.py": "a file that is hashed",
    "bot/leads/publishing.py": "a mark in the database",
    "bot/base/sheets.py": "a table: spreadsheets read such a day as a day, in every language",
    "bot/dialogue/recording.py": "the local time of a draw",
    "bot/web/series_page.py": "the value of a form, beside its words",
    "flows/kinds/date.py": "the value of an answer, whose label is in words",
    "flows/moments.py": "a moment for a text, which says it in words",
    "nudges/chain.py": "what is hashed",
    "nudges/recurrence.py": "a rhythm as it is kept",
    "nudges/schedule.py": "what a moment is drawn from",
}
"""Where a day is written by hand, and for what; whatever people read is written by the voice or by flows."""


def _by_hand() -> Iterator[str]:
    for package in ("bot", "study", "flows", "nudges"):
        for path in sorted((_HERE / package).rglob("*.py")):
            if "cli" not in path.parts and _WRITES.search(path.read_text()):
                yield path.relative_to(_HERE).as_posix()


def test_a_day_that_people_read_is_written_by_the_one_writer() -> None:
    """Nothing else in what speaks to people writes a day, unless it says for which machine."""
    assert sorted(WRITTEN_FOR_MACHINES) == sorted(_by_hand())


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("who", ["anna", "bram", "carla"])
def test_no_command_shows_a_day_as_a_machine_writes_it(runtime: Runtime, town: Town, who: str, language: str) -> None:
    """Whatever somebody asks for, after weeks in which something happened."""
    street, person = Street(runtime), getattr(town, who)
    runtime.clock.move_to(building.START + timedelta(weeks=5))
    runtime.database.call(_something_happened, person)
    runtime.database.call(lambda db: people.change(db, person, language=language))
    chat = runtime.database.call(addresses.chat_of, person)
    assert chat is not None
    harmless = [command for command in table.COMMANDS.commands if command.key not in ("stop", "erase")]
    for name in [command.names[language] for command in harmless]:
        street.says(chat, f"/{name}")
        for _ in range(2):
            if labels := street.labels(chat):
                street.presses(chat, labels[0])
    paper = runtime.database.call(_made, runtime, person)
    texts = [*street.texts(chat), *street.labels(chat), *paper.messages, paper.caption]
    assert len(texts) > 5
    assert [] == [text for text in texts if _FOR_A_MACHINE.search(text)]


def _something_happened(db: Transaction, person: int) -> None:
    building.reflect(db, person, building.START, waarom="high", samen=None)
    building.promise(db, person, building.START + timedelta(weeks=4), "Iets terugbellen")
    building.steer(db, person, building.START)


def _made(db: Transaction, runtime: Runtime, person: int) -> Paper:
    return dossier.make(db, runtime.texts, runtime.library, person, runtime.clock.now(), runtime.abilities.room)


_UNFILTERED = """flow: wanneer
title: Wanneer
language: nl
for: [employee]
owner: coach
review: 2027-06-01
commands: {nl: [wanneer]}
start: dag
nodes:
  dag:
    ask: Wanneer?
    date: {earliest: 0d}
    next: wacht
  wacht:
    say: Dus op {{ dag }}.
    next: pauze
  pauze:
    pause: {for: 3d}
    next: zeker
  zeker:
    ask: "Nog steeds {{ dag }}, ook al is {{ moments.tomorrow }} eerder?"
    choice: {ja: "Ja, {{ dag }}", nee: Nee}
    next: end
"""


@pytest.mark.parametrize(
    ("language", "words"),
    [("nl", "donderdag 10 september"), ("en", "10 september")],  # the texts are in Dutch only
)
def test_a_day_without_a_filter_is_said_in_words(tmp_path: Path, language: str, words: str) -> None:
    """In a text, on a button and where a trial tells that it leaves a pause out."""
    (tmp_path / "flows").mkdir()
    (tmp_path / "flows" / "wanneer.yaml").write_text(_UNFILTERED)
    with building.built(tmp_path, flows_dir=tmp_path / "flows") as runtime:
        street = Street(runtime)
        _, chat = runtime.database.call(_of_both_roles, language)
        street.says(chat, "/proef wanneer")
        street.says(chat, "2026-09-10")
        texts = [*street.texts(chat), *street.labels(chat)]
        assert 3 <= sum(words in text for text in texts)
        assert [] == [text for text in texts if _FOR_A_MACHINE.search(text)]


def _of_both_roles(db: Transaction, language: str) -> tuple[int, int]:
    town = building.settle(db)
    person, chat = phones.moves_in(db, town.counter, Role.EMPLOYEE, building.START, language=language)
    people.join(db, person, town.permits, Role.COACH, building.START)
    return person, chat
