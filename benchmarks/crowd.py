"""A crowd with phones, in a process of its own with the pretend Telegram: everybody types their dialogues to the bot.

`python -m benchmarks.crowd …` prints the address, waits for a line on its input, plays, prints what it saw as JSON, and
ends when its input does.
"""

import argparse
import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import msgspec

from benchmarks import hall, processes
from benchmarks.dialogue import REPLIES, TURNS, TypedDialogue
from sandbox.people import NotSeen, PhoneOwner
from sandbox.telegram import Telegram

PATIENCE = 30.0  # seconds until somebody gives a dialogue up


class TypingManner(StrEnum):
    """How people type."""

    ANSWERING = "answering"  # the next message as soon as they see the question
    RUSHING = "rushing"  # all answers at once, without waiting for the questions


class CrowdSaw(msgspec.Struct, frozen=True):
    """What the crowd saw; `latencies` in seconds from a message to its reply, `wrong` counts spoiled dialogues."""

    seconds: float
    turns: int
    dialogues: int
    wrong: int
    latencies: list[float]


@dataclass(slots=True)
class Crowd:
    """Everybody, and what they saw so far."""

    manner: TypingManner
    people: Sequence[PhoneOwner]
    dialogues: int
    latencies: list[float] = field(default_factory=list)
    wrong: int = 0

    async def play(self) -> CrowdSaw:
        """Let everybody have all their dialogues, side by side."""
        began = time.perf_counter()
        await asyncio.gather(*(self._talk(number) for number in range(len(self.people))))
        spent = time.perf_counter() - began
        held = len(self.people) * self.dialogues
        return CrowdSaw(spent, len(self.latencies), held, self.wrong, self.latencies)

    async def _talk(self, number: int) -> None:
        for dialogue in range(self.dialogues):
            lines = TypedDialogue(number, dialogue)
            have = self._answer if self.manner is TypingManner.ANSWERING else self._rush
            if not await have(self.people[number], lines):
                self.wrong += 1

    async def _answer(self, person: PhoneOwner, lines: TypedDialogue) -> bool:
        for turn in range(TURNS):
            sent = time.perf_counter()
            await person.says(lines.typed[turn])
            if not await self._replied(person, REPLIES[turn], sent):
                return False
        return True

    async def _rush(self, person: PhoneOwner, lines: TypedDialogue) -> bool:
        sent = time.perf_counter()
        for text in lines.typed:
            await person.says(text)
        # No `all`: the replies that still come belong to this dialogue and not to the next.
        return sum([await self._replied(person, reply, sent) for reply in REPLIES]) == len(REPLIES)

    async def _replied(self, person: PhoneOwner, expected: str, sent: float) -> bool:
        try:
            line = await person.hears(PATIENCE)
        except NotSeen:
            return False
        self.latencies.append(time.perf_counter() - sent)
        return line.text == expected


async def _run(chosen: argparse.Namespace) -> None:
    telegram = Telegram(chosen.token, latency=chosen.latency_ms / 1000)
    people = [telegram.person(f"Anna {number}") for number in range(chosen.people)]
    for person in people:
        person.chat.started = True
    await hall.opens(telegram, Crowd(TypingManner(chosen.manner), people, chosen.dialogues).play)


def main() -> None:
    """Read the arguments and play."""
    processes.end_with_starter()
    parser = argparse.ArgumentParser(prog="python -m benchmarks.crowd", description=__doc__)
    parser.add_argument("--token", required=True)
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--dialogues", type=int, default=5)
    parser.add_argument("--manner", choices=list(TypingManner), default=TypingManner.ANSWERING)
    parser.add_argument("--latency-ms", type=float, default=40.0)
    asyncio.run(_run(parser.parse_args()))


if __name__ == "__main__":
    main()
