"""What becomes of an outgoing row once Telegram answered: the row, the session, the nudge and the person."""

from collections.abc import Mapping
from datetime import timedelta

import pytest

from bot.base import outgoing
from bot.base.outgoing import OutgoingKind
from bot.channels import delivery
from bot.channels.delivery import Arrival
from bot.channels.settlement import Settlement
from bot.turns.runtime import Runtime
from nudges.lifecycle import NudgeAct, NudgeState
from nudges.person import Status
from store import agenda, outbox, people, schedules, sessions, tally
from store.database import Transaction
from store.outbox import Allowance, Outgoing, Priority, SendingState
from tests import rows
from tests.bot.building import START, Town

EVERYTHING = Allowance(paced=100, nudges=100)
LATER = START + timedelta(seconds=2)
BUTTONS = [[("Ja", "1:1:yes")]]


def asked(db: Transaction, person: int, *, nudge: int | None = None) -> Outgoing:
    """A question of a session to somebody, claimed."""
    session = sessions.reserve(db, person, "waarom", "v", START, nudge)
    body = outgoing.message("Hoe ging het?", BUTTONS)
    priority = Priority.REPLY if nudge is None else Priority.NUDGE
    outbox.put(db, person, OutgoingKind.MESSAGE, body, START, priority=priority, session_id=session, nudge_id=nudge)
    (row,) = outbox.claim(db, START, 10, EVERYTHING)
    return row


def queued_nudge(db: Transaction, person: int) -> int:
    """A nudge that is on its way to somebody."""
    schedules.give(db, person, "reflection", "weekreflectie", "{}", START)
    (schedule,) = schedules.of_person(db, person)
    schedules.plan(db, schedule, START, START + timedelta(days=7))
    (nudge,) = agenda.due(db, START, 10)
    assert agenda.move(db, nudge.id, NudgeAct.QUEUE)
    return nudge.id


def states(db: Transaction) -> Mapping[str, int]:
    """What the outbox holds."""
    return rows.sending(db)


def nudge_state(db: Transaction, nudge: int) -> NudgeState:
    """Where a nudge is in its life."""
    stored = agenda.by_id(db, nudge)
    assert stored is not None
    return stored.state


def test_what_arrived_is_forgotten_and_the_session_knows_its_message(runtime: Runtime, town: Town) -> None:
    """The row goes; the next edit will find the message that shows the question."""

    def play(db: Transaction) -> tuple[Mapping[str, int], str | None]:
        row = asked(db, town.anna)
        delivery.arrived(db, row, "77", START)
        stored = sessions.by_id(db, row.session_id or 0)
        return states(db), stored.shown_ref if stored else None

    assert ({}, "77") == runtime.database.call(play)


def test_what_cannot_be_settled_holds_up_no_other(runtime: Runtime, town: Town) -> None:
    """Of two that arrived together one spoils its settling: the other is settled, the next of its person is claimed in
    the same transaction, and the spoiled one stays on its way, to be taken back."""
    spoiled = {"text": "Kapot", "buttons": ["geen knop"]}

    def play(db: Transaction) -> tuple[list[str], bool, Mapping[str, int]]:
        outbox.put(db, town.anna, OutgoingKind.MESSAGE, spoiled, START)
        for text in ("Eerst", "Daarna"):
            outbox.put(db, town.bram, OutgoingKind.MESSAGE, outgoing.message(text), START)
        first = delivery.carry_on(db, (), START, 10, EVERYTHING)
        arrivals = [Arrival(row, f"{77 + row.id}") for row in first.claimed]
        lap = delivery.carry_on(db, arrivals, START, 10, EVERYTHING)
        return [row.body["text"] for row in lap.claimed], lap.unsettled, states(db)

    assert (["Daarna"], True, {SendingState.SENDING: 2}) == runtime.database.call(play)


def test_a_nudge_counts_as_sent_when_it_arrived(runtime: Runtime, town: Town) -> None:
    """Not when it was queued; and it gets the moment after which an answer is late."""

    def play(db: Transaction) -> tuple[NudgeState, bool]:
        row = asked(db, town.anna, nudge=queued_nudge(db, town.anna))
        delivery.arrived(db, row, "77", START)
        nudge = agenda.by_id(db, row.nudge_id or 0)
        assert nudge is not None
        assert nudge.expires_at is not None
        return nudge.state, nudge.expires_at > START

    assert (NudgeState.SENT, True) == runtime.database.call(play)


@pytest.mark.parametrize(
    ("fate", "left", "counted"),
    [
        (Settlement.ARRIVED, {}, {}),
        (Settlement.LATER, {SendingState.QUEUED: 1}, {}),
        (Settlement.AGAIN, {SendingState.QUEUED: 1}, {"sent again in doubt": 1}),
        (Settlement.AS_MESSAGE, {SendingState.QUEUED: 1}, {}),
        (Settlement.LEFT_IN_DOUBT, {SendingState.UNCERTAIN: 1}, {"left in doubt": 1}),
        (Settlement.FAILED, {SendingState.FAILED: 1}, {"failed": 1}),
        (Settlement.UNREACHABLE, {SendingState.FAILED: 1}, {}),  # a count would tell of a block
    ],
)
def test_each_fate_leaves_its_trace(
    runtime: Runtime, town: Town, fate: Settlement, left: Mapping[str, int], counted: Mapping[str, int]
) -> None:
    """What the outbox holds afterwards, and what was counted."""

    def play(db: Transaction) -> tuple[Mapping[str, int], Mapping[str, int]]:
        delivery.settle(db, asked(db, town.anna), fate, START, timedelta(seconds=2))
        return states(db), tally.counts(db)

    assert (left, counted) == runtime.database.call(play)


def test_later_is_not_now(runtime: Runtime, town: Town) -> None:
    """What Telegram asked patience for waits that long."""

    def play(db: Transaction) -> list[int]:
        delivery.settle(db, asked(db, town.anna), Settlement.LATER, START, timedelta(seconds=2))
        return [len(outbox.claim(db, moment, 10, EVERYTHING)) for moment in (START, LATER)]

    assert [0, 1] == runtime.database.call(play)


def test_what_fails_is_destroyed(runtime: Runtime, town: Town) -> None:
    """What will never arrive is not kept: only the kind of error stays."""

    def play(db: Transaction) -> tuple[bytes, str]:
        delivery.settle(db, asked(db, town.anna), Settlement.FAILED, START)
        row = db.connection.exec_driver_sql("SELECT sealed, error FROM outbox").one()
        return row.sealed, row.error

    assert (b"", "failed") == runtime.database.call(play)


@pytest.mark.parametrize(
    ("fate", "state"),
    [
        (Settlement.LEFT_IN_DOUBT, NudgeState.SENT),
        (Settlement.FAILED, NudgeState.FAILED),
        (Settlement.UNREACHABLE, NudgeState.FAILED),
        (Settlement.LATER, NudgeState.QUEUED),
        (Settlement.AGAIN, NudgeState.QUEUED),
    ],
)
def test_a_nudge_shares_the_fate_of_its_message(
    runtime: Runtime, town: Town, fate: Settlement, state: NudgeState
) -> None:
    """In doubt too often it counts as sent: it probably was."""

    def play(db: Transaction) -> NudgeState:
        row = asked(db, town.anna, nudge=queued_nudge(db, town.anna))
        delivery.settle(db, row, fate, START, timedelta(seconds=2))
        return nudge_state(db, row.nudge_id or 0)

    assert state == runtime.database.call(play)


def test_who_blocked_us_gets_nothing_more(runtime: Runtime, town: Town) -> None:
    """What still waits for them goes, they are marked, and others are not touched."""

    def play(db: Transaction) -> tuple[Status, Status, Mapping[str, int]]:
        row = asked(db, town.anna)
        for person in (town.anna, town.daan):
            outbox.put(db, person, OutgoingKind.MESSAGE, outgoing.message("Nog iets."), START)
        delivery.settle(db, row, Settlement.UNREACHABLE, START)
        return people.by_id(db, town.anna).status, people.by_id(db, town.daan).status, states(db)

    expected = (Status.UNREACHABLE, Status.ACTIVE, {SendingState.FAILED: 1, SendingState.QUEUED: 1})
    assert expected == runtime.database.call(play)


def test_after_a_crash_all_that_was_on_its_way_goes_once_more(runtime: Runtime, town: Town) -> None:
    """A question and a sentence alike; both doubts are counted."""

    def play(db: Transaction) -> tuple[Mapping[str, int], Mapping[str, int]]:
        asked(db, town.anna)
        outbox.put(db, town.daan, OutgoingKind.MESSAGE, outgoing.message("Dank je."), START)
        assert 1 == len(outbox.claim(db, START, 10, EVERYTHING))
        delivery.recover(db, LATER, timedelta(minutes=5))
        return states(db), tally.counts(db)

    assert ({SendingState.QUEUED: 2}, {"sent again in doubt": 2}) == runtime.database.call(play)
