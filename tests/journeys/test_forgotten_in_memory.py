"""Whoever is forgotten is gone from the memory of the whole running bot: doors, pace, caches, whatever is reached."""

import asyncio
import gc
from collections import deque
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sandbox.people import PhoneOwner
from store import people
from store.database import Transaction
from store.people import Role
from tests import addresses
from tests.playing import JourneyStage, playing

MORNING = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
WORDS = "Ik wil eerst bellen met mevrouw van de balie"
OURS = ("bot.", "store.", "flows.", "nudges.", "study.", "telegram.")
LONGEST = 15.0  # seconds until the pace has forgotten a chat that rested


def reachable(stage: JourneyStage) -> Iterator[Any]:
    """Everything that the parts of the bot hold, and what that holds, as far as it is ours or a container."""
    left: list[Any] = [stage.runtime, stage.channel, stage.doors, stage.ticks, stage.control]
    met = dict[int, Any]()
    while left:
        thing = left.pop()
        if id(thing) in met:
            continue
        met[id(thing)] = thing
        yield thing
        containers = dict, list, tuple, set, frozenset, deque
        if isinstance(thing, containers) or type(thing).__module__.startswith(OURS):
            left += gc.get_referents(thing)


def traces(stage: JourneyStage, chat: int, names: set[str]) -> list[str]:
    """What of it says who somebody was or what they wrote: the kind of thing alone, for a failure to tell."""
    tell_tales = {str(chat), *names}
    return [
        type(thing).__name__
        for thing in reachable(stage)
        if thing == chat or (isinstance(thing, str) and any(name in thing for name in tell_tales))
    ]


async def presses(stage: JourneyStage, anna: PhoneOwner, label: str) -> None:
    """And whatever follows from it has happened."""
    await (await anna.presses(label)).answered()
    await stage.quiet()


async def says(stage: JourneyStage, anna: PhoneOwner, text: str) -> None:
    """And whatever follows from it has happened."""
    await anna.says(text)
    await stage.quiet()


def names_of(db: Transaction, person: int) -> set[str]:
    """What her rows call her."""
    anna = people.by_id(db, person)
    return {anna.pseudonym, anna.audit_key, WORDS}


async def test_the_running_bot_remembers_nobody_who_was_forgotten(tmp_path: Path) -> None:
    """After a conversation, words of her own, settings and /verwijder neither her chat, her names, her words nor, once
    the pace has rested, the number of her row is held anywhere, also when she writes once more; before they were."""
    async with playing(tmp_path, MORNING) as stage:
        anna = stage.telegram.person("Anna", "nl")
        await says(stage, anna, f"/start {stage.invite('Balie', Role.EMPLOYEE)}")
        person = stage.runtime.database.call(lambda db: addresses.by_chat(db, anna.id))
        assert person is not None
        for said in ("/instellingen", "/doel", WORDS, "/mijngegevens", "/volgende"):
            await says(stage, anna, said)
        names = stage.runtime.database.call(names_of, person.id)
        assert person.id in stage.channel.pace.remembered(), "the search is blind"
        assert traces(stage, anna.id, names), "the search is blind"
        await says(stage, anna, "/verwijder")
        await presses(stage, anna, "Ja, wis alles")
        assert stage.runtime.database.call(lambda db: addresses.by_chat(db, anna.id)) is None
        await says(stage, anna, WORDS)  # as a stranger by now
        async with asyncio.timeout(LONGEST):
            while person.id in stage.channel.pace.remembered():  # noqa: ASYNC110 - the courier looks each second
                await asyncio.sleep(0.05)
        assert [] == traces(stage, anna.id, names)
