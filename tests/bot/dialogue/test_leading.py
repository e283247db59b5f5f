"""/team shows a lead published cells and their own log, and nothing else; /pagina lets them in once."""

from datetime import timedelta
from typing import Any

import pytest

from bot.base.button_data import ButtonData
from bot.dialogue.commands import dispatch, leading
from bot.turns.runtime import Runtime
from bot.turns.turn import Turn
from store import audit, people, signins
from store.database import Transaction
from store.people import Role
from tests.bot import building, seasons
from tests.bot.building import Town

Sent = list[tuple[str, dict[str, Any]]]


def say(runtime: Runtime, person: int, command: str) -> Sent:
    """What comes back when this person gives a command."""

    def use_case(db: Transaction) -> Sent:
        dispatch.run(building.turn(db, runtime, person), command, "")
        return building.sent(db, runtime.clock.now())

    return runtime.database.call(use_case)


def press(runtime: Runtime, person: int, shown: str) -> tuple[str | None, Sent]:
    """The toast, and what comes back, when this person presses the button of a team."""

    def use_case(db: Transaction) -> tuple[str | None, Sent]:
        turn = building.turn(db, runtime, person, pressed="7")
        leading.team_pressed(turn, ButtonData("team", shown))
        return turn.toast, building.sent(db, runtime.clock.now())

    return runtime.database.call(use_case)


def texts(messages: Sent) -> str:
    """All that was said, in one string."""
    return "\n".join(body.get("text") or body["caption"] for _, body in messages)


def test_before_the_first_window_there_is_no_figure_and_still_a_question(runtime: Runtime, town: Town) -> None:
    """Bram asks on his first day: no results yet, no week yet, one question, no picture."""
    messages = say(runtime, town.bram, "team")
    assert ["message"] == [kind for kind, _ in messages]
    said = texts(messages)
    assert "Nog geen uitkomsten." in said
    assert "Nog geen week om te tonen." in said
    assert "Vraag voor deze week" in said
    assert "weinig antwoorden" not in said


def test_a_lead_reads_the_last_windows_in_words(runtime: Runtime, town: Town) -> None:
    """Taking part as a band, four principles in three levels, the own rhythm and a question, with one picture."""
    seasons.play(runtime, town)
    (message_kind, message), (picture_kind, picture) = say(runtime, town.bram, "team")
    assert ("message", "picture") == (message_kind, picture_kind)
    assert [
        "<b>Balie</b>",
        "",
        "<b>Deelname</b>, 9 t/m 15 november",
        "Meer dan de helft deed mee.",
        "",
        "<b>Vier weken werk</b>, 12 oktober t/m 8 november",
        "Waarom: <b>vermoed of gevraagd</b>, verder dan de vorige keer",
        "Resultaat: <b>regels én resultaat</b>, net als de vorige keer",
        "Vooruit: <b>op het moment zelf</b>, minder ver dan de vorige keer",
        "Samen: te weinig antwoorden",
        "",
        "<b>Jouw ritme van sturen</b>",
        "Je stuurde in 6 van 8 weken. De langste pauze was 1 week.",
        "",
        "<b>Vraag voor deze week: anderen erbij halen</b>",
        "Volgens je eigen logboek stuurde je hier in de vier weken vóór deze week het minst op.",
        "Stel één collega deze vraag over één zaak. Kies iemand die je al even niet sprak:",
        "<i>“Wie hoort dit liever van ons dan uit de krant?”</i>",
        "",
        "Meer staat op je pagina: /pagina",
    ] == message["text"].split("\n")
    assert "principles" == picture["drawing"]["kind"]
    assert picture["caption"].endswith("Samen: te weinig antwoorden.")


@pytest.mark.parametrize(
    ("language", "tone", "said"), [("nl", "u", "U stuurde in 6"), ("en", "je", "You steered in 6")]
)
def test_in_the_readers_language_and_tone(runtime: Runtime, town: Town, language: str, tone: str, said: str) -> None:
    """With *u*, or in English, for who chose that."""
    seasons.play(runtime, town)
    runtime.database.call(lambda tx: people.change(tx, town.bram, language=language, tone=tone))
    assert said in texts(say(runtime, town.bram, "team"))


def test_hidden_figures_say_the_same_whatever_the_reason(runtime: Runtime, town: Town) -> None:
    """Three who answered, or nobody at all: the words are the same, and the picture is of the own rhythm."""
    seasons.play(runtime, town)
    runtime.database.call(building.steer, town.daan, runtime.clock.now())
    (_, message), (_, picture) = say(runtime, town.daan, "team")
    lines = [line for line in message["text"].split("\n") if line.startswith(("Waarom", "Resultaat"))]
    assert ["Waarom: te weinig antwoorden", "Resultaat: te weinig antwoorden"] == lines
    assert "rhythm" == picture["drawing"]["kind"]


def test_a_lead_of_two_teams_is_asked_which(runtime: Runtime, town: Town) -> None:
    """A deputy sees two buttons, and after a press the question makes way for the team's name."""
    runtime.database.call(people.join, town.daan, town.counter, Role.LEAD, runtime.clock.now())
    ((_, asked),) = say(runtime, town.daan, "team")
    shown = [building.team_of(runtime, town.daan, team) for team in (town.counter, town.permits)]
    assert [["Balie", f"!team:{shown[0]}"], ["Vergunningen", f"!team:{shown[1]}"]] == [
        button for row in asked["buttons"] for button in row
    ]
    toast, messages = press(runtime, town.daan, shown[0])
    assert (None, ["edit", "message"]) == (toast, [kind for kind, _ in messages])
    assert "<b>Balie</b>" == messages[0][1]["text"]


@pytest.mark.parametrize("whose", ["other", "stolen", "number", "nonsense"])
def test_another_teams_button_says_the_same_as_one_of_no_team(runtime: Runtime, town: Town, whose: str) -> None:
    """Bram presses a button that names Daan's team, or is Daan's: it is an old button, as for a team that never was."""
    stolen, other = (building.team_of(runtime, whom, town.permits) for whom in (town.daan, town.bram))
    teams = {"other": other, "stolen": stolen, "number": str(town.counter), "nonsense": "x"}
    assert ("Die vraag is al voorbij. Je antwoord van toen blijft staan.", []) == press(
        runtime, town.bram, teams[whose]
    )


@pytest.mark.parametrize(
    ("who", "command"),
    [("anna", "team"), ("anna", "pagina"), ("anna", "maandag"), ("carla", "team"), ("carla", "maandag")],
)
def test_who_leads_nobody_has_no_such_command(runtime: Runtime, town: Town, who: str, command: str) -> None:
    """For an employee these commands do not exist; a coach has a page, and no more."""
    seasons.pass_days(runtime, 20)
    ((_, body),) = say(runtime, getattr(town, who), command)
    assert "Die opdracht ken ik niet. Kies iets uit het <b>menu</b>, of stuur /help." == body["text"]


def test_the_question_stays_all_week_and_is_another_one_the_next(runtime: Runtime, town: Town) -> None:
    """Noting an act does not change this week's question; next Monday brings another."""

    def asked() -> str:
        return texts(say(runtime, town.bram, "team")).split("<i>")[1].split("</i>")[0]

    monday = asked()
    runtime.database.call(building.steer, town.bram, runtime.clock.now(), "why")
    seasons.pass_days(runtime, 6)
    assert monday == asked()
    seasons.pass_days(runtime, 1)
    assert monday != asked()


def test_an_act_on_the_topic_moves_it_on(runtime: Runtime, town: Town) -> None:
    """Whoever steered on what was asked about reads of something else, however much of the rest is long ago."""
    for principle in ("why", "result", "ahead"):
        for _ in range(3):
            runtime.database.call(building.steer, town.bram, runtime.clock.now(), principle)
    runtime.clock.move_to(runtime.clock.now() + timedelta(weeks=1))
    assert "anderen" in texts(say(runtime, town.bram, "team"))
    runtime.clock.move_to(runtime.clock.now() + timedelta(weeks=5))
    runtime.database.call(building.steer, town.bram, runtime.clock.now(), "together")
    runtime.clock.move_to(runtime.clock.now() + timedelta(weeks=1))
    assert "anderen" not in texts(say(runtime, town.bram, "team")).split("Vraag voor deze week")[1]


def test_over_half_a_year_every_question_has_its_turn(runtime: Runtime, town: Town) -> None:
    """Who notes nothing is asked about each principle in turn, every time in other words."""
    asked = []
    for _ in range(24):
        asked.append(texts(say(runtime, town.bram, "team")).split("<i>")[1].split("</i>")[0])
        runtime.clock.move_to(runtime.clock.now() + timedelta(weeks=1))
    assert 24 == len(set(asked))


def test_every_look_is_written_down_by_key(runtime: Runtime, town: Town) -> None:
    """The trail says that Bram looked at his team and was refused another; it knows no names."""
    say(runtime, town.bram, "team")
    press(runtime, town.bram, building.team_of(runtime, town.bram, town.permits))
    say(runtime, town.bram, "pagina")
    key = runtime.database.call(people.by_id, town.bram).audit_key
    trail = runtime.database.call(audit.lines)
    assert [
        (key, "look at team", f"team {town.counter}", "done"),
        (key, "look at team", f"team {town.permits}", "refused"),
        (key, "ask for page", key, "done"),
    ] == [(line.actor, line.event, line.subject, line.result) for line in trail]


def test_the_link_to_the_page_is_text_and_works_once(runtime: Runtime, town: Town) -> None:
    """It leads to the running page, lets Bram in, and a second time nobody."""
    ((_, body),) = say(runtime, town.bram, "pagina")
    assert [] == body["buttons"]
    token = body["text"].rpartition(f"{building.ADDRESS}/sign-in/")[2]
    entered = runtime.database.call(signins.consume, token, runtime.clock.now())
    assert entered is not None
    assert town.bram == entered[0]
    assert runtime.database.call(signins.consume, token, runtime.clock.now()) is None


def test_a_week_of_holidays_only_does_not_count(runtime: Runtime, town: Town) -> None:
    """A lead who works on Fridays only has no working day in the week of Christmas 2026."""
    runtime.database.call(lambda tx: people.change(tx, town.bram, working_days="5"))
    runtime.clock.move_to(building.START + timedelta(weeks=19))
    messages = say(runtime, town.bram, "team")
    weeks = messages[1][1]["drawing"]["weeks"]
    assert 8 == sum(week is not None for week in weeks)
    assert None in weeks


def test_turns_without_a_press_are_messages(runtime: Runtime, town: Town) -> None:
    """A lead of one team gets the message at once, without a question that would have to make way."""

    def kinds(db: Transaction) -> list[str]:
        turn: Turn = building.turn(db, runtime, town.bram)
        leading.team(turn, "")
        return [kind for kind, _ in building.sent(db, runtime.clock.now())]

    assert ["message"] == runtime.database.call(kinds)
