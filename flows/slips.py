"""Slips of the pen in a YAML file, told by what stands on the line: YAML itself says only where it lost its way."""

import re
from collections.abc import Callable, Sequence

from flows.complaints import Mistake
from flows.remark import Remark

_AROUND = (0, -1, 1, 2)
"""lines beside the one where reading failed: the slip is mostly on it or above it"""
_ODD = "[\u00a0\u00ad\u1680\u2000-\u200f\u202f\u205f\u2060\u3000\ufeff]"
"""spaces that are none, and signs that nobody sees"""
_NODES = "say|share|reply|letter|ask|branch|shuffle|remember|enter|pause|act|call|end"
_TEXTS = ("say", "ask", "end", "title", "remind")
_KEY = r"^(?P<space> *)(?:- +)?(?P<key>[\w.-]+)"
_ODD_SPACE = re.compile(rf"^ *{_ODD}|^ *(?:- +)?[\w.-]+(?: *{_ODD} *:|:{_ODD})")
_GLUED = re.compile(rf"(?:{_KEY}|\{{(?:[^{{}}]*,)? *(?P<inner>[a-z]\w*)):(?=[^\s\d/:{{}},])")
_VALUE = re.compile(rf"(?:{_KEY}:|^ *-) +(?P<value>\S.*)$")
_SIGN = re.compile(
    r"\{\{|\{%|[%@`]|\*(?=\S*(?:\*| ))|[|>](?=[ \t]*[^\s#\d+-])|\[[^\]]*\](?=\s*[^\s#])|[?-](?= )"
)  # fmt: skip
_CLOSED = re.compile(r"(?:\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*')\s*(?P<rest>.*)$", re.DOTALL)
_AFTER_A_TEXT = ("#", ",", "}", "]", ":")
_CURLY = re.compile(rf"(?:{_KEY}: +|^ *(?:- +)?|[{{\[] *)[“”„‘’]")
_ALONE = re.compile(rf"{_KEY}(?P<colon>:?)\s*$")
_ANY_KEY = re.compile(rf"{_KEY}:(?:\s+(?P<value>\S.*))?$")
_QUOTES = Remark('put the whole text in double quotes, and write \\" for a quote inside it')

Lines = Sequence[str]


def near(text: str, line: int) -> Mistake | None:
    """Look for the first slip of the pen on this line (1-based) or beside it."""
    lines = text.split("\n")
    beside = [at for at in (line - 1 + step for step in _AROUND) if 0 <= at < len(lines)]
    slips = (slip for at in beside for look in _LOOKS if (slip := look(lines, at)))
    return next(slips, None) or (_curly(lines, line - 1) if 0 < line <= len(lines) else None)


def quote(text: str, line: int) -> Mistake | None:
    """Find the first text above this line whose quote is closed nowhere, or in the middle of what follows."""
    lines, at = text.split("\n"), 0
    while at < min(line, len(lines)):
        value = _value(lines[at])
        end = at
        if value[:1] in ("'", '"'):
            end = _end_of_quoted(lines, at, value)
            if end < 0:
                return Mistake(_counted(at), "the quote at the beginning of this text is not closed", _QUOTES)
        at = end + 1
    return None


def step(text: str, line: int) -> Mistake | None:
    """Find a key that begins where no other line of its level does."""
    lines = text.split("\n")
    key = _ANY_KEY.match(lines[line - 1]) if line <= len(lines) else None
    above = next((match for one in reversed(lines[: line - 1]) if (match := _ANY_KEY.match(one))), None)
    if not key or not above or len(key["space"]) == len(above["space"]):
        return None
    if len(key["space"]) > len(above["space"]) and not above["value"]:
        return None
    remedy = Remark("let it begin straight below the line that it belongs with, such as {key}", key=above["key"])
    return Mistake(line, "this line begins further to the left or right than those around it", remedy)


def _counted(at: int) -> int:
    """Number a line as editors do."""
    return at + 1


def _value(line: str) -> str:
    match = _VALUE.match(line)
    return str(match["value"]) if match else ""


def _end_of_quoted(lines: Lines, at: int, value: str) -> int:
    """Find the line on which a text in quotes ends as it should; -1 if it does not."""
    for end in range(at, len(lines)):
        match = _CLOSED.match("\n".join([value, *lines[at + 1 : end + 1]]))
        if match:
            return end if not match["rest"] or match["rest"].startswith(_AFTER_A_TEXT) else -1
    return -1


def _odd_space(lines: Lines, at: int) -> Mistake | None:
    if not _ODD_SPACE.match(lines[at]):
        return None
    reason = "a sign that looks like a space, or that nobody sees, stands at the beginning or beside the colon"
    return Mistake(_counted(at), reason, "remove the spaces there, and type them again")


def _glued(lines: Lines, at: int) -> Mistake | None:
    match = _GLUED.search(lines[at])
    if not match:
        return None
    key = match["key"] or match["inner"]
    return Mistake(_counted(at), Remark("there is no space after {key}:", key=key), Remark("write {key}: …", key=key))


def _sign(lines: Lines, at: int) -> Mistake | None:
    match = _SIGN.match(_value(lines[at]))
    if not match:
        return None
    reason = Remark("a text that begins with {sign} stands here without quotes", sign=match[0])
    return Mistake(_counted(at), reason, "put the whole text in quotes")


def _closed_too_soon(lines: Lines, at: int) -> Mistake | None:
    match = _CLOSED.match(_value(lines[at]))
    if not match or not match["rest"] or match["rest"].startswith(_AFTER_A_TEXT):
        return None
    return Mistake(_counted(at), "the text goes on behind its closing quote", _QUOTES)


def _curly(lines: Lines, at: int) -> Mistake | None:
    if not _CURLY.search(lines[at]):
        return None
    return Mistake(_counted(at), "the quotes here are no straight ones", 'write " before and after the text')


def _broken_off(lines: Lines, at: int) -> Mistake | None:
    match = _VALUE.match(lines[at])
    value = match["value"] if match else lines[at].strip()  # a text may go on below its key
    if value.startswith(("'", '"')) or (match and match["key"] not in (None, *_TEXTS)):
        return None
    lost = re.search(r"(?:^|\s)(#.*)", value) if match or not value.startswith("#") else None
    if not lost:
        return None
    reason = Remark("all that stands behind # is not read: {lost!r}", lost=lost[1])
    return Mistake(_counted(at), reason, "put the whole text in quotes; a comment goes on a line of its own")


def _without_colon(lines: Lines, at: int) -> Mistake | None:
    match, below = _ALONE.match(lines[at]), _below(lines, at)
    if not match or match["colon"] or not below or len(below["space"]) <= len(match["space"]):
        return None
    key = match["key"]
    return Mistake(_counted(at), Remark("there is no colon after {key}", key=key), Remark("write {key}: …", key=key))


def _nothing_below(lines: Lines, at: int) -> Mistake | None:
    match, below = _ALONE.match(lines[at]), _below(lines, at)
    if not match or not match["colon"] or not below or below["space"] != match["space"]:
        return None
    if not re.fullmatch(_NODES, below["key"]) or re.fullmatch(_NODES, match["key"]):
        return None
    reason = Remark("{below} does not stand below {key}, but beside it", below=below["key"], key=match["key"])
    return Mistake(_counted(at + 1), reason, "put two more spaces before each line of this step")


def _below(lines: Lines, at: int) -> re.Match[str] | None:
    return next((_ANY_KEY.match(line) for line in lines[at + 1 :] if line.strip()), None)


_LOOKS: tuple[Callable[[Lines, int], Mistake | None], ...] = (
    _odd_space, _glued, _sign, _closed_too_soon, _broken_off, _without_colon, _nothing_below,
)  # fmt: skip
