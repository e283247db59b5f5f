"""Every route and command, as every role: one table says who sees what, and leads read published cells only."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from starlette.routing import Mount, Route

from bot.base.button_data import ButtonData
from bot.dialogue.commands import dispatch, leading, table
from bot.turns.command import Command
from bot.turns.runtime import Runtime
from bot.web.app import create_app
from store import answers, people, references
from store.database import Transaction
from store.people import Role
from tests.bot import building
from tests.bot.building import Town
from tests.web.conftest import Site

# Who gets which answer: nobody in particular, Anna (employee), Bram (lead of Balie), Carla (coach of Balie), Daan
# (lead of Vergunningen), an operator. 303 leads to the beginning, and from there to one's own page.
ROLES = ("nobody", "anna", "bram", "carla", "daan", "operator")
EVERYBODY = (200, 200, 200, 200, 200, 200)
NOBODY = (410, 410, 410, 410, 410, 410)
LEAD_OF_BALIE = (303, 404, 200, 404, 404, 303)
STATUS: dict[str, tuple[int, int, int, int, int, int]] = {
    "GET /": (200, 200, 303, 303, 303, 303),
    "GET /sign-in/{token}": EVERYBODY,
    "POST /sign-in/{token}": NOBODY,
    "POST /sign-out": (303, 303, 303, 303, 303, 303),
    "GET /app": EVERYBODY,
    "POST /app": NOBODY,
    "GET /team/{team}": LEAD_OF_BALIE,
    "GET /team/{team}/debrief": LEAD_OF_BALIE,
    "GET /team/{team}/export.{format}": LEAD_OF_BALIE,
    "GET /team/{team}/series": LEAD_OF_BALIE,
    "POST /team/{team}/series": (400, 400, 400, 400, 400, 400),
    "GET /log": (303, 404, 200, 404, 200, 303),
    "GET /coach": (303, 404, 404, 200, 404, 303),
    "GET /operator": (303, 303, 303, 303, 303, 200),
    "GET /protection": EVERYBODY,
    "GET /accessibility": EVERYBODY,
    "GET /style.css": EVERYBODY,
    "GET /language/{language}": (303, 303, 303, 303, 303, 303),
    "GET /live": EVERYBODY,
    "GET /health": (503, 503, 503, 503, 503, 503),  # no Telegram here, and that is all it says
    "GET /metrics": EVERYBODY,
    "GET /static": EVERYBODY,
}
# The pages that name Balie or its band of taking part, by whom they are for; a file names no team.
SHOWS_BALIE = {
    "bram": {"/team/{team}", "/team/{team}/debrief", "/team/{team}/series", "/log"},
    "carla": {"/coach"},
}
# What a lead's path may read about others, and what only with the lead's own number.
ABOUT_OTHERS = {"published_cell", "window", "shareditem", "sharedview"}
OWN_ONLY = {"person", "membership", "act", "websession", "signin", "away", "windowmember"}
WITHOUT_PERSONS = {"team", "audit", "tally", "fact", "counted", "operator_pass", "dayoff"}
LEADS_COMMANDS = ("team", "page")
# Who is answered to which command, by their roles: E(mployee), L(ead), C(oach). Everybody else is told what they are
# told of a command that does not exist.
COMMANDS = {
    **dict.fromkeys(
        ("team", "maandag", "gestuurd", "beloofd", "toezeggingen", "sturen", "oefenen", "teamgesprek"), "L"
    ),
    **dict.fromkeys(("leiding", "voornemen", "kwartaal"), "L"),
    **dict.fromkeys(("pagina",), "LC"),
    **dict.fromkeys(("proef", "sessie"), "C"),
    **dict.fromkeys(("weg", "volgende", "waaromnu", "pauze", "dilemma", "voorbereiden", "dagboek"), "EL"),
    **dict.fromkeys(
        ("voortgang", "maatje", "reflectie", "doel", "plan", "beginpunt", "waarom", "resultaat", "vooruit", "samen"),
        "E",
    ),
    **dict.fromkeys(("terugblik", "opnieuw", "afronden", "werk"), "E"),
    **dict.fromkeys(("terug", "overslaan", "instellingen", "verder", "stop", "wie", "gedeeld"), "ELC"),
    **dict.fromkeys(("mijngegevens", "verwijder", "help", "start"), "ELC"),
}


def concrete(site: Site, route: str, town: Town, format: str = "csv", who: int | None = None) -> tuple[str, str]:
    """Method and address: Balie's page as Bram's links have it (or `who`'s), a link that never was, this format."""
    method, path = route.split(" ")
    filled = (
        path.replace("/team/{team}", site.team(town.bram if who is None else who, town.counter))
        .replace("{token}", "x")
        .replace("{format}", format)
        .replace("{language}", "nl")
    )
    return method, f"{filled}/page.css" if filled == "/static" else filled


def test_every_route_stands_in_the_table(runtime: Runtime) -> None:
    """A new route is not served before somebody says who may see it."""
    served = set()
    for route in create_app(runtime).routes:
        if isinstance(route, Route):
            served |= {f"{method} {route.path}" for method in (route.methods or ()) if method != "HEAD"}
        elif isinstance(route, Mount):
            served.add(f"GET {route.path}")
    assert set(STATUS) == served


@pytest.mark.parametrize("role", ROLES)
async def test_every_route_as_every_role(site: Site, town: Town, role: str) -> None:
    """The answer is the one in the table, and only Bram's pages and Carla's hold anything of Balie."""
    before = "POST /sign-out"
    for route, expected in STATUS.items():
        if before == "POST /sign-out":
            await site.enter_as(role, town)
        before = route
        method, path = concrete(site, route, town)
        response = await site.visitor.request(method, path)
        assert (route, expected[ROLES.index(role)]) == (route, response.status_code)
        shows = "Balie" in response.text or "meer dan de helft deed mee" in response.text
        at = route.split(" ")[1] if method == "GET" else ""
        assert (route, at in SHOWS_BALIE.get(role, ())) == (route, shows)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("format", ["csv", "ods", "xlsx"])
async def test_every_file_as_every_role(site: Site, town: Town, role: str, format: str) -> None:
    """Both formats for Bram alone; of another format there is a file for nobody."""
    await site.enter_as(role, town)
    _, path = concrete(site, "GET /team/{team}/export.{format}", town, format)
    expected = 404 if format == "xlsx" else LEAD_OF_BALIE[ROLES.index(role)]
    assert expected == (await site.visitor.get(path)).status_code


@pytest.mark.parametrize("role", ["anna", "bram", "carla", "daan"])
async def test_another_team_is_as_little_there_as_none(site: Site, town: Town, role: str) -> None:
    """Daan's team, for whoever does not lead it, and a team that never was: the same answer to the letter."""
    await site.enter(getattr(town, role))
    theirs = town.counter if role == "daan" else town.permits
    person = getattr(town, role)
    none = await site.visitor.get("/team/0000000000000000000000")
    stolen = town.bram if theirs == town.counter else town.daan
    for shown in (
        site.team(person, theirs),
        site.team(stolen, theirs),
        f"/team/{theirs}",
        "/team/99999999999999999999",
    ):
        response = await site.visitor.get(shown)
        assert (404, response.status_code, response.text) == (none.status_code, none.status_code, none.text)


@dataclass(slots=True)
class Spy:
    """The statements of one use as the database itself ran them, with their values in them."""

    statements: list[str] = field(default_factory=list)

    def tables(self) -> set[str]:
        """What was read or written."""
        return {name for statement in self.statements for name in _names(statement)}

    def numbers(self, about: set[str]) -> set[str]:
        """The row numbers by which these tables were read; "?" for a query that names none."""
        asked = [each for each in self.statements if _names(each) & about and each.startswith("SELECT")]
        return {number for each in asked for number in _numbers(each)}


def _names(statement: str) -> set[str]:
    return set(re.findall(r'(?:FROM|JOIN|INTO|UPDATE(?! SET)) "?(\w+)"?', statement))


def _numbers(statement: str) -> list[str]:
    by_token = "token_hash = " in statement  # somebody's own secret
    return re.findall(r"(?:person_id|person\.id|\bid) = (\d+)", statement) or ([] if by_token else ["?"])


@contextmanager
def spying(runtime: Runtime) -> Iterator[Spy]:
    """Looks over the shoulder of the database: prepared statements that bypass the library are seen as well."""
    spy = Spy()

    def trace(db: Transaction, look: Callable[[str], None] | None) -> None:
        driver: Any = db.connection.connection.driver_connection
        driver.set_trace_callback(look)

    runtime.database.call(trace, spy.statements.append)
    try:
        yield spy
    finally:
        runtime.database.call(trace, None)


async def test_what_a_lead_opens_reads_published_cells_and_their_own_rows(site: Site, town: Town) -> None:
    """No address leads Bram to a query about anybody's answers, plans, prompts or presence in a cohort."""
    before = "POST /sign-out"
    for route in STATUS:
        if before == "POST /sign-out":
            await site.enter(town.bram)
        before = route
        method, path = concrete(site, route, town)
        with spying(site.runtime) as spy:
            await site.visitor.request(method, path)
        allowed = (
            ABOUT_OTHERS
            | OWN_ONLY
            | WITHOUT_PERSONS
            | ({"outbox", "inbox"} if path in ("/metrics", "/health") else set())
        )
        assert (route, set()) == (route, spy.tables() - allowed)
        assert spy.numbers(OWN_ONLY) <= {str(town.bram)}


async def test_what_a_coach_opens_reads_published_cells_and_what_was_shown_to_them(site: Site, town: Town) -> None:
    """Carla's page asks for no act of a lead either."""
    await site.enter(town.carla)
    with spying(site.runtime) as spy:
        await site.visitor.get("/coach")
    assert set() == spy.tables() - ABOUT_OTHERS - (OWN_ONLY - {"act"}) - WITHOUT_PERSONS
    assert spy.numbers(OWN_ONLY) <= {str(town.carla)}


def test_the_spy_sees_what_must_not_be_there(runtime: Runtime, town: Town) -> None:
    """A query for Anna's answers would not pass unseen, and neither would one for everybody."""
    with spying(runtime) as spy:
        runtime.database.call(people.members, town.counter, Role.EMPLOYEE)
        runtime.database.call(answers.every, town.anna)
    assert {"membership", "leaf"} <= spy.tables()
    assert {"?", str(town.anna)} == spy.numbers({"membership", "leaf"})


@pytest.mark.parametrize("command", [*LEADS_COMMANDS, "button"])
def test_what_a_lead_asks_in_the_chat_reads_no_more(runtime: Runtime, town: Town, command: str) -> None:
    """The same holds for the commands, and for a button; answers go out, to Bram alone."""

    def use_case(db: Transaction) -> None:
        turn = building.turn(db, runtime, town.bram)
        if command == "button":
            shown = references.refer(db, references.ReferenceKind.TEAM, town.bram, town.counter)
            leading.team_pressed(turn, ButtonData.of("team", shown))
        else:
            dispatch.run(turn, _own(command).names["nl"], "")

    with spying(runtime) as spy:
        runtime.database.call(use_case)
    assert set() == spy.tables() - ABOUT_OTHERS - OWN_ONLY - WITHOUT_PERSONS - {"outbox"}
    assert spy.numbers(OWN_ONLY) <= {str(town.bram)}
    assert "outbox" in spy.tables()


def _own(key: str) -> Command[Any]:
    return next(command for command in table.COMMANDS.commands if command.key == key)


def test_every_command_stands_in_the_table(runtime: Runtime) -> None:
    """The bot's own and those of flows: a new one is not there before somebody says for whom."""
    flows = {name for flow in runtime.library.every() for name in flow.commands.get("nl", ())}
    assert set(COMMANDS) == flows | {command.names["nl"] for command in table.COMMANDS.commands}


@pytest.mark.parametrize(("role", "letter"), [("anna", "E"), ("bram", "L"), ("carla", "C"), ("daan", "L")])
def test_every_command_as_every_role(runtime: Runtime, town: Town, role: str, letter: str) -> None:
    """Whatever anybody types, the table says who is answered, and only Bram is told anything of Balie's windows."""
    person = getattr(town, role)
    unknown = reply_to(runtime, person, "no-such-command")
    assert "Balie" not in unknown
    for name, roles in COMMANDS.items():
        answer = reply_to(runtime, person, name)
        assert (name, letter in roles) == (name, answer != unknown)
        assert (name, (role, name) == ("bram", "team")) == (name, "Meer dan de helft deed mee" in answer)


class Undone(Exception):
    """Takes back what a command did, so that the next one finds things as they were."""


def reply_to(runtime: Runtime, person: int, command: str) -> str:
    """What goes out when this person types this command; nothing of it stays."""

    def use_case(db: Transaction) -> None:
        dispatch.run(building.turn(db, runtime, person), command, "")
        raise Undone(str(building.sent(db, runtime.clock.now())))

    with pytest.raises(Undone) as undone:
        runtime.database.call(use_case)
    return str(undone.value)
