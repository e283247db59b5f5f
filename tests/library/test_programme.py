"""What ties twelve weeks together: where Anna begins, looking back, taking it up again, finishing."""

import pytest

from flows import marked_text
from tests.library import stage

ITEMS = ("waarom", "resultaat", "vooruit", "samen")


def test_the_same_four_questions_are_asked_at_the_beginning_and_later() -> None:
    """Otherwise they could not stand next to each other."""
    first, later = stage.questions("nulmeting"), stage.questions("terugblik")
    for item in ITEMS:
        before, after = first[f"nul_{item}"], later[f"terug_{item}"]
        assert [text.base for text in before.texts()] == [text.base for text in after.texts()]


def test_the_habit_item_is_the_same_everywhere() -> None:
    """One item, one name, one wording."""
    habits = [stage.questions(name)["automatisch"] for name in ("nulmeting", "weekreflectie")]
    assert habits[0].variable == habits[1].variable == "automatisch"
    first, second = (question.texts() for question in habits)
    assert [text.forms for text in first] == [text.forms for text in second]


@pytest.mark.parametrize(("plan", "asked"), [(None, False), (stage.PLAN, True)])
def test_the_habit_item_is_about_the_goal(plan: dict[str, str] | None, asked: bool) -> None:
    """Who has no goal is not asked how automatic it is."""
    play = stage.LibraryPlay.begin("nulmeting", last_plan=plan)
    nodes = []
    while play.finished is None:
        nodes.append(play.node.split(":")[1])
        if nodes[-1] == "automatisch":
            assert "Als ik nee moet zeggen, dan noem ik ook wat wel kan." in play.question.text
        play = play.press(play.choices[0])
    assert asked == ("automatisch" in nodes)


POLICIES = {"beloofd": "join", "gestuurd": "join", "voorbereiden": "interrupt"}


def test_only_what_cannot_wait_comes_in_between() -> None:
    """A promise has its day, an act is logged in two taps, a conversation is about to begin; all else waits."""
    assert POLICIES == {name: policy for name in stage.names() if (policy := stage.flow(name).policy) != "wait"}


@pytest.mark.parametrize("name", ["nulmeting", "terugblik", "terugval", "afronding"])
def test_nobody_but_anna_sees_any_of_it(name: str) -> None:
    """These are not published, not even in totals."""
    assert {"self"} == {question.seen_by for question in stage.questions(name).values()}


def test_looking_back_puts_then_and_now_side_by_side() -> None:
    """Only what was answered both times, in words, without a grade."""
    play = stage.LibraryPlay.begin("terugblik", last={"nul_waarom": 1, "nul_samen": 3}).press(
        "2", "3", "na", "3", "plan"
    )
    end = play.shown()[-1]
    assert "Waarom: nooit, nu soms." in end
    assert "Samen: vaak, nu vaak." in end
    assert "Resultaat:" not in end
    assert "Eén stap verschil zegt weinig." in end


def test_looking_back_compares_with_the_newest_answers() -> None:
    """A look back stands next to the one before it, not next to the beginning."""
    past = {"nul_waarom": 1, "terug_waarom": 4}
    end = stage.LibraryPlay.begin("terugblik", last=past).press("2", "3", "1", "3", "plan").shown()[-1]
    assert "Waarom: altijd, nu soms." in end
    assert "Vorige keer en nu" in end


def test_rhythm_is_a_count_and_not_a_grade() -> None:
    """7 of 8 weeks; somebody without weeks yet is told nothing of the kind."""
    assert "7 van de 8 weken" in stage.LibraryPlay.begin("terugblik").question.text
    assert "van de" not in stage.LibraryPlay.begin("terugblik", weeks_possible=0).question.text


def test_a_bad_moment_can_be_moved() -> None:
    """Anna chooses a day on which she works, and a time."""
    play = stage.LibraryPlay.begin("terugval").press("moment", "fri")
    assert "terugval:dag" == play.node
    play = play.press("tue", "09:00")
    assert {"prompt_day": "tue", "prompt_time": "09:00"} == play.remembered()
    assert "Je nieuwe moment: dinsdag om 9.00 uur." == play.shown()[-1].replace("09.00", "9.00")


def test_a_goal_that_does_not_work_can_be_changed() -> None:
    """It leads straight to the goal, with what it may become."""
    play = stage.LibraryPlay.begin("terugval", last_plan=stage.PLAN).press("plan", "anders")
    play = play.type("schrijf ik één zin").press("-right")
    assert ["plan"] == [kind for kind, _ in play.acts()]
    assert play.finished


def test_stopping_at_the_end_is_confirmed() -> None:
    """Stopping is as good as going on, and asked once more."""
    asked = stage.LibraryPlay.begin("afronding").press("why").type("Zij horen eerder van ons.").press("stoppen")
    stopped, stayed = asked.press("ja").finished, asked.press("nee").finished
    assert stopped is not None
    assert stayed is not None
    assert ("stop_all", None) == (stopped.outcome, stayed.outcome)


@pytest.mark.parametrize(("week", "shown"), [(4, True), (8, False), (12, True)])
def test_the_first_reason_comes_back_in_weeks_four_and_twelve(week: int, shown: bool) -> None:
    """Letter for letter, between quotation marks."""
    asked = stage.LibraryPlay.begin("terugblik", week=week, kept={"doel_waarom": "tja & <zo>"}).question.text
    assert shown == ("“tja & <zo>”" in marked_text.plain(asked))


def test_fading_looks_at_the_goal() -> None:
    """Four reflections in a row in which it was done each time or mostly; no other item."""
    programme = (stage.LIBRARY / "programme" / "programma.yaml").read_text()
    assert "fade: {when: plan_steady >= 4, every: 2}" in programme
    assert "habit_strong" not in programme
