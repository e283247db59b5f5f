"""How a conversation appears in the chat: a thread of messages, or one card."""

from flows import events
from flows.session import SessionStatus
from tests.flows import stage

NODES = """
    plek:
      ask: Waar?
      choice: {balie: Balie, brief: Brief}
    over:
      say: Dat gebeurt vaker.
    hoe:
      ask: Hoe ging het?
      scale: [Slecht, Goed]
    nog:
      ask: Nog iets?
      text: true
    klaar:
      end: Dank je.
"""


def test_in_a_thread_the_pressed_question_shows_what_was_chosen() -> None:
    """Then what is said, then the next question as a new message."""
    talk = stage.play(NODES).press("balie")
    assert ["Waar?\n\n✓ <b>Balie</b>", "Dat gebeurt vaker.", "Hoe ging het?"] == talk.texts
    assert isinstance(talk.happened[0], events.Chosen)
    assert not talk.only(events.Asked).replaces


def test_in_a_card_the_next_question_takes_the_place_of_the_pressed_one() -> None:
    """What is said in between stands above it in the same message."""
    talk = stage.play(NODES, "card: true").press("balie")
    assert ["Dat gebeurt vaker.\n\nHoe ging het?"] == talk.texts
    assert talk.only(events.Asked).replaces
    assert [] == talk.of(events.Chosen) + talk.of(events.Said)


def test_in_a_card_a_typed_answer_gets_a_new_message() -> None:
    """The person's own message stands between; editing above it would go unseen."""
    talk = stage.play(NODES, "card: true").press("balie").write("2")
    assert not talk.only(events.Asked).replaces


def test_in_a_card_the_last_word_takes_the_place_of_the_last_question() -> None:
    """One message from beginning to end."""
    talk = stage.play(NODES, "card: true").press("balie").press("2").press("-skip")
    assert talk.only(events.Chosen) == events.Chosen(3, "Dank je.")
    assert isinstance(talk.happened[-1], events.Finished)


def test_in_a_card_the_last_word_after_a_typed_answer_is_a_message() -> None:
    """Nothing was pressed that could be replaced."""
    talk = stage.play(NODES, "card: true").press("balie").press("2").write("Nee.")
    assert "Dank je." == talk.only(events.Said).text


def test_a_card_that_ends_in_silence_loses_its_buttons() -> None:
    """The last question shows what was chosen."""
    talk = stage.play("a:\n  ask: Ja?\n  yesno: true\n  next: end", "card: true").press("yes")
    assert talk.only(events.Chosen) == events.Chosen(1, "Ja?\n\n✓ <b>Ja</b>")


def test_the_last_word_comes_before_the_end() -> None:
    """What the bot does at the end happens after everything was said."""
    for head in ("", "card: true"):
        talk = stage.play("a:\n  say: Een.\nb:\n  end: Twee.", head)
        assert ["Een.", "Twee."] == talk.texts
        assert talk.happened[-1] == events.Finished(SessionStatus.COMPLETED)


def test_marking_an_option_edits_the_message_in_both_styles() -> None:
    """The question stays the same visit."""
    for head in ("", "card: true"):
        talk = stage.play("a:\n  ask: Wie?\n  several: {x: Xander, y: Yara}\n  next: end", head).press("x")
        asked = talk.only(events.Asked)
        assert (1, True) == (asked.visit, asked.replaces)
        assert ["✓ Xander", "Yara", "Klaar"] == talk.labels


def test_buttons_stand_in_rows_as_the_flow_wants() -> None:
    """Two a row here; one a row where nothing is said."""
    choices = "choice: {a: A, b: B, c: C}\n  next: end"
    two = stage.play(f"x:\n  ask: Wat?\n  per_row: 2\n  {choices}")
    assert [2, 1] == [len(row) for row in two.asked.buttons]
    single = stage.play(f"x:\n  ask: Wat?\n  {choices}")
    assert [1, 1, 1] == [len(row) for row in single.asked.buttons]


def test_what_does_not_fit_into_one_message_becomes_two() -> None:
    """In a card, a long text before a question stays a message of its own."""
    long = "woord " * 500
    talk = stage.play(f"a:\n  say: {long}\nb:\n  ask: {'En ' * 600}?\n  yesno: true\n  next: end", "card: true")
    assert [events.Said, events.Asked] == [type(event) for event in talk.happened[1:]]
    assert all(stage.ROOM.length(text) <= stage.ROOM.text for text in talk.texts)


def test_an_empty_text_is_not_sent() -> None:
    """A say whose condition leaves nothing says nothing."""
    talk = stage.play("a:\n  say: '{% if week > 3 %}Al een maand.{% endif %}'\nb:\n  end: Klaar.", week=1)
    assert ["Klaar."] == talk.texts


def test_button_data_and_labels_fit() -> None:
    """ASCII of at most 32 bytes over the wire; one line of at most 64 characters on the button."""
    long = "een heel lang antwoord " * 9
    talk = stage.play(
        f"a:\n  ask: Welke?\n  choices_from: promises\n  choice: {{x: '{long}'}}\n  next: end", promises=[long]
    )
    for button in (button for row in talk.asked.buttons for button in row):
        assert button.choice.isascii()
        assert len(button.choice) <= 32
        assert len(button.label) <= 64
        assert button.label.endswith("…")
