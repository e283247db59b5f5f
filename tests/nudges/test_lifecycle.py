"""The life of a nudge, checked against its table."""

import pytest

from nudges import lifecycle
from nudges.lifecycle import NudgeAct, NudgeState


def test_a_nudge_is_planned_queued_sent_and_answered() -> None:
    """The usual life has three steps."""
    state = NudgeState.PLANNED
    for act in (NudgeAct.QUEUE, NudgeAct.SEND, NudgeAct.ANSWER):
        state = lifecycle.after(state, act)
    assert state is NudgeState.ANSWERED


def test_a_late_answer_still_counts() -> None:
    """After expiry, and after a delivery that was thought lost, an answer is an answer."""
    assert lifecycle.after(NudgeState.EXPIRED, NudgeAct.ANSWER) is NudgeState.ANSWERED
    assert lifecycle.after(NudgeState.FAILED, NudgeAct.ANSWER) is NudgeState.ANSWERED


@pytest.mark.parametrize(
    ("state", "act"),
    [
        (NudgeState.ANSWERED, NudgeAct.ANSWER),
        (NudgeState.SENT, NudgeAct.SEND),
        (NudgeState.SKIPPED, NudgeAct.QUEUE),
        (NudgeState.PLANNED, NudgeAct.EXPIRE),
    ],
)
def test_what_is_not_in_the_table_cannot_happen(state: NudgeState, act: NudgeAct) -> None:
    """An act that the table does not hold is refused with both words in the message."""
    with pytest.raises(lifecycle.ImpossibleAct, match=f"{state} cannot {act}"):
        lifecycle.after(state, act)


def test_an_act_leads_to_one_state_only() -> None:
    """So one conditional UPDATE carries it out."""
    for (state, act), following in lifecycle.TRANSITIONS.items():
        assert lifecycle.target(act) is following
        assert state in lifecycle.sources(act)


def test_every_act_can_happen_and_every_state_can_be_reached() -> None:
    """No dead rows: each act has a source, each state but the first a way into it."""
    assert all(lifecycle.sources(act) for act in NudgeAct)
    assert {NudgeState.PLANNED, *lifecycle.TRANSITIONS.values()} == set(NudgeState)


def test_sources_and_target_say_the_same_as_the_table() -> None:
    """Every pair of state and act is either in the table or refused."""
    for state in NudgeState:
        for act in NudgeAct:
            assert ((state, act) in lifecycle.TRANSITIONS) == (state in lifecycle.sources(act))
