"""The tests that the library's authors wrote for their flows, played as an ordinary test."""

import pytest

from bot.cli import flows_test, flows_world
from flows.testing import player, reach, written
from tests.library import stage

WAYS_AT_LEAST = 0.95


@pytest.mark.parametrize("name", stage.names())
def test_the_authors_tests_of_a_flow_hold_and_reach_all_of_it(name: str) -> None:
    """Every test of every flow passes; every step is played, and 95 of 100 ways between them are taken."""
    flow = stage.flow(name)
    file = flows_test.file_of(flow)
    passed: list[reach.StepsPassed] = []
    for test in written.read(file.read_text("utf-8"), path=str(file), flow=name):
        failed, steps = player.play(
            flow,
            test,
            flows_world.EXAMPLES,
            lambda now: flows_world.world(stage.shelf(), now),
            flows_test.NOON,
            str(file),
        )
        assert failed is None, str(failed)
        passed.append(steps)
    reached = reach.of(flow, passed)
    assert () == reached.missed_nodes
    assert len(reached.missed_ways) <= (1 - WAYS_AT_LEAST) * reached.ways, reached.missed_ways
