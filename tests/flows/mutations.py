"""Files as nobody means to write them: mangled by a chance that can be had again."""

from collections.abc import Callable, Sequence
from random import Random
from typing import Any

from flows.sort import LIST, MAPPING, NUMBER, TEXT, TRUTH, Sort
from tests.flows import findings as cases
from tests.flows import made_up, stage
from tests.library import stage as library

NAMES = (
    "n",
    "c",
    "s",
    "d",
    "y",
    "t",
    "p",
    "g",
    "week",
    "team",
    "role",
    "last_plan",
    "promises",
    "low.why",
    "last.x",
    "weg",
)
ASKED = """
n:
  ask: Hoeveel?
  number: {min: 0, max: 9}
c:
  ask: Waar?
  choice: {a: Balie, b: Brief}
s:
  ask: Vaak?
  scale: [Nooit, Soms]
d:
  ask: Welke?
  several: {x: Een, y: Twee}
y:
  ask: Ja?
  yesno: true
t:
  ask: Wat?
  text: {max: 1000}
p:
  ask: Plan?
  plan: true
g:
  ask: Wanneer?
  date: true
"""
LEAVES = (
    *NAMES,
    "0",
    "1",
    "2.5",
    "-3",
    "'a'",
    "'Balie'",
    "''",
    "true",
    "false",
    "[]",
    "['x']",
    "[1, 2]",
    "10 ** 9",
    "1e15",
    "none",
    "'é<&'",
)
BETWEEN = (
    " == ",
    " != ",
    " < ",
    " >= ",
    " in ",
    " not in ",
    " and ",
    " or ",
    " + ",
    " - ",
    " * ",
    " / ",
    " // ",
    " % ",
    " ~ ",
)
FILTERS = (
    "upper", "lower", "capitalize", "trim", "length", "first", "last", "join", "join(', ')", "round", "round(1)", "int",
    "default('x')", "default", "sentence", "day", "weekday", "clock", "and_list", "label('c')", "quote", "without('a')",
    "nergens", "join(t)", "round(-99999999)", "int(9)",
)  # fmt: skip
SCRAPS = (
    "", " ", "{{", "}}", "{%", "%}", "{#", "'", '"', ":", "- ", "\t", "\0", "\ud800", "<b>", "</i>", "&", "*a", "!!int",
    "[", "]", "{", "}", "#", "|-", "null", "~", "-1", "1e999", ".nan", "0x1F", "9" * 20, "é",
    "🙂", "\u202e",
    "end", "next: weg", "{{ weg }}", "{{ last_plan.cue }}", "{% for x in promises %}", "{% endfor %}", "(" * 60,
)  # fmt: skip


def expression(chance: Random, depth: int = 0) -> str:
    """An expression of whatever comes to hand."""
    leaf = chance.choice(LEAVES)
    if depth > 3 or chance.random() < 0.25:
        return leaf
    inner, other = expression(chance, depth + 1), expression(chance, depth + 1)
    return chance.choice((
        f"{inner}{chance.choice(BETWEEN)}{other}", f"{inner}{chance.choice(BETWEEN)}{other}",
        f"({inner})", f"not {inner}", f"-{leaf}",
        f"({inner}) | {chance.choice(FILTERS)}", f"{leaf} | {chance.choice(FILTERS)}", f"{leaf} is answered",
        f"{inner} if {other} else {leaf}", f"{leaf}.cue", f"{leaf}[0]", f"[{inner}, {other}]",
    ))  # fmt: skip


def text(chance: Random) -> str:
    """A text with expressions in it."""
    inner = expression(chance)
    return chance.choice((
        f"{{{{ {inner} }}}}", f"Dus {{{{ {inner} }}}}.",
        f"{{% if {inner} %}}Ja {{{{ {expression(chance, 2)} }}}}{{% endif %}}",
        f"{{% if {inner} %}}Ja{{% else %}}{{{{ {expression(chance, 2)} }}}}{{% endif %}}",
        f"{{% for x in {inner} %}}{{{{ x }}}}{{% endfor %}}", f"<b>{{{{ {inner} }}}}</b> & <i>x</i>",
        mangled(f"Hoi {{{{ {inner} }}}} en {{% if {inner} %}}dag{{% endif %}}", chance),
    ))  # fmt: skip


def mangled(written: str, chance: Random, times: int = 2) -> str:
    """A text with a few scraps put in, taken out, or put twice."""
    for _ in range(chance.randint(1, times)):
        at, length = chance.randrange(len(written) + 1), chance.randint(0, 6)
        scrap = chance.choice((chance.choice(SCRAPS), written[at : at + length] * 2))
        written = written[:at] + scrap + written[at + chance.choice((0, 0, length)) :]
    return written


def lines_moved(written: str, chance: Random) -> str:
    """A file with a line taken out, put twice, put elsewhere, or with another of its lines in its place."""
    lines = written.split("\n")
    at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    what = chance.randrange(5)
    if what == 0:
        del lines[at]
    elif what == 1:
        lines.insert(other, lines[at])
    elif what == 2:
        lines[at], lines[other] = lines[other], lines[at]
    elif what == 3:
        lines[at] = lines[other]
    else:
        lines[at] = " " * chance.randint(0, 8) + lines[at].strip()
    return "\n".join(lines)


def small(chance: Random) -> str:
    """A small flow with odd texts and conditions; sometimes mangled as a file."""
    quoted = [f"'{one.replace(chr(39), chr(39) * 2)}'" for one in (text(chance), expression(chance), text(chance))]
    last = chance.choice((
        f"w:\n  say: {quoted[0]}\nz:\n  end: Klaar.",
        f"w:\n  branch: {{when: {quoted[1]}, go: z, else: z}}\nz:\n  end: {quoted[0]}",
        f"w:\n  ask: {quoted[0]}\n  choice: {{x: {quoted[2]}, y: Nee}}\nz:\n  end: Klaar.",
        f"w:\n  ask: Nog?\n  yesno: true\n  skip: {quoted[0]}\n  retry: {quoted[2]}\n"
        f"  unanswered: {{after: 1d, remind: {quoted[0]}}}\nz:\n  end: Klaar.",
        f"w:\n  shuffle: {{x: {quoted[1]}, y: {chance.choice(SCRAPS) or 1}}}\n  next: z\nz:\n  end: Klaar.",
        f"w:\n  remember: {{tone: {quoted[0]}}}\nz:\n  end: Klaar.",
        f"w:\n  share: {quoted[0]}\n  to: lead\n  ask: {quoted[2]}\nz:\n  end: Klaar.",
        f"w:\n  call: ergens\n  send: {{x: {quoted[0]}}}\n  take: {{m: a.b}}\n  next: {{failed: z, '*': v}}\n"
        "v:\n  end: '{{ m }}'\nz:\n  end: Klaar.",
    ))  # fmt: skip
    flow_file = stage.source(ASKED.strip() + "\n" + last)
    return flow_file if chance.random() < 0.6 else mangled(lines_moved(flow_file, chance), chance)


def whole(chance: Random) -> tuple[str, str, dict[str, str]]:
    """A flow of the library, or one that has a finding, mangled: its name, its text and its catalogues."""
    if chance.random() < 0.5:
        name, case = chance.choice(sorted(cases.CASES)), None
        case = cases.CASES[name]
        return case.name, _mangled_file(stage.source(case.nodes, case.head, case.name), chance), dict(case.catalogues)
    flow = library.flow(chance.choice(library.names()))
    catalogues = dict(flow.catalogues)
    if chance.random() < 0.3:
        key = chance.choice(sorted(catalogues))
        catalogues[chance.choice((key, "nl", "de", "xx", "lang"))] = _mangled_file(catalogues[key], chance)
        return flow.name, flow.source, catalogues
    return flow.name, _mangled_file(flow.source, chance), catalogues


def _mangled_file(written: str, chance: Random) -> str:
    return mangled(lines_moved(written, chance), chance) if chance.random() < 0.5 else lines_moved(written, chance)


def possible(name: str, sort: Sort, chance: Random) -> Any:
    """A value that this name may have, as far as its sort goes; None: it is missing."""
    if chance.random() < 0.2:
        return None
    by_word: dict[str, Callable[[], Any]] = {
        NUMBER: lambda: chance.choice((max(sort.low, -5), min(sort.high, 99), max(sort.low, 1))),
        TRUTH: lambda: chance.random() < 0.5,
        LIST: lambda: (
            sorted(sort.keys or ())[: chance.randint(0, 3)]
            if sort.keys
            else ["Bellen", "Mailen"][: chance.randint(0, 2)]
        ),
        MAPPING: lambda: {"cue": "ik bel", "response": "luister ik", "why": 1, "x": 2},
        TEXT: lambda: _a_text(sort, chance),
    }
    return by_word.get(sort.word, lambda: chance.choice(("x", 3, True)))()


def _a_text(sort: Sort, chance: Random) -> str:
    if sort.keys:
        return chance.choice(sorted(sort.keys))
    moments = {"day": "2026-11-26", "clock": "15:30"}
    return moments.get(sort.told_by) or chance.choice(("x", "<b>&amp;", "2026-11-26", "7", "é" * 900))


ANSWERS: Sequence[str] = (
    "x",
    "1",
    "ja",
    "nee",
    "3",
    "Balie",
    "morgen",
    "26-11",
    "15:30",
    "als ik bel, dan luister ik",
    "🙂",
    "&" * 900,
)
__all__ = ["ANSWERS", "expression", "made_up", "possible", "small", "text", "whole"]
