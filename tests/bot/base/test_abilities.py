"""What several channels can show together, and that a flow's messages keep to it."""

from dataclasses import replace
from typing import Any

from bot.base import abilities
from bot.base.abilities import Abilities
from flows import check, engine, events, loader, marked_text
from flows.message_room import MessageRoom
from tests.flows import findings, stage

SENTENCES = "a:\n  end: " + "Een zin. " * 60


def able(**sizes: Any) -> Abilities:
    """A channel of these sizes."""
    return replace(Abilities(1000, 1000, 10, 10, 100), **sizes)


def test_the_least_of_each_holds_for_all() -> None:
    """One takes longer texts, the other longer captions: what fits in both is the smaller of either."""
    both = [able(largest_text=300, buttons_in_row=1), able(largest_caption=100, largest_button=20)]
    assert Abilities(300, 100, 10, 1, 20) == abilities.least(both)


def test_what_any_channel_counts_longer_is_longer() -> None:
    """One counts letters, the other bytes: a text must fit by both, and its marks take no room in either."""
    both = abilities.least([able(largest_text=8), able(largest_text=8, count=lambda words: len(words.encode()))])
    assert [True, False] == [both.room.fits("<b>acht</b> hap"), both.room.fits("één café")]


def test_the_check_measures_by_the_room_that_it_is_told() -> None:
    """The same text fits one channel and not another; where nothing bounds it, nothing is said."""
    flow = stage.flow(SENTENCES)
    remarks = [
        [finding.number for finding in check.check(flow, findings.TODAY, room=room) if finding.number == "KV030"]
        for room in (MessageRoom(300), MessageRoom(4000))
    ]
    assert [["KV030"], []] == remarks


def test_a_flow_is_played_in_messages_that_fit() -> None:
    """In a small channel the same words come in more messages, and none of them is lost."""
    flow = stage.flow(SENTENCES)
    world = engine.World(stage.NOW, stage.half, stage.moment, loader.Shelf({flow.name: flow}), room=MessageRoom(250))
    sprint = engine.start(flow, engine.Trigger("command", "nl", "je", {}, stage.ANNA), world)
    texts = [event.text for event in sprint.events if isinstance(event, events.Said)]
    assert [60, 60] == [sum(text.count(word) for text in texts) for word in ("Een", "zin.")]
    assert 250 >= max(len(marked_text.plain(text)) for text in texts)
    assert 3 <= len(texts)
