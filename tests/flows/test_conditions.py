"""What goes together in a condition, what can ever hold, and what people would read: known before anybody plays it."""

import pytest

from bot.library import programme_file
from flows import check, complaints
from tests.flows import findings as cases
from tests.flows import stage
from tests.library import stage as library

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
  text: true
p:
  ask: Plan?
  plan: true
g:
  ask: Wanneer?
  date: true
"""


def numbers(node: str) -> list[str]:
    """What is found about values in a flow that asks one of each kind and has this node."""
    flow = stage.flow(f"{ASKED}w:\n{node}\nz:\n  end: Klaar.")
    faults = check.check(flow, cases.TODAY, {flow.name: flow})
    return [one.number for one in faults if "KV08" <= one.number < "KV088"]


@pytest.mark.parametrize(
    ("condition", "wanted"),
    [
        ('n > "3"', "KV080"), ("team > 3", "KV080"), ("t > 3", "KV080"), ("last_plan > 3", "KV080"),
        ("promises > 3", "KV080"), ('"x" * 9 == 1', "KV080"), ("-t > 1", "KV080"), ("n + t > 1", "KV080"),
        ("t | round > 2", "KV080"), ("n | length > 1", "KV080"), ("3 in n", "KV080"), ("week / 0 > 1", "KV080"),
        ("week // n > 1", "KV080"), ("week % plan_misses > 1", "KV080"),
        ('c == "A"', "KV081"), ('c == "Balie"', "KV081"), ('"A" == c', "KV081"), ('c != "A"', "KV081"),
        ('c in ["a", "q"]', "KV081"), ("s == 5", "KV081"), ("s == 1.5", "KV081"), ("s > 2", "KV081"),
        ("s < 1", "KV081"), ('s == "2"', "KV081"), ('role == "baas"', "KV081"), ('tone == "jij"', "KV081"),
        ('d == "x"', "KV081"), ('"q" in d', "KV081"), ('y == "ja"', "KV081"), ('"maandag" in working_days', "KV081"),
        ("low.why == 2", "KV081"), ('n == 3 and c == "z"', "KV081"), ('not (c == "z")', "KV081"),
        ('(c if n else "q") == "z"', "KV081"),
    ],
)  # fmt: skip
def test_what_does_not_go_together_or_never_holds_is_found(condition: str, wanted: str) -> None:
    """The first would end a conversation, the second a way that nobody goes."""
    assert [wanted] == numbers(f"  branch: {{when: '{condition}', go: z, else: z}}")


@pytest.mark.parametrize(
    "condition",
    [
        'c == "a"', "s == 2", "s >= 2", "s >= 1", 'role == "lead"', '"x" in d', "y", "y == true", 't == "x"',
        'c not in ["a", "b"]', "n | round(1) > 2", "d | length > 1", 'p.cue == "x"', "c in t", "low.why == 1",
        "weeks_since.why > 3", "last.x == 3", "n and week / n > 1", "week / n > 1 if n else false", "n in [1, 2]",
        'g > "2026-01-01"', "t ~ n == t", "trial == 1", "(1 + y) * n > 3", "weg is answered or n > 1", "week / 2 > 1",
    ],
)  # fmt: skip
def test_what_can_be_is_left_alone(condition: str) -> None:
    """Whoever writes it means something that happens."""
    assert [] == numbers(f"  branch: {{when: '{condition}', go: z, else: z}}")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("{{ c }}", ["KV082"]), ("{{ c | upper }}", ["KV082"]), ("{{ d }}", ["KV082"]), ("{{ y }}", ["KV082"]),
        ("{{ p }}", ["KV082"]), ("{{ g }}", ["KV082"]), ("{{ prompt_day }}", ["KV082"]), ("{{ role }}", ["KV082"]),
        ("{{ prompt_time }}", ["KV082"]), ("{{ promises }}", ["KV082", "KV083"]), ("{{ t | day }}", ["KV080"]),
        ("{% for x in d %}{{ x }}{% endfor %}", ["KV082"]), ("{% for x in n %}a{% endfor %}", ["KV080"]),
        ("{{ 'x' * 9 }}", ["KV080"]), ("Nu {{ 1 / week }}.", ["KV080"]),
        ("{{ n }}", []), ("{{ t }}", []), ('{{ c | label("c") }}', []), ("{{ g | day }}", []),
        ('{{ d | label("d") | and_list }}', []), ("{{ prompt_day | weekday }}", []), ("{{ p | sentence }}", []),
    ],
)  # fmt: skip
def test_what_people_would_read_as_a_key_is_found(text: str, wanted: list[str]) -> None:
    """With the way to say it in words."""
    quoted = text.replace("'", "''")
    assert wanted == numbers(f"  say: '{quoted}'")


def test_the_finding_names_the_key_that_was_meant() -> None:
    """Whoever wrote a label reads which key it has; whoever printed a key reads how to print the label."""
    flow = stage.flow(f"{ASKED}w:\n  branch: {{when: c == 'Brief', go: z, else: z}}\nz:\n  end: '{{{{ c }}}}'")
    faults = [one for one in check.check(flow, cases.TODAY) if one.number in ("KV081", "KV082")]
    assert ["did you mean 'b'?", 'write {{ c | label("c") }}'] == [one.remedy for one in faults]


@pytest.mark.parametrize("when", ["week / 0 > 1", "team > 3", 'role == "baas"', "3 / plan_misses > 1", "(" * 99 + "1"])
def test_a_condition_of_the_programme_is_held_to_the_same(when: str) -> None:
    """It is refused with its line, and judges nobody."""
    ours = (library.LIBRARY / programme_file.PLACE).read_text("utf-8")
    lines = ours.splitlines()
    place = next(number for number, line in enumerate(lines) if "when:" in line)
    lines[place] = (
        lines[place].split("when:")[0] + f"when: '{when}'" + ("}" if lines[place].rstrip().endswith("}") else "")
    )
    with pytest.raises(complaints.CannotLoad) as caught:
        programme_file.read("\n".join(lines), library.shelf().flows, path="programma.yaml")
    assert [place + 1] == [one.line for one in caught.value.complaints]
