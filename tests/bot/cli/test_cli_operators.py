"""What operators do, from the shell: every mistake is one sentence, every command leaves an audit line."""

import asyncio
import json
import os
import re
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from bot.base import settings
from bot.channels.telegram.address import address_of
from bot.cli import statuses
from nudges.person import Status
from sandbox import hosting
from sandbox.telegram import TOKEN, Telegram
from store import installation, invitations, outbox, people, schema
from store.database import Database
from store.outbox import Allowance
from store.people import Role
from tests import rows
from tests.bot.shell import NOW, SECRET, Shell

ROOT = Path(__file__).parents[3]
CHAT = 5_000_000_001
CLOCK = "2026-11-23T10:00:00+01:00"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def shell(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """A shell in an empty folder; Telegram does not answer unless a test gives one that does."""
    url = request.getfixturevalue("postgres_url") if request.param == "postgresql" else ""
    for name in [name for name in os.environ if name.startswith(settings.PREFIX)]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    chosen = {
        "data_dir": str(tmp_path / "data"),
        "database_url": url,
        "secret_key": SECRET,
        "bot_token": TOKEN,
        "bot_api_url": "http://127.0.0.1:9",
        "clock_start": CLOCK,
        "clock_speed": "0.000001",
    }
    return Shell(tmp_path, {}).with_settings(**chosen)


def in_telegram(shell: Shell, *words: str) -> list[str]:
    """The lines that a command prints while a Telegram answers that the bot is called koersvast_bot."""

    async def play() -> list[str]:
        async with hosting.serving(Telegram()) as url:
            said = await asyncio.to_thread(shell.with_settings(bot_api_url=url), *words)
            assert (0, "employee" in words) == (said.status, "by way of their lead" in said.err)
            return said.lines

    return asyncio.run(play())


def test_teams_are_added_listed_renamed_and_closed(shell: Shell) -> None:
    """The list is a tree; capitals do not matter."""
    assert 0 == shell("team", "add", "Dienstverlening").status
    assert "invite" in shell("team", "add", "Één loket", "--parent", "dienstverlening").out
    assert ["Dienstverlening", "  Één loket"] == shell("team", "list").lines
    assert 0 == shell("team", "rename", "één LOKET", "Balie").status
    assert 0 == shell("team", "close", "balie").status
    assert ["Dienstverlening", "  Balie (closed since 2026-11-23)"] == shell("team", "list").lines
    assert [
        ("team add", "team 1", "done"),
        ("team add", "team 2", "done"),
        ("team list", "teams", "done"),
        ("team rename", "team 2", "done"),
        ("team close", "team 2", "done"),
        ("team list", "teams", "done"),
    ] == shell.trail()


def test_no_teams_yet_says_how_to_add_one(shell: Shell) -> None:
    """An empty list is no riddle."""
    assert ['There are no teams yet; add one with: ./koersvast team add "NAME"'] == shell("team", "list").lines


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["team", "add", "balie"], "There is a team of that name already"),
        (["team", "add", " "], "1 to 80 characters"),
        (["team", "add", "Loket", "--parent", "Nergens"], "There is no team of that name"),
        (["team", "rename", "Nergens", "Ergens"], "There is no team of that name"),
        (["team", "close", "Nergens"], "There is no team of that name"),
        (["invite", "Nergens", "--role", "lead"], "There is no team of that name"),
        (["invite", "Balie", "--role", "lead"], "Telegram does not answer"),
        (["invite", "revoke", "Anna de Vries"], "it looks like V-0147"),
        (["person", "end", "Anna de Vries"], "it looks like V-0147"),
    ],
    ids=lambda words: "-".join(words) if isinstance(words, list) else "",
)
def test_a_mistake_is_one_sentence_and_an_audit_line(shell: Shell, words: list[str], sentence: str) -> None:
    """No traceback, nothing on the output, status 1; and what was typed, which may be a name, is not written down."""
    shell("team", "add", "Balie")
    said = shell(*words)
    assert (1, "", 1) == (said.status, said.out, len(said.err.splitlines()))
    assert said.err.startswith("koersvast: ")
    assert sentence in said.err
    event, subject, result = shell.trail()[-1]
    assert words[0] in event
    assert ("-", "refused") == (subject, result)


def test_an_invitation_is_a_handle_and_a_link(shell: Shell) -> None:
    """One a line; the code lets one person in, and no line of the trail holds it."""
    shell("team", "add", "Balie", "--people", "8")
    lines = in_telegram(shell, "invite", "balie", "--role", "employee", "--count", "3")
    matches = [re.fullmatch(r"(V-\d{4}) https://t\.me/koersvast_bot\?start=([\w-]{22})", line) for line in lines]
    assert ["V-0001", "V-0002", "V-0003"] == [match and match[1] for match in matches]
    with shell.memory() as db:
        opened = [match and db.call(invitations.opens, match[2], NOW) for match in matches]
    assert [Role.EMPLOYEE] * 3 == [invitation and invitation.role for invitation in opened]
    assert [("invite employee", handle, "done") for handle in ("V-0001", "V-0002", "V-0003")] == shell.trail()[1:]


def test_the_bots_name_is_remembered_for_when_there_is_no_network(shell: Shell) -> None:
    """Asked once, known ever after; also without a token."""
    shell("team", "add", "Balie")
    in_telegram(shell, "invite", "Balie", "--role", "lead")
    for offline in (shell, shell.with_settings(bot_token="")):
        said = offline("invite", "to", "Balie", "--role", "coach")
        assert (0, True) == (said.status, "https://t.me/koersvast_bot?start=" in said.out)


def test_without_a_token_the_first_invitation_says_what_is_missing(shell: Shell) -> None:
    """The error names the setting that is empty."""
    shell("team", "add", "Balie")
    assert "KOERSVAST_BOT_TOKEN is empty" in shell.with_settings(bot_token="")("invite", "Balie", "--role", "lead").err


def test_a_wrong_token_is_told(shell: Shell) -> None:
    """With whom to ask for the right one, and without repeating it."""
    shell("team", "add", "Balie")

    async def play() -> str:
        async with hosting.serving(Telegram()) as url:
            wrong = shell.with_settings(bot_api_url=url, bot_token="4711:wrong-token-wrong-token-wrong-token")
            return (await asyncio.to_thread(wrong, "invite", "Balie", "--role", "lead")).err

    said = asyncio.run(play())
    assert "@BotFather" in said
    assert "wrong-token" not in said


def test_revoking_says_the_same_used_or_not(shell: Shell) -> None:
    """Of an operator's commands nobody learns who came in."""
    used, unused = _anna_and_an_open_invitation(shell)
    answers = {shell("invite", "revoke", handle).out.replace(handle, "V") for handle in (used, unused, "V-9999")}
    assert {"V lets nobody in any more.\n"} == answers
    assert [("invite revoke", handle, "done") for handle in (used, unused, "V-9999")] == shell.trail()[-3:]


def test_ending_says_the_same_used_or_not(shell: Shell) -> None:
    """Whoever came in takes part no longer and is told so, once; nobody else is touched."""
    used, unused = _anna_and_an_open_invitation(shell)
    answers = {
        shell("person", "end", handle).out.replace(handle, "V") for handle in (used, used, unused.lower(), "V-9999")
    } | {shell("person", "end", unused).out.replace(unused, "V")}
    assert 2 >= len(answers)
    with shell.memory() as db:
        anna = db.call(people.by_id, 1)
        assert (Status.ENDED, ()) == (anna.status, db.call(people.memberships, 1))
        letters = [row.body["text"] for row in _letters(db)]
    assert 1 == len(letters)
    assert "beëindigd" in letters[0]
    assert "/verwijder" in letters[0]


def test_status_counts_and_names_nobody(shell: Shell) -> None:
    """Lines that a program can read, JSON that one likes to, no team's name in either."""
    _anna_and_an_open_invitation(shell)
    lines = dict(line.split(": ", 1) for line in shell("status").lines)
    assert "2030-09-01" <= lines["school holidays known until"]
    assert (schema.latest(), "fewer than 5") == (lines["schema"], lines["people seats"])
    assert "less than a minute, or none" == lines["outbox oldest waiting"]
    assert ("90", "no") == (lines["kept text days"], lines["kept text overdue"])
    assert int(lines["flows live"]) >= 6
    whole = shell("status", "--json").out
    assert {"seats": "fewer than 5"} == json.loads(whole)["people"]
    assert "Balie" not in whole
    assert ("status", "counts", "done") == shell.trail()[-1]


def test_status_names_the_own_flows_that_are_broken(shell: Shell, tmp_path: Path) -> None:
    """With file, line and remedy, and what people get instead."""
    (tmp_path / "koffie.yaml").write_text("flow: [")
    lines = shell.with_settings(flows_dir=str(tmp_path))("status").lines
    [complaint] = [line for line in lines if line.startswith("flows broken")]
    assert complaint.startswith(f"flows broken koffie: nothing instead: {tmp_path / 'koffie.yaml'}:1 KV001 ")


def test_migrating_makes_the_database_and_then_has_nothing_to_do(shell: Shell) -> None:
    """Each run says at which version the database is, and leaves a line in the trail."""
    assert f"The database was made, at version {schema.latest()}.\n" == shell("migrate").out
    assert f"The database is at version {schema.latest()} already.\n" == shell("migrate").out
    assert [("migrate", f"version {schema.latest()}", "done")] * 2 == shell.trail()


def test_a_new_secret_is_taken_into_use(shell: Shell) -> None:
    """Both in the list, rotate, and the old one can go."""
    _anna_and_an_open_invitation(shell)
    newer = "a newer secret of more than thirty-two letters"
    said = shell.with_settings(secret_key=f"{newer},{SECRET}")("rotate")
    assert (0, "Everything is sealed under the newest key") == (said.status, said.out[:41])
    assert 0 == shell.with_settings(secret_key=newer)("team", "list").status
    assert "KOERSVAST_SECRET_KEY does not open this database" in shell("team", "list").err


def test_running_says_what_is_missing(shell: Shell) -> None:
    """Every setting without which the bot must not start, one a line, and where to put them."""
    said = shell("run")
    assert statuses.SETTINGS == said.status
    for name in ("CONTROLLER", "PRIVACY_CONTACT", "LEGAL_GROUND", "WORKS_COUNCIL_DECISION"):
        assert f"KOERSVAST_{name} is empty" in said.err
    assert "KOERSVAST_BOT_TOKEN" not in said.err
    assert ".env.example" in said.err


def test_a_wrong_setting_is_named_and_not_repeated(shell: Shell) -> None:
    """Each wrong setting has one line, whatever the command, and its value stands in none of them."""
    said = shell.with_settings(timezone="Europe/Atlantis", secret_key="secret but short")("status")
    assert (1, 2) == (said.status, len(said.err.splitlines()))
    assert "KOERSVAST_TIMEZONE: expected an IANA time zone" in said.err
    assert "KOERSVAST_SECRET_KEY: expected at least 32 characters" in said.err
    assert "but short" not in said.err


def test_commands_work_while_the_bot_holds_the_database(shell: Shell) -> None:
    """The operator need not stop it."""
    with shell.memory() as db:
        assert 0 == shell("team", "add", "Balie").status
        assert 0 == shell("status").status
        assert 1 == len(db.call(lambda tx: tx.connection.exec_driver_sql("SELECT id FROM team").all()))


@pytest.mark.parametrize(
    "words", [["--help"], ["invite", "--help"], ["invite", "to", "--help"], ["person", "end", "-h"]]
)
def test_help_comes_at_once(words: list[str]) -> None:
    """In half a second of computing at most, for it imports nothing that it does not need; the best of three counts."""
    took = []
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        said = subprocess.run([sys.executable, "-m", "bot.cli", *words], cwd=ROOT, capture_output=True, text=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        took.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
        assert "Usage: koersvast" in said.stdout
    assert min(took) < 0.5


def _anna_and_an_open_invitation(shell: Shell) -> tuple[str, str]:
    shell("team", "add", "Balie")
    with shell.memory() as db:
        used, code = db.call(invitations.issue, 1, Role.EMPLOYEE, NOW)
        unused, _ = db.call(invitations.issue, 1, Role.EMPLOYEE, NOW)
        anna = db.call(people.add, address_of(CHAT), NOW, language="nl", zone="Europe/Amsterdam").id
        assert db.call(invitations.redeem, code, anna, NOW) is not None
        db.call(people.join, anna, 1, Role.EMPLOYEE, NOW)
        db.call(lambda tx: people.change(tx, anna, status=Status.ACTIVE))
    return used, unused


def _letters(db: Database) -> list[outbox.Outgoing]:
    rows: list[outbox.Outgoing] = []
    while claimed := db.call(outbox.claim, NOW, 10, Allowance(9, 9)):
        rows += claimed
        for row in claimed:
            db.call(outbox.settle_sent, row.id)
    return [row for row in rows if row.kind == "message"]


def test_a_small_team_is_published_with_another(shell: Shell) -> None:
    """The list says so, until they part."""
    for name in ("Balie", "Archief"):
        shell("team", "add", name)
    assert "Archief and Balie together" in shell("team", "join", "archief", "--with", "balie").out
    assert ["Archief (published with Balie)", "Balie"] == shell("team", "list").lines
    refused = shell("team", "join", "Balie", "--with", "Archief")
    assert (1, True) == (refused.status, "itself published with another" in refused.err)
    assert "by itself" in shell("team", "part", "Archief").out
    assert ["Archief", "Balie"] == shell("team", "list").lines


def test_a_member_hears_from_the_shell_that_their_team_is_put_together_with_another(shell: Shell) -> None:
    """Anna of Balie is told once when Archief is joined to it, again when they part, and when hers is closed."""
    _anna_and_an_open_invitation(shell)
    shell("team", "add", "Archief")
    heard = []
    for words in (("join", "Archief", "--with", "Balie"), ("part", "Archief"), ("close", "Balie")):
        assert 0 == shell("team", *words).status
        with shell.memory() as db:
            heard.append(db.call(rows.sending).total())
    assert [1, 2, 3] == heard


def test_what_was_written_down_can_be_checked(shell: Shell) -> None:
    """A whole trail is said to be whole; a line that somebody changed is named."""
    shell("team", "add", "Balie")
    whole = "All is as it was written: the audit trail, the published figures and the decisions."
    assert whole == shell("audit", "verify").lines[0]
    with shell.memory() as db:
        db.call(lambda tx: tx.connection.exec_driver_sql("UPDATE audit SET subject = 'team 7' WHERE id = 1"))
    result = shell("audit", "verify")
    assert (1, True) == (result.status, "Row 1 of the audit trail: it does not follow" in result.err), result.err


def test_a_trail_that_was_cut_off_is_found_by_a_line_kept_elsewhere(shell: Shell) -> None:
    """Also by the file beside the data; and a line that is none is told."""
    shell("team", "add", "Balie")
    with shell.memory() as db:
        older = db.call(installation.fact, "chain.audit.head") or b""
    anchor = shell("audit", "verify").lines[1].rpartition("--anchor`: ")[2]
    with shell.memory() as db:  # as an older copy would be
        db.call(lambda tx: tx.connection.exec_driver_sql("DELETE FROM audit WHERE id > 1"))
        db.call(installation.remember, "chain.audit.head", older)
    assert "The audit trail: its end was cut off." in shell("audit", "verify").err
    (Path(shell.environment["KOERSVAST_DATA_DIR"]) / "anchors").unlink()
    assert "it is not what was anchored" in shell("audit", "verify", "--anchor", anchor).err
    assert "between quotes" in shell("audit", "verify", "--anchor", "audit:x").err


def test_a_link_for_the_operator_is_printed(shell: Shell) -> None:
    """At the address of the page, another one each time, and written down without its token."""
    first, second = shell("page"), shell("page")
    assert (0, 0) == (first.status, second.status)
    assert re.fullmatch(r"http://127\.0\.0\.1:8080/sign-in/[\w-]{32}", first.lines[0])
    assert first.lines != second.lines


def test_no_more_links_than_people(shell: Shell) -> None:
    """Without a head count there are none; with one, as many as it leaves room for, and the remedy is said."""
    shell("team", "add", "Balie")
    assert "Say first how many people work in Balie" in (said := shell("invite", "Balie", "--role", "employee").err)
    assert './koersvast team count "Balie" NUMBER' in said
    assert 0 == shell("team", "count", "balie", "4").status
    assert 3 == len(in_telegram(shell, "invite", "Balie", "--role", "employee", "--count", "3"))
    refused = shell("invite", "Balie", "--role", "employee", "--count", "2")
    assert (1, True) == (refused.status, "links for 1 more fit" in refused.err)
    shell("invite", "revoke", "V-0001")
    result = shell("invite", "Balie", "--role", "employee", "--count", "2")
    assert (0, 2) == (result.status, len(result.lines))
    assert "and not by way of their lead" in result.err
    assert "by way of" not in shell("invite", "Balie", "--role", "lead").err


def test_a_head_count_goes_up_at_any_time_and_down_at_the_beginning_of_a_quarter(shell: Shell) -> None:
    """In between, a smaller one would show that somebody left; the refusal says until when."""
    shell("team", "add", "Balie", "--people", "9")
    for number, status in ((10, 0), (9, 1), (10, 0), (0, 2), (12, 0)):
        assert (number, status) == (number, shell("team", "count", "Balie", str(number)).status)
    refused = shell("team", "count", "Balie", "8").err
    assert "a head count can only go up, to 12 or more" in refused
    assert "show that somebody left" in refused
    assert "(12 people, counted " in shell("team", "list").out
    later = shell.with_settings(clock_start="2027-01-05T09:00:00+00:00")
    assert (0, True) == ((said := later("team", "count", "Balie", "8")).status, "2027-04-01" in said.out)
    assert 1 == shell.with_settings(clock_start="2027-02-01T09:00:00+00:00")("team", "count", "Balie", "7").status


def test_status_asks_for_head_counts_on_fixed_dates(shell: Shell) -> None:
    """Of every open team, from the first working day of a quarter until they are given."""
    for name in ("Balie", "Archief"):
        shell("team", "add", name, "--people", "8")
    shell("team", "add", "Nieuw")

    def asked(at: str) -> str:
        lines = dict(line.split(": ", 1) for line in shell.with_settings(clock_start=at)("status").lines)
        return lines["head counts"]

    assert asked("2026-12-30T09:00:00+00:00").startswith("1 to give since 2026-10-01")
    assert asked("2027-01-04T09:00:00+00:00").startswith("3 to give since 2027-01-04")
    later = shell.with_settings(clock_start="2027-01-04T09:00:00+00:00")
    for name in ("Balie", "Archief", "Nieuw"):
        later("team", "count", name, "7")
    assert "all given" == asked("2027-01-05T09:00:00+00:00")
