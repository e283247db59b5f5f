"""Which calls may be made without asking: those that nobody's answers lead to or away from."""

import pytest

from flows import check, events
from tests.flows import findings as cases
from tests.flows import stage

ASKED = "a:\n  ask: Ja?\n  yesno: true\n"
CALL = "b:\n  call: wachttijd\n"
END = "z:\n  end:\n"
FREE = {
    "first of all": CALL + END,
    "after a question": ASKED + CALL + END,
    "where two ways come together": "a:\n  ask: Ja?\n  yesno: true\n  next: {yes: x, no: b}\nx:\n  say: Ja.\n"
    + CALL
    + END,
    "after a call that fails": "c:\n  call: wachttijd\n  next: {failed: b, '*': z}\n" + CALL + END,
    "nobody comes there": CALL.replace("b:", "c:") + "  next: z\n" + CALL + END,
}
TELLING = {
    "a question": "a:\n  ask: Ja?\n  yesno: true\n  next: {yes: b, no: z}\n" + CALL + END,
    "a branch": ASKED + "x:\n  branch: {when: a, go: b, else: z}\n" + CALL + END,
    "a condition on a way": "a:\n  ask: Ja?\n  yesno: true\n  next: {when: a, go: b, else: z}\n" + CALL + END,
    "a constant for each branch": "a:\n  ask: Ja?\n  yesno: true\n  next: {yes: b, no: c}\n"
    "b:\n  call: wachttijd\n  send: {x: 1}\n  next: z\nc:\n  call: wachttijd\n  send: {x: 2}\n" + END,
    "nobody answered": "a:\n  ask: Ja?\n  yesno: true\n  unanswered: {after: 1d, then: z}\n" + CALL + END,
    "a second round": CALL + "a:\n  ask: Nog eens?\n  yesno: true\n  next: {yes: b, no: z}\n" + END,
    "a condition behind a call": ASKED
    + "c:\n  call: wachttijd\n  next: {when: a, go: b, else: z}\n" + CALL + END,
    "a draw": "s:\n  shuffle: {x: 1, y: 1}\n  next: {x: b, y: z}\n" + CALL + END,
    "a declined preview": "c:\n  call: wachttijd\n  ask: Mag?\n  next: {declined: z, failed: z, '*': b}\n" + CALL + END,
    "a constant text with a label": ASKED + "b:\n  call: wachttijd\n  send: {x: \"{{ a | label('a') }}\"}\n" + END,
    "a fact": "b:\n  call: wachttijd\n  send: {x: '{{ team }}'}\n" + END,
}  # fmt: skip


def numbers(nodes: str, *, head: str = "", inner: str = "", inner_head: str = "") -> set[str]:
    """What the check finds about calls."""
    flow = stage.flow(nodes, head)
    shelf = {flow.name: flow}
    if inner:
        shelf["binnen"] = stage.flow(inner, inner_head, name="binnen")
    return {one.number for one in check.check(flow, cases.TODAY, shelf)} & {"KV077", "KV078"}


@pytest.mark.parametrize("nodes", FREE.values(), ids=FREE)
def test_a_call_that_everybody_comes_by_needs_no_asking(nodes: str) -> None:
    """Whatever is answered, by people or by the other program, it tells nothing of anybody."""
    assert set() == numbers(nodes)


@pytest.mark.parametrize("nodes", TELLING.values(), ids=TELLING)
def test_a_call_that_answers_lead_to_is_found(nodes: str) -> None:
    """That it is made tells the answer, however constant what it sends."""
    assert {"KV078"} == numbers(nodes)


@pytest.mark.parametrize("nodes", TELLING.values(), ids=TELLING)
def test_with_a_question_it_is_right(nodes: str) -> None:
    """Then the person sees it and decides."""
    assert set() == numbers(
        nodes.replace("  call: wachttijd\n", "  call: wachttijd\n  ask: Mag dat?\n").replace(
            "  ask: Mag dat?\n  ask: Mag?\n", "  ask: Mag?\n"
        )
    )


def test_an_entered_flow_is_as_private_and_as_dependent_as_the_flow_around_it() -> None:
    """Its own call is on everybody's way; that it is entered is not, or happens in a private flow."""
    around = "a:\n  ask: Ja?\n  yesno: true\n  next: {yes: b, no: z}\nb:\n  enter: binnen\n" + END
    straight = "b:\n  enter: binnen\n" + END
    assert {"KV078"} == numbers(around, inner=CALL + END)
    assert set() == numbers(straight, inner=CALL + END)
    assert {"KV077"} == numbers(straight, inner=CALL + END, head="private: true")
    assert {"KV077"} == numbers(
        straight, inner=CALL.replace("tijd", "tijd\n  ask: Mag dat?") + END, head="private: true"
    )


def test_a_call_in_an_entered_flow_is_withheld_while_it_is_played() -> None:
    """As the check says it, also where nobody checked."""
    around = "a:\n  ask: Ja?\n  yesno: true\n  next: {yes: b, no: z}\nb:\n  enter: binnen\n" + END
    inner = stage.flow(CALL + END, name="binnen")
    talk = stage.begin(stage.flow(around), inner)
    talk.press("yes")
    assert [events.Withheld("b/b")] == [one for one in talk.all if isinstance(one, events.Withheld | events.Called)]


def test_what_was_corrected_is_shown_again_before_it_goes() -> None:
    """An edit of the answer while the preview stands open: the press shows the new words, the next one sends them."""
    nodes = "a:\n  ask: Wat?\n  text: true\nb:\n  call: wachttijd\n  send: {x: '{{ a }}'}\n  ask: Mag dat?\n" + END
    talk = stage.begin(stage.flow(nodes))
    talk.write("oude woorden", "7")
    talk.edit("nieuwe woorden", "7")
    talk.press("sent")
    assert [] == [one for one in talk.all if isinstance(one, events.Called)]
    assert "nieuwe woorden" in str(talk.all[-1])
    talk.press("sent")
    assert [{"x": "nieuwe woorden"}] == [dict(one.body) for one in talk.all if isinstance(one, events.Called)]
