"""What people can do in every state: answer, go back, skip, stop, press old buttons, edit, send what cannot be read."""

import json

import pytest

from flows import engine, events, resumes, session
from flows.session import SessionStatus
from tests.flows import stage

THREE = """
    plek:
      ask: Waar was het?
      choice: {balie: Balie, brief: Brief}
      save: {as: plek, seen_by: team}
    hoeveel:
      ask: Hoeveel mensen?
      number: {min: 1, max: 9, whole: true}
    woorden:
      ask: Wat hoorde je?
      text: {max: 20}
    klaar:
      end: "Je zei {{ plek }}, {{ hoeveel }} en {{ woorden }}."
"""


def test_a_pressed_answer_is_kept_and_the_next_question_comes() -> None:
    """Anna presses a button: one answer, and the question is settled in the chat."""
    talk = stage.play(THREE)
    talk.press("balie")
    answered = talk.only(events.Answered)
    assert answered == events.Answered(1, "plek", "plek", "balie", "choice", "team")
    assert talk.only(events.Chosen) == events.Chosen(1, "Waar was het?\n\n✓ <b>Balie</b>")
    assert (2, "Hoeveel mensen?") == (talk.asked.visit, talk.asked.text)
    assert not talk.asked.replaces


def test_a_typed_answer_bears_the_number_of_its_message() -> None:
    """Later, an edit of that message finds the answer by it."""
    talk = stage.play(THREE).press("balie").write("4", ref="77")
    assert (4, "77") == (talk.only(events.Answered).value, talk.state.trail[-1].ref)
    assert [] == talk.of(events.Chosen)


def test_the_last_answer_ends_the_conversation_with_the_last_word() -> None:
    """The end says what was said, with everything escaped."""
    talk = stage.play(THREE).press("balie").write("4").write("<b>dank</b> & groet")
    assert ["Je zei balie, 4 en &lt;b&gt;dank&lt;/b&gt; &amp; groet."] == talk.texts
    assert talk.only(events.Finished) == events.Finished(SessionStatus.COMPLETED, None)
    assert talk.state.wait is None


def test_going_back_asks_the_previous_question_on_a_new_visit() -> None:
    """Anna is asked again; the answer that she gave stands until she gives another."""
    talk = stage.play(THREE).press("balie").back()
    assert [] == talk.of(events.Answered)
    assert ("plek", 3) == (talk.node, talk.asked.visit)


def test_the_answer_after_going_back_corrects_the_one_before() -> None:
    """The old answer is kept as corrected."""
    talk = stage.play(THREE).press("balie").back().press("brief")
    assert (True, "brief") == (talk.only(events.Answered).corrects, talk.only(events.Answered).value)
    talk.write("4")
    assert talk.only(events.Answered).corrects is False


def test_going_back_twice_and_forward_again_corrects_both() -> None:
    """Every answer that is given anew replaces its earlier self."""
    talk = stage.play(THREE).press("balie").write("4").back().back()
    assert "plek" == talk.node
    talk.press("brief").write("5").write("niets")
    corrected = [(e.name, e.corrects) for e in talk.all if isinstance(e, events.Answered)]
    assert [
        ("plek", False),
        ("hoeveel", False),
        ("plek", True),
        ("hoeveel", True),
        ("woorden", False),
    ] == corrected
    assert "Je zei brief, 5 en niets." == talk.texts[-1]


def test_there_is_nothing_before_the_first_question() -> None:
    """Nothing moves and nothing is stored."""
    talk = stage.play(THREE)
    before = talk.state
    talk.back()
    assert (talk.happened, talk.state) == ((events.Ignored("nothing_to_go_back_to"),), before)


def test_an_answer_that_the_new_way_does_not_pass_is_taken_back() -> None:
    """Anna corrects where it was; what she said on the old way no longer holds."""
    nodes = """
        waar:
          ask: Waar?
          choice: {balie: Balie, geen: Geen}
          next: {balie: hoe, geen: klaar}
        hoe:
          ask: Hoe ging het?
          scale: [Slecht, Goed]
        nog:
          ask: Nog iets?
          yesno: true
        klaar:
          end:
    """
    talk = stage.play(nodes).press("balie").press("2").back().back().press("geen")
    taken_back = [e for e in talk.of(events.Answered) if e.skipped]
    assert [("hoe", None, True)] == [(e.name, e.value, e.corrects) for e in taken_back]
    assert talk.status is SessionStatus.COMPLETED


def test_what_was_never_passed_again_stays_when_somebody_stops() -> None:
    """Taking back is for a finished conversation; stopping half way takes nothing away."""
    talk = stage.play(THREE).press("balie").write("4").back().back().stop()
    assert [] == talk.of(events.Answered)
    assert talk.only(events.Finished).status is SessionStatus.STOPPED


def test_going_back_goes_through_what_was_logged() -> None:
    """A plan is logged again as a correction, never as a second plan."""
    nodes = """
        wat:
          ask: Wat beloof je?
          text: true
        leg:
          act: promise
          fields: {text: "{{ wat }}"}
        nog:
          ask: Klopt het?
          yesno: true
        klaar:
          end:
    """
    talk = stage.play(nodes).write("bellen").back().write("mailen")
    acts = [e for e in talk.all if isinstance(e, events.Acted)]
    assert [({"text": "bellen"}, False), ({"text": "mailen"}, True)] == [(dict(a.fields), a.corrects) for a in acts]


def test_an_act_that_is_not_passed_again_is_taken_back() -> None:
    """The promise of the old way is withdrawn: an act without fields."""
    nodes = """
        wil:
          ask: Iets beloven?
          yesno: true
          next: {yes: leg, "*": klaar}
        leg:
          act: promise
          fields: {text: bellen}
        nog:
          ask: Nog iets?
          yesno: true
        klaar:
          end:
    """
    talk = stage.play(nodes).press("yes").back().press("no")
    assert events.Acted("promise", {}, "leg", corrects=True) in talk.happened


def test_skipping_is_an_answer_without_a_value() -> None:
    """It counts as taking part."""
    talk = stage.play(THREE).skip()
    answered = talk.only(events.Answered)
    assert (None, True, False) == (answered.value, answered.skipped, answered.corrects)
    assert "hoeveel" == talk.node


def test_a_skip_button_stands_under_a_question_that_is_typed() -> None:
    """Choices have none unless the flow gives it a label."""
    talk = stage.play(THREE)
    assert ["Balie", "Brief"] == talk.labels
    talk.press("balie")
    assert ["Overslaan"] == talk.labels
    talk.press("-skip")
    assert talk.only(events.Answered).skipped
    assert "Hoeveel mensen?\n\nOvergeslagen" == talk.only(events.Chosen).text


def test_skip_can_be_forbidden() -> None:
    """Then neither the command nor a made-up button skips."""
    talk = stage.play("a:\n  ask: Taal?\n  choice: {nl: Nederlands, en: English}\n  skip: false\n  next: end")
    assert talk.skip().happened == (events.Ignored("cannot_skip"),)
    assert talk.press("-skip").happened == (events.Ignored("old_button"),)
    assert talk.press("nl").status is SessionStatus.COMPLETED


def test_skip_can_have_a_label_and_an_exit_of_its_own() -> None:
    """A person chooses it like any other."""
    nodes = """
        a:
          ask: Hoe ging het?
          scale: [Slecht, Goed]
          skip: Liever niet
          next: {skipped: b, "*": c}
        b:
          end: Prima.
        c:
          end: Dank je.
    """
    talk = stage.play(nodes)
    assert "Liever niet" == talk.labels[-1]
    assert "Prima." == talk.press("-skip").texts[-1]
    assert "Prima." == stage.play(nodes).write("Liever niet!").texts[-1]


def test_stop_ends_it_wherever_it_is() -> None:
    """Nothing is asked and nothing is said."""
    for talk in (stage.play(THREE), stage.play(THREE).press("balie"), stage.play(THREE).skip()):
        talk.stop()
        assert talk.happened == (events.Finished(SessionStatus.STOPPED),)
        assert talk.stop().happened == (events.Ignored("not_waiting"),)


def test_an_old_button_changes_nothing() -> None:
    """Yesterday's message is pressed again: a friendly word, nothing stored twice."""
    talk = stage.play(THREE).press("balie")
    before = talk.state
    talk.press("balie", visit=1)
    assert (talk.happened, talk.state) == ((events.Ignored("old_button"),), before)
    assert 1 == len([e for e in talk.all if isinstance(e, events.Answered)])


def test_a_button_of_a_finished_conversation_is_old() -> None:
    """However long ago that was."""
    talk = stage.play("a:\n  ask: Ja?\n  yesno: true\n  next: end").press("yes").press("yes", visit=1)
    assert talk.happened == (events.Ignored("old_button"),)


def test_a_choice_that_this_question_does_not_have_is_old() -> None:
    """A made-up button is not an answer."""
    assert stage.play(THREE).press("anders").happened == (events.Ignored("old_button"),)


@pytest.mark.parametrize("kind", ["voice", "photo", "sticker", "location"])
def test_what_cannot_be_read_is_ignored_kindly(kind: str) -> None:
    """The question stays open, and a press still answers it."""
    talk = stage.play(THREE).resume(resumes.UnreadableMessage(kind))
    assert talk.happened == (events.Ignored("unreadable"),)
    assert "hoeveel" == talk.press("balie").node


def test_an_edited_message_corrects_the_answer_that_it_was() -> None:
    """The conversation stays where it is."""
    talk = stage.play(THREE).press("balie").write("4", ref="7").edit("5", ref="7")
    assert talk.only(events.Answered) == events.Answered(2, "hoeveel", "hoeveel", 5, "number", "self", corrects=True)
    assert "woorden" == talk.node
    assert "Je zei balie, 5 en niets." == talk.write("niets").texts[-1]


def test_an_edit_that_makes_no_sense_is_answered_and_changes_nothing() -> None:
    """What was stored stays, and the same edit again is met with silence."""
    talk = stage.play(THREE).press("balie").write("4", ref="7")
    talk.edit("veel", ref="7")
    assert (["Typ één heel getal, zoals 3."], []) == (talk.texts, talk.of(events.Answered))
    assert () == talk.edit("veel", ref="7").happened


def test_an_edit_of_a_message_that_was_not_understood_is_the_answer() -> None:
    """Anna types nonsense, is asked again, and corrects her own message."""
    talk = stage.play(THREE).press("balie").write("veel", ref="7").edit("6", ref="7")
    assert (6, False) == (talk.only(events.Answered).value, talk.only(events.Answered).corrects)


def test_an_edit_of_a_message_that_was_no_answer_is_nothing() -> None:
    """A hello or a command gets a reaction, or is written anew: no answer changes, and nothing is said."""
    assert () == stage.play(THREE).edit("hallo", ref="3").happened


@pytest.mark.parametrize("said", ["4", "veel", "ongeveer vier?"])
def test_an_edit_that_edits_nothing_is_nothing(said: str) -> None:
    """Telegram tells of an edit also when a message got a reaction or a link its preview: understood or not."""
    talk = stage.play(THREE).press("balie").write(said, ref="7")
    before = talk.state
    assert ((), before) == (talk.edit(said, ref="7").happened, talk.state)


def test_an_edit_that_edits_nothing_is_nothing_after_a_real_one() -> None:
    """What counts is how the message read last."""
    talk = stage.play(THREE).press("balie").write("4", ref="7").edit("5", ref="7")
    assert () == talk.edit("5", ref="7").happened
    assert [4] == [event.value for event in talk.edit("4", ref="7").of(events.Answered)]


def test_a_session_of_before_the_checks_still_takes_a_real_edit() -> None:
    """Its marks know no words yet; the edit counts, as it did."""
    talk = stage.play(THREE).press("balie").write("4", ref="7")
    old = json.loads(session.to_json(talk.state))
    old["h"] = [mark[:4] for mark in old["h"]]
    talk.state = session.from_json(json.dumps(old).encode())
    assert [5] == [event.value for event in talk.edit("5", ref="7").of(events.Answered)]


def test_the_second_time_in_a_row_the_ways_out_are_named() -> None:
    """Not before, not again after it, and no more once it was understood."""
    talk = stage.play(THREE).press("balie").write("veel")
    assert "/overslaan" not in talk.asked.text
    assert "/overslaan ga je verder zonder antwoord, met /stop" in talk.write("heel veel").asked.text
    assert "/overslaan" not in talk.write("man").asked.text
    talk = stage.play(THREE).press("balie").write("veel").back().press("balie").write("veel")
    assert "/overslaan" not in talk.asked.text


def test_nobody_is_nagged_from_the_third_time_on() -> None:
    """The third miss names /help, once; then the question stands there with its buttons alone, or its hint."""
    for node, hint in (("choice: {a: Aardbei, b: Bes}", ""), ("number: true", "Typ één getal, zoals 3 of 2,5.\n\n")):
        talk = stage.play(f"a:\n  ask: Wat?\n  {node}")
        said = [talk.write(word).asked.text for word in ("tja", "weet ik niet", "hou op", "zucht", "jeetje")]
        assert [2] == [at for at, text in enumerate(said) if "/help" in text]
        assert [1] == [at for at, text in enumerate(said) if "/stop" in text]
        assert [f"{hint}Wat?"] * 2 == said[3:]


def test_a_question_that_must_be_answered_names_the_end_alone() -> None:
    """Whoever is stuck reads how to stop, and not how to skip."""
    talk = stage.play("a:\n  ask: Wat?\n  number: true\n  skip: false").write("tja").write("tja")
    assert "Lukt het niet? Met /stop stop je dit gesprek." in talk.asked.text


def test_the_last_answer_of_a_finished_conversation_can_still_be_edited() -> None:
    """An edit right after the end counts, and does not begin anything again."""
    talk = stage.play(THREE).press("balie").write("4").write("niets", ref="9").edit("toch iets", ref="9")
    assert ("toch iets", True) == (talk.only(events.Answered).value, talk.only(events.Answered).corrects)
    assert talk.status is SessionStatus.COMPLETED


def test_asking_again_shows_the_open_question_as_a_new_message() -> None:
    """After an interruption Anna finds it at the bottom; both messages answer the same question."""
    talk = stage.play(THREE).press("balie")
    before = talk.state
    talk.reask()
    assert (2, False) == (talk.only(events.Asked).visit, talk.only(events.Asked).replaces)
    assert talk.state == before


def test_asking_again_is_silent_when_nothing_is_open() -> None:
    """A finished conversation has no question."""
    assert () == stage.play(THREE).stop().reask().happened


def test_every_change_makes_the_sprint_one_higher_and_nothing_else_does() -> None:
    """A wake-up that bears an older sprint is stale."""
    talk = stage.play(THREE)
    sprints = [talk.state.sprint]
    sprints += [talk.press("balie").state.sprint, talk.press("balie", visit=1).state.sprint]
    sprints += [talk.write("x").state.sprint, talk.back().state.sprint, talk.reask().state.sprint]
    sprints.append(talk.resume(resumes.UnreadableMessage("voice")).state.sprint)
    assert [1, 2, 2, 3, 4, 4, 4] == sprints


def test_a_back_button_stands_under_every_question_but_the_first_where_the_flow_wants_it() -> None:
    """It does what /terug does, in place of the question."""
    talk = stage.play(THREE, "back: true")
    assert "‹ Terug" not in talk.labels
    talk.press("balie")
    assert "‹ Terug" in talk.labels
    talk.press("-back")
    assert ("plek", True) == (talk.node, talk.asked.replaces)


def test_the_way_back_is_long_but_not_endless() -> None:
    """State does not grow with the length of a conversation: forty steps back are kept."""
    talk = stage.play("a:\n  ask: Nog een?\n  yesno: true\n  next: {yes: a, no: end}")
    sizes = []
    for _ in range(200):
        talk.press("yes")
        sizes.append(len(session.to_json(talk.state)))
    assert sizes[-1] - sizes[60] < 60
    for _ in range(40):
        talk.back()
        assert talk.of(events.Asked)
    assert talk.back().happened == (events.Ignored("nothing_to_go_back_to"),)


def test_nothing_is_waiting_for_a_word_in_a_finished_conversation() -> None:
    """The bot hears that it must look elsewhere."""
    talk = stage.play(THREE).stop()
    assert talk.write("hallo").happened == (events.Ignored("not_waiting"),)
    assert talk.resume(resumes.UnreadableMessage("voice")).happened == (events.Ignored("not_waiting"),)


def test_the_engine_is_told_the_time_and_keeps_it_out_of_the_session() -> None:
    """Two people who say the same at different times are in the same state but for when they began."""
    at_once, other = stage.play(THREE).press("balie"), stage.play(THREE).later(days=3).press("balie")
    assert at_once.state == other.state
    assert isinstance(at_once.world(), engine.World)
