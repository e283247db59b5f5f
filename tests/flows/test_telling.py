"""What the check finds, told in Dutch to a Dutch coach."""

import re
import string
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from flows import check, complaints, findings, loader, telling
from flows.findings import Finding
from flows.remark import Remark
from tests.flows import findings as cases
from tests.flows import sentences

ADDRESSED = re.compile(r"\b(je|jij|jou|jouw|u|uw)\b", re.IGNORECASE)
PO = Path(telling.__file__).parent / "findings.nl.po"
CATALOGUE = {str(one.id): str(one.string) for one in read_po(BytesIO(PO.read_bytes())) if one.id and not one.context}


@pytest.mark.parametrize("number", findings.RULES)
def test_every_finding_has_a_dutch_title(number: str) -> None:
    """No title reads the same in Dutch as in English."""
    assert telling.title(number, "nl") != findings.RULES[number].title


def test_every_sentence_of_a_check_has_its_dutch() -> None:
    """Reasons and remedies, of the check, the loader, an author's tests, the programme and a parcel."""
    assert set() == sentences.every() - set(CATALOGUE)


def test_no_sentence_is_put_together_where_nobody_can_translate_it() -> None:
    """Names go in by a pattern."""
    assert [] == sentences.put_together()


def test_a_pattern_has_the_same_places_in_both_languages() -> None:
    """Nothing of what was found is lost, and nothing is asked for that is not there."""
    patterns = sentences.patterns()
    assert {one: _places(one) for one in patterns} == {one: _places(CATALOGUE[one]) for one in patterns}


def test_the_dutch_addresses_nobody() -> None:
    """So one catalogue serves both tones; where it speaks about u as a word, it says so."""
    addressing = {one for one, dutch in CATALOGUE.items() if ADDRESSED.search(dutch)}
    about_the_word = {"write u and uw", "write the thing in u: …, and the case without je", "write it in {flow}.u.po"}
    assert {*about_the_word, "{place} says {word!r} and has no formal form"} == addressing


@pytest.mark.parametrize("number", cases.CASES)
def test_what_is_found_reads_as_dutch(number: str) -> None:
    """Each finding of a flow that has it, whole: no English sentence is left in the line."""
    for finding in cases.findings_of(cases.CASES[number]):
        assert telling.translated(finding.reason, "nl") != finding.reason
        assert telling.translated(finding.remedy, "nl") != finding.remedy


def test_a_name_in_a_finding_stays_as_it_is() -> None:
    """Also when it is an English word that the check itself uses."""
    finding = Finding("x.yaml", 3, "KV002", Remark("there is no node {go!r}", go="none"), "plan it")
    assert "x.yaml:3 KV002 er is geen stap 'none' — Zet het in de agenda." == telling.line(finding, "nl")
    assert str(finding) == telling.line(finding, "en")


def test_what_cannot_be_read_is_told_in_dutch_too() -> None:
    """The sentence within the sentence, and what the YAML library says."""
    assert (
        "x.yaml:2 KV001 title: deze sleutel staat hier twee keer — "
        "Haal een van de twee weg, of geef hem een andere naam." == _unread("title: A\ntitle: B\n")
    )
    assert "hier kan geen dubbele punt staan" in _unread("a:\n  ask: Wat: nu\n")


def _unread(text: str) -> str:
    with pytest.raises(complaints.CannotLoad) as caught:
        loader.load(text, {}, path="x.yaml")
    return telling.line(check.of_complaints(caught.value.complaints)[0], "nl")


def _places(pattern: str) -> list[tuple[str, str | None, str | None]]:
    return sorted((name, spec, turned) for _, name, spec, turned in string.Formatter().parse(pattern) if name)
