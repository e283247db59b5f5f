"""What the check finds, told in the language of the coach: titles and remedies by number, `findings.LANGUAGE.po`."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

from flows import findings


def title(number: str, language: str) -> str:
    """What was found, in a few words."""
    return _words(language).get(("title", number), findings.RULES[number].title)


def reason(found: findings.Finding, language: str) -> str:
    """Why, in the words of the check; with its own remedy where the language has another one for all such findings."""
    return f"{found.reason} — {found.remedy}" if ("remedy", found.number) in _words(language) else found.reason


def remedy(found: findings.Finding, language: str) -> str:
    """What to do."""
    return _words(language).get(("remedy", found.number), found.remedy)


@cache
def _words(language: str) -> Mapping[tuple[str, str], str]:
    path = Path(__file__).parent / f"findings.{language}.po"
    if not path.exists():
        return {}
    with path.open("rb") as file:
        return {(str(one.context), str(one.id)): str(one.string) for one in read_po(file) if one.id}
