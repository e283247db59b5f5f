"""Reads every setting, typed, once; a wrong one is named together with what is expected."""

import difflib
import os
import re
import ssl
from collections.abc import Mapping
from datetime import date, datetime
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from pathlib import Path
from typing import Any, Literal, Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dotenv import dotenv_values
from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from store.addresses import FIRST_CHANNEL
from store.database import sqlite_url

TELEGRAM = "https://api.telegram.org"
PREFIX = "KOERSVAST_"
Text = Literal["controller", "privacy_contact", "legal_ground", "works_council_decision", "help_contact"]
ENV_FILE = ".env"
# What Kubernetes and Docker put into the environment of whatever runs beside a service called koersvast.
_LINK = re.compile(rf"{PREFIX}(SERVICE_(HOST|PORT)|PORT($|_\d+_))")
# By pydantic's own names of what can be wrong; those of our own validators come as sentences.
_EXPECTED = {
    "int_parsing": "expected a whole number",
    "float_parsing": "expected a number",
    "less_than_equal": "expected {le} or less",
    "greater_than_equal": "expected {ge} or more",
    "greater_than": "expected more than {gt}",
    "literal_error": "expected {expected}",
    "datetime_from_date_parsing": "expected ISO 8601 with its zone, such as 2026-11-23T08:30:00+01:00",
    "value_error": "{error}",
}
_NEEDED_TO_RUN = {
    "secret_key": "any text of at least 32 characters; it encrypts what people say",
    "controller": "who is responsible for the data, as people will read it",
    "privacy_contact": "where people can ask about their data",
    "legal_ground": "the legal ground on which the controller processes the data",
    "works_council_decision": "what the works council decided about this, and when",
}


class SettingsError(Exception):
    """Something in the settings must be put right; each complaint names one setting."""

    def __init__(self, complaints: list[str]) -> None:
        super().__init__("\n".join(complaints))
        self.complaints = complaints


class Settings(BaseSettings):
    """Holds the settings of one installation, from the environment and `.env`."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_file=ENV_FILE, env_file_encoding="utf-8", extra="ignore")

    channels: str = Field(FIRST_CHANNEL, description="Channels by which people are reached.")
    bot_token: str = Field("", repr=False, description="The token by which Telegram lets the bot in.")
    bot_api_url: str = Field(TELEGRAM, description="Root of the Bot API server.")
    database_url: str = Field(
        "", repr=False, description="SQLite or PostgreSQL; empty: an SQLite file in the data folder."
    )
    data_dir: Path = Field(Path("data"), description="Folder for the database and its copies.")
    proxy: str = Field("", repr=False, description="Outgoing proxy; empty: what HTTPS_PROXY and NO_PROXY say.")
    ca_bundle: Path | None = Field(None, description="Certificates (PEM) to trust besides the machine's own.")
    timezone: str = Field("Europe/Amsterdam", description="IANA time zone of the organisation.")
    language: Literal["nl", "en"] = Field("nl", description="Language of a first message: nl or en.")
    public_url: str = Field("", description="Address at which leads reach the page, as they will see it.")
    web_port: int = Field(8080, ge=0, le=65535, description="Port of the page; 0 takes any free port.")
    flows_dir: Path | None = Field(None, description="Folder with the organisation's own flows.")
    call_addresses: str = Field(
        "", repr=False, description="Addresses that flows may call: NAME=URL, with commas between them."
    )
    call_networks: str = Field("", description="Private networks that such an address may lie in, as 10.1.0.0/16.")
    secret_key: str = Field("", repr=False, description="At least 32 characters; a comma list, newest first, rotates.")
    controller: str = Field("", description="Who is responsible for the data.")
    privacy_contact: str = Field("", description="Where people can ask about their data.")
    legal_ground: str = Field("", description="The legal ground of the processing.")
    works_council_decision: str = Field("", description="What the works council decided, and when.")
    help_contact: str = Field("", description="A human being to turn to; empty: the privacy contact.")
    controller_en: str = Field("", description="The controller in English; empty: as it is.")
    privacy_contact_en: str = Field("", description="The privacy contact in English; empty: as it is.")
    legal_ground_en: str = Field("", description="The legal ground in English; empty: as it is.")
    works_council_decision_en: str = Field("", description="The decision in English; empty: as it is.")
    help_contact_en: str = Field("", description="The human being in English; empty: as it is.")
    crisis_line: str = Field(
        "Gedachten aan zelfdoding? Bel gratis en anoniem 113, dag en nacht, of chat op 113.nl. Direct gevaar? Bel 112.",
        description="What somebody who is not well reads about 113, in Dutch.",
    )
    crisis_line_en: str = Field(
        "Thoughts of suicide? Call 113 (in the Netherlands), free and anonymous, day and night, or chat at 113.nl. "
        "Immediate danger? Call 112.",
        description="The same in English.",
    )
    crisis_checked: date = Field(
        date(2025, 10, 3), description="The day on which both sentences were last checked against 113.nl."
    )
    keep_text_days: int = Field(90, ge=1, description="Days that written answers are kept.")
    keep_goal_days: int = Field(
        400, ge=28, le=400, description="Days that what somebody keeps with their goal is kept at most."
    )
    keep_score_days: int = Field(400, ge=28, description="Days that chosen answers are kept.")
    keep_audit_days: int = Field(400, ge=28, description="Days that the audit trail is kept.")
    least_on_scale: int = Field(5, ge=5, description="Others with a value that a figure on a scale needs.")
    least_yes_no: int = Field(10, ge=10, description="Others with a value that a figure of yes or no needs.")
    least_in_team: int = Field(7, ge=7, description="People that a team needs before anything is published about it.")
    cue_probability: float = Field(
        0.5, ge=0, le=1, description="Chance of a midweek cue in the first twelve weeks; 0 never, 1 always."
    )
    clock_start: datetime | None = Field(None, description="Rehearsals only: where the calendar starts (ISO 8601).")
    clock_speed: float = Field(1.0, gt=0, description="Rehearsals only: calendar seconds per second.")

    @field_validator("timezone")
    @classmethod
    def _zone_exists(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError):
            raise ValueError("expected an IANA time zone such as Europe/Amsterdam") from None
        return value

    @field_validator("bot_api_url", "public_url")
    @classmethod
    def _is_web_address(cls, value: str) -> str:
        if value and urlsplit(value).scheme not in ("http", "https"):
            raise ValueError("expected an address that begins with https:// (or http://)")
        return value.rstrip("/")

    @field_validator("public_url")
    @classmethod
    def _is_safe_for_a_page(cls, value: str) -> str:
        """Refuse http, over which links and cookies can be read on the way, and any place but the root of a host."""
        split = urlsplit(value)
        if value and split.scheme != "https" and not on_loopback(value):
            raise ValueError("expected an address that begins with https://; http:// is for this machine only")
        if value and (not split.hostname or split.path or split.query or split.fragment or "@" in split.netloc):
            raise ValueError("expected the root of a host, such as https://koersvast.example, with nothing behind it")
        return value

    @field_validator("database_url")
    @classmethod
    def _is_known_database(cls, value: str) -> str:
        if value and not value.startswith(("sqlite:///", "postgresql://", "postgresql+psycopg://")):
            raise ValueError("expected sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME")
        return value

    @field_validator("secret_key")
    @classmethod
    def _is_long_enough(cls, value: str) -> str:
        if value and any(len(part.strip()) < 32 for part in value.split(",")):
            raise ValueError("expected at least 32 characters (in a comma list: each)")
        return value

    @field_validator("call_addresses")
    @classmethod
    def _are_addresses(cls, value: str) -> str:
        for part in _parts(value):
            name, _, url = part.partition("=")
            if not re.fullmatch(r"[a-z][a-z0-9-]{0,31}", name) or not _is_address(url):
                raise ValueError("expected NAME=https://HOST/PATH, with commas between several; a name has a–z, 0–9, -")
        return value

    @field_validator("call_networks")
    @classmethod
    def _are_networks(cls, value: str) -> str:
        for part in _parts(value):
            try:
                ip_network(part)
            except ValueError:
                raise ValueError("expected networks such as 10.1.0.0/16, with commas between several") from None
        return value

    @field_validator("flows_dir")
    @classmethod
    def _folder_exists(cls, value: Path | None) -> Path | None:
        if value is not None and not value.is_dir():
            raise ValueError("expected a folder that exists")
        return value

    @field_validator("proxy")
    @classmethod
    def _is_proxy(cls, value: str) -> str:
        split = urlsplit(value)
        if value and (split.scheme not in ("http", "https") or not split.hostname):
            raise ValueError("expected http://HOST:PORT, or http://NAME:PASSWORD@HOST:PORT")
        return value

    @field_validator("ca_bundle")
    @classmethod
    def _holds_certificates(cls, value: Path | None) -> Path | None:
        if value is not None:
            try:
                ssl.create_default_context(cafile=value)
            except (OSError, ssl.SSLError):
                raise ValueError("expected a file of certificates in PEM form that this account may read") from None
        return value

    @field_validator("clock_start", "flows_dir", "ca_bundle", mode="before")
    @classmethod
    def _empty_means_absent(cls, value: Any) -> Any:
        return None if value == "" else value

    @field_validator("clock_start")
    @classmethod
    def _has_zone(cls, value: datetime | None) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("expected ISO 8601 with its zone, such as 2026-11-23T08:30:00+01:00")
        return value

    @model_validator(mode="after")
    def _rehearse_on_loopback_only(self) -> Self:
        rehearsing = self.clock_start is not None or self.clock_speed != 1.0
        if rehearsing and not on_loopback(self.bot_api_url):
            raise ValueError(
                f"{PREFIX}CLOCK_START and {PREFIX}CLOCK_SPEED are for rehearsals and need a Bot API server on loopback"
            )
        return self

    @property
    def channel_names(self) -> list[str]:
        """List the names of the channels by which people are reached."""
        return [name.casefold() for name in _parts(self.channels)]

    @property
    def database(self) -> str:
        """Give the address of the database to use."""
        return self.database_url or sqlite_url(self.data_dir / "koersvast.sqlite3")

    @property
    def thresholds(self) -> dict[str, int]:
        """Say from how many people on something is published, as nudges/disclosure.py names them."""
        return {"scale": self.least_on_scale, "yes_no": self.least_yes_no, "cohort": self.least_in_team}

    @property
    def calls(self) -> dict[str, str]:
        """Map the names of addresses that flows may call to their URLs."""
        return dict(part.split("=", 1) for part in _parts(self.call_addresses))

    @property
    def networks(self) -> list[IPv4Network | IPv6Network]:
        """List the private networks in which an address that flows call may lie."""
        return [ip_network(part) for part in _parts(self.call_networks)]

    def crisis(self, language: str) -> str:
        """Give the text about 113 that somebody reads who is not well."""
        return self.crisis_line if language == "nl" else self.crisis_line_en

    def text_for_people(self, name: Text, language: str) -> str:
        """Give one of the texts that people read, in their language where it was given in it."""
        translated = getattr(self, f"{name}_en") if language == "en" else ""
        return str(translated or getattr(self, name))

    def human(self, language: str) -> str:
        """Name whom somebody can turn to who wants a human being."""
        return self.text_for_people("help_contact", language) or self.text_for_people("privacy_contact", language)

    def missing_to_run(self) -> list[str]:
        """List one sentence for every setting without which the bot must not start, by whatever channel."""
        return self.missing(_NEEDED_TO_RUN)

    def missing(self, needed: Mapping[str, str]) -> list[str]:
        """List one sentence for every setting of these that is empty; they map to what is to be given."""
        return [
            f"{PREFIX}{name.upper()} is empty: give {what}."
            for name, what in needed.items()
            if not getattr(self, name).strip()
        ]


def load(**overrides: Any) -> Settings:
    """Read the settings from the environment and `.env`; `overrides` go first. Raises SettingsError."""
    complaints = _misspelt(overrides.get("_env_file", ENV_FILE))
    try:
        settings = Settings(**overrides)
    except ValidationError as error:
        complaints = [_complaint(problem) for problem in error.errors()] + complaints
    else:
        if not complaints:
            return settings
    raise SettingsError(complaints)


def _misspelt(env_file: str | None) -> list[str]:
    """Write a sentence for every name that looks like a setting and is none: in silence, its default would be used."""
    names = {*os.environ, *(dotenv_values(env_file) if env_file else ())}
    ours = sorted(name for name in names if name.upper().startswith(PREFIX) and not _LINK.match(name))
    return [_unknown(name) for name in ours if name[len(PREFIX) :].lower() not in Settings.model_fields]


def _unknown(name: str) -> str:
    close = difflib.get_close_matches(name[len(PREFIX) :].lower(), Settings.model_fields, 1)
    if close:
        return f"{name} is no setting: did you mean {PREFIX}{close[0].upper()}?"
    return f"{name} is no setting: take it out; .env.example holds all there are."


def _parts(value: str) -> list[str]:
    return [part.strip() for part in value.split(",") if part.strip()]


def _is_address(url: str) -> bool:
    split = urlsplit(url)
    return split.scheme in ("http", "https") and bool(split.hostname) and "@" not in split.netloc


def on_loopback(url: str) -> bool:
    """Say whether an address points at this machine itself."""
    host = urlsplit(url).hostname or ""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _complaint(problem: Any) -> str:
    # The value itself is never repeated: it may be a token or a key.
    said = (
        str(_EXPECTED.get(problem["type"], problem["msg"]))
        .format(**problem.get("ctx", {}))
        .removeprefix("Value error, ")
    )
    if not problem["loc"]:
        return said + "."
    return f"{PREFIX}{str(problem['loc'][0]).upper()}: {said[0].lower()}{said[1:]}."
