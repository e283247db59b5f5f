"""An audience with phones, in a process of its own with the pretend Telegram: most get nudges, some talk meanwhile.

`python -m benchmarks.audience …` prints the address, waits for a line on its input, lets the talkers talk until all
others were nudged, prints what it saw as JSON, and ends when its input does. The first people are nudged, the last
talk.
"""

import argparse
import asyncio
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import msgspec

from benchmarks import hall, processes
from benchmarks.dialogue import TypedDialogue
from sandbox.chats import Chat
from sandbox.pace import ServerPace
from sandbox.people import NotSeen, PhoneOwner
from sandbox.telegram import Telegram

THINKS = 1.0  # seconds between a reply and what a talker says next: Telegram's pace in one chat
PATIENCE = 30.0
LINGERS = 2.0  # seconds in which a nudge that comes twice would still be seen
LONGEST = 3600.0


class AudienceSaw(msgspec.Struct, frozen=True):
    """Seconds from the first nudge to the last; all messages in that time, nudges and replies; what went wrong."""

    seconds: float
    nudged: int
    messages: int
    twice: int
    refused: int  # requests answered with 429
    latencies: list[float]  # seconds from what a talker said to its reply


@dataclass(slots=True)
class Audience:
    """Everybody, and what reached them so far."""

    telegram: Telegram
    nudged: Sequence[PhoneOwner]
    talkers: Sequence[PhoneOwner]
    first: Counter[int] = field(default_factory=Counter)  # chat -> messages
    moments: list[float] = field(default_factory=list)  # of every message of the bot
    nudge_moments: list[float] = field(default_factory=list)
    latencies: list[float] = field(default_factory=list)
    all_nudged: asyncio.Event = field(default_factory=asyncio.Event)

    def hears(self, chat: Chat | None, kind: str, content: Any) -> None:
        """The exchange tells of everything that happens in any chat."""
        if chat is None or kind != "message" or not content["from"]["is_bot"]:
            return
        now = time.perf_counter()
        self.moments.append(now)
        if chat.id <= self.nudged[-1].id:
            self.first[chat.id] += 1
            self.nudge_moments.append(now)
            if len(self.first) == len(self.nudged):
                self.all_nudged.set()

    async def sit(self) -> AudienceSaw:
        """Until everybody was nudged, or for an hour."""
        self.telegram.listeners.append(self.hears)
        talking = [asyncio.create_task(self._talk(place)) for place in range(len(self.talkers))]
        with suppress(TimeoutError):
            await asyncio.wait_for(self.all_nudged.wait(), LONGEST)
        await asyncio.sleep(LINGERS)
        for task in talking:
            task.cancel()
        await asyncio.gather(*talking, return_exceptions=True)
        return self._seen()

    def _seen(self) -> AudienceSaw:
        began, ended = self.nudge_moments[0], self.nudge_moments[-1]
        within = sum(began <= moment <= ended for moment in self.moments)
        twice = sum(count - 1 for count in self.first.values())
        refused = self.telegram.pace.refused if self.telegram.pace else 0
        return AudienceSaw(ended - began, len(self.first), within, twice, refused, self.latencies)

    async def _talk(self, place: int) -> None:
        await asyncio.sleep(THINKS * place / len(self.talkers))
        for dialogue in range(int(LONGEST)):
            for text in TypedDialogue(place, dialogue).typed:
                await self._says(self.talkers[place], text)
                await asyncio.sleep(THINKS)

    async def _says(self, person: PhoneOwner, text: str) -> None:
        said = time.perf_counter()
        await person.says(text)
        with suppress(NotSeen):
            await person.hears(PATIENCE)
        self.latencies.append(time.perf_counter() - said)


async def _run(chosen: argparse.Namespace) -> None:
    pace = ServerPace(overall=chosen.over_all)
    telegram = Telegram(chosen.token, pace=pace, latency=chosen.latency_ms / 1000)
    people = [telegram.at(telegram.join(f"Anna {number}")) for number in range(chosen.nudged + chosen.talkers)]
    for person in people:
        person.chat.started = True
    await hall.opens(telegram, Audience(telegram, people[: chosen.nudged], people[chosen.nudged :]).sit)


def main() -> None:
    """Read the arguments and sit."""
    processes.end_with_starter()
    parser = argparse.ArgumentParser(prog="python -m benchmarks.audience", description=__doc__)
    parser.add_argument("--token", required=True)
    parser.add_argument("--nudged", type=int, required=True)
    parser.add_argument("--talkers", type=int, required=True)
    parser.add_argument("--over-all", type=float, default=30.0, help="messages a second that are not refused")
    parser.add_argument("--latency-ms", type=float, default=40.0)
    asyncio.run(_run(parser.parse_args()))


if __name__ == "__main__":
    main()
