"""What is typed without a stroke may be a command, unless a button of the open question reads exactly so."""

import pytest

from flows import engine
from tests.flows import stage

ACTS = """
    wat:
      ask: Wat deed je?
      several: {terug: Teruggekomen op een afspraak, stop: Stop!}
    woorden:
      ask: Wat hoorde je?
      text: {max: 20}
"""


@pytest.mark.parametrize(
    ("said", "offered"), [("stop", True), ("STOP.", True), ("terug", False), ("teruggekomen", False), ("", False)]
)
def test_only_the_whole_label_of_a_button_counts(said: str, offered: bool) -> None:
    """*terug* is the beginning of an answer, and yet nobody means the answer with it."""
    talk = stage.play(ACTS)
    assert offered == engine.offers(talk.state, said, talk.world())


def test_a_question_in_own_words_offers_nothing() -> None:
    """So *stop* is no answer to it."""
    talk = stage.play(ACTS).write("stop").press("-done")
    assert "woorden" == talk.node
    assert not engine.offers(talk.state, "stop", talk.world())


def test_nothing_is_offered_after_the_end() -> None:
    """Whoever types *stop* then means the command."""
    talk = stage.play(ACTS).stop()
    assert not engine.offers(talk.state, "stop", talk.world())
