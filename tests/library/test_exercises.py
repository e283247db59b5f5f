"""The short exercises on demand: one principle, one plan, one conversation ahead."""

import pytest

from flows import events
from tests.library import stage


@pytest.mark.parametrize("place", ["balie", "brief", "overleg", "wijk", "project"])
def test_why_hands_the_moment_on_to_the_plan(place: str) -> None:
    """Whoever chose a place is not asked for it again; the plan is logged, the flow around it ends."""
    play = stage.LibraryPlay.begin("waarom").press(place, "1", "geen_idee", "zorgen", "ja")
    assert play.node.startswith("als-dan:plan_")
    play = play.press(next(key for key in play.choices if not key.startswith("-")), "niets")
    assert ["plan"] == [kind for kind, _ in play.acts()]
    assert play.finished is not None
    assert play.finished.outcome is None


def test_a_plan_names_its_obstacle_before_it_is_logged() -> None:
    """Situation, plan, read back, obstacle with an answer to it."""
    play = stage.LibraryPlay.begin("als-dan").press("wijk", "wijk_boos")
    assert [] == play.acts()
    done = play.press("vergeten")
    assert {"als_dan_drempel": "vergeten", "plan_situatie": "wijk"}.items() <= done.answers().items()
    assert [("plan", "wijk_boos")] == [(kind, fields["key"]) for kind, fields in done.acts()]
    assert "Hang een briefje op" in done.shown()[-1]


def test_a_plan_of_her_own_asks_for_the_second_half() -> None:
    """Only the situation was typed: the rest is asked for, read back and confirmed."""
    play = stage.LibraryPlay.begin("als-dan").press("anders").type("als ik een klacht lees")
    assert "En wat doe je dan?" in play.question.text
    play = play.type("dan bel ik dezelfde dag").press("-right", "niets")
    assert ("plan", {"cue": "ik een klacht lees", "response": "bel ik dezelfde dag", "key": "own"}) == play.acts()[-1]


def test_no_plan_leaves_the_old_one() -> None:
    """Declining says that nothing changed."""
    play = stage.LibraryPlay.begin("als-dan", last_plan=stage.PLAN).press("balie", "-skip")
    assert "Goed. Je plan blijft zoals het was." == play.shown()[-1]
    assert [] == play.acts()


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
