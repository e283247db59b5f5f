"""The message on Monday, /sturen, /team and the page steer on one habit, ask one question, and give one reason."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest

from bot.base.voice import Voice
from bot.leads import questions, topic
from bot.leads.topic import Topic
from bot.rhythm import digest_moment
from bot.turns.runtime import Runtime
from nudges.reflection import Principle
from nudges.topic import Because
from store import people
from store.people import Role
from tests import addresses
from tests.bot import building, seasons
from tests.bot.building import Town
from tests.bot.phones import Street

ZONE = ZoneInfo("Europe/Amsterdam")
BEGINS = datetime(2026, 9, 14, 8, 59, tzinfo=ZONE)  # a Monday, on which the first windows open
PRINCIPLES = ("why", "result", "ahead", "together")
ITEMS = ("waarom", "resultaat", "vooruit", "samen")
SAYS = {
    "nl": ("Vraag voor deze week", "Deze week gaat het over", "De vraag van deze week", "Nog niet"),
    "en": ("This week's question", "This week is about", "This week’s question", "Not yet"),
}


@dataclass(frozen=True, slots=True)
class MondayWords:
    """What somebody reads about the week: the habit, the reason, the question."""

    habit: str
    why: str
    question: str


def chat_of(runtime: Runtime, person: int) -> int:
    """The chat of this person."""
    chat = runtime.database.call(addresses.chat_of, person)
    assert chat is not None
    return chat


def lead(runtime: Runtime, person: int, **settings: str) -> int:
    """Their chat, once they have chosen this and get a message on Mondays."""
    runtime.database.call(lambda tx: people.change(tx, person, **settings) if settings else None)
    runtime.database.call(lambda tx: digest_moment.settle(tx, people.by_id(tx, person), runtime.clock.now()))
    return chat_of(runtime, person)


def in_message(text: str, language: str) -> MondayWords:
    """What a message with the week's question says of it."""
    match = re.search(rf"<b>{SAYS[language][0]}: (.+)</b>\n(.+)\n.+\n<i>“(.+)”</i>", text)
    assert match, text
    return MondayWords(*match.groups())


def monday(street: Street, chat: int, at: datetime, language: str = "nl") -> MondayWords | None:
    """What the message of this morning says, if one comes."""
    before = len(street.texts(chat))
    street.at(at + timedelta(minutes=1))
    news = [text for text in street.texts(chat)[before:] if SAYS[language][0] in text]
    return in_message(news[-1], language) if news else None


def steers(street: Street, chat: int, language: str = "nl", *, chooses: str = "1") -> MondayWords:
    """What /sturen says where no line is open; the line begins with what is chosen, without a case or a day."""
    before = len(street.texts(chat))
    street.says(chat, "/sturen" if language == "nl" else "/steer")
    text = "\n".join(street.texts(chat)[before:])
    match = re.search(rf"{SAYS[language][1]} <b>(.+?)</b>\. (.+?)\n(?:.*\n)*?{SAYS[language][2]}: “(.+?)”", text)
    assert match, text
    street.presses(chat, chooses)
    for _ in ("case", "day"):
        street.says(chat, "/overslaan" if language == "nl" else "/skip")
    return MondayWords(*match.groups())


ENDING = {
    "nl": ("Ja", "Niets, dit is genoeg", "Hoeft niet meer", "Nee, maandag pas"),
    "en": ("Yes", "Nothing, this is enough", "No longer needed", "No, on Monday"),
}


def ends(street: Street, chat: int, language: str = "nl", *, asked: bool) -> None:
    """End the line that is open: asked and good as it is, or dropped."""
    yes, enough, dropped, on_monday = ENDING[language]
    street.says(chat, "/sturen" if language == "nl" else "/steer")
    street.presses(chat, yes if asked else dropped)
    if asked:
        street.says(chat, "/overslaan" if language == "nl" else "/skip")
        street.presses(chat, enough)
    street.presses(chat, on_monday)


def answers(runtime: Runtime, town: Town, levels: Sequence[str | None]) -> None:
    """All colleagues answer so this week."""
    seasons.answer(runtime, town.colleagues, **dict(zip(ITEMS, levels, strict=True)))


def of(runtime: Runtime, person: int) -> Topic:
    """The topic of this lead now."""
    return runtime.database.call(
        lambda tx: topic.of(tx, runtime.library, people.by_id(tx, person), runtime.clock.now())
    )


PATTERNS: Mapping[str, Sequence[Sequence[str | None]]] = {
    "one low": [("mid", "low", "high", "mid")],
    "none low": [("mid", "high", "high", "mid")],
    "two low": [("low", "low", "high", "mid")],
    "changing": [("low", "mid", "high", "high")] * 4 + [("mid", "mid", "low", "high")] * 4,
    "withheld": [(None, None, None, None)],
}


@pytest.mark.parametrize("pattern", PATTERNS)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_monday_and_sturen_agree_in_every_week(runtime: Runtime, town: Town, pattern: str, language: str) -> None:
    """Ten weeks of a lead who logs, ends each line or drops it, and comes on any day, also after a window came out."""
    chance = Random(pattern + language)  # noqa: S311 - no secret
    chat, street, levels = lead(runtime, town.bram, language=language), Street(runtime), PATTERNS[pattern]
    reasons = set()
    for week in range(10):
        begins = BEGINS + timedelta(weeks=week)
        said = monday(street, chat, begins, language)
        reasons.add(of(runtime, town.bram).because)
        answers(runtime, town, levels[week % len(levels)])
        for _ in range(chance.randrange(3)):
            runtime.database.call(building.steer, town.bram, runtime.clock.now(), chance.choice(PRINCIPLES))
        street.at(begins + timedelta(days=chance.randrange(1, 6), hours=2))
        street.says(chat, "/team")
        assert said == in_message(next(t for t in reversed(street.texts(chat)) if SAYS[language][0] in t), language)
        assert said == steers(street, chat, language, chooses=chance.choice("123"))
        ends(street, chat, language, asked=chance.random() < 0.5)
    assert (pattern in ("one low", "changing")) == (Because.LOW in reasons)


def test_the_teams_low_habit_is_the_topic_and_both_say_so(runtime: Runtime, town: Town) -> None:
    """From the Monday after it was published, until another period is."""
    chat, street = lead(runtime, town.bram), Street(runtime)
    for week in range(4):
        street.at(BEGINS + timedelta(weeks=week, days=2))
        answers(runtime, town, ("mid", "low", "high", "mid"))
        runtime.database.call(building.steer, town.bram, runtime.clock.now(), "result")
    street.at(BEGINS + timedelta(weeks=4, days=5))  # published on the Thursday before
    assert Because.LEAST is not of(runtime, town.bram).because or of(runtime, town.bram).habit != "result"
    assert Because.LOW is not of(runtime, town.bram).because
    said = monday(street, chat, BEGINS + timedelta(weeks=5))
    assert said is not None
    assert "kijken naar het resultaat" == said.habit
    assert "Volgens de uitkomsten van Balie, 14 september t/m 11 oktober, gebeurde dit meestal niet." == said.why
    assert said == steers(street, chat)


def test_a_week_without_a_message_has_the_topic_that_the_message_would_have_named(runtime: Runtime, town: Town) -> None:
    """Who wants no message on Mondays, or one in two weeks, reads of the same; so does who comes before it."""
    chat, street = lead(runtime, town.bram), Street(runtime)
    early = BEGINS - timedelta(hours=3)
    street.at(early)
    street.says(chat, "/team")
    before = in_message(street.texts(chat)[-1], "nl")
    assert before == monday(street, chat, BEGINS)
    assert before == steers(street, chat)
    street.says(chat, "/maandag")
    street.presses(chat, "Nooit")
    assert None is monday(street, chat, BEGINS + timedelta(weeks=1))
    ends(street, chat, asked=False)
    following = steers(street, chat)
    assert following != before
    ends(street, chat, asked=False)
    street.says(chat, "/team")
    assert following.habit == in_message(street.texts(chat)[-1], "nl").habit


def test_a_question_of_this_week_is_given_once(runtime: Runtime, town: Town) -> None:
    """Who ends a line within the week and goes on is given another question of the same habit."""
    chat, street = lead(runtime, town.bram), Street(runtime)
    said = monday(street, chat, BEGINS)
    assert said == steers(street, chat)
    ends(street, chat, asked=False)
    again = steers(street, chat)
    assert said is not None
    assert (said.habit, said.why) == (again.habit, again.why)
    assert said.question != again.question


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_line_that_is_open_is_what_monday_and_team_speak_of(runtime: Runtime, town: Town, language: str) -> None:
    """Its question, and no other beside it, until it is closed."""
    chat, street = lead(runtime, town.bram, language=language), Street(runtime)
    street.at(BEGINS + timedelta(days=1))
    asks = steers(street, chat, language).question
    before = len(street.texts(chat))
    street.at(BEGINS + timedelta(weeks=1, minutes=1))
    message = next(text for text in street.texts(chat)[before:] if f"“{asks}”" in text)
    street.says(chat, "/team")
    team = next(text for text in reversed(street.texts(chat)) if f"“{asks}”" in text)
    for text in (message, team):
        assert SAYS[language][0] not in text
        assert {"nl": "Jouw vraag", "en": "Your question"}[language] in text
    assert Because.OPEN is of(runtime, town.bram).because


def _leads_too(runtime: Runtime, town: Town, since: datetime) -> None:
    runtime.database.call(people.join, town.bram, town.permits, Role.LEAD, since)


@pytest.mark.parametrize(
    ("counter", "permits", "because", "teams"),
    [
        ("resultaat", None, Because.LOW, ["Balie"]),
        ("resultaat", "resultaat", Because.LOW, ["Balie", "Vergunningen"]),
        ("resultaat", "samen", Because.EMPTY, []),
    ],
)
def test_a_lead_of_two_teams_has_one_topic(
    runtime: Runtime, town: Town, counter: str, permits: str | None, because: Because, teams: list[str]
) -> None:
    """What one team shows low, or both; where they differ it is the own log that decides."""
    _leads_too(runtime, town, building.START)
    chat, street = lead(runtime, town.bram), Street(runtime)
    for week in range(4):
        street.at(BEGINS + timedelta(weeks=week, days=2))
        for members, item in ((town.colleagues, counter), (town.others, permits)):
            levels = {each: "low" if each == item else "mid" for each in ITEMS}
            seasons.answer(runtime, members, **levels)
    said = monday(street, chat, BEGINS + timedelta(weeks=5))
    topic_of_week = of(runtime, town.bram)
    assert (because, teams) == (topic_of_week.because, [each.team for each in topic_of_week.low])
    assert said is not None
    if len(teams) == 2:
        assert (
            "Volgens de uitkomsten van Balie en Vergunningen, 14 september t/m 11 oktober, gebeurde dit meestal niet."
            == said.why
        )
    assert said == steers(street, chat)


def test_a_new_lead_is_told_nothing_of_before(runtime: Runtime, town: Town) -> None:
    """Daan comes to lead Balie the week after it was published: what is low there steers Bram, and not him."""
    chat, street = lead(runtime, town.daan), Street(runtime)
    for week in range(4):
        street.at(BEGINS + timedelta(weeks=week, days=2))
        answers(runtime, town, ("mid", "low", "high", "mid"))
    street.at(BEGINS + timedelta(weeks=4, days=4))
    runtime.database.call(people.join, town.daan, town.counter, Role.LEAD, runtime.clock.now())
    said = monday(street, chat, BEGINS + timedelta(weeks=5))
    assert said is not None
    assert Because.LOW is of(runtime, town.bram).because
    assert Because.EMPTY is of(runtime, town.daan).because
    assert "Balie" not in said.why
    runtime.database.call(lambda tx: people.leave(tx, town.bram, runtime.clock.now()))
    assert Because.EMPTY is of(runtime, town.bram).because


def test_an_old_window_stops_steering(runtime: Runtime, town: Town) -> None:
    """Where nothing was published for more than six weeks after a window closed, it says nothing of the team now."""
    street = Street(runtime)
    for week in range(4):
        street.at(BEGINS + timedelta(weeks=week, days=2))
        answers(runtime, town, ("mid", "low", "high", "mid"))
    street.at(BEGINS + timedelta(weeks=5))
    assert Because.LOW is of(runtime, town.bram).because
    runtime.clock.move_to(BEGINS + timedelta(weeks=11))
    assert Because.EMPTY is of(runtime, town.bram).because


@pytest.mark.parametrize("published", [False, True])
def test_what_is_not_published_changes_nothing(runtime: Runtime, town: Town, published: bool) -> None:
    """One answer more of somebody in a period that is not out yet: every word that the lead gets stays the same."""
    chat, street = lead(runtime, town.bram), Street(runtime)
    if published:
        for week in range(4):
            street.at(BEGINS + timedelta(weeks=week, days=2))
            answers(runtime, town, ("mid", "low", "high", "mid"))
    street.at(BEGINS + timedelta(weeks=5, days=1))
    answers(runtime, town, ("mid", "mid", "high", "low"))
    street.says(chat, "/team")
    before, decided = street.texts(chat)[-1], of(runtime, town.bram)
    for person, level in ((town.anna, "low"), (town.colleagues[3], "high")):
        seasons.answer(runtime, [person], waarom=level, resultaat=level, vooruit=level, samen=level)
        street.says(chat, "/team")
        assert (before, decided) == (street.texts(chat)[-1], of(runtime, town.bram))
    assert before.split("Vraag voor deze week")[1].split("</b>")[0] in before


def test_every_reason_is_said_in_every_voice(runtime: Runtime) -> None:
    """One sentence or two, without a blank, in Dutch with je and u and in English."""
    for language, tone in (("nl", "je"), ("nl", "u"), ("en", "je")):
        voice = Voice(runtime.texts, language, tone)
        for because in set(Because) - {Because.OPEN}:  # where a line is open, its state is told
            low = [topic.Low(Principle.WHY, "Balie", BEGINS.date(), BEGINS.date() + timedelta(weeks=4))]
            said = topic.why(Topic(Principle.WHY, because, low, None), voice)
            assert re.fullmatch(r"[A-Z][^{}!]+\.", said)
            assert not (tone == "u" and re.search(r"\bje\b", said))


@pytest.mark.parametrize("habit", PRINCIPLES)
def test_the_shelf_has_nine_questions_of_each_habit(runtime: Runtime, habit: str) -> None:
    """In the order in which they stand in the file."""
    shelf = questions.of_shelf(runtime.library, Principle(habit))
    assert [f"{habit}_{number}" for number in range(1, 10)] == [each.key for each in shelf]
