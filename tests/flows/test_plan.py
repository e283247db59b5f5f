"""If-then plans: suggested or kept with one press, or own; what is typed is read back and confirmed."""

import msgspec
import pytest

from flows import events, resumes
from tests.flows import stage

NODES = """
    plan:
      ask: Welk plan past?
      plan:
        keep: last_plan
        suggest:
          mail: {cue: ik een lastige mail open, response: bel ik eerst even}
          overleg: {cue: een overleg begint, response: vraag ik wat de inwoner eraan heeft}
        response: En wat doe je dan?
    klaar:
      end: "{{ plan | sentence }}"
"""
KEPT = {"cue": "de telefoon gaat", "response": "vraag ik waarom"}
MAIL = {"cue": "ik een lastige mail open", "response": "bel ik eerst even", "key": "mail"}


def test_suggestions_are_listed_in_full_with_a_short_button_each() -> None:
    """Nobody has to read a plan on a button."""
    talk = stage.play(NODES)
    assert (
        "1. Als ik een lastige mail open, dan bel ik eerst even.\n"
        "2. Als een overleg begint, dan vraag ik wat de inwoner eraan heeft."
    ) == talk.asked.text.split("\n\n")[1]
    assert ["1", "2", "Zelf schrijven", "Overslaan"] == talk.labels


def test_a_suggestion_may_have_a_word_of_its_own() -> None:
    """Its number and its word."""
    talk = stage.play(NODES.replace("even}", "even, label: Bellen}"))
    assert "1. Bellen" == talk.labels[0]


def test_a_suggestion_is_taken_with_one_press() -> None:
    """It stood there in full, so nobody is asked whether it is right."""
    talk = stage.play(NODES).press("mail")
    assert talk.answers == {"plan": MAIL}
    assert "Zo opschrijven?" not in "".join(talk.texts)
    assert "Als ik een lastige mail open, dan bel ik eerst even." == talk.texts[-1]


def test_a_suggestion_that_stood_to_be_confirmed_is_still_confirmed() -> None:
    """In a session of before suggestions were taken at once."""
    talk = stage.play(NODES).write("als ik bel, dan luister ik")
    talk.state = msgspec.structs.replace(talk.state, partial={"step": "confirm", "key": "mail"})
    assert talk.press("-right").answers == {"plan": MAIL}


@pytest.mark.parametrize("typed", ["1", "1.", "Bellen", "bellen", "1. Bellen"])
def test_the_words_of_a_button_may_be_typed(typed: str) -> None:
    """As under every other question: the number, the label, or both."""
    talk = stage.play(NODES.replace("even}", "even, label: Bellen}")).write(typed)
    assert "mail" == talk.answers["plan"]["key"]


def test_keeping_and_writing_may_be_typed_too() -> None:
    """The two buttons below the suggestions read as they are."""
    assert stage.play(NODES, last_plan=KEPT).write("houden").answers == {"plan": {**KEPT, "key": "kept"}}
    assert "Schrijf je plan zo: als …, dan …" == stage.play(NODES).write("zelf schrijven").asked.text


def test_a_plan_that_is_not_right_is_chosen_again() -> None:
    """Nothing is stored before it is confirmed."""
    talk = stage.play(NODES).write("als ik bel, dan luister ik").press("-change")
    assert {} == talk.answers
    assert "1" == talk.labels[0]


def test_a_button_of_an_earlier_part_is_old() -> None:
    """Each part of the question is a visit of its own."""
    assert stage.play(NODES).press("-own").press("overleg", visit=1).happened == (events.Ignored("old_button"),)


def test_the_plan_of_before_can_be_kept_with_one_tap() -> None:
    """It is shown in full first."""
    talk = stage.play(NODES, last_plan=KEPT)
    assert "Nu heb je: “Als de telefoon gaat, dan vraag ik waarom.”" in talk.asked.text
    assert "Houden" == talk.labels[0]
    assert talk.press("-keep").answers == {"plan": {**KEPT, "key": "kept"}}


def test_the_plan_of_before_is_not_suggested_as_well() -> None:
    """It stands there once, to be kept; the others are counted on from 1."""
    talk = stage.play(NODES, last_plan=MAIL)
    assert ["Houden", "1", "Zelf schrijven", "Overslaan"] == talk.labels
    assert talk.asked.text.endswith("\n1. Als een overleg begint, dan vraag ik wat de inwoner eraan heeft.")
    assert "overleg" == talk.write("1").answers["plan"]["key"]


@pytest.mark.parametrize(
    "said",
    [
        "Als de telefoon gaat, dan vraag ik waarom.",
        "als de telefoon gaat dan vraag ik waarom",
        "de telefoon gaat, dan vraag ik waarom",
        "Wanneer de telefoon gaat, vraag ik waarom",
        "ALS de telefoon gaat,\ndan vraag ik waarom",
    ],
)
def test_an_own_plan_can_be_typed_at_once(said: str) -> None:
    """In one sentence, in more than one manner."""
    talk = stage.play(NODES).write(said)
    assert "Zo opschrijven?" in talk.asked.text
    assert talk.press("-right").answers == {"plan": {**KEPT, "key": "own"}}


def test_an_own_plan_may_come_in_two_halves() -> None:
    """The button asks how to write it; a situation alone asks for the rest."""
    talk = stage.play(NODES).press("-own")
    assert "Schrijf je plan zo: als …, dan …" == talk.asked.text
    talk.write("als de telefoon gaat")
    assert "En wat doe je dan?" == talk.asked.text
    talk.write("Dan vraag ik waarom").write("ja")
    assert talk.answers == {"plan": {**KEPT, "key": "own"}}


def test_what_is_no_plan_is_refused_with_an_example_once() -> None:
    """The second time in a row the same example would help as little."""
    talk = stage.play(NODES).write("beter mijn best doen")
    assert "zoals: als iemand belt, dan vraag ik eerst waarom." in talk.asked.text
    talk.write("meer geduld hebben")
    assert "als iemand belt" not in talk.asked.text
    assert "na dan staat wat je doet" in talk.asked.text


def test_a_suggestion_can_be_chosen_by_typing_its_number() -> None:
    """Also after an own plan that was not right."""
    talk = stage.play(NODES).write("als ik bel, dan luister ik").write("nee").write("2")
    assert "overleg" == talk.answers["plan"]["key"]


def test_another_plan_may_be_typed_instead_of_a_confirmation() -> None:
    """It is read back in turn."""
    talk = stage.play(NODES).write("als ik bel, dan praat ik").write("als ik bel, dan luister ik")
    assert "luister ik" == talk.press("-right").answers["plan"]["response"]


def test_going_back_inside_a_plan_begins_it_again() -> None:
    """Not the question before it."""
    talk = (
        stage.play("ja:\n  ask: Plan?\n  yesno: true" + NODES.replace("\n    ", "\n")).press("yes").press("-own").back()
    )
    assert ("plan", "1") == (talk.node, talk.labels[0])
    assert "ja" == talk.back().node


def test_an_edit_before_confirming_changes_what_is_read_back() -> None:
    """Anna sees her slip in the sentence."""
    talk = stage.play(NODES).write("als ik bel, dan luitser ik", ref="5").edit("als ik bel, dan luister ik", ref="5")
    assert "luister" in talk.asked.text
    assert "5" == talk.press("-right").state.trail[-1].ref


def test_an_edit_after_confirming_corrects_the_plan() -> None:
    """When it is a whole plan; half of one is refused."""
    talk = stage.play(NODES.replace("    klaar:", "    nog:\n      ask: Nog iets?\n      yesno: true\n    klaar:"))
    talk.write("als ik bel, dan luitser ik", ref="5").press("-right").edit("als ik bel, dan luister ik", ref="5")
    assert (True, "luister ik") == (talk.only(events.Answered).corrects, talk.only(events.Answered).value["response"])
    assert "geen plan" in talk.edit("als ik bel", ref="5").texts[0]


def test_a_plan_can_be_skipped_in_every_part() -> None:
    """By button and by command."""
    assert stage.play(NODES).write("als ik bel, dan luister ik").press("-skip").only(events.Answered).skipped
    assert stage.play(NODES).press("-own").resume(resumes.Skip()).only(events.Answered).skipped


def test_without_suggestions_the_plan_is_asked_for_in_words() -> None:
    """And changing it asks for words again."""
    talk = stage.play("plan:\n  ask: Maak een plan.\n  plan: true\nb:\n  end:")
    assert ["Overslaan"] == talk.labels
    talk.write("als ik bel, dan luister ik").press("-change")
    assert "Schrijf je plan zo: als …, dan …" == talk.asked.text


def test_a_whole_plan_is_logged_with_its_parts() -> None:
    """The act has cue, response and key."""
    talk = stage.play(
        NODES.replace("    klaar:", "    leg:\n      act: plan\n      fields: {plan: '{{ plan }}'}\n    klaar:")
    )
    assert dict(talk.press("mail").only(events.Acted).fields) == MAIL


def test_a_kept_plan_without_words_is_not_offered() -> None:
    """Nor is one that is missing."""
    for fact in (None, {}, {"cue": "x"}, "tekst"):
        assert "Houden" not in stage.play(NODES, last_plan=fact).labels


STORY = "ik eerst bij de balie langsloop en vraag wat er deze week speelde en " * 6


def test_a_half_that_is_too_long_comes_back_to_be_shortened() -> None:
    """With what was typed in sight; the other half is not asked again."""
    talk = stage.play(NODES).write(f"als ik een lastige mail open, dan zorg ik dat {STORY}")
    assert STORY[:150] in talk.asked.text
    assert ["Bewaar het begin", "Overslaan"] == talk.labels
    talk = talk.write("loop ik eerst langs de balie")
    assert "“Als ik een lastige mail open, dan loop ik eerst langs de balie.”" in talk.asked.text
    assert "own" == talk.press("-right").answers["plan"]["key"]


def test_the_beginning_of_a_half_is_kept_by_a_press_or_by_its_words() -> None:
    """It is read back before it counts, and fits."""
    for way in ("press", "type"):
        talk = stage.play(NODES).write(f"als ik een mail open, dan zorg ik dat {STORY}")
        talk = talk.press("-beginning") if way == "press" else talk.write("bewaar het begin")
        plan = talk.press("-right").answers["plan"]
        assert plan["response"].startswith("zorg ik dat ik eerst bij de balie")
        assert 100 <= len(plan["response"]) <= 200


def test_a_situation_that_is_too_long_is_shortened_too() -> None:
    """Alone, then what one does is asked; and both halves, one after the other."""
    talk = stage.play(NODES).write(f"als {STORY}").write("als ik langsloop")
    assert "En wat doe je dan?" == talk.asked.text
    talk = stage.play(NODES).write(f"als {STORY.strip()}, dan vraag ik dat {STORY}").press("-beginning")
    assert "vraag ik dat" in talk.asked.text
    assert {"cue", "response", "key"} == set(talk.press("-beginning").press("-right").answers["plan"])


def test_what_is_still_too_long_comes_back_once_more() -> None:
    """Nobody is refused, however often; a whole plan may be typed anew."""
    talk = stage.play(NODES).write(f"als ik bel, dan vraag ik {STORY}").write(f"vraag ik toch {STORY}")
    assert "vraag ik toch" in talk.asked.text
    talk = talk.write("als ik bel, dan luister ik").press("-right")
    assert {"cue": "ik bel", "response": "luister ik", "key": "own"} == talk.answers["plan"]
