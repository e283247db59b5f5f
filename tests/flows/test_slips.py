"""Slips of the pen in a flow file: the line where somebody slipped, and a remedy that mends it."""

import re
from collections.abc import Callable

import pytest

from flows import check, complaints, loader, telling
from flows.findings import Finding
from tests.flows import findings, stage

Mend = Callable[[str], str]


def findings_of(nodes: str) -> list[Finding]:
    with pytest.raises(complaints.CannotLoad) as caught:
        loader.load(stage.source(nodes), {}, path="proef.yaml")
    return list(caught.value.complaints)


SLIPS = [
    ("a:\n  ask:Hoe gaat het?\n  text: true\nb:\n  end:", 8, "there is no space after ask:"),
    ("a:\n  end:Dag.", 8, "there is no space after end:"),
    ("a:\n  ask: Ja?\n  choice: {ja:Ja, nee: Nee}\nb:\n  end:", 9, "there is no space after ja:"),
    ("a:\n  ask: {{ team }} hoe gaat het?\n  text: true\nb:\n  end:", 8, "begins with {{"),
    ("a:\n  end: {{ team }}", 8, "begins with {{"),
    ("a:\n  end: {% if team %}Hoi{% endif %}", 8, "begins with {%"),
    ("a:\n  end: @team, dag", 8, "begins with @"),
    ("a:\n  end: *Let op* dag", 8, "begins with *"),
    ("a:\n  end: &Let op", 8, "begins with & or !"),
    ("a:\n  end: !Let op", 8, "begins with & or !"),
    ("a:\n  end: - dag", 8, "begins with -"),
    ("a:\n  end: | dag", 8, "begins with |"),
    ("a:\n  end: [Dag] jij", 8, "begins with [Dag]"),
    ("a:\n  end: 't Is mooi", 8, "quote at the beginning of this text is not closed"),
    ("a:\n  say: 's Ochtends\nb:\n  end: 's Avonds", 8, "quote at the beginning of this text is not closed"),
    ('a:\n  end: "Dag" zei hij', 8, "goes on behind its closing quote"),
    ("a:\n  end: “Let op: dag”", 8, "no straight ones"),
    ("a:\n\u00a0\u00a0end: Dag.", 8, "looks like a space"),
    ("a:\n  end:\u00a0Dag.", 8, "looks like a space"),
    ("a:\n  \u200bend: Dag.", 8, "looks like a space"),
    ("a:\n  ask: Hoi?\n   text: true\nb:\n  end:", 9, "further to the left or right"),
    ("a:\n  ask: Hoi?\n text: true\nb:\n  end:", 9, "further to the left or right"),
    ("a:\nend: Dag.", 8, "does not stand below a, but beside it"),
    ("a\n  end: Dag.", 7, "there is no colon after a"),
    ("a:\n  end: Eerst\n    dan # en dit\n    weg", 9, "behind # is not read"),
    ("a:\n  say: # dag", 8, "behind # is not read"),
]  # fmt: skip


@pytest.mark.parametrize(("nodes", "line", "reason"), SLIPS)
def test_a_slip_is_told_where_it_was_made(nodes: str, line: int, reason: str) -> None:
    """Line 7 is the first below nodes:; the same in Dutch, with no English sentence left."""
    fault = findings_of(nodes)[0]
    assert (line, True) == (fault.line, reason in fault.reason), fault
    dutch = telling.translated(fault.reason, "nl"), telling.translated(fault.remedy, "nl")
    assert (fault.reason, fault.remedy) != dutch
    assert not re.search(r"\b(the|is not|stands|there|with|write|put)\b", " ".join(dutch)), dutch


@pytest.mark.parametrize("nodes", ["a:\n  end: Dag: jij", "a:\n  ask: {ja: Ja\n  text: x", 'a:\n  end: "C:\\map"'])
def test_what_yaml_says_itself_is_told_in_dutch_too(nodes: str) -> None:
    """Words of the library that we have no Dutch for are left out."""
    for fault in findings_of(nodes):
        assert not re.search(r"\b(found|expected|unknown|values)\b", telling.line(fault, "nl")), fault


PLACES = {
    "a.say": "a:\n  say: Nummer #1. Doen we # dit weg\nb:\n  end:",
    "a.say.2": "a:\n  say:\n    - Een\n    - Twee # drie\nb:\n  end:",
    "a.choice.ja": "a:\n  ask: Ja?\n  choice:\n    ja: Ja # graag\n    nee: Nee\nb:\n  end:",
    "a.end": "a:\n  end: # dag",
    "a.unanswered": "a:\n  ask: Ja?\n  yesno: true\n  unanswered:\n    after: 1d\n    remind: Nog # eens\nb:\n  end:",
}


@pytest.mark.parametrize("nodes", PLACES.values(), ids=PLACES)
def test_a_text_that_breaks_off_is_found_in_every_place(nodes: str) -> None:
    """What stands behind the # is shown, so that nobody wonders what is meant; in quotes nothing is lost."""
    flow = stage.flow(nodes)
    assert ["KV047"] == [one.number for one in check.check(flow, findings.TODAY) if one.number == "KV047"]
    quoted = re.sub(r"((?:say|ja|remind|end): |- )([^\n]*#[^\n]+)", r'\1"\2"', nodes)
    assert [] == [one for one in check.check(stage.flow(quoted), findings.TODAY) if one.number == "KV047"]


def test_a_comment_that_takes_nothing_away_is_no_finding() -> None:
    """Behind a word of the language, behind a text in quotes, and on its own line."""
    flow = stage.flow('a:\n  # Hier.\n  end: "Dag." # klaar', "policy: join # straks")
    assert [] == [one for one in check.check(flow, findings.TODAY) if one.number == "KV047"]


def test_a_slip_nearby_hides_no_mistake_of_another_kind() -> None:
    """Text in curly quotes or with a # in quotes is no slip."""
    [fault] = findings_of('a:\n  say: Hij zei, “dag”\n  tecnique: x\nb:\n  end: "Nummer #1"')
    assert "'tecnique' is not a key" in fault.reason


@pytest.mark.parametrize("broken", ["Ã©", "â€™", "\ufffd"])
def test_broken_letters_are_found_and_whole_ones_are_not(broken: str) -> None:
    """Dutch and English signs in any order are whole."""
    assert ["KV046"] == [one.number for one in check.check(stage.flow(f"a:\n  end: E{broken}n."), findings.TODAY)]
    whole = "a:\n  end: “Één” café – naïef … ‘ö’ €5 👍🏽 ½ «ß»."
    assert "KV046" not in [one.number for one in check.check(stage.flow(whole), findings.TODAY)]
