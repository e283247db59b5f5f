"""The weekly reflection: its shape, its keys, its length, and how it differs from week to week."""

import re
from typing import Any

import pytest

from flows import events, marked_text, resumes, session
from flows.checks import budget
from flows.kinds import several
from tests.library import stage, walks

KEYS = {
    "waarom": ("choice", ["niet", "vermoed", "gevraagd", "gebruikt", "nvt"]),
    "resultaat": ("choice", ["procedure", "termijn", "resultaat", "beide", "nvt"]),
    "vooruit": ("choice", ["klacht", "moment", "voor", "voorbereiding", "nvt"]),
    "samen": ("several", ["niemand", "collega", "afdeling", "inwoner", "nvt"]),
    "dilemma": ("choice", ["ja", "nee"]),
    "team_waarom": ("choice", ["nooit", "soms", "vaak", "altijd", "nvt"]),
    "team_resultaat": ("choice", ["nooit", "soms", "vaak", "altijd", "nvt"]),
    "team_vooruit": ("choice", ["nooit", "soms", "vaak", "altijd", "nvt"]),
    "team_samen": ("choice", ["nooit", "soms", "vaak", "altijd", "nvt"]),
}
LOW = ("niet", "procedure", "klacht", "niemand")
FOUR = ("vermoed", "procedure", "moment", "collega", several.DONE)


def week(**facts: Any) -> stage.LibraryPlay:
    """Anna's reflection, begun by the bot."""
    return stage.LibraryPlay.begin("weekreflectie", prompted=True, **facts)


def moment(*choices: str, **facts: Any) -> stage.LibraryPlay:
    """The reflection up to step 7."""
    return week(**facts).press("nu", "balie", *choices)


@pytest.mark.parametrize("name", list(KEYS))
def test_keys_of_what_a_team_is_told_are_for_ever(name: str) -> None:
    """These keys are stored and counted; a new meaning gets a new key."""
    kind, keys = KEYS[name]
    question = next(one for one in stage.questions("weekreflectie").values() if one.variable == name)
    order = [text.place.split(".")[-1] for text in question.texts() if f".{kind}." in text.place]
    assert (kind, keys, "team", True) == (question.word_of_kind, order, question.seen_by, question.stored)


def test_nothing_else_is_seen_by_the_team() -> None:
    """The goal, what it brought, what came in between, the habit and everything that is typed stay with Anna."""
    shared = {one.variable for one in stage.questions("weekreflectie").values() if one.stored and one.seen_by != "self"}
    assert set(KEYS) == shared


def test_the_first_message_offers_five_ways() -> None:
    """Nu, later vandaag, morgen, deze week niet, stoppen; and what is true: some answers count in a team total."""
    for times in range(4):
        play = week(times=times)
        assert ("nu", "later", "morgen", "niet", "stoppen") == play.choices
        assert "tellen mee in een teamtotaal" in play.question.text
        assert "minuut" in play.question.text


def test_who_begins_herself_is_not_invited() -> None:
    """Anna types /reflectie: no invitation, straight to her plan or her week."""
    assert "weekreflectie:plek" == stage.LibraryPlay.begin("weekreflectie").node
    assert "weekreflectie:plan_lukte" == stage.LibraryPlay.begin("weekreflectie", last_plan=stage.PLAN).node


@pytest.mark.parametrize("choice", ["later", "morgen"])
def test_postponing_pauses_and_asks_again(choice: str) -> None:
    """The prompt is postponed, comes back with the same five ways, and can be postponed again."""
    paused = week().press(choice)
    assert [("postponed", "weekreflectie")] == [
        (event.outcome, paused.session.flow) for event in paused.happened if isinstance(event, events.Paused)
    ]
    back = paused.hear(resumes.Timeout())
    assert "weekreflectie:opnieuw" == back.node
    assert ("nu", "later", "morgen", "niet", "stoppen") == back.choices
    assert back.press("later").finished is None
    assert "weekreflectie:plek" == back.press("nu").node


def test_not_this_week_is_one_press() -> None:
    """It is recorded as declined, and no reason is asked."""
    finished = week().press("niet").finished
    assert finished is not None
    assert "declined" == finished.outcome


def test_stopping_is_confirmed_kindly() -> None:
    """Stoppen asks once, offers the milder way first, and says that the lead sees nothing of it."""
    asked = week().press("stoppen")
    assert ("niet", "stoppen") == asked.choices
    assert "je leidinggevende ziet daar niets van" in asked.question.text
    outcomes = {choice: asked.press(choice).finished for choice in asked.choices}
    assert {"niet": "declined", "stoppen": "stop_all"} == {
        choice: finished.outcome for choice, finished in outcomes.items() if finished
    }


@pytest.mark.parametrize(
    ("choice", "outcome"),
    [
        ("elke", "done"),
        ("meestal", "done"),
        ("een", "partly"),
        ("niet", "not"),
        ("kwam_niet_voor", "no_opportunity"),
    ],
)
def test_how_the_goal_went_is_logged_at_once(choice: str, outcome: str) -> None:
    """It counts even when she stops after step 1; what she chose comes back in the next sentence."""
    play = week(last_plan=stage.PLAN).press("nu", choice)
    assert [("plan", {"outcome": outcome})] == play.acts()
    nodes = {"elke": "opbrengst", "meestal": "opbrengst", "een": "opbrengst", "niet": "belemmering"}
    assert f"weekreflectie:{nodes.get(choice, 'plek')}" == play.node
    said = {"elke": "Elke keer.", "meestal": "Meestal.", "een": "Eén keer."}.get(choice, "")
    assert said in play.question.text


def test_the_goal_is_read_back_word_for_word() -> None:
    """Every wording of the question quotes the whole sentence, between quotation marks."""
    for times in range(5):
        asked = week(last_plan=stage.PLAN, times=times).press("nu").question.text
        assert "“Als ik nee moet zeggen, dan noem ik ook wat wel kan.”" in asked


def test_no_other_plan_is_pushed() -> None:
    """Whatever she answers, with a goal or without: no week suggests another plan."""
    worlds: list[dict[str, Any]] = [{"last_plan": stage.PLAN}, {}]
    for facts in worlds:
        assert not [one for one in stage.questions("weekreflectie").values() if one.word_of_kind == "plan"]
        assert "als-dan" not in {
            play.node.split(":")[0] for play in walks.everywhere("weekreflectie", ("nl", "je"), **facts)
        }


def test_what_saved_work_is_counted_for_the_look_back() -> None:
    """Whoever says that it saved work hears that it is counted; the look back then says how often."""
    play = week(last_plan=stage.PLAN).press("nu", "elke", "werk")
    assert "Dat tel ik mee voor je terugblik." in play.question.text
    later = stage.LibraryPlay.begin("terugblik", often={"plan_opbrengst": {"werk": 3}})
    assert "scheelde het je 3 keer werk" in later.question.text


def test_what_helped_comes_back_when_it_does_not_work() -> None:
    """It is asked once it worked again, kept with the goal, and quoted letter for letter at the next miss."""
    asked = week(last_plan=stage.PLAN, last={"plan_lukte": "niet"}).press("nu", "elke")
    assert "weekreflectie:wat_hielp" == asked.node
    assert "zolang je dit doel hebt" in asked.question.text
    stored = next(
        event
        for event in asked.type("tja, een & <briefje>").happened
        if isinstance(event, events.Answered) and event.name == "plan_hielp"
    )
    assert (True, "self") == (stored.with_goal, stored.seen_by)
    missed = week(last_plan=stage.PLAN, kept={"plan_hielp": "tja, een & <briefje>"}).press("nu", "niet")
    assert "“tja, een & <briefje>”" in marked_text.plain(missed.question.text)


@pytest.mark.parametrize(
    ("obstacle", "said"),
    [
        ("tijd", "Geen tijd"),
        ("vergeten", "Vergeten"),
        ("regels", "Regels of systeem"),
        ("ander", "De ander wilde niet"),
    ],
)
def test_an_obstacle_that_is_there_again_is_called_so(obstacle: str, said: str) -> None:
    """What she chose comes back in the next sentence, and whether it was so before; an offer goes with it."""
    first = week(last_plan=stage.PLAN).press("nu", "niet", obstacle)
    again = week(last_plan=stage.PLAN, last={"plan_belemmering": obstacle}).press("nu", "niet", obstacle)
    assert first.question.text.startswith(f"{said}.")
    assert again.question.text.startswith(f"{said}, net als een eerdere keer.")
    assert ("ja", "laat", "anders") == again.choices


@pytest.mark.parametrize("weeks", [4, 5, 9])
def test_a_goal_is_held_for_weeks_before_she_is_asked_how_to_go_on(weeks: int) -> None:
    """From five weeks on, once; keeping comes first and growing is her choice."""
    play = week(last_plan=stage.PLAN, last_plan_weeks=weeks).press("nu", "elke")
    assert ("weekreflectie:verder" if weeks >= 5 else "weekreflectie:opbrengst") == play.node
    asked = week(last_plan=stage.PLAN, last_plan_weeks=weeks, kept={"doel_verder": "houden"}).press("nu", "elke")
    assert "weekreflectie:opbrengst" == asked.node
    if weeks >= 5:
        assert ("houden", "groter", "nieuw") == play.choices


def test_what_could_not_be_done_reaches_the_lead_by_her_own_button_only() -> None:
    """Anna sees exactly what Bram would see; whoever keeps it goes on about that moment."""
    lead = {"recipients": {"lead": "Vergunningen"}}
    play = week(last_plan=stage.PLAN, plan_misses=1, **lead).press("nu", "niet", "tijd")
    assert "weekreflectie:deel_drempel" == play.node
    item = "Tijd, systeem of regels stonden dit in de weg: Als ik nee moet zeggen, dan noem ik ook wat wel kan."
    assert item in play.question.text
    withheld, sent = play.press("kept"), play.press("unnamed", "-right")
    assert "weekreflectie:waarom" == withheld.node
    assert sent.finished is not None
    items = [[event.text for event in each.happened if isinstance(event, events.Shared)] for each in (withheld, sent)]
    assert [[None], [item]] == items


def test_a_week_without_a_moment_is_over_soon() -> None:
    """Nobody is asked about a moment that was not there."""
    play = week().press("nu", "geen")
    assert play.finished is not None
    assert set(KEYS) & set(play.answers()) == set()


def test_a_week_in_which_nothing_applies_is_not_deepened() -> None:
    """Four times n.v.t.: no draw."""
    play = moment("nvt", "nvt", "nvt", "nvt")
    assert play.finished is not None
    assert not any(isinstance(event, events.Drawn) for event in play.happened)


def drawn(play: stage.LibraryPlay) -> events.Drawn:
    return next(event for event in play.happened if isinstance(event, events.Drawn))


def test_a_low_answer_doubles_the_chance_to_be_deepened() -> None:
    """Probability in proportion to (1 + low) · weeks since it was asked, at least .1, logged with all of them."""
    weeks = {"why": 1, "result": 1, "ahead": 1, "together": 1}
    low = drawn(moment("niet", "beide", "voor", "collega", several.DONE, "nee", weeks_since=weeks))
    assert low.probabilities == pytest.approx({"why": 0.4, "result": 0.2, "ahead": 0.2, "together": 0.2})
    long_ago = {"why": 9, "result": 1, "ahead": 1, "together": 1}
    floored = drawn(moment("niet", "beide", "voor", "collega", several.DONE, "nee", weeks_since=long_ago))
    assert floored.probabilities == pytest.approx({"why": 0.7, "result": 0.1, "ahead": 0.1, "together": 0.1})


def test_what_does_not_apply_is_never_deepened() -> None:
    """n.v.t. makes the probability exactly 0."""
    draw = drawn(moment("nvt", "procedure", "moment", "niemand", "nee"))
    assert {"result", "ahead", "together"} == {arm for arm, chance in draw.probabilities.items() if chance > 0}


@pytest.mark.parametrize(("answer", "node"), [("niet", "waarom_dieper"), ("gebruikt", "waarom_verder")])
def test_the_deepening_question_fits_the_answer(answer: str, node: str) -> None:
    """Whoever asked is asked what it gave; whoever did not, what could have been asked."""
    only_why = {"why": 1, "result": 0, "ahead": 0, "together": 0}
    play = moment(answer, "procedure", "moment", "niemand", "nee", weeks_since=only_why)
    assert f"weekreflectie:{node}" == play.node
    deepened = play.type("Ik had kunnen bellen.")
    assert "“Ik had kunnen bellen.”" in "\n".join(deepened.shown()[-2:])
    assert "diep_waarom" not in deepened.answers()


@pytest.mark.parametrize(
    ("principle", "item"),
    [("why", "team_waarom"), ("result", "team_resultaat"), ("ahead", "team_vooruit"), ("together", "team_samen")],
)
def test_the_monthly_items_take_the_place_of_the_deepening(principle: str, item: str) -> None:
    """One of the two, with or without a moment; the team item goes first and says who sees it."""
    for due in (moment(*FOUR, team_item_due=True, habit_due=True, team_item=principle),
                week(team_item_due=True, team_item=principle).press("nu", "geen")):  # fmt: skip
        assert f"weekreflectie:{item}" == due.node
        assert "Je leidinggevende ziet alleen het totaal van het team." in due.question.text
        after = due.press("soms")
        assert after.finished is not None
        assert "soms" == after.answers()[item]
    assert "weekreflectie:automatisch" == week(last_plan=stage.PLAN, habit_due=True).press("nu", "elke", *FOUR).node


def test_she_is_reminded_of_a_success_of_her_own() -> None:
    """Where she said nothing of this week; else this week comes back. Never the goal that she holds."""
    play = week(earlier_success=stage.SUCCESS).press("nu", "geen")
    assert "Als de telefoon gaat, dan vraag ik eerst waarom." in play.shown()[-1]
    held = week(earlier_success=stage.SUCCESS, last_plan=stage.SUCCESS).press("nu", "kwam_niet_voor", "geen")
    assert "Dit lukte je eerder" not in held.shown()[-1]


@pytest.mark.parametrize("voice", stage.VOICES)
@pytest.mark.parametrize("times", range(4))
@pytest.mark.parametrize("said", [LOW, ("gebruikt", "beide", "voorbereiding", "inwoner", several.DONE)], ids=str)
def test_something_of_this_very_week_comes_back(said: tuple[str, ...], times: int, voice: tuple[str, str]) -> None:
    """Low or high: the last words hold an answer of this reflection, in each language."""
    begun = stage.LibraryPlay.begin("weekreflectie", voice, prompted=True, times=times)
    play = begun.press("nu", "brief", *said)
    labels = set(play.shown())
    while play.finished is None:
        play = play.press("nee" if play.node.endswith("dilemma") else "-skip")
    ending = play.shown()[-1]
    quoted = re.findall("“(.+?)”", ending)
    assert quoted, ending
    assert {one.lower() for one in quoted} <= {label.lower() for label in labels}


def test_her_own_words_come_back_unaltered() -> None:
    """Typed words stand between quotation marks, letter for letter; a word or two that say nothing do not."""
    only_ahead = {"why": 0, "result": 0, "ahead": 1, "together": 0}
    play = moment(*LOW, "nee", weeks_since=only_ahead)
    wrote = "tja, de brief lag al 3 weken klaar & niemand <las> hem"
    last_text = "\n".join(play.type(wrote).shown()[-2:])
    assert f"“{wrote}”" in marked_text.plain(last_text)
    assert "geen idee" not in play.type("geen idee").shown()[-1]


def test_the_slowest_usual_path_takes_ten_taps_and_ninety_seconds() -> None:
    """By the check, whatever is due: in the month's heaviest week, after a miss, and where a question goes deeper."""
    longest = budget.longest(stage.flow("weekreflectie"), stage.shelf().flows)
    assert (10, 1) == (longest.taps, longest.typed)
    assert longest.seconds <= 90


@pytest.mark.parametrize("due", [{}, {"team_item_due": True}, {"habit_due": True}], ids=str)
@pytest.mark.parametrize("went", ["elke", "een", "niet"])
def test_no_week_takes_more_than_ten_taps(went: str, due: dict[str, bool]) -> None:
    """Played through by each first button; several answers at once cost two."""
    play, taps = week(last_plan=stage.PLAN, **due), 0
    while play.finished is None:
        node = play.node.split(":")[1]
        if stage.questions("weekreflectie")[node].word_of_kind == "text":
            play = play.type("Ik had eerst kunnen bellen.")
            continue
        play = play.press({"plan_lukte": went, "samen": "niemand"}.get(node, play.choices[0]))
        taps += 2 if node == "samen" else 1
    assert taps <= 10


def test_week_nine_does_not_read_like_week_two() -> None:
    """Three weeks in a row never share a wording; of a principle four do not, so a window of four holds each once."""
    asked = ("nu", "balie", "niet", "procedure", "klacht", "niemand", "nee")
    for at, choice in enumerate(asked):
        different = 4 if choice in ("niet", "procedure", "klacht", "niemand") else 3
        texts = [week(times=times).press(*asked[:at]).question.text.split("</b>")[-1] for times in range(12)]
        for first in range(len(texts) - different + 1):
            assert different == len({*texts[first : first + different]}), choice


def test_one_reminder_and_then_silence() -> None:
    """The reminder is kind, comes once, and a late answer still counts."""
    reminded = week().hear(resumes.Remind())
    assert reminded.question.reminder
    assert reminded.session.wait is not None
    assert reminded.session.wait.remind_at is None
    expired = reminded.hear(resumes.Timeout())
    assert expired.finished is not None
    assert expired.finished.status is session.SessionStatus.EXPIRED
    late = expired.hear(resumes.Pressed(expired.visit, "nu"))
    assert isinstance(late.happened[-1], events.Asked)
