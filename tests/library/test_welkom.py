"""Joining: the disclosure first and complete, and then only what a role needs."""

import pytest

from flows import events, marked_text
from tests.library import stage

MUST_SAY = {
    "nl": (
        "chatbot",
        "vrijwillig",
        "/stop",
        "/wie",
        "/mijngegevens",
        "/verwijder",
        "Telegram kan meelezen",
        "400 dagen",
    ),
    "en": ("chatbot", "voluntary", "/stop", "/who", "/mydata", "/erase", "Telegram can read this chat", "400 days"),
}
CONFIGURED = ("controller", "privacy_contact", "legal_ground", "works_council_decision", "help_contact")
LEAD_SEES = {
    "employee": "Je leidinggevende ziet niet wat je antwoordt, en ook niet of en wanneer.",
    "lead": "Wat één collega antwoordt, zie je nooit.",
    "coach": "Wat een ander antwoordt, zie je nooit.",
}


def first(play: stage.LibraryPlay) -> str:
    said = next(event for event in play.happened if isinstance(event, events.Said | events.Asked))
    assert isinstance(said, events.Said)
    return marked_text.plain(said.text)


@pytest.mark.parametrize("voice", stage.VOICES)
@pytest.mark.parametrize("role", ["employee", "lead", "coach"])
def test_the_very_first_message_is_the_whole_disclosure(voice: tuple[str, str], role: str) -> None:
    """What it is, who answers for it, what is kept and how long, that Telegram can read it, that it is voluntary."""
    text = first(stage.LibraryPlay.begin("welkom", voice, role=role))
    assert [] == [words for words in MUST_SAY[voice[0]] if words not in text]
    assert [] == [name for name in CONFIGURED if stage.FACTS[name] not in text]
    assert "90" in text
    assert "toestemming" not in text.lower()
    assert "consent" not in text.lower()


@pytest.mark.parametrize("role", list(LEAD_SEES))
def test_the_disclosure_says_who_sees_what_in_this_role(role: str) -> None:
    """Anna reads what Bram does not see, Bram and Carla what they do not see."""
    text = first(stage.LibraryPlay.begin("welkom", role=role))
    assert [sentence for sentence in LEAD_SEES.values() if sentence in text] == [LEAD_SEES[role]]


def test_who_chooses_the_other_language_reads_the_disclosure_again() -> None:
    """Anna presses English and gets the whole disclosure in English, and no question about je and u."""
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
