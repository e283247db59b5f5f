"""What the check finds, told in Dutch to a Dutch coach."""

import re

import pytest

from flows import findings, telling
from flows.findings import Finding

ABOUT_TONE = ("KV024", "KV025")
ADDRESSED = re.compile(r"\b(je|jij|jou|jouw|u|uw)\b", re.IGNORECASE)
FOUND = Finding("waarom.yaml", 3, "KV002", "plek leads to 'nergens', which does not exist", "correct the name")


@pytest.mark.parametrize("number", findings.RULES)
def test_every_finding_has_a_dutch_title_and_remedy(number: str) -> None:
    """In words for both tones, and other than the English."""
    found = Finding("x.yaml", 1, number, "reason", "remedy")
    title, remedy = telling.title(number, "nl"), telling.remedy(found, "nl")
    assert title != findings.RULES[number].title
    assert remedy != found.remedy
    assert number in ABOUT_TONE or not ADDRESSED.search(f"{title} {remedy}")


def test_nothing_of_the_finding_itself_is_lost() -> None:
    """Names and places stand in the reason and the remedy of the check, which stay beside the Dutch remedy."""
    assert "Onbekende stap" == telling.title("KV002", "nl")
    assert f"{FOUND.reason} — {FOUND.remedy}" == telling.reason(FOUND, "nl")


def test_english_has_the_words_of_the_check() -> None:
    """They are the original."""
    assert "Unknown target" == telling.title("KV002", "en")
    assert (FOUND.reason, FOUND.remedy) == (telling.reason(FOUND, "en"), telling.remedy(FOUND, "en"))
