"""What the check can find: one rule, one number, one section in docs/findings.md."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    ERROR = "error"
    """must not go live"""
    ADVICE = "advice"
    """read it, and decide"""


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """What is wrong at one line (1-based) of one file, why, and what to do about it."""

    path: str
    line: int
    number: str
    """of the rule that it breaks; "" where the file could not be read, so that no rule was held to it"""
    reason: str
    remedy: str

    @property
    def level(self) -> Severity:
        return RULES[self.number].level if self.number else Severity.ERROR

    def __str__(self) -> str:
        number = f" {self.number}" if self.number else ""
        return f"{self.path}:{self.line}{number} {self.reason} — {self.remedy}"


@dataclass(frozen=True, slots=True)
class CheckRule:
    """What the check asks of a flow; one that breaks a rule that `stops` is not taken into use: people would suffer."""

    title: str
    level: Severity
    stops: bool = False


def _stops(title: str) -> CheckRule:
    return CheckRule(title, Severity.ERROR, stops=True)


def _error(title: str) -> CheckRule:
    return CheckRule(title, Severity.ERROR)


def _advice(title: str) -> CheckRule:
    return CheckRule(title, Severity.ADVICE)


RULES: Mapping[str, CheckRule] = {
    "KV001": _stops("The file cannot be loaded"),
    "KV002": _stops("Unknown target"),
    "KV003": _error("Node that nobody reaches"),
    "KV004": _error("Dead end"),
    "KV005": _stops("Circle without a wait"),
    "KV006": _stops("No way to an end"),
    "KV007": _stops("Entered flow that does not exist"),
    "KV008": _stops("Flow that enters itself"),
    "KV009": _error("Takes what the entered flow does not have"),
    "KV010": _error("Variable that may be unset"),
    "KV011": _error("Unknown fact"),
    "KV012": _error("Name that the bot cannot remember"),
    "KV013": _error("Label of what is no question"),
    "KV014": _advice("One name for different kinds of answer"),
    "KV015": _error("Pause until what is no day"),
    "KV016": _error("Command that another flow has"),
    "KV020": _error("Missing translation"),
    "KV021": _error("Stale translation"),
    "KV022": _error("Placeholders differ in the translation"),
    "KV023": _advice("Translation of a text that does not exist"),
    "KV024": _error("Formal form missing"),
    "KV025": _error("Formal form that says je"),
    "KV026": _advice("Wordings with different placeholders"),
    "KV027": _error("Translation that is not read"),
    "KV028": _advice("File in a zip that is not read"),
    "KV030": _error("Message too long"),
    "KV031": _advice("Label too long for a button"),
    "KV032": _advice("Question too long"),
    "KV033": _advice("Too many choices"),
    "KV034": _error("Two choices that read the same"),
    "KV035": _advice("Buttons that a channel has no place for"),
    "KV036": _advice("Another word for what has a name"),
    "KV037": _advice("Messages in a row that begin alike"),
    "KV040": _advice("Hard to read"),
    "KV041": _advice("Sentences too long on average"),
    "KV042": _advice("Sentence too long"),
    "KV043": _advice("Too much noise"),
    "KV044": _advice("Office jargon"),
    "KV045": _error("Praise, guilt or pressure"),
    "KV046": _error("Broken letters"),
    "KV047": _error("Text broken off by a #"),
    "KV048": _error("Mark that there is no more"),
    "KV049": _advice("Word that is no plain Dutch"),
    "KV050": _error("Too many taps"),
    "KV051": _error("Too much to type"),
    "KV052": _error("Takes too long"),
    "KV060": _error("Unknown technique"),
    "KV061": _error("Review date past"),
    "KV062": _advice("Review soon"),
    "KV070": _stops("Question about health in a flow that is not private"),
    "KV071": _stops("Asks for a name or a case number"),
    "KV072": _stops("Private flow that shares"),
    "KV073": _stops("Link in a text"),
    "KV074": _stops("Team counts what cannot be counted"),
    "KV075": _stops("Welcome without the disclosure"),
    "KV076": _stops("Promise about who sees it that is not true"),
    "KV077": _stops("Private flow that calls"),
    "KV078": _stops("Call that tells something unseen"),
    "KV080": _stops("Values that do not go together"),
    "KV081": _error("Condition that can never hold"),
    "KV082": _error("Key where people should read a label"),
    "KV083": _error("Text that may be empty"),
    "KV084": _stops("Flows entered too deeply"),
    "KV085": _error("Address that the operator did not configure"),
    "KV086": _error("Command that the bot has itself"),
    "KV087": _error("Question that nobody can answer"),
    "KV088": _advice("Answer that is kept and never read"),
}
