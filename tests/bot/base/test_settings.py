"""Every setting is typed and read once; a wrong one is named with what is expected, its value never repeated."""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.base import settings
from bot.base.settings import Settings, SettingsError
from bot.channels import configured

ENOUGH = {
    "bot_token": "4711:token",
    "secret_key": "the secret of the tests is long enough",
    "controller": "Gemeente Voorbeeld",
    "privacy_contact": "privacy@voorbeeld.test",
    "legal_ground": "Algemeen belang",
    "works_council_decision": "Ingestemd op 2 november 2026",
}


@pytest.fixture(autouse=True)
def _nothing_around(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No environment and no .env of the machine that tests."""
    for name in [name for name in os.environ if name.startswith(settings.PREFIX)]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def load(**chosen: Any) -> Settings:
    """The settings from what is given."""
    return settings.load(**chosen)


def test_nothing_needs_to_be_set_but_to_run() -> None:
    """Every setting has a usual value; what only the organisation can say is missing, each with a sentence."""
    usual = load()
    assert ("nl", "Europe/Amsterdam", 8080, settings.TELEGRAM) == (
        usual.language,
        usual.timezone,
        usual.web_port,
        usual.bot_api_url,
    )
    assert "sqlite:///data/koersvast.sqlite3" == usual.database
    missing = [*configured.missing(usual), *usual.missing_to_run()]
    assert sorted(f"KOERSVAST_{name.upper()}" for name in ENOUGH) == sorted(one.split(" ")[0] for one in missing)
    assert all(sentence.endswith(".") and ": give " in sentence for sentence in missing)


def test_with_six_settings_it_runs() -> None:
    """A text of spaces is no text."""
    assert [] == [*configured.missing(load(**ENOUGH)), *load(**ENOUGH).missing_to_run()]
    (missing,) = load(**ENOUGH | {"legal_ground": "   "}).missing_to_run()
    assert "KOERSVAST_LEGAL_GROUND" in missing


def test_the_environment_goes_before_the_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """`.env` in the working folder is read, in UTF-8; unknown names in it do no harm."""
    (tmp_path / ".env").write_text("KOERSVAST_CONTROLLER=Gemeente Één\nKOERSVAST_WEB_PORT=9000\nSOMETHING_ELSE=1\n")
    monkeypatch.setenv("KOERSVAST_WEB_PORT", "0")
    assert ("Gemeente Één", 0) == (load().controller, load().web_port)


def test_an_empty_line_means_the_usual(tmp_path: Path) -> None:
    """What .env.example leaves open stays as it is."""
    (tmp_path / ".env").write_text("KOERSVAST_FLOWS_DIR=\nKOERSVAST_CLOCK_START=\nKOERSVAST_DATABASE_URL=\n")
    assert (None, None, load(_env_file=None).database) == (load().flows_dir, load().clock_start, load().database)


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("timezone", "Europe/Atlantis", "IANA time zone"),
        ("timezone", "../etc/passwd", "IANA time zone"),
        ("language", "de", "'nl' or 'en'"),
        ("web_port", "70000", "expected 65535 or less"),
        ("web_port", "web", "expected a whole number"),
        ("bot_api_url", "telegram.example", "begins with https://"),
        ("public_url", "ftp://voorbeeld.test", "begins with https://"),
        ("public_url", "http://koersvast.intern", "http:// is for this machine only"),
        ("public_url", "https://voorbeeld.test/koersvast", "the root of a host"),
        ("public_url", "https://secret-word@voorbeeld.test", "the root of a host"),
        ("database_url", "mysql://secret-word@host/name", "sqlite:///FILE or postgresql://"),
        ("secret_key", "secret-word", "at least 32 characters"),
        ("secret_key", "a secret of more than thirty-two letters,secret-word", "each"),
        ("flows_dir", "nowhere", "a folder that exists"),
        ("keep_text_days", "0", "expected 1 or more"),
        ("clock_start", "yesterday", "ISO 8601 with its zone"),
        ("clock_start", "2026-11-23T08:30:00", "with its zone"),
        ("clock_speed", "0", "expected more than 0"),
    ],
)
def test_a_wrong_setting_is_named_with_what_is_expected(name: str, value: str, expected: str) -> None:
    """And its value, which may be a token or a key, is not repeated."""
    with pytest.raises(SettingsError) as refused:
        load(**{name: value})
    (complaint,) = refused.value.complaints
    assert complaint.startswith(f"KOERSVAST_{name.upper()}: ")
    assert complaint.endswith(".")
    assert expected in complaint
    assert "secret-word" not in complaint


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("KOERSVAST_KEEP_TXT_DAYS", "did you mean KOERSVAST_KEEP_TEXT_DAYS?"),
        ("KOERSVAST_WORK_COUNCIL_DECISION", "did you mean KOERSVAST_WORKS_COUNCIL_DECISION?"),
        ("koersvast_bot_tokn", "did you mean KOERSVAST_BOT_TOKEN?"),
        ("KOERSVAST_X", "take it out; .env.example holds all there are."),
    ],
)
def test_a_misspelt_setting_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, advice: str) -> None:
    """In the file or in the environment; in silence, its default would hold."""
    (tmp_path / ".env").write_text(f"{name}=secret-word\n")
    with pytest.raises(SettingsError) as in_file:
        load()
    (tmp_path / ".env").unlink()
    monkeypatch.setenv(name, "secret-word")
    with pytest.raises(SettingsError) as in_environment:
        load()
    assert [f"{name} is no setting: {advice}"] == in_file.value.complaints == in_environment.value.complaints


def test_what_a_platform_adds_is_no_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beside a service of this name, Kubernetes puts names like ours into the environment."""
    for name in ("SERVICE_HOST", "SERVICE_PORT", "SERVICE_PORT_HTTP", "PORT", "PORT_8080_TCP_ADDR"):
        monkeypatch.setenv(f"KOERSVAST_{name}", "10.0.0.1")
    assert 8080 == load().web_port


def test_every_wrong_setting_is_named_at_once() -> None:
    """Nobody has to start three times to find three mistakes."""
    with pytest.raises(SettingsError) as refused:
        load(timezone="?", language="?", web_port=-1)
    assert 3 == len(refused.value.complaints)


@pytest.mark.parametrize("chosen", [{"clock_start": "2026-11-23T08:30:00+01:00"}, {"clock_speed": 60.0}])
def test_a_rehearsal_needs_a_telegram_on_this_machine(chosen: dict[str, Any]) -> None:
    """No person may get messages at the hours of a made-up calendar."""
    with pytest.raises(SettingsError, match="loopback"):
        load(**chosen)
    with pytest.raises(SettingsError, match="loopback"):
        load(**chosen, bot_api_url="https://127.0.0.1.voorbeeld.test")
    for address in ("http://127.0.0.1:8081", "http://localhost:8081/", "http://[::1]:8081"):
        assert load(**chosen, bot_api_url=address).bot_api_url == address.rstrip("/")


def test_the_calendar_of_a_rehearsal_starts_where_it_is_told() -> None:
    """At the same moment, whatever zone it was said in."""
    chosen = load(clock_start="2026-11-23T08:30:00+01:00", bot_api_url="http://127.0.0.1:1")
    assert datetime(2026, 11, 23, 7, 30, tzinfo=UTC) == chosen.clock_start


def test_secrets_do_not_show() -> None:
    """Settings that end up in a traceback or a log tell neither token nor key nor password."""
    shown = repr(load(**ENOUGH, database_url="postgresql://me:hunter2@host/name"))
    assert "Gemeente Voorbeeld" in shown
    for secret in (ENOUGH["bot_token"], ENOUGH["secret_key"], "hunter2"):
        assert secret not in shown


def test_there_is_always_a_human_to_turn_to() -> None:
    """The help contact, or else the privacy contact."""
    assert "privacy@voorbeeld.test" == load(**ENOUGH).human("nl")
    assert "de coach" == load(**ENOUGH, help_contact="de coach").human("nl")
