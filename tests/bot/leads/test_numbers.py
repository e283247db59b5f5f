"""No number of the database leaves the program: two of them, an hour apart, tell what others did in between."""

import io
import json
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import Boolean, Column, Date, Float, Integer, LargeBinary
from sqlmodel import SQLModel

from bot.base.incoming import HeardKind
from bot.dialogue import dossier
from bot.dialogue.commands.table import COMMANDS
from bot.turns.runtime import Runtime
from bot.web.app import create_app
from nudges.person import Status
from store import people, references, signins, tables
from store.columns import Instant
from store.database import Transaction
from store.people import Role
from store.references import ReferenceKind
from tests import addresses
from tests.bot import building, seasons
from tests.bot.phones import Street, moves_in

KEYS = {"lookup": b"l" * 32, "study": b"s" * 32, "audit": b"a" * 32}
FIRST = 7_654_321_000  # rows of the walk begin here; no moment, length or chat looks like it
LATER = datetime(2040, 1, 2, tzinfo=UTC)


@dataclass(slots=True)
class LeadSight:
    """All that Bram is shown: texts, labels and data of buttons, and his file without its moments."""

    said: str
    file: str


@contextmanager
def the_same(folder: Path) -> Iterator[tuple[Street, dict[str, tuple[int, int]]]]:
    """An installation that is the same each time: Anna and Bram in one team, on phones."""
    with building.built(folder) as runtime:
        for name, key in KEYS.items():
            setattr(runtime.database.keys, name, key)
        town = runtime.database.call(building.settle)
        street, cast = Street(runtime), {}
        for name, role in (("anna", Role.EMPLOYEE), ("bram", Role.LEAD)):
            person, chat = runtime.database.call(moves_in, town.counter, role, building.START)
            runtime.database.call(_named, person, name)
            cast[name] = (person, chat)
        yield street, cast


def _named(db: Transaction, person: int, name: str) -> None:
    people.change(db, person, pseudonym=f"pseudonym of {name}", audit_key=f"key of {name}")


def plays(street: Street, chat: int, command: str, presses: int) -> None:
    """Begin a flow and press the first button, so many times."""
    street.says(chat, command)
    for _ in range(presses):
        if labels := street.labels(chat):
            street.presses(chat, labels[0])


def samples(street: Street, bram: tuple[int, int]) -> LeadSight:
    """What a lead can do to measure: use it himself, and ask for everything."""
    person, chat = bram
    for command in ("/sturen", "/gestuurd", "/beloofd", "/gedeeld", "/team", "/stop"):
        plays(street, chat, command, 2)
    said = [(body.get("text", ""), body.get("buttons", [])) for to, _, body, _ in street.deliveries if to == chat]
    runtime = street.runtime
    paper = runtime.database.call(
        dossier.make, runtime.texts, runtime.library, person, runtime.clock.now(), runtime.abilities.room
    )
    file = paper.content.decode() + "".join(paper.messages)
    return LeadSight(_masked(json.dumps(said)), _masked(file))


def _masked(text: str) -> str:
    """Without references, which are of another row and tell nothing but that."""
    return re.sub(r"(?<![\w-])[\w-]{22}(?![\w-])", "REFERENCE", text)


def what_bram_sees(folder: Path, *, anna_acts: bool) -> list[LeadSight]:
    """Two samples, with Anna's afternoon in between."""
    with the_same(folder) as (street, cast):
        first = samples(street, cast["bram"])
        if anna_acts:
            anna = cast["anna"][1]
            for command in ("/reflectie", "/plan", "/voortgang", "/pauze", "/mijngegevens", "/instellingen"):
                plays(street, anna, command, 8)
        return [first, samples(street, cast["bram"])]


def test_a_lead_who_samples_learns_nothing_of_what_anna_does(tmp_path: Path) -> None:
    """Whether Anna reflects, plans and asks for her data in between or does nothing: to the letter the same."""
    assert what_bram_sees(tmp_path / "quiet", anna_acts=False) == what_bram_sees(tmp_path / "busy", anna_acts=True)


def test_the_file_numbers_rows_for_each_person(tmp_path: Path) -> None:
    """1, 2, 3 …, and a leaf points at the session that it comes from by the number that this one has in the file."""
    with the_same(tmp_path) as (street, cast):
        plays(street, cast["bram"][1], "/gestuurd", 6)
        person, chat = cast["anna"]
        plays(street, chat, "/reflectie", 8)
        runtime = street.runtime
        file = json.loads(
            runtime.database.call(
                dossier.make, runtime.texts, runtime.library, person, runtime.clock.now(), runtime.abilities.room
            ).content
        )
    assert [1] == [row["id"] for row in file["session"]]
    assert [(1, 1)] == [(row["id"], row["session_id"]) for row in file["leaf"]]
    assert [1] == [row["id"] for row in file["person"]]


def test_an_old_button_still_leads_back(street_and_bram: tuple[Street, tuple[int, int]]) -> None:
    """A button of before the upgrade bears a plain number: it works for who it was made for, and for nobody else."""
    street, (person, chat) = street_and_bram
    street.says(chat, "/gestuurd")
    label = street.labels(chat)[0]
    message, data = street.button(chat, label)
    shown, _, rest = data.partition(":")
    row = street.runtime.database.call(references.row, ReferenceKind.SESSION, person, shown)
    other = street.runtime.database.call(moves_in, 1, Role.LEAD, building.START)[1]
    before = len(street.texts(chat))
    for old in (f"{row}:{rest}", data):
        assert (ended := _press(street, other, message, old)) is not None
        assert "al voorbij" in ended
    assert len(street.texts(chat)) == before
    assert _press(street, chat, message, f"{row}:{rest}") is None
    assert len(street.texts(chat)) > before


def _press(street: Street, chat: int, message: str, data: str) -> str | None:
    return street.hears(chat, HeardKind.PRESS, data=data, ref=message, callback_id="1").toast


@pytest.fixture
def street_and_bram(runtime: Runtime) -> tuple[Street, tuple[int, int]]:
    """Bram on his phone."""
    town = runtime.database.call(building.settle)
    return Street(runtime), runtime.database.call(moves_in, town.counter, Role.LEAD, building.START)


def _far_up(db: Transaction) -> None:
    """A row with a high number in every table that counts by itself: what comes after it is recognised anywhere."""
    for table in SQLModel.metadata.sorted_tables:
        if "id" in table.c:
            db.execute(table.insert().values({column.name: _filler(column) for column in table.c}))
    person = tables.table(tables.PersonRow)
    db.execute(person.update().values(status=Status.ENDED, language="nl", tone="je", zone="Europe/Amsterdam"))


def _filler(column: Column[Any]) -> Any:
    match column.type:
        case Boolean():
            return False
        case Integer():
            return FIRST if column.primary_key or column.foreign_keys or column.unique else 1
        case Instant():
            return LATER
        case Date():
            return date(2040, 1, 2)
        case Float():
            return 0.0
        case LargeBinary():
            return b""
        case _:
            return '{"rules": {}}' if column.name == "thresholds" else "{}"


@dataclass(slots=True)
class Walk:
    """Somebody who types every command and presses every button that they are shown, once."""

    street: Street
    chat: int
    pressed: set[str]

    def go(self, commands: list[str], most: int = 400) -> None:
        """One command after another, each to its end as far as first-time buttons lead."""
        for command in commands:
            self.street.says(self.chat, command)
            while most and (fresh := self._fresh()) is not None:
                message, label, data = fresh
                self.pressed.add(label)
                _press(self.street, self.chat, message, data)
                most -= 1

    def _fresh(self) -> tuple[str, str, str] | None:
        for to, _, body, message in reversed(self.street.deliveries):
            for row in body.get("buttons", ()) if to == self.chat else ():
                for label, data in row:
                    if label not in self.pressed and not data.startswith(("https", "!erase", "!stop:all")):
                        return message, label, data
        return None


async def test_no_row_number_stands_on_any_page_in_any_button_or_file(tmp_path: Path) -> None:
    """A season with rows far above all other numbers, walked through in the chat and on the page by all of the cast."""
    with building.built(tmp_path) as runtime:
        runtime.database.call(_far_up)
        town = runtime.database.call(building.settle)
        assert town.anna > FIRST
        seasons.play(runtime, town, weeks=6)
        street, sheets = Street(runtime), []
        commands = [
            f"/{command.names['nl']}"
            for command in COMMANDS.commands
            if command.names["nl"] not in ("stop", "verwijder")
        ]
        flows = [f"/{name}" for flow in runtime.library.every() for name in flow.commands.get("nl", ())]
        runtime.database.call(people.join, town.bram, town.permits, Role.LEAD, runtime.clock.now())  # he chooses a team
        for person in (town.anna, town.bram, town.carla):
            chat = runtime.database.call(addresses.chat_of, person)
            assert chat is not None
            Walk(street, chat, set()).go([*flows, *commands])
            sheets.append(
                runtime.database.call(
                    dossier.make, runtime.texts, runtime.library, person, runtime.clock.now(), runtime.abilities.room
                )
            )
        street.at(runtime.clock.now() + timedelta(days=8))  # Bram's Monday message has a link
        pages = {path: text async for path, text in _pages(runtime, (town.anna, town.bram, town.carla))}
    shown = [json.dumps(body, default=str) for _, _, body, _ in street.deliveries]
    shown += [text for paper in sheets for text in (paper.name, paper.content.decode(), *paper.messages)]
    assert len(street.deliveries) > 200
    assert {"/", "/coach", "/log"} < pages.keys()
    assert any(path.endswith(".ods") for path in pages)
    assert [] == [text[:300] for text in [*shown, *pages, *pages.values()] if "7654321" in text]


async def _pages(runtime: Runtime, persons: tuple[int, ...]) -> Any:
    """Every page that links and forms lead to from each one's beginning: (address, text)."""
    for person in persons:
        transport = httpx.ASGITransport(create_app(runtime), raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url=building.ADDRESS, follow_redirects=True) as visitor:
            token = runtime.database.call(signins.issue, person, runtime.clock.now())
            await visitor.post(f"/sign-in/{token}")
            waiting, visited = ["/", "/coach", "/log"], set[str]()
            while waiting:
                path = waiting.pop()
                if path in visited or path.startswith(("/language", "/static")):
                    continue
                visited.add(path)
                answer = await visitor.get(path)
                headers = json.dumps(dict(answer.headers))
                yield path, f"{answer.url} {headers} {_text(answer)}"
                waiting += [each.partition("#")[0] for each in re.findall(r'(?:href|action)="(/[^"]*)"', answer.text)]


def _text(answer: httpx.Response) -> str:
    if not answer.headers.get("content-type", "").startswith("application/vnd"):
        return answer.text
    with zipfile.ZipFile(io.BytesIO(answer.content)) as sheet:
        return " ".join(sheet.read(name).decode(errors="replace") for name in sheet.namelist())
