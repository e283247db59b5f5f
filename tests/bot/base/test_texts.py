"""Every sentence that the bot can say exists in every language, and every sentence that exists can be said."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter

from babel.messages.pofile import read_po

BOT = Path(__file__).parents[3] / "bot"
SPEAKING = {"say", "plain", "text", "settle_press", "button", "count", "_listed"}
# What colleagues ask one another, what strangers are told, whose choice is not known, and what names je and u itself.
WITHOUT_TONE = ("question.", "door.", "bot.", "settings.tone")
INFORMAL = re.compile(r"\b(je|jij|jou|jouw)\b", re.IGNORECASE)


@cache
def catalogue(name: str) -> dict[str, str]:
    """All keys of one catalogue with their sentences."""
    sentences: dict[str, str] = {}
    for path in sorted((BOT / "base" / "locale").glob("*.po")):
        if path.stem.rpartition(".")[2] == name:
            with path.open("rb") as file:
                sentences |= {str(one.id): str(one.string) for one in read_po(file) if one.id}
    return sentences


@cache
def sources() -> tuple[ast.Module, ...]:
    """Every module that says something."""
    return tuple(
        ast.parse(path.read_text()) for folder in (BOT, BOT.parent / "study") for path in sorted(folder.rglob("*.py"))
    )


def called_with(tree: ast.AST) -> Iterator[str]:
    """Keys that are written out where something is said."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in SPEAKING:
            for argument in node.args[:3]:
                for part in ast.walk(argument):
                    if isinstance(part, ast.Constant) and isinstance(part.value, str) and "." in part.value:
                        yield part.value


def mentioned() -> tuple[set[str], set[str], set[str]]:
    """All strings in the code, and what stands before and after a part that is filled in."""
    whole, before, after = set(), set(), set()
    for tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                whole.add(node.value)
            elif isinstance(node, ast.JoinedStr):
                first, last = node.values[0], node.values[-1]
                if isinstance(first, ast.Constant):
                    before.add(str(first.value))
                if isinstance(last, ast.Constant):
                    after.add(str(last.value))
    templates = {str(path.read_text()) for path in BOT.rglob("*.html")}
    for template in templates:
        whole |= set(re.findall(r"""["']([a-z_.]+)["']""", template))
        before |= set(re.findall(r"""["']([a-z_.]+\.)["']\s*~""", template))
    return whole, before, after


def placeholders(sentence: str) -> set[str]:
    """What is filled in."""
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


def test_dutch_and_english_say_the_same_things() -> None:
    """The same keys in both, and the same is filled in."""
    dutch, english = catalogue("nl"), catalogue("en")
    assert dutch.keys() == english.keys()
    assert [] == [key for key in dutch if placeholders(dutch[key]) != placeholders(english[key])]
    assert [] == [key for key in dutch if not dutch[key].strip() or not english[key].strip()]


def test_every_informal_sentence_has_a_formal_one() -> None:
    """And no formal sentence is informal after all, fills in something else, or stands for nothing."""
    dutch, formal = catalogue("nl"), catalogue("u")
    informal = [key for key, sentence in dutch.items() if INFORMAL.search(sentence)]
    assert [] == [key for key in informal if key not in formal and not key.startswith(WITHOUT_TONE)]
    assert [] == [key for key, sentence in formal.items() if INFORMAL.search(sentence)]
    assert set() == formal.keys() - dutch.keys()
    assert [] == [key for key in formal if placeholders(formal[key]) != placeholders(dutch[key])]


def test_whatever_is_said_by_its_key_exists() -> None:
    """In every call that writes a key out."""
    sentences = catalogue("nl")
    families = {key.partition(".")[0] for key in sentences}
    used = {key for tree in sources() for key in called_with(tree) if key.partition(".")[0] in families}
    assert len(used) > 40
    stems = {key.rpartition(".")[0] for key in sentences}
    assert set() == {key for key in used if key not in sentences and key not in stems and not key.endswith(".")}


def test_no_sentence_is_left_over() -> None:
    """Each key is written in the code or in a page, whole or by the part before or after what is filled in."""
    whole, before, after = mentioned()
    assert [] == [key for key in catalogue("nl") if not _written(key, whole, before, after)]


def _written(key: str, whole: set[str], before: set[str], after: set[str]) -> bool:
    stem, _, last = key.rpartition(".")
    by_part = any("." in part and key.startswith(part) for part in before)
    by_end = any(part.startswith(".") and key.endswith(part) for part in after)
    counted = last in ("one", "more") and stem in whole
    return key in whole or by_part or by_end or counted
