"""A question in what is only said: nobody can answer it, unless buttons for it follow."""

import pytest

from flows import check
from tests.flows import findings as cases
from tests.flows import stage

ASKED = "\nb:\n  ask: {ask}\n  yesno: true\nz:\n  end:"


def raised(nodes: str, **catalogues: str) -> list[int]:
    """The lines where such a question is found."""
    flow = stage.flow(nodes, catalogues=catalogues)
    return [one.line for one in check.check(flow, cases.TODAY, {}) if one.number == "KV087"]


@pytest.mark.parametrize(
    "text",
    [
        "Dat staat. Is dat bewust?",
        "Dat staat. Is dat bewust? 🙂",
        "<b>Weet de ander dat ook?</b>",
        "{% if week > 3 %}Klaar.{% else %}Wat nu?{% endif %}",
        "Wat nu?{% if week > 3 %} Klaar.{% endif %}",
        "Dit deed je: {{ team }}. Of niet?",
    ],
)
def test_a_last_word_that_asks_is_found(text: str) -> None:
    """However it is dressed, and on whichever way through its choices."""
    assert [8] == raised(f"a:\n  end: '{text}'")


@pytest.mark.parametrize(
    "text",
    [
        "Je schreef: “Wat betekent dit voor u?”",
        "Je vroeg: {{ team | quote }}",
        "{{ team }}",
        "Liever een mens? Loop even binnen.",
        "{% if week > 3 %}Wat nu? {% endif %}Klaar.",
        "Dat was het.",
    ],
)
def test_words_of_somebody_and_what_the_text_answers_itself_are_none(text: str) -> None:
    """A quotation, a person's own words, and a question from which the text goes on."""
    assert [] == raised(f"a:\n  end: '{text}'")


def test_buttons_that_follow_may_answer_what_was_said() -> None:
    """When the question with the buttons asks nothing else, also behind a branch; else it is asked twice."""
    said = "a:\n  say: Zal ik beginnen?"
    assert [] == raised(said + ASKED.format(ask="Kies maar."))
    assert [] == raised(said + "\nc:\n  branch: {when: week > 2, go: b, else: b}" + ASKED.format(ask="Kies maar."))
    assert [8] == raised(said + ASKED.format(ask="Komt het nu uit?"))
    assert [8] == raised(said + "\nc:\n  branch: {when: week > 2, go: b, else: z}" + ASKED.format(ask="Kies maar."))


def test_a_translation_may_not_ask_either() -> None:
    """It is found in the catalogue that asks."""
    english = stage.po(title=("Proef", "Trial"), a__end=("Dat staat.", "Noted. Is that on purpose?"))
    assert 1 == len(raised("a:\n  end: Dat staat.", en=english))
