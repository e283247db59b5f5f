"""Taking part, checked against its table."""

import pytest

from nudges import taking_part
from nudges.person import Status
from nudges.taking_part import Transition


def test_a_step_leads_to_one_state_only() -> None:
    """So one conditional UPDATE carries it out."""
    for (before, step), after in taking_part.TRANSITIONS.items():
        assert taking_part.target(step) == after
        assert before in taking_part.sources(step)


@pytest.mark.parametrize("status", [Status.STOPPED, Status.ENDED])
@pytest.mark.parametrize(
    "step",
    [step for step in Transition if step not in (Transition.COME_BACK, Transition.COME_BACK_JOINING, Transition.END)],
)
def test_whoever_stopped_or_was_ended_stays_so(status: Status, step: Transition) -> None:
    """Nothing that Telegram says, and no conversation, leads out of it: only coming back oneself."""
    assert (status, step) not in taking_part.TRANSITIONS


def test_taking_part_can_be_ended_from_everywhere() -> None:
    """The organisation ends it whatever the person did before."""
    assert frozenset(Status) == taking_part.sources(Transition.END)
