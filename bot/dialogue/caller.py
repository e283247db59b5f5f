"""Makes the calls that conversations wait for, outside any turn; what comes back wakes them."""

import asyncio
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import structlog

from bot.base import database_wait
from bot.dialogue import play
from bot.dialogue.outside import NoReply, Outside
from bot.turns.runtime import Runtime
from bot.turns.turn import Turn
from flows.resumes import Replied
from store import calls, people, sessions
from store.calls import PendingCall
from store.database import Transaction

_log = structlog.get_logger()

AT_ONCE = 10
_SELDOM = 30.0  # seconds; whoever keeps a call rings


class Caller:
    """Makes the calls that stand in their table, several side by side."""

    def __init__(self, runtime: Runtime, outside: Outside) -> None:
        self._runtime = runtime
        self._outside = outside

    async def run(self) -> None:
        """Make calls until cancelled. What a crash interrupted is asked again if it only asks; if it told something, it
        failed."""
        await database_wait.run(self._runtime.database, recover, self._runtime, self._runtime.clock.now())
        while True:
            self._runtime.to_call.take()
            claimed_calls = await database_wait.run(
                self._runtime.database, calls.claim, self._runtime.clock.now(), AT_ONCE
            )
            await asyncio.gather(*(self._make(call) for call in claimed_calls))
            if not claimed_calls:
                await self._runtime.to_call.wait(_SELDOM)

    async def _make(self, call: PendingCall) -> None:
        answer: Mapping[str, Any] | None = None
        try:
            answer = await self._outside.ask(call.address, call.body)
        except NoReply as reason:
            _log.warning("a call got no answer", action="failed", address=call.address, reason=str(reason))
        except Exception as error:
            _log.error("a call could not be made", action="failed", address=call.address, error=type(error).__name__)
        await database_wait.run(self._runtime.database, reply, self._runtime, call, answer, self._runtime.clock.now())
        self._runtime.to_send.give()


def recover(db: Transaction, runtime: Runtime, now: datetime) -> None:
    """Settle what a crash interrupted: a question is asked again; nobody knows whether anything else arrived, so that
    has failed."""
    for call in calls.interrupted(db):
        if call.body:
            reply(db, runtime, call, None, now)
        else:
            calls.again(db, call.id)


def reply(
    db: Transaction, runtime: Runtime, call: PendingCall, answer: Mapping[str, Any] | None, now: datetime
) -> None:
    """Wake the conversation with the answer, if it still waits for it."""
    if not calls.settle(db, call.id):
        return
    turn = Turn(db, runtime, people.by_id(db, call.person_id, lock=True), now)
    stored = sessions.by_id(db, call.session_id)
    if stored is None or stored.stamp != call.stamp or stored.status != sessions.WAITING:
        return
    play.take_up(turn, stored)
    play.wake(turn, stored, Replied(answer))
