"""What Bram plays besides gestuurd: one question to ask, the team debrief, his open promises."""

from typing import Any

import msgspec
import pytest

from flows import events, marked_text
from tests.library import stage

PRINCIPLES = ["why", "result", "ahead", "together"]
PROMISE = {
    "key": "7",
    "text": "bellen",
    "day": "2026-11-26",
    "gone_on": "2027-02-17",
    "kept_until": "2027-02-24",
    "misses": 0,
}


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


HEARD = {"why": "hoorde_waarom", "result": "hoorde_resultaat", "ahead": "hoorde_vooruit", "together": "hoorde_samen"}


@pytest.mark.parametrize("principle", PRINCIPLES)
def test_a_question_that_was_asked_is_logged_with_one_tap(principle: str) -> None:
    """It moves the line and becomes an act of its own principle; one that was not asked becomes neither."""
    begun = stage.LibraryPlay.begin("sturen", line=stage.line(habit=principle, question=f"{principle}_8"))
    asked = begun.press("ja")
    assert [("line", {"move": "ask"}), ("act", {"what": "gevraagd", "principle": principle})] == asked.acts()
    assert f"sturen:{HEARD[principle]}" == asked.node
    assert [] == begun.press("nee").acts()


def test_a_question_in_own_words_is_asked_after_like_any() -> None:
    """It comes back word for word, with the case, and is answered by what fits any question."""
    line = stage.line(question="own", words="Wat zou jij doen?", case="het plein")
    play = stage.LibraryPlay.begin("sturen", line=line)
    assert "“het plein”" in play.shown()[0]
    assert "“Wat zou jij doen?”" in play.shown()[0]
    assert "sturen:hoorde_eigen" == play.press("ja").node


@pytest.mark.parametrize(("misses", "node"), [(0, "andere_dag"), (1, "wat_zit_in_de_weg"), (5, "wat_zit_in_de_weg")])
def test_after_two_times_not_yet_it_asks_what_is_in_the_way(misses: int, node: str) -> None:
    """The first time only for another day."""
    assert f"sturen:{node}" == stage.LibraryPlay.begin("sturen", line=stage.line(misses=misses)).press("nee").node


@pytest.mark.parametrize("voice", [("nl", "je"), ("nl", "u"), ("en", "je")])
@pytest.mark.parametrize("habit", [*PRINCIPLES, "own"])
@pytest.mark.parametrize("heard", ["helder", "deels", "vergeten", "tijd"])
def test_what_was_heard_comes_back_in_the_next_sentence(habit: str, heard: str, voice: tuple[str, str]) -> None:
    """In the words of its button, whichever of the twenty it is."""
    line = stage.line(habit="why" if habit == "own" else habit, question="own" if habit == "own" else f"{habit}_1")
    asked = stage.LibraryPlay.begin("sturen", voice, line=line).press("ja")
    label = next(button.label for row in asked.question.buttons for button in row if button.choice == heard)
    assert marked_text.plain(asked.press(heard).question.text).startswith(f"{label}. ")


@pytest.mark.parametrize("typed", ["Wat zou jij doen als het jouw straat was?", "hoe komt het dat dit zo lang ligt"])
def test_a_leads_own_question_is_taken(typed: str) -> None:
    """Typed where three stand to choose from, with or without a question mark."""
    play = stage.LibraryPlay.begin("sturen", topic=stage.topic("why")).type(typed)
    chosen = play.press("ja", "-skip").type("morgen").acts()[-1]
    assert ("line", typed) == (chosen[0], chosen[1]["question"])


@pytest.mark.parametrize("typed", ["dit slaat nergens op", "weet ik niet", "9", "welke vraag is het makkelijkst?"])
def test_what_is_no_question_is_not_taken_for_one(typed: str) -> None:
    """It says what would be."""
    play = stage.LibraryPlay.begin("sturen", topic=stage.topic("why")).type(typed)
    assert "sturen:vraag_waarom" == play.node
    assert [] == play.acts()


@pytest.mark.parametrize("typed", ["2", "de tweede", "Wat staat er voor deze inwoner op het spel?"])
def test_one_of_the_three_is_meant_by_its_number_or_its_words(typed: str) -> None:
    """Though a question of one's own may be typed there as well."""
    play = stage.LibraryPlay.begin("sturen", topic=stage.topic("why")).type(typed).press("-skip").type("morgen")
    assert "why_2" == play.acts()[-1][1]["question"]


@pytest.mark.parametrize("typed", ["dan ontsla ik hem", "Weet je dat ze eruit vliegen, die twee? Ik ontsla ze."])
def test_a_threat_stands_in_no_log(typed: str) -> None:
    """Neither as a question, nor as a case, nor as a promise."""
    begun = stage.LibraryPlay.begin("sturen", topic=stage.topic("why"))
    case = begun.press("why_1").type(typed).type("morgen")
    promised = stage.LibraryPlay.begin("sturen", line=stage.line()).press("ja", "helder", "zelf").type(typed)
    for play in (case, promised, promised.type("het samen oplossen").type("morgen")):
        assert not [fields for _, fields in play.acts() if typed in fields.values()]
    assert "Dreigen helpt maar even" in promised.shown()[-2]


@pytest.mark.parametrize("voice", [("nl", "je"), ("nl", "u"), ("en", "je")])
@pytest.mark.parametrize("does", ["terug", "team"])
def test_what_they_do_becomes_a_promise_with_a_day(does: str, voice: tuple[str, str]) -> None:
    """In words of their language, with the case."""
    play = stage.LibraryPlay.begin("sturen", voice, line=stage.line(case="het plein")).press("ja", "deels", does)
    kind, fields = play.type("10 december" if voice[0] == "nl" else "10 December").acts()[-1]
    assert ("line", "promise", "2026-12-10") == (kind, fields["move"], fields["day"])
    assert fields["text"].endswith("(het plein)")
    assert ("team" in fields["text"]) == (does == "team")


def test_a_line_with_a_promise_begins_there() -> None:
    """What was promised is asked after, and closing it closes the line."""
    promise = {"key": "7", "text": "de buurt bellen", "day": "2026-12-01", "misses": 0, "of_team": False}
    play = stage.LibraryPlay.begin("sturen", line=stage.line("promised", promise=promise))
    assert "“de buurt bellen”" in play.shown()[0]
    assert [("promise", {"closes": "7", "outcome": "done"})] == play.press("ja").acts()
    assert "sturen:nog_een" == play.press("ja").node


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
        ("promise", {"what": "team", "text": text, "day": "2026-11-27", "principle": "result"}),
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


@pytest.mark.parametrize("name", ["sturen", "teamgesprek", "gestuurd", "beloofd", "oefenen"])
def test_nothing_of_a_lead_is_counted_or_shared(name: str) -> None:
    """Every answer in a lead's flow is seen by the lead alone."""
    assert {"self"} == {question.seen_by for question in stage.questions(name).values()}
    assert ("lead",) == stage.flow(name).audience


def test_what_is_said_in_a_line_is_kept_with_it_alone() -> None:
    """No answer is stored beside it: the question, the case and the day are the line's."""
    play = stage.LibraryPlay.begin("sturen", topic=stage.topic("why")).press("why_1").type("het plein").type("morgen")
    assert [] == [event for event in play.happened if isinstance(event, events.Answered)]
    chosen = {"move": "choose", "habit": "why", "question": "why_1", "case": "het plein", "day": "2026-11-27"}
    assert [("line", chosen)] == play.acts()
