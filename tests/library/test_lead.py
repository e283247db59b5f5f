"""What Bram plays besides gestuurd: one question to ask, the team debrief, his open promises."""

from typing import Any

import msgspec
import pytest

from flows import events
from tests.library import stage

PRINCIPLES = ["why", "result", "ahead", "together"]
PROMISE = {"key": "7", "text": "bellen", "day": "2026-11-26", "gone_on": "2027-02-17", "kept_until": "2027-02-24"}


@pytest.mark.parametrize("principle", PRINCIPLES)
@pytest.mark.parametrize("number", range(1, 10))
def test_the_question_of_the_week_is_named_and_stands_among_three(principle: str, number: int) -> None:
    """Whichever of the nine it is: quoted in its own words, and one of the three that can be chosen."""
    play = stage.LibraryPlay.begin("sturen", topic=stage.topic(principle, number), last={})
    assert f"{principle}_{number}" in play.choices
    assert 3 == len(play.choices)
    shown = play.shown()[-4]
    place = play.choices.index(f"{principle}_{number}") + 1
    (words,) = (line.removeprefix(f"{place}. ") for line in shown.splitlines() if line.startswith(f"{place}. "))
    assert f"De vraag van deze week: “{words}”" in shown
    assert "één zaak van deze week" in shown


@pytest.mark.parametrize("principle", PRINCIPLES)
def test_there_are_nine_questions_of_each_habit(principle: str) -> None:
    """Three sets of three, introduced in three ways."""
    plays = [stage.LibraryPlay.begin("sturen", topic=stage.topic(principle, number), last={}) for number in (1, 4, 7)]
    assert 9 == len({choice for play in plays for choice in play.choices})
    assert 3 == len({play.shown()[-4].splitlines()[-5] for play in plays})


def test_a_question_of_last_week_is_not_called_this_weeks() -> None:
    """Where the week has another topic by the time that somebody reads it again, it names none."""
    play = stage.LibraryPlay.begin("sturen", topic=stage.topic("why", 2), last={})
    facts = {**play.session.facts, "topic": stage.topic("ahead", 4)}
    later = stage.LibraryPlay(msgspec.structs.replace(play.session, facts=facts), (), play.world)
    again = later.type("wat bedoel je").shown()[0]
    assert "1. Waarom kwam deze inwoner juist nu?" in again
    assert "De vraag van deze week" not in again


@pytest.mark.parametrize("principle", PRINCIPLES)
def test_a_question_that_was_asked_is_logged_with_one_tap(principle: str) -> None:
    """The question of last time becomes an act of its own principle; a question not asked becomes nothing."""
    asked = stage.LibraryPlay.begin("sturen", last={"stuurvraag": f"{principle}_8"}, topic=stage.topic("why"))
    assert [("act", {"what": "gevraagd", "principle": principle})] == asked.press("ja").acts()
    assert [] == asked.press("nee").acts()
    assert "sturen:vraag_waarom" == asked.press("nee").node


@pytest.mark.parametrize("answer", ["ja", "nee"])
def test_the_question_of_this_week_is_not_given_twice(answer: str) -> None:
    """Asked or not yet, whoever comes back within the week is not asked to choose once more."""
    play = stage.LibraryPlay.begin("sturen", last={"stuurvraag": "ahead_4"}, topic=stage.topic("ahead", 4)).press(
        answer
    )
    assert play.finished
    assert (answer == "ja") == bool(play.acts())


@pytest.mark.parametrize("voice", [("nl", "je"), ("nl", "u"), ("en", "je")])
@pytest.mark.parametrize("principle", PRINCIPLES)
def test_the_question_comes_back_in_its_own_words(principle: str, voice: tuple[str, str]) -> None:
    """Each of the nine questions of a principle is named as it was given, in every voice."""
    for number in range(1, 10):
        question = stage.LibraryPlay.begin("sturen", voice, topic=stage.topic(principle, number), last={}).shown()[-4]
        back = stage.LibraryPlay.begin("sturen", voice, last={"stuurvraag": f"{principle}_{number}"})
        assert back.shown()[0].splitlines()[1] in question
        assert "_" not in back.shown()[0]


def test_the_debrief_is_a_flow_of_fifteen_minutes() -> None:
    """Five steps whose minutes add up to a quarter of an hour, about the example and not about who did it."""
    flow = stage.LibraryPlay.begin("teamgesprek").press("straks", "ahead").shown()[-1]
    minutes = [int(line.split("(")[1].split(" ")[0]) for line in flow.splitlines() if "minu" in line and "(" in line]
    assert [2, 4, 4, 4, 1] == minutes
    assert "niet over wie het deed" in flow


def test_the_agreement_of_the_team_becomes_a_promise() -> None:
    """It is logged as an act, and comes back on its day as the lead's promise."""
    play = (
        stage.LibraryPlay.begin("teamgesprek").press("geweest").type("als een brief klaar is, dan leest een ander hem")
    )
    play = play.press("-right", "result").type("morgen")
    text = "Als een brief klaar is, dan leest een ander hem."
    assert [
        ("act", {"what": "besproken", "principle": "result"}),
        ("promise", {"text": text, "day": "2026-11-27", "principle": "result"}),
    ] == play.acts()


@pytest.mark.parametrize(
    ("facts", "choice", "acts"),
    [
        ({"promise": PROMISE}, "ja", [("promise", {"closes": "7", "outcome": "done"})]),
        ({"promise": PROMISE}, "niet_nodig", [("promise", {"closes": "7", "outcome": "not_needed"})]),
        ({}, "ja", [("promise", {"closes": "7", "outcome": "done"})]),
    ],
)
def test_a_promise_is_closed_by_its_maker(facts: dict[str, Any], choice: str, acts: list[Any]) -> None:
    """On its day, or as the only one; what is not done stays open."""
    play = stage.LibraryPlay.begin("beloofd", **facts).press(choice)
    assert acts == play.acts()
    assert play.finished


@pytest.mark.parametrize("facts", [{"promise": PROMISE}, {"promise": {**PROMISE, "day": None, "going": True}}, {}])
def test_not_yet_asks_for_another_day(facts: dict[str, Any]) -> None:
    """Whoever says "not yet" is asked when, on its day, before its words go and as the only one alike."""
    asked = stage.LibraryPlay.begin("beloofd", **facts).press("nee")
    assert "beloofd:nieuwe_dag" == asked.node
    assert [("promise", {"moves": "7", "day": "2026-12-10"})] == asked.type("10 december").acts()
    assert [] == asked.press("-skip").acts()


def test_several_promises_are_gone_through_in_one_conversation() -> None:
    """On the day of one the others may follow; what was done and what nobody needs are closed apart."""
    several = [{"key": key, "label": f"belofte {key}"} for key in ("7", "8", "9")]
    play = stage.LibraryPlay.begin("beloofd", promise=PROMISE, promises=several).press("ja", "ja")
    assert ("+0", "+1", "geen", "-done") == play.choices
    done = play.press("+0", "-done")
    assert ("+0", "geen", "-done") == done.choices
    assert [
        ("promise", {"closes": "7", "outcome": "done"}),
        ("promise", {"closes": ["8"]}),
        ("promise", {"closes": ["9"], "outcome": "not_needed"}),
    ] == done.press("+0", "-done").acts()


@pytest.mark.parametrize("name", ["sturen", "teamgesprek", "gestuurd", "beloofd"])
def test_nothing_of_a_lead_is_counted_or_shared(name: str) -> None:
    """Every answer in a lead's flow is seen by the lead alone."""
    assert {"self"} == {question.seen_by for question in stage.questions(name).values()}
    assert ("lead",) == stage.flow(name).audience


def test_the_choice_of_a_question_is_kept_for_the_next_time() -> None:
    """Two answers of their own are stored: which question, and when."""
    play = stage.LibraryPlay.begin("sturen", topic=stage.topic("why"), last={}).press("why_1", "vandaag")
    stored = {event.name: event.value for event in play.happened if isinstance(event, events.Answered)}
    assert {"stuurvraag": "why_1"} == stored
