"""What the check finds, told in the language of the coach: by its English, in `findings.LANGUAGE.po`."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

from flows import findings
from flows.remark import Remark

_TITLE = "title"


def title(number: str, language: str) -> str:
    """Give the title of a finding, in a few words."""
    return _words(language).get((_TITLE, number), findings.RULES[number].title)


def translated(sentence: str, language: str) -> str:
    """Tell a reason or a remedy in this language; names and numbers in it stay as they are."""
    remark, words = Remark(sentence), _words(language)
    pattern = words.get(("", remark.pattern), remark.pattern)
    if not remark.values:
        return pattern
    return pattern.format(**{name: _value(value, language) for name, value in remark.values.items()})


def line(finding: findings.Finding, language: str) -> str:
    """Tell all of it on one line: where, its number if it has one, why, and what to do."""
    number = f" {finding.number}" if finding.number else ""
    reason, remedy = translated(finding.reason, language), translated(finding.remedy, language)
    return f"{finding.path}:{finding.line}{number} {reason} — {remedy}"


def _value(value: object, language: str) -> object:
    return translated(value, language) if isinstance(value, Remark) else value


@cache
def _words(language: str) -> Mapping[tuple[str, str], str]:
    path = Path(__file__).parent / f"findings.{language}.po"
    if not path.exists():
        return {}
    with path.open("rb") as file:
        return {(str(one.context or ""), str(one.id)): str(one.string) for one in read_po(file) if one.id}
