"""Bram logs an act of steering in two taps; a promise may follow."""

import pytest

from flows import events
from tests.library import stage


def test_two_taps_store_an_act() -> None:
    """What and which principle; it is stored before anything else is asked."""
    play = stage.LibraryPlay.begin("gestuurd").press("gevraagd", "result")
    assert [("act", {"what": "gevraagd", "principle": "result"})] == play.acts()
    assert ("nee", "ja") == play.choices


def test_a_promise_with_a_day_follows_the_act() -> None:
    """The promise bears its day and the principle of the act."""
    play = (
        stage.LibraryPlay.begin("gestuurd").press("ruimte", "ahead", "ja").type("de wachtrij bekijken").type("morgen")
    )
    promise = {"text": "de wachtrij bekijken", "day": "2026-11-27", "principle": "ahead"}
    assert ("promise", promise) == play.acts()[-1]
    assert "vrijdag 27 november" in play.shown()[-1]


def test_a_promise_without_a_day_is_a_promise_too() -> None:
    """The day may be left out; the promise may be withdrawn."""
    asked = stage.LibraryPlay.begin("gestuurd").press("drempel", "together", "ja")
    assert 1 == len(asked.press("-skip").acts())
    promise = asked.type("de wachtrij bekijken").press("-skip").acts()[-1]
    assert ("promise", {"text": "de wachtrij bekijken", "principle": "together"}) == promise


@pytest.mark.parametrize(
    ("topic", "asks"),
    [
        (stage.topic("why"), True),
        (stage.topic("result"), False),
        (stage.topic("why", because="low"), False),
        (stage.topic("why", because="tied"), False),
    ],
)
def test_what_the_log_had_least_of_is_named(topic: dict[str, str], asks: bool) -> None:
    """Where the log had least of one habit, and never of the one just logged."""
    last = stage.LibraryPlay.begin("gestuurd", topic=topic).press("gevraagd", "result", "nee").shown()[-1]
    assert asks == ("het minst" in last)


def test_nothing_of_it_is_an_answer_that_somebody_else_could_see() -> None:
    """It is the lead's own log and nothing else."""
    play = stage.LibraryPlay.begin("gestuurd").press("gevraagd", "result", "nee")
    assert not any(isinstance(event, events.Answered) for event in play.happened)
