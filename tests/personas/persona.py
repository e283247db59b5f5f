"""Reads the script of a person: what they press or say when the bot asks something, and what they begin themselves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from ruamel.yaml import YAML

from store.people import Role

FOLDER = Path(__file__).parent / "people"
ZONE = ZoneInfo("Europe/Amsterdam")
SILENT = "…"
FINISH = "Klaar"


@dataclass(slots=True)
class Rule:
    """Answers a question that holds certain words: the first time with the first reply, then the next, and round."""

    when: str
    replies: Sequence[str]
    uses: int = 0

    def reply(self) -> str:
        """Take the reply whose turn it is."""
        self.uses += 1
        return self.replies[(self.uses - 1) % len(self.replies)]


@dataclass(slots=True)
class Persona:
    """Holds one person's script; what they reply is pressed where a button says it, and typed otherwise."""

    name: str
    role: Role
    rules: Sequence[Rule]
    otherwise: Sequence[str]
    deeds: Sequence[tuple[datetime, str]] = field(default_factory=list)

    def reply(self, text: str, labels: Sequence[str]) -> str:
        """Choose what to answer; several choices are confirmed once one is marked, and SILENT is no answer at all."""
        if FINISH in labels and any(label.startswith("✓") for label in labels):
            return FINISH
        fitting = [rule for rule in self.rules if rule.when in text]
        if fitting:  # a card holds what was asked before as well: the question that stands last is the open one
            return max(fitting, key=lambda rule: text.rfind(rule.when)).reply()
        usual = [label for label in self.otherwise if label in labels or label == SILENT]
        return (usual or labels or [SILENT])[0]


def names() -> list[str]:
    """List the people there are."""
    return sorted(path.stem for path in FOLDER.glob("*.yaml"))


def read(name: str) -> Persona:
    """Read the script of one person."""
    script = YAML(typ="safe", pure=True).load((FOLDER / f"{name}.yaml").read_text())
    rules = [Rule(when, [replies] if isinstance(replies, str) else replies) for when, replies in script["when"].items()]
    return Persona(name, Role(script["role"]), rules, script.get("otherwise", []), _deeds(script.get("begins", {})))


def _deeds(written: Mapping[Any, str]) -> list[tuple[datetime, str]]:
    return sorted((datetime.fromisoformat(str(at)).replace(tzinfo=ZONE), words) for at, words in written.items())
