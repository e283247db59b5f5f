"""What is typed with a name, an address or a number of somebody in it comes back before it is kept."""

from pathlib import Path

import pytest

from flows import events, personal
from tests.flows import personal_sentences, stage

PAGE = Path(__file__).parents[2] / "docs" / "personal.md"
TEXT = "v:\n  ask: Wat deed je?\n  text: true\n  next: end"
PLAN = "v:\n  ask: Welk plan?\n  plan: true\n  next: end"
QUESTION = "v:\n  ask: Welke vraag?\n  choice: {wie: Wie weet dit?}\n  own_question: true\n  next: end"
NAMED = "Ik bel mevrouw Jansen morgen"


def test_somebody_is_found_in_nine_of_ten_sentences() -> None:
    """The page names how many of the sentences with somebody in them are noticed."""
    noticed = [said for said in personal_sentences.WITH_SOMEBODY if personal.find(said)]
    assert len(noticed) >= 0.9 * len(personal_sentences.WITH_SOMEBODY)
    assert f"{len(noticed)} of {len(personal_sentences.WITH_SOMEBODY)}" in PAGE.read_text()


def test_work_is_nobody() -> None:
    """Laws, places, departments, days and numbers of the work are let pass; the page names how many are not."""
    wrongly = [said for said in personal_sentences.WITH_NOBODY if personal.find(said)]
    assert len(wrongly) <= 3
    assert f"{len(wrongly)} of {len(personal_sentences.WITH_NOBODY)}" in PAGE.read_text()


def test_a_name_comes_back_before_it_is_kept() -> None:
    """Anna sees which words it is about and what she typed, and nothing is an answer yet."""
    talk = stage.play(TEXT).write(NAMED)
    assert "“mevrouw Jansen”" in talk.asked.text
    assert f"“{NAMED}”" in talk.asked.text
    assert ["Ik schrijf het anders", "Zo bewaren"] == talk.labels[:2]
    assert {} == talk.answers


@pytest.mark.parametrize("said", ["Zo bewaren", "zo bewaren."])
def test_it_is_kept_as_typed_where_somebody_wants_that(said: str) -> None:
    """By the words of the button as by the button itself."""
    assert {"v": NAMED} == stage.play(TEXT).write(NAMED).press("-asis").answers
    assert {"v": NAMED} == stage.play(TEXT).write(NAMED).write(said).answers


def test_who_writes_it_differently_is_asked_again() -> None:
    """The question stands as it was, and what is typed then is the answer."""
    talk = stage.play(TEXT).write(NAMED).press("-otherwise")
    assert "Wat deed je?" == talk.asked.text
    assert {"v": "Ik bel haar morgen"} == talk.write("Ik bel haar morgen").answers


def test_typing_on_is_the_new_text() -> None:
    """Whoever types without pressing anything wrote it differently."""
    assert {"v": "Ik bel haar morgen"} == stage.play(TEXT).write(NAMED).write("Ik bel haar morgen").answers


def test_nobody_is_warned_a_third_time() -> None:
    """The second time the sentence only says that it may stay; the third text is taken."""
    talk = stage.play(TEXT).write(NAMED).write("Ik bel Fatima")
    assert "Je mag het zo laten" in talk.asked.text
    assert {"v": "Ik bel Fatima morgen"} == talk.write("Ik bel Fatima morgen").answers


def test_a_plan_keeps_its_way_after_the_warning() -> None:
    """Kept as it is, the plan is read back as every plan is."""
    talk = stage.play(PLAN).write("Als Fatima belt, dan luister ik eerst").press("-asis")
    assert "Zo opschrijven?" in talk.asked.text
    assert "Fatima belt" == talk.press("-right").answers["v"]["cue"]


def test_a_story_that_is_too_long_still_comes_back_to_be_shortened() -> None:
    """The warning comes first, and takes nothing from what happens to a long text."""
    long_story = f"{NAMED}. " + "Ik vroeg wat er speelde en dat hielp. " * 10
    talk = stage.play(TEXT).write(long_story).press("-asis")
    assert "meer dan ik kan bewaren" in talk.asked.text


def test_a_question_in_own_words_is_looked_at_too() -> None:
    """A lead's own question for a colleague has no need of a name, and the printed ones are never looked at."""
    talk = stage.play(QUESTION).write("Wat vond Fatima hiervan lastig?")
    assert "“Fatima”" in talk.asked.text
    assert {"v": "Wat vond Fatima hiervan lastig?"} == talk.press("-asis").answers


def test_a_flow_may_ask_for_a_name() -> None:
    """With `names: fine` what was typed is the answer."""
    nodes = TEXT.replace("  next", "  names: fine\n  next")
    assert {"v": NAMED} == stage.play(nodes).write(NAMED).answers


def test_what_is_not_stored_is_not_said_to_be() -> None:
    """The button says that it stays, not that it is kept."""
    talk = stage.play(TEXT.replace("  next", "  save: false\n  next")).write(NAMED)
    assert "Zo laten" in talk.labels
    assert "Zo bewaren" not in talk.labels


def test_a_correction_with_a_name_is_refused() -> None:
    """An edited message that brings somebody in leaves the answer as it was; one without is taken."""
    talk = stage.play(TEXT.replace("next: end", "next: w\nw:\n  ask: Verder?\n  yesno: true\n  next: end"))
    talk = talk.write("Ik bel haar", ref="1")
    refused = talk.edit("Ik bel mevrouw Jansen", "1")
    assert {"v": "Ik bel haar"} == refused.answers
    assert "Je antwoord blijft zoals het was" in refused.only(events.Said).text
    assert {"v": "Ik bel haar morgen"} == talk.edit("Ik bel haar morgen", "1").answers


def test_a_message_that_is_changed_after_the_press_still_corrects() -> None:
    """A plan kept as it was typed is read anew when its message changes before it is confirmed."""
    talk = stage.play(PLAN).write("Als Fatima belt, dan luister ik eerst", ref="1").press("-asis")
    talk = talk.edit("Als zij belt, dan luister ik eerst", "1").press("-right")
    assert "zij belt" == talk.answers["v"]["cue"]


def test_in_english_and_in_the_formal_tone() -> None:
    """Each reads the warning in their own language and tone."""
    assert "I read a name or an address" in stage.play(TEXT, "language: en", language="en").write(NAMED).asked.text
    assert "Dit schreef u" in stage.play(TEXT, tone="u").write(NAMED).asked.text
