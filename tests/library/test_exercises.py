"""The goal, and the short exercises on demand: one principle, one conversation ahead."""

from typing import Any

import pytest

from flows import events, marked_text
from tests.library import stage, walks


@pytest.mark.parametrize("name", ["waarom", "resultaat", "vooruit", "samen"])
def test_an_exercise_offers_a_goal_only_to_who_has_none(name: str) -> None:
    """One goal at a time: with one, no way through an exercise asks for another."""
    entered = {play.node.split(":")[0] for play in walks.everywhere(name, ("nl", "je"), last_plan=stage.PLAN)}
    assert "als-dan" not in entered
    assert "als-dan" in {play.node.split(":")[0] for play in walks.everywhere(name, ("nl", "je"))}


def test_own_words_of_an_exercise_become_the_response() -> None:
    """Unaltered, as the first of the examples."""
    play = stage.LibraryPlay.begin("vooruit").press("project", "laat", "stil", "eigen").type("bel ik & <zeg> het")
    play = play.press("ja", "overleg")
    assert "1. … bel ik & <zeg> het" in marked_text.plain(play.question.text)
    done = play.press("eigen_actie")
    assert (
        "plan",
        {"cue": "een overleg begint", "response": "bel ik & <zeg> het", "key": "eigen_actie"},
    ) == done.acts()[-1]


def test_own_words_come_back_the_next_time() -> None:
    """What was typed in an exercise is quoted when it is begun again."""
    for name, saved in (
        ("waarom", "waarom_eigen_vraag"),
        ("resultaat", "resultaat_eigen"),
        ("vooruit", "vooruit_actie"),
        ("samen", "samen_vraag"),
    ):
        assert "“tja & zo”" in marked_text.plain(stage.LibraryPlay.begin(name, last={saved: "tja & zo"}).question.text)


def goal(*choices: str, **facts: Any) -> stage.LibraryPlay:
    """Anna chooses a goal."""
    return stage.LibraryPlay.begin("als-dan", **facts).press(*choices)


def test_a_goal_is_read_back_between_quotation_marks() -> None:
    """The moment by a button, the rest in her own words; it counts from her yes on, also if she stops then."""
    asked = goal("aanvraag").type("bel ik eerst om te vragen wat ze precies willen")
    assert (
        "“Als ik een aanvraag oppak, dan bel ik eerst om te vragen wat ze precies willen.” Zo opschrijven?"
        == asked.question.text
    )
    assert [] == asked.acts()
    done = asked.press("-right")
    words = {
        "cue": "ik een aanvraag oppak",
        "response": "bel ik eerst om te vragen wat ze precies willen",
        "key": "own",
    }
    assert [("plan", words)] == done.acts()
    assert "als-dan:zeker" == done.node


@pytest.mark.parametrize("sure", range(11))
def test_under_five_the_goal_is_made_smaller_first(sure: int) -> None:
    """From five on she is asked why it is no lower number; either way the number is used at once."""
    play = goal("vraag", "vraag_bereiken", str(sure))
    if sure < 5:
        assert "als-dan:kleiner" == play.node
        smaller = play.type("vraag ik één ding").press("-right")
        assert {"grows": True, "response": "vraag ik één ding"}.items() <= dict(smaller.acts()[-1][1]).items()
    else:
        assert f"Een {sure}. Waarom geen {sure - 3}?" == play.question.text


def test_what_is_kept_with_a_goal_is_said_to_be() -> None:
    """The question for her reason says for how long it is kept; only that is kept, and it is kept with the goal."""
    asked = goal("besluit", "besluit_wel", "7", "eerder")
    assert "zolang je dit doel hebt, hoogstens 400 dagen" in asked.question.text
    stored = [event for event in asked.type("voor de buren").happened if isinstance(event, events.Answered)]
    assert [("doel_reden", True), ("doel_waarom", True)] == [(event.name, event.with_goal) for event in stored]


def test_whoever_has_a_goal_sees_it_first() -> None:
    """With her reason, and keeping it as the first button; without it nothing changes."""
    play = goal(last_plan=stage.PLAN, kept={"doel_waarom": "voor de buren"})
    assert "“Als ik nee moet zeggen, dan noem ik ook wat wel kan.”" in play.question.text
    assert "“voor de buren”" in play.question.text
    assert "houden" == play.choices[0]
    assert [] == play.press("houden").acts()
    assert [("plan", {"ends": True})] == play.press("weg").acts()


def test_preparing_stores_nothing() -> None:
    """The note at the end is all there is; neither choice nor sentence is kept as an answer."""
    play = stage.LibraryPlay.begin("voorbereiden").press("balie", "geld").type("Zij weet waar zij aan toe is.")
    play = play.press("toon", "afdeling", "vraag")
    assert not any(isinstance(event, events.Answered | events.Acted) for event in play.happened)
    note = play.shown()[-1]
    assert ["Waarom", "Resultaat", "Vooruit", "Samen", "Begin"] == [
        word for word in ("Waarom", "Resultaat", "Vooruit", "Samen", "Begin") if f"\n{word}: " in note
    ]
    assert "Zij weet waar zij aan toe is." in note


def test_preparing_a_letter_does_not_speak_of_talking() -> None:
    """A letter cannot let somebody finish."""
    play = stage.LibraryPlay.begin("voorbereiden").press("brief", "geld", "-skip", "toon")
    assert "hardop" in play.question.text
