"""A YAML file as parts that know their line, for readers that must explain every mistake."""

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.composer import Composer
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from flows import complaints, slips
from flows.json_value import JSON
from flows.remark import Remark

LARGEST = 256 * 1024
_PROBLEMS = frozenset(
    (
        "mapping values are not allowed here",
        "could not find expected ':'",
        "found character '\\t' that cannot start any token",
        "found unexpected end of stream",
        "expected <block end>, but found '<block mapping start>'",
        "expected <block end>, but found '<scalar>'",
        "but found another document",
    )
)
"""what the library says of files, where coaches are told it in Dutch as well"""
DEEPEST = 20
"""lists and keys inside each other"""
MOST_PARTS = 6_000
"""keys, texts and lists of a file together; our largest flow has 2,400. Each takes the reader a moment in which nobody
else is served, so they are counted while it reads"""


UNSOUND = Remark("a character stands here that no text may hold")


def sound(text: str) -> bool:
    """Say whether a text holds letters only: no control characters, no halves of a character."""
    return text.isprintable() or not any(
        unicodedata.category(letter) in ("Cc", "Cs") for letter in text if letter not in "\n\t"
    )


class Part:
    """One place in a file. Every reading method raises `Mistake` when something else stands there."""

    __slots__ = ("kind", "line", "node", "place")

    def __init__(self, node: Node, place: str) -> None:
        self.node, self.place = node, place
        self.line: int = node.start_mark.line + 1
        self.kind = str(node.tag).rsplit(":", 1)[-1]

    def mistake(self, reason: str, remedy: str) -> complaints.Mistake:
        why = Remark(reason)
        placed = Remark("{place}: {reason}", place=self.place, reason=why) if self.place else why
        return complaints.Mistake(self.line, placed, remedy)

    @property
    def empty(self) -> bool:
        return self.kind == "null"

    @property
    def behind(self) -> str:
        """Read what stands behind a # after a text without quotes: YAML takes it for a comment."""
        end = self.node.end_mark
        if not isinstance(self.node, ScalarNode) or self.node.style:
            return ""
        rest = re.match(r"[ \t]+#.*", end.buffer[end.pointer : end.pointer + LARGEST])
        return rest[0].strip() if rest else ""

    @property
    def is_mapping(self) -> bool:
        return isinstance(self.node, MappingNode)

    @property
    def is_list(self) -> bool:
        return isinstance(self.node, SequenceNode)

    def text(self) -> str:
        """Read whatever scalar stands there, letter for letter."""
        if not isinstance(self.node, ScalarNode) or self.empty:
            raise self.mistake("a text is expected", "write one text, in quotes if it holds ': ' or begins with '{'")
        if not sound(self.node.value):
            raise self.mistake(UNSOUND, "remove it")
        return str(self.node.value)

    def name(self, pattern: re.Pattern[str], what: str) -> str:
        word = self.text()
        if not pattern.fullmatch(word):
            raise self.mistake(
                Remark("{found!r} is not {what}", found=word, what=Remark(what)),
                Remark("use {what}", what=Remark(what)),
            )
        return word

    def one_of(self, words: Iterable[str]) -> str:
        word, allowed = self.text(), list(words)
        if word not in allowed:
            raise self.mistake(Remark("{found!r} is not known here", found=word), nearest(word, allowed))
        return word

    def truth(self) -> bool:
        if self.kind != "bool":
            raise self.mistake("true or false is expected", "write true or false, without quotes")
        return str(self.node.value).lower() == "true"

    def number(self) -> float:
        """Read an int where a whole number stands, else a float."""
        try:
            return int(self.text()) if self.kind == "int" else float(self.text())
        except ValueError:
            raise self.mistake("a number is expected", "write a number, such as 3 or 0.5") from None

    def whole(self, least: int, most: int) -> int:
        number = self.number()
        if not isinstance(number, int) or not least <= number <= most:
            raise self.mistake(
                "a whole number is expected",
                Remark("write a whole number from {least} to {most}", least=least, most=most),
            )
        return number

    def items(self) -> "list[Part]":
        if not isinstance(self.node, SequenceNode):
            raise self.mistake("a list is expected", "write [one, two], or one item a line beginning with '- '")
        return [Part(node, f"{self.place}.{number}") for number, node in enumerate(self.node.value, 1)]

    def pairs(self) -> "dict[str, Part]":
        """Read the keys in the order of the file; a duplicate is a mistake."""
        if not isinstance(self.node, MappingNode):
            raise self.mistake("keys with values are expected", "write {key: value}, or one 'key: value' a line")
        pairs: dict[str, Part] = {}
        for key, value in self.node.value:
            word = Part(key, self.place).text()
            part = Part(value, f"{self.place}.{word}" if self.place else word)
            part.line = key.start_mark.line + 1
            if word in pairs:
                raise part.mistake("this key stands here twice", "remove one of the two, or rename it")
            pairs[word] = part
        return pairs

    def fields(self, required: Iterable[str], optional: Iterable[str] = ()) -> "dict[str, Part]":
        """Read the pairs, when every required key is there and no other than these."""
        pairs, required = self.pairs(), list(required)
        allowed = [*required, *optional]
        for word, part in pairs.items():
            if word not in allowed:
                raise part.mistake(
                    Remark("{word!r} is not a key that can stand here", word=word), nearest(word, allowed)
                )
        for word in required:
            if word not in pairs:
                raise self.mistake(Remark("{word!r} is missing", word=word), Remark("add {word}: …", word=word))
        return pairs

    def literal(self) -> JSON:
        """Read the plain value: None, bool, int, float, text, list or dict."""
        if isinstance(self.node, SequenceNode):
            return [part.literal() for part in self.items()]
        if isinstance(self.node, MappingNode):
            return {key: part.literal() for key, part in self.pairs().items()}
        if self.empty:
            return None
        if self.kind == "bool":
            return self.truth()
        return self.number() if self.kind in ("int", "float") else self.text()


def nearest(word: str, allowed: Iterable[str]) -> str:
    """Word a remedy: the word that was probably meant, or all of them."""
    choices = sorted(allowed)
    close = difflib.get_close_matches(word, choices, 1)
    return (
        Remark("did you mean {word!r}?", word=close[0])
        if close
        else Remark("choose from {known}", known=", ".join(choices))
    )


class _Counted(Composer):
    """Composes a file, and stops at once where it holds too much or goes too deep."""

    def __init__(self, loader: Any = None) -> None:
        super().__init__(loader)
        self.parts = 0
        self.warn_double_anchors = False  # an anchor is refused anyway; the library would warn of each

    def compose_node(self, parent: Any, index: Any) -> Any:
        """Compose one part with all that is in it."""
        self.parts += 1
        line = int(self.parser.peek_event().start_mark.line) + 1
        if self.parts > MOST_PARTS:
            reason = Remark("the file has more than {most} keys, texts and lists", most=MOST_PARTS)
            raise complaints.Mistake(line, reason, "split it into flows that enter each other")
        if self.depth >= DEEPEST:
            raise complaints.Mistake(line, "nested too deeply", "use fewer levels")
        return super().compose_node(parent, index)


def read(text: str) -> Part:
    """Read the whole file as one part; raises `Mistake` when it is not YAML or uses what flows do without."""
    if len(text) > LARGEST:
        raise complaints.Mistake(1, "the file is larger than 256 kB", "split it into flows that enter each other")
    try:
        reader = YAML(typ="safe", pure=True)
        reader.Composer = _Counted
        node = reader.compose(text)
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        slip = slips.near(text, line) or slips.quote(text, line) or slips.step(text, line)
        if slip:
            raise slip from None
        problem = Remark(str(error.problem) if error.problem in _PROBLEMS else "it stops being YAML here")
        reason = Remark("not readable as YAML: {problem}", problem=problem)
        raise complaints.Mistake(line, reason, _hint(problem)) from None
    except YAMLError as error:
        line = text[: getattr(error, "position", 0)].count("\n") + 1
        raise complaints.Mistake(line, UNSOUND, "remove it") from None
    except RecursionError:
        raise complaints.Mistake(1, "nested too deeply", "use fewer levels") from None
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise complaints.Mistake(
            1, Remark("not readable as YAML: {problem}", problem=type(error).__name__), _hint("")
        ) from None
    if not isinstance(node, MappingNode):
        raise complaints.Mistake(1, "this is not a flow", "begin with 'flow: NAME'")
    _refuse_sharing(node)
    _refuse_depth(node)
    _refuse_signs(node)
    return Part(node, "")


def _hint(problem: str) -> str:
    if "mapping values" in problem:
        return "put the text in quotes: a ': ' inside a text ends it"
    if "\\t" in problem:
        return "indent with spaces, not with tabs"
    return "check quotes, brackets and indentation just above this line"


def _refuse_sharing(root: Node) -> None:
    """Refuse an alias: it would let a small file unfold into an endless one."""
    visited, todo = {id(root)}, [root]
    while todo:
        node = todo.pop()
        for child in _children(node):
            if id(child) in visited:
                line = child.start_mark.line + 1
                raise complaints.Mistake(line, "&anchors and *aliases cannot be used", "write the text out twice")
            visited.add(id(child))
            todo.append(child)


def _refuse_depth(root: Node) -> None:
    """Refuse too deep a file: whoever reads it goes down level by level, on a stack that has an end."""
    level: list[Node] = [root]
    for _ in range(DEEPEST):
        level = [child for node in level for child in _children(node)]
    if level:
        line = level[0].start_mark.line + 1
        raise complaints.Mistake(line, "nested too deeply", "use fewer levels")


def _refuse_signs(root: Node) -> None:
    """Refuse a word after & or ! at the beginning of a text: it is read as a name or a kind, and would be gone."""
    level: list[Node] = [root]
    while level:
        for node in level:
            if node.anchor or not str(node.tag).startswith("tag:yaml.org,2002:"):
                reason = "a text that begins with & or ! stands here without quotes, so its first word is not read"
                line = node.start_mark.line + 1
                raise complaints.Mistake(line, reason, "put the text in quotes")
        level = [child for node in level for child in _children(node)]


def _children(node: Node) -> list[Node]:
    if isinstance(node, MappingNode):
        return [part for pair in node.value for part in pair]
    return list(node.value) if isinstance(node, SequenceNode) else []


def optional(fields: Mapping[str, Part], key: str) -> Part | None:
    """Find the part under a key that may be left out or left empty."""
    part = fields.get(key)
    return None if part is None or part.empty else part
