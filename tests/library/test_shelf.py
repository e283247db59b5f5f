"""The flow files: they load without complaint, and they are complete and plain in every language."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from flows import check
from flows.flow import Flow, Node
from flows.kinds import choice, choices
from flows.nodes import ask, end, say
from tests.library import stage

LONGEST_QUESTION = 220
LONGEST_LABEL = 30
INFORMAL = re.compile(r"\b(je|jij|jou|jouw|jouwe|jezelf|jullie)\b", re.IGNORECASE)
PERSONAL = re.compile(r"\b(naam van|namen van|zaaknummer|bsn|geboortedatum|hoe heet)\b", re.IGNORECASE)
HEALTH = re.compile(r"\b(stress|ziek|ziekte|slaap|slapen|stemming|burn-?out|moe)\b", re.IGNORECASE)
GUILT = re.compile(r"\b(goed zo|helaas|jammer|reeks|streak|verbroken|je moet|u moet|vergeet niet)\b", re.IGNORECASE)
JARGON = re.compile(
    r"\b(feedback|commitment|mindset|tool|challenge|issue|target|kpi|quick win|stakeholders?|draagvlak|borgen|"
    r"uitrollen|implementeren|klantreis|dashboard|awareness|empower\w*|checken|mailen)\b",
    re.IGNORECASE,
)
EMOJI = re.compile(r"[\U0001F300-\U0001FAFF\u2600-\u27BF]")
LITERAL = re.compile(r"\{%.*?%\}|<[^>]+>")
PLACEHOLDER = re.compile(r"\{\{.*?\}\}")
CODES = re.compile(r"\| (\d+\.\d+(?:, \d+\.\d+)*) \|")


@pytest.fixture(params=stage.names())
def flow(request: pytest.FixtureRequest) -> Flow:
    return stage.flow(str(request.param))


def dutch(flow: Flow, *kinds: type[Node]) -> Iterator[tuple[str, str]]:
    """(place, text) of what people read from nodes of these kinds, in both tones, ways of an {% if %} on their own."""
    for node in flow.nodes.values():
        if not isinstance(node, kinds):
            continue
        for text in node.texts():
            if re.fullmatch(rf"{node.name}\.(say|ask|end|remind)(\.\d+)?", text.place):
                for form in {text.base, text.form("nl", "u").source}:
                    yield text.place, LITERAL.sub("\n", PLACEHOLDER.sub("woord", form))


def test_the_shelf_has_no_complaint() -> None:
    """Every file of the library loads as a flow of its own name."""
    assert () == stage.shelf().complaints
    assert stage.names() == sorted(stage.shelf().flows)


def test_every_flow_speaks_english_and_formal_dutch(flow: Flow) -> None:
    """Every text has its English; every text with je has its form with u, and only those."""
    assert ("nl", "en") == flow.languages
    for text in flow.texts():
        assert "en" in text.forms, text.place
        assert bool(INFORMAL.search(text.base)) == ("u" in text.forms), text.place


def test_no_translation_is_left_over(flow: Flow) -> None:
    """The catalogues hold the texts of the flow and no others."""
    places = {text.place for text in flow.texts()} | {"remind", "remind.1", "remind.2", "remind.3"}
    for path in Path(flow.path).parent.glob(f"{flow.name}.*.po"):
        with path.open("rb") as file:
            assert set() == {message.context for message in read_po(file) if message.id} - places


def test_formal_dutch_never_says_je(flow: Flow) -> None:
    """The u catalogue is consistent; only the choice between the two names both."""
    for text in flow.texts():
        if "u" in text.forms and text.place not in ("toon.ask", "toon.choice.je"):
            assert not INFORMAL.search(text.forms["u"].source), text.place


def test_the_check_finds_nothing(flow: Flow) -> None:
    """No error and no advice: every target, text, budget, technique, and Flesch-Douma of 60 or more."""
    assert [] == [str(found) for found in check.check(flow, stage.NOW.date(), stage.shelf().flows)]


def test_a_question_is_short(flow: Flow) -> None:
    """A question has at most 220 characters, a button at most 30, an answer that stands in the message 64."""
    numbered = {
        text.place
        for question in flow.nodes.values()
        if isinstance(question, ask.Ask) and isinstance(question.answers, choice.Choice) and question.answers.numbered
        for text in question.answers.texts()
    }
    for text in flow.texts():
        for form in text.forms.values():
            shown = PLACEHOLDER.sub("", LITERAL.sub("", form.source))
            if re.search(r"\.ask(\.\d+)?$", text.place):
                assert len(shown) <= LONGEST_QUESTION, text.place
            if re.search(r"\.(choice|several|yesno|scale)\.|\.(label|skip|na)$", text.place):
                assert len(shown) <= (choices.LONGEST_LABEL if text.place in numbered else LONGEST_LABEL), text.place


def test_no_flow_asks_for_a_name_or_a_case_number_or_health(flow: Flow) -> None:
    """Nothing by which somebody could be recognised, and nothing about health outside a private flow."""
    for place, text in dutch(flow, say.Say, ask.Ask, end.End):
        assert not PERSONAL.search(text), place
        assert flow.private or not HEALTH.search(text), place


def test_the_tone_is_plain_and_kind(flow: Flow) -> None:
    """No guilt, no praise for a score, no office words, no series of exclamation marks, at most one emoji."""
    for text in flow.texts():
        if text.place.endswith(("cue", "response")):
            continue
        assert not GUILT.search(text.base), text.place
        assert not JARGON.search(text.base), text.place
        assert "!!" not in text.base
        assert len(EMOJI.findall(text.base)) <= 1, text.place


def test_every_technique_stands_in_the_page_on_the_evidence() -> None:
    """Whoever reads a code in a step finds there on what ground it is used, and what that does not show."""
    page = Path(__file__).parents[2] / "docs" / "evidence.md"
    documented = {code for cell in CODES.findall(page.read_text()) for code in cell.split(", ")}
    used = {code for name in stage.names() for node in stage.flow(name).nodes.values() for code in node.technique}
    assert set() == used - documented
