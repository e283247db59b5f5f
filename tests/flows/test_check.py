"""The check: each number has a flow that has it, a clean flow has none, and the page for coaches is complete."""

import re
from datetime import date
from pathlib import Path

import pytest

from flows import check, complaints, findings, loader, techniques
from flows.checks import states
from tests.flows import findings as cases
from tests.flows import stage

DATED = {"KV061": date(2027, 6, 2), "KV062": date(2027, 5, 20)}
CLEAN = """
    plek:
      ask: Waar was het?
      choice: {balie: Balie, brief: Brief}
      next: {skipped: slot, "*": hoe}
    hoe:
      ask: Hoe ging het?
      scale: [Slecht, Goed]
      technique: ["2.3"]
      next: slot
    slot:
      end: "{% if plek %}Het was {{ plek | label('plek') }}.{% endif %} Tot later."
"""


def numbers(faults: list[findings.Finding]) -> set[str]:
    return {one.number for one in faults}


def test_a_clean_flow_has_no_findings() -> None:
    """Nothing is said where nothing is wrong."""
    assert [] == check.check(stage.flow(CLEAN), cases.TODAY)


@pytest.mark.parametrize("number", cases.CASES)
def test_each_finding_is_found_where_it_stands(number: str) -> None:
    """With file and line, and once."""
    case = cases.CASES[number]
    faults = [one for one in cases.findings_of(case) if one.number == number]
    assert [(case.path, case.line)] == [(one.path, one.line) for one in faults], cases.findings_of(case)


@pytest.mark.parametrize(
    ("ways", "circles"), [("{nobody: z, '*': a}", False), ("{nobody: a, '*': z}", True), ("{shared: z, '*': a}", True)]
)
def test_a_share_may_go_on_without_a_question(ways: str, circles: bool) -> None:
    """Without words or without a lead it waits for nobody, so it cannot be the rest in a circle."""
    nodes = f"a:\n  ask: Wat?\n  text: true\nb:\n  share: '{{{{ a }}}}'\n  to: lead\n  ask: Delen?\n  next: {ways}"
    flow = stage.flow(nodes.replace(": a", ": c") + "\nc:\n  say: Nog eens.\n  next: b" + cases.END)
    assert circles == ("KV005" in numbers(check.check(flow, cases.TODAY)))


@pytest.mark.parametrize("number", DATED)
def test_the_date_of_review_is_held_against_the_day(number: str) -> None:
    """The day is an argument."""
    flow = stage.flow(CLEAN)
    assert [number] == [one.number for one in check.check(flow, DATED[number])]
    assert [] == check.check(flow, date(2027, 1, 1))


def test_what_cannot_be_loaded_is_a_finding_too() -> None:
    """The loader's complaints bear a number in the same list."""
    with pytest.raises(complaints.CannotLoad) as caught:
        loader.load("flow: [", {}, path="proef.yaml")
    assert [("KV001", "proef.yaml", 1)] == [
        (f.number, f.path, f.line) for f in check.of_complaints(caught.value.complaints)
    ]


def test_every_rule_has_a_flow_that_breaks_it() -> None:
    """A rule that nothing can break is no rule; KV028 is broken by a zip, and tried with those."""
    assert set(findings.RULES) == {"KV001", "KV028", *DATED, *cases.CASES}


def test_the_page_for_coaches_has_one_section_for_each_number() -> None:
    """In order, with its title and its level."""
    page = (stage.DOCS / "findings.md").read_text()
    headings = re.findall(r"^## (KV\d{3}) (.+)$\n(error, stops|error|advice)\. ", page, re.MULTILINE)
    levels = {number: f"{rule.level}{', stops' * rule.stops}" for number, rule in findings.RULES.items()}
    assert [(number, rule.title, levels[number]) for number, rule in findings.RULES.items()] == headings
    assert len(re.findall(r"^Remedy: ", page, re.MULTILINE)) == len(findings.RULES)


def test_every_finding_says_why_and_what_to_do() -> None:
    """On one line, as a coach reads it."""
    for case in cases.CASES.values():
        for finding in cases.findings_of(case):
            assert re.fullmatch(r"\S+:\d+ KV\d{3} \S.* — \S.*", str(finding)), finding
            assert Path(finding.path).name == finding.path


def test_conditions_are_followed_when_a_variable_is_looked_for() -> None:
    """Only ways that can be gone count."""
    nodes = """
        wil:
          ask: Wil je?
          yesno: true
          next: {yes: wat, "*": verder}
        wat:
          ask: Wat dan?
          text: true
          skip: false
          next: verder
        verder:
          branch: {when: wat is answered, go: met, else: zonder}
        met:
          end: "Je wilt {{ wat }}."
        zonder:
          end: Prima.
    """
    assert "KV010" not in numbers(check.check(stage.flow(nodes), cases.TODAY))
    assert "KV010" in numbers(check.check(stage.flow(nodes.replace("wat is answered", "week > 2")), cases.TODAY))


@pytest.mark.parametrize(
    "text", ["{% if a %}{{ a }}{% endif %}", "{{ a | default('niets') }}", "{{ a if a else 'niets' }}", "{{ week }}"]
)
def test_a_variable_that_the_author_thought_of_may_be_unset(text: str) -> None:
    """A condition or a default around it is enough."""
    nodes = f'a:\n  ask: Wat?\n  text: true\nb:\n  end: "{text}"'
    assert "KV010" not in numbers(check.check(stage.flow(nodes), cases.TODAY))


def test_values_are_looked_at_like_texts_and_weights_are_not() -> None:
    """An act with an empty field is a hole; a missing weight is 0."""
    asked = "a:\n  ask: Wat?\n  text: true\n"
    hole = asked + "b:\n  act: promise\n  fields: {text: '{{ a }}'}\nc:\n  end:"
    assert "KV010" in numbers(check.check(stage.flow(hole), cases.TODAY))
    weight = asked + "b:\n  shuffle: {x: a | length, y: 1}\n  next: c\nc:\n  end:"
    assert "KV010" not in numbers(check.check(stage.flow(weight), cases.TODAY))


def test_what_another_flow_hands_over_is_no_unknown_fact() -> None:
    """A value that an outer flow on the shelf passes on is known inside."""
    inner = stage.flow("a:\n  end: '{{ situatie }}'", name="binnen")
    outer = stage.flow("a:\n  enter: binnen\n  with: {situatie: x}\nb:\n  end:")
    assert "KV011" in numbers(check.check(inner, cases.TODAY))
    assert "KV011" not in numbers(check.check(inner, cases.TODAY, {"proef": outer, "binnen": inner}))


def test_nothing_is_said_about_entered_flows_without_a_shelf() -> None:
    """A file looked at alone is judged alone."""
    case = cases.CASES["KV007"]
    assert "KV007" not in numbers(check.check(stage.flow(case.nodes), cases.TODAY))


def test_speaking_about_the_word_je_is_not_addressing_anybody() -> None:
    """The question which tone somebody wants names both."""
    for text in ("Zal ik <b>je</b> of <b>u</b> zeggen?", "Zeg maar je", "Is “je” goed?"):
        assert "KV024" not in numbers(check.check(stage.flow(f"a:\n  end: {text}"), cases.TODAY))


def test_health_may_be_asked_in_a_private_flow() -> None:
    """Where nothing leaves the person."""
    case = cases.CASES["KV070"]
    assert "KV070" not in numbers(check.check(stage.flow(case.nodes, "private: true"), cases.TODAY))


def test_a_warning_not_to_name_anybody_is_no_question_for_a_name() -> None:
    """A question with "Noem geen naam" in it does not ask for one."""
    nodes = "a:\n  ask: Wat gebeurde er? Noem geen naam of zaaknummer.\n  text: true\nb:\n  end:"
    assert "KV071" not in numbers(check.check(stage.flow(nodes), cases.TODAY))


def test_a_condition_that_is_always_true_closes_the_ways_behind_it() -> None:
    """What cannot be gone is not gone when variables are looked for."""
    nodes = "a:\n  branch: {when: 2 > 1, go: b, else: c}\nb:\n  end:\nc:\n  end:"
    reached = {state.node for state in states.explore(stage.flow(nodes))}
    assert {"a", "b"} == reached


def test_very_large_flows_are_still_checked() -> None:
    """Beyond the number of states that are followed, what certainly has a value is worked out instead."""
    asks = "".join(f"q{n}:\n  ask: Vraag {n}?\n  text: true\n" for n in range(16))
    nodes = asks + "z:\n  end: '" + " ".join(f"{{{{ q{n} }}}}" for n in range(16)) + "'"
    flow = stage.flow(nodes)
    with pytest.raises(states.TooMany):
        states.explore(flow)
    faults = [one for one in check.check(flow, cases.TODAY) if one.number == "KV010"]
    assert 16 == len(faults)


@pytest.mark.parametrize("code", ["2.33", "10.12", "self-monitoring", "99.9"])
def test_an_unknown_technique_is_told_where_the_known_ones_stand(code: str) -> None:
    """On a page that lists all 93 with their names, made from the program."""
    faults = check.check(stage.flow(f"a:\n  say: Hoi.\n  technique: ['{code}']\nb:\n  end:"), cases.TODAY)
    [remedy] = [one.remedy for one in faults if one.number == "KV060"]
    assert "'Techniques' in docs/flow-reference.md" in remedy
    page = (stage.DOCS / "flow-reference.md").read_text().split("## Techniques")[1].split("## ")[0]
    assert techniques.CODES == set(re.findall(r"`(\d+\.\d+)`", page))
    assert 93 == len(techniques.CODES)
