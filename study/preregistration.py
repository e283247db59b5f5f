"""What is looked for, written down before the first decision: a file to read, and a copy that cannot slip away."""

import hashlib
import json
import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path

from store import decisions, installation
from store.database import Transaction

FILE = "preregistration.toml"
_FACT = "preregistration"
_TEXT = """\
# What is learned from decisions by chance, written down before the first of them was made.
# Do not change this file: ./koersvast learn compares it with what was registered, and says so when it differs.
question = "Does a midweek cue make it more likely that the next reflection is answered in time?"
subject = "cue"
arm = "cue"
outcome = "the next reflection within 7 days was answered in time"
estimate = "difference in shares: weighted and centred least squares (Boruvka et al. 2018)"
control = "the week of taking part"
interval = "95 %, two-sided, Student's t, corrected for few people (Mancl and DeRouen 2001) up to 50"
moderators = [{moderators}]
until = {until}
registered = {registered}
"""


class RegistrationError(Exception):
    """Something about registering that the operator can put right; the message says how."""


class RegistrationStanding(StrEnum):
    """How what was registered stands against the file."""

    NOTHING = "nothing"  # was registered before the first decision
    AS_WRITTEN = "as_written"
    CHANGED = "changed"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Registration:
    """What was registered: which subject and arm, by which outcome, until when."""

    subject: str
    arm: str
    outcome: str
    moderators: tuple[str, ...]
    until: date
    hash: str
    standing: RegistrationStanding


def register(db: Transaction, folder: Path, until: date, moderators: tuple[str, ...], now: datetime) -> Path:
    """Write the file and keep it. Raises RegistrationError once a decision was made, or for an end that is past."""
    if decisions.every(db, "cue"):
        raise RegistrationError(
            "The first decision was made already: what is written down now was not written down beforehand."
        )
    if until <= now.date():
        raise RegistrationError("The end lies in the past: give a day to come with --until.")
    names = ", ".join(f'"{one}"' for one in moderators)
    text = _TEXT.format(moderators=names, until=until.isoformat(), registered=now.isoformat(timespec="seconds"))
    file = folder / FILE
    file.write_text(text, encoding="utf-8")
    record = {"hash": hashlib.sha256(text.encode()).hexdigest(), "text": text}
    installation.remember(db, _FACT, json.dumps(record).encode())
    return file


def read(db: Transaction, folder: Path) -> Registration | None:
    """Read what was registered, whatever became of the file since; None where nothing was."""
    stored = installation.fact(db, _FACT)
    if stored is None:
        return None
    record = json.loads(stored)
    said = tomllib.loads(record["text"])
    return Registration(
        said["subject"],
        said["arm"],
        said["outcome"],
        tuple(said["moderators"]),
        said["until"],
        record["hash"],
        _standing(folder / FILE, record["hash"]),
    )


def _standing(file: Path, registered: str) -> RegistrationStanding:
    try:
        actual = hashlib.sha256(file.read_bytes()).hexdigest()
    except FileNotFoundError:
        return RegistrationStanding.GONE
    return RegistrationStanding.AS_WRITTEN if actual == registered else RegistrationStanding.CHANGED
