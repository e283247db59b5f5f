"""Joining: what must be known first, in one short message, and then only what a role needs."""

import pytest

from flows import events, marked_text
from tests.library import stage

MUST_SAY = {
    "nl": ("chatbot", "vrijwillig", "/stop", "/wie", "Geen collega leest dit mee", "Telegram kan dat wel"),
    "en": ("chatbot", "voluntary", "/stop", "/who", "No colleague reads along", "Telegram can"),
}
FIRST_LAYER = ("controller", "help_contact")
LONGEST = 325  # of 350, which leaves room for longer names of who answers and whom to turn to
DOES = {
    "employee": "op je werk voor inwoners",
    "lead": "sturen op werken voor inwoners",
    "coach": "Ik help mensen",
}


def first(play: stage.LibraryPlay) -> str:
    said = next(event for event in play.happened if isinstance(event, events.Said | events.Asked))
    assert isinstance(said, events.Said)
    return marked_text.plain(said.text)


@pytest.mark.parametrize("voice", stage.VOICES)
@pytest.mark.parametrize("role", ["employee", "lead", "coach"])
def test_the_very_first_message_is_short_and_says_what_must_be_known(voice: tuple[str, str], role: str) -> None:
    """What it is, who answers for it, that Telegram can read it, that it is voluntary, and where the rest stands."""
    text = first(stage.LibraryPlay.begin("welkom", voice, role=role))
    assert [] == [words for words in MUST_SAY[voice[0]] if words not in text]
    assert [] == [name for name in FIRST_LAYER if stage.FACTS[name] not in text]
    assert len(text) <= LONGEST
    assert "toestemming" not in text.lower()
    assert "consent" not in text.lower()


@pytest.mark.parametrize("role", list(DOES))
def test_the_first_message_says_what_it_is_for_in_this_role(role: str) -> None:
    """Anna, Bram and Carla read each their own sentence, and not the others'."""
    text = first(stage.LibraryPlay.begin("welkom", role=role))
    assert [sentence for sentence in DOES.values() if sentence in text] == [DOES[role]]


@pytest.mark.parametrize("voice", stage.VOICES)
def test_who_to_talk_to_is_said_before_the_first_own_words(voice: tuple[str, str]) -> None:
    """Right before the goal is chosen, once, with the human being by name."""
    play = stage.LibraryPlay.begin("welkom", voice)
    keys = ("nl", "je") if voice[0] == "nl" else ("en",)
    shown = play.press(*keys, "-done", "middag", "ja").shown()
    wanted = {"nl": "leest geen collega mee", "en": "No colleague reads what you write"}[voice[0]]
    assert 1 == sum(wanted in text and str(stage.FACTS["help_contact"]) in text for text in shown)


def test_who_chooses_the_other_language_reads_the_first_message_again() -> None:
    """Anna presses English and gets the first message in English, and no question about je and u."""
    play = stage.LibraryPlay.begin("welkom").press("en")
    said = [marked_text.plain(event.text) for event in play.happened if isinstance(event, events.Said)]
    assert 2 == len(said)
    assert [] == [words for words in MUST_SAY["en"] if words not in said[1]]
    assert "welkom:dagen" == play.node
    assert {"language": "en"} == play.remembered()


def test_who_keeps_the_language_reads_it_once() -> None:
    """Nothing is repeated to somebody who is content with Dutch."""
    play = stage.LibraryPlay.begin("welkom").press("nl")
    assert 1 == sum(isinstance(event, events.Said) for event in play.happened)
    assert "welkom:toon" == play.node


def test_the_language_question_can_be_read_in_both_languages() -> None:
    """Whoever reads only English knows what to press in a Dutch chat, and the other way round."""
    for voice in stage.VOICES:
        text = stage.LibraryPlay.begin("welkom", voice).question.text
        assert "In welke taal" in text
        assert "Which language" in text


def test_anna_joins_and_chooses_a_goal() -> None:
    """Language, tone, working days as they stand, Thursday 15:30, and one goal: a moment and an example."""
    play = stage.LibraryPlay.begin("welkom", working_days=None).press("nl", "je", "-done", "middag", "ja")
    play = play.press("avond", "avond_vragen", "7", "tijd", "-skip")
    week = ["mon", "tue", "wed", "thu", "fri"]
    assert {"tone": "je", "working_days": week, "prompt_day": "thu", "prompt_time": "15:30"} == play.remembered()
    assert [("plan", "avond_vragen")] == [(kind, fields["key"]) for kind, fields in play.acts()]
    assert play.finished


def test_the_goal_can_wait() -> None:
    """Then the end says when she hears from the bot, and how to choose one later."""
    end = stage.LibraryPlay.begin("welkom").press("nl", "je", "-done", "middag", "later").shown()[-1]
    assert "Donderdag om 15.30 uur" in end
    assert "/doel" in end


def test_anna_writes_a_goal_of_her_own() -> None:
    """It is read back and confirmed."""
    play = stage.LibraryPlay.begin("welkom").press("nl", "u", "-done", "ochtend", "ja", "eigen", "-own")
    play = play.type("als ik een aanvraag open, dan bel ik de bewoner").press("-right")
    assert [("plan", {"cue": "ik een aanvraag open", "response": "bel ik de bewoner", "key": "own"})] == play.acts()
    assert "09:00" == play.remembered()["prompt_time"]


def test_a_day_off_cannot_become_the_day_of_the_reflection() -> None:
    """Anna does not work on Thursday: she chooses a day, and a day off is kindly refused."""
    play = stage.LibraryPlay.begin("welkom").press("nl", "je", "thu", "-done")
    assert "welkom:dag" == play.node
    refused = play.press("thu")
    assert "welkom:dag" == refused.node
    assert "Op die dag werk je niet. Kies een van je werkdagen." in refused.shown()
    assert {"prompt_day": "tue", "prompt_time": "08:30"}.items() <= play.press("tue").type(
        "half 9"
    ).remembered().items()


def test_bram_gives_his_working_days_and_no_more() -> None:
    """A lead has no day of reflection and makes no plan."""
    play = stage.LibraryPlay.begin("welkom", role="lead").press("nl", "je", "-done")
    assert play.finished
    assert {"tone", "working_days"} == set(play.remembered())
    assert [] == play.acts()


def test_carla_chooses_language_and_tone_only() -> None:
    """A coach gets nothing that the bot begins."""
    play = stage.LibraryPlay.begin("welkom", role="coach").press("nl", "je")
    assert play.finished
    assert {"tone": "je"} == play.remembered()


def test_nothing_of_joining_is_stored_as_an_answer_but_what_goes_with_the_goal() -> None:
    """What is remembered is not kept a second time; nor is the goal's own sentence."""
    play = stage.LibraryPlay.begin("welkom").press("nl", "je", "-done", "middag", "ja")
    play = play.press("overleg", "overleg_mist", "8", "klein").type("voor de buren")
    stored = [event.name for event in play.happened if isinstance(event, events.Answered)]
    assert ["doel_reden", "doel_waarom"] == stored
