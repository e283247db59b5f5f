"""/voortgang: an employee's own weeks, plans and habit, from their own rows and for them alone."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.dialogue.commands import dispatch
from bot.rhythm import own_rhythm
from bot.turns.runtime import Runtime
from nudges.lifecycle import NudgeAct
from store import agenda, answers, people, schedules, steering
from store.answers import NewAnswer
from store.database import Transaction
from store.steering_log import LogPlace
from tests.bot import building
from tests.bot.building import Town

WEEK = timedelta(weeks=1)
DUE = building.START + timedelta(days=3)


def ask(runtime: Runtime, person: int) -> list[tuple[str, dict[str, Any]]]:
    """What comes back for /voortgang."""

    def use_case(db: Transaction) -> list[tuple[str, dict[str, Any]]]:
        dispatch.run(building.turn(db, runtime, person), "voortgang", "")
        return building.sent(db, runtime.clock.now())

    return runtime.database.call(use_case)


def text(runtime: Runtime, person: int) -> str:
    """The words of it."""
    return str(ask(runtime, person)[0][1]["text"])


def live(runtime: Runtime, person: int, weeks: str) -> None:
    """Weeks of prompts: x looked back, . did not, l too late, - nothing was delivered; the clock stands after them."""
    for number, what in enumerate(weeks):
        runtime.database.call(_prompt, person, DUE + number * WEEK, what)
    runtime.clock.move_to(building.START + len(weeks) * WEEK)


def _prompt(db: Transaction, person: int, at: datetime, what: str) -> None:
    schedules.give(db, person, own_rhythm.REFLECTION, own_rhythm.REFLECTION_FLOW, "{}", at)
    (schedule,) = schedules.of_person(db, person)
    schedules.plan(db, schedule, at, at + WEEK)
    (nudge,) = [each for each in agenda.of_person(db, person, at) if each.occurs_at == at]
    if what == "-":
        agenda.move(db, nudge.id, NudgeAct.SKIP, reason="away", settled_at=at)
        return
    agenda.move(db, nudge.id, NudgeAct.QUEUE)
    agenda.move(db, nudge.id, NudgeAct.SEND, sent_at=at)
    if what != "x":
        agenda.move(db, nudge.id, NudgeAct.EXPIRE, settled_at=at, outcome="expired")
    if what != ".":
        agenda.move(db, nudge.id, NudgeAct.ANSWER, outcome="answered" if what == "x" else "answered late")


def answer(runtime: Runtime, person: int, name: str, value: object, at: datetime) -> None:
    """One answer of this person."""
    new = NewAnswer(
        person_id=person,
        session_id=0,
        nudge_id=None,
        flow="weekreflectie",
        node=name,
        visit=0,
        name=name,
        kind="choice",
        value=value,
        level=None,
        seen_by="self",
        skipped=False,
        late=False,
    )
    runtime.database.call(lambda tx: answers.write(tx, new, at, corrects=False))


def test_the_first_day_promises_nothing(runtime: Runtime, town: Town) -> None:
    """Anna asks before her first reflection: no week, no goal, no habit, no picture."""
    ((kind, body),) = ask(runtime, town.anna)
    assert "message" == kind
    assert "Nog geen week om te tonen." in body["text"]
    assert "Je hebt nu geen doel." in body["text"]
    assert "Dit zie alleen jij." in body["text"]


def test_weeks_in_words_and_in_one_picture(runtime: Runtime, town: Town) -> None:
    """Weeks away do not count, a late answer keeps no week, and the longest gap is told without blame."""
    live(runtime, town.anna, "xx-..xlxxx")
    (_, body), (kind, picture) = ask(runtime, town.anna)
    assert "Je keek terug in 5 van 8 weken.\nDe langste pauze was 2 weken." in body["text"]
    assert ("picture", "rhythm") == (kind, picture["drawing"]["kind"])
    assert [True, None, False, False, True, False, True, True, True] == picture["drawing"]["weeks"]
    assert "Jouw weken: teruggekeken in 5 van 8 weken" in picture["caption"]


@pytest.mark.parametrize(
    ("weeks", "said"),
    [("xxxxxxxx", "ongeveer even vaak"), ("....xxxx", "vaker dan daarvoor"), ("xxxx....", "minder vaak dan daarvoor")],
)
def test_the_trend_in_words(runtime: Runtime, town: Town, weeks: str, said: str) -> None:
    """From eight weeks on, and somebody steady is not told that they go up."""
    live(runtime, town.anna, weeks)
    assert f"De laatste weken {said}" in text(runtime, town.anna)


def test_the_goal_and_how_it_went(runtime: Runtime, town: Town) -> None:
    """The goal that holds, and a count for each way in which the weeks went."""
    words = {"cue": "er een klacht komt", "response": "bel ik eerst"}
    runtime.database.call(lambda tx: steering.make_plan(tx, town.anna, words, building.START, LogPlace(0, "plan")))
    for number, went in enumerate(("elke", "meestal", "kwam_niet_voor")):
        answer(runtime, town.anna, "plan_lukte", went, building.START + number * WEEK)
    said = text(runtime, town.anna)
    assert "Nu: <i>Als er een klacht komt, dan bel ik eerst.</i>" in said
    assert "Je keek 3 keer terug op je doel: 1 keer lukte het elke keer, 1 keer lukte het meestal," in said
    assert "1 keer was het moment er niet." in said


def choose_goal(runtime: Runtime, person: int, response: str, at: datetime, *, grows: bool = False) -> None:
    """A goal of this person, or the one they hold in other words."""
    words = {"cue": "er een klacht komt", "response": response}
    runtime.database.call(lambda tx: steering.make_plan(tx, person, words, at, LogPlace(0, "plan"), grows=grows))


def rate(runtime: Runtime, person: int, *scores: int, name: str = "automatisch", since: int = 0) -> None:
    """What this person said of how automatic the goal is, every four weeks."""
    for number, value in enumerate(scores):
        answer(runtime, person, name, value, building.START + timedelta(days=1) + (since + number) * 4 * WEEK)


@pytest.mark.parametrize(
    ("scores", "said"),
    [((), "vraag ik of je doel al automatisch gaat"), ((3,), "je gaf jezelf een 3 van de 7."),
     ((3, 4), "eerst een 3, nu een 4"), ((1, 5, 7), "eerst een 1, nu een 7")],
)  # fmt: skip
def test_one_item_is_shown_and_nothing_is_concluded_from_it(
    runtime: Runtime, town: Town, scores: tuple[int, ...], said: str
) -> None:
    """The first answer beside the last; no word of a difference that is clear, or of one that is not."""
    choose_goal(runtime, town.anna, "bel ik eerst", building.START)
    rate(runtime, town.anna, *scores)
    assert said in text(runtime, town.anna)
    assert "duidelijk" not in text(runtime, town.anna)


def test_answers_about_other_words_are_never_compared(runtime: Runtime, town: Town) -> None:
    """Neither those to the item of earlier versions, nor those about another goal, or about this one before it grew."""
    rate(runtime, town.anna, 2, name="gewoonte")
    assert "van de 7" not in text(runtime, town.anna)
    choose_goal(runtime, town.anna, "bel ik eerst", building.START)
    rate(runtime, town.anna, 2, 6)
    assert "eerst een 2, nu een 6" in text(runtime, town.anna)
    choose_goal(runtime, town.anna, "ga ik langs", building.START + 7 * WEEK, grows=True)
    assert "eerst een" not in text(runtime, town.anna)
    rate(runtime, town.anna, 3, since=2)
    assert "je gaf jezelf een 3 van de 7" in text(runtime, town.anna)


def test_in_english_and_formally(runtime: Runtime, town: Town) -> None:
    """The words follow the language and the form of address that somebody chose."""
    runtime.database.call(lambda tx: people.change(tx, town.anna, tone="u"))
    assert "Dit ziet alleen u." in text(runtime, town.anna)
    runtime.database.call(lambda tx: people.change(tx, town.anna, language="en"))
    assert "Only you see this." in text(runtime, town.anna)


@pytest.mark.parametrize("who", ["bram", "carla"])
def test_for_employees_only(runtime: Runtime, town: Town, who: str) -> None:
    """A lead's or a coach's rhythm is another one; the command does not exist for them."""
    assert "Die opdracht ken ik niet" in text(runtime, getattr(town, who))
