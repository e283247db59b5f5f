"""Dialogues over real HTTP: a crowd in its own process with the pretend Telegram, a bot in another."""

import statistics
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec

from benchmarks import installation, processes
from benchmarks.crowd import CrowdSaw, TypingManner
from benchmarks.dialogue import NAMES, TypedDialogue
from benchmarks.handwritten import Memory
from benchmarks.processes import Program
from bot.base import opening
from bot.base.settings import Settings
from bot.channels.telegram.address import address_of
from sandbox.exchange import FIRST_PERSON
from store import answers, people
from store.database import Transaction

TOKEN = "1000:bench"  # noqa: S105 - opens nothing but a pretend Telegram
Found = Mapping[int, Sequence[Sequence[int | str]]]  # chat -> the answers of each dialogue, in order


@dataclass(frozen=True, slots=True)
class TalkingCrowd:
    """How many people have how many dialogues, typed in which manner; Telegram answers after `latency_ms`."""

    people: int = 200
    dialogues: int = 5
    manner: TypingManner = TypingManner.ANSWERING
    latency_ms: float = 40.0


@dataclass(frozen=True, slots=True)
class HttpTimes:
    """What came of it in seconds; CPU in milliseconds a turn, of the bot and of the crowd with its Telegram."""

    rate: float
    p50: float
    p99: float
    wrong: int
    missing: int
    dialogues: int
    cpu_ms: float
    crowd_ms: float


def ours(folder: Path, crowded: TalkingCrowd, now: datetime, database: str = "", *, httpx: bool = False) -> HttpTimes:
    """Measure the real bot, with its pace lifted; `httpx` lets that carry what it says."""
    overrides = {"database_url": database} if database else {}
    settings = installation.make_settings(folder, **overrides)
    chats = range(FIRST_PERSON, FIRST_PERSON + crowded.people)
    with installation.installed(settings, chats, now):
        pass

    def bot(api: str) -> AbstractContextManager[Program]:
        words = ["--api", api, "--token", TOKEN, "--folder", folder, "--database", database, "--lift-pace"]
        return processes.running("benchmarks.serving", *words, *(["--httpx"] if httpx else []))

    return _measure(bot, crowded, lambda: found_in(settings, chats, now))


def handwritten(folder: Path, crowded: TalkingCrowd, manner: str) -> HttpTimes:
    """Measure the bot written by hand."""
    file = folder / f"{manner}.sqlite3"

    def bot(api: str) -> AbstractContextManager[Program]:
        words = ["--api", api, "--token", TOKEN, "--file", file, "--manner", manner]
        return processes.running("benchmarks.handwritten", *words)

    def answers() -> Found:
        held: dict[int, list[Sequence[int | str]]] = {}
        for chat, typed in Memory(file).answers():
            held.setdefault(chat, []).append(typed)
        return held

    return _measure(bot, crowded, answers)


def with_aiogram(crowded: TalkingCrowd, python: str) -> HttpTimes:
    """Measure the bot written with aiogram; `python` is that of the environment in which it is installed."""

    def bot(api: str) -> AbstractContextManager[Program]:
        return processes.running("benchmarks.with_aiogram", "--api", api, "--token", TOKEN, python=python)

    return _measure(bot, crowded, dict)  # nothing is stored


def _measure(
    bot: Callable[[str], AbstractContextManager[Program]], crowded: TalkingCrowd, stored: Callable[[], Found]
) -> HttpTimes:
    words = ["--token", TOKEN, "--people", crowded.people, "--dialogues", crowded.dialogues]
    words += ["--manner", crowded.manner, "--latency-ms", crowded.latency_ms]
    with processes.running("benchmarks.crowd", *words) as crowd, bot(crowd.first_line) as program:
        before, theirs = program.cpu(), crowd.cpu()
        crowd.say("go")
        crowd_saw = msgspec.json.decode(crowd.hear(), type=CrowdSaw)
        cpu, theirs = program.cpu() - before, crowd.cpu() - theirs
    return HttpTimes(
        rate=crowd_saw.turns / crowd_saw.seconds,
        p50=statistics.median(crowd_saw.latencies),
        p99=statistics.quantiles(crowd_saw.latencies, n=100)[98],
        wrong=crowd_saw.wrong,
        missing=missing(stored(), crowded),
        dialogues=crowd_saw.dialogues,
        cpu_ms=1000 * cpu / max(1, crowd_saw.turns),
        crowd_ms=1000 * theirs / max(1, crowd_saw.turns),
    )


def missing(stored: Found, crowded: TalkingCrowd) -> int:
    """How many dialogues are not stored as they were typed: an answer lost, twice, or under another question."""
    return sum(
        list(TypedDialogue(person, dialogue).answers)
        not in [list(given) for given in stored.get(FIRST_PERSON + person, ())]
        for person in range(crowded.people)
        for dialogue in range(crowded.dialogues)
    )


def found_in(settings: Settings, chats: Sequence[int], now: datetime) -> Found:
    """What the real bot stored."""
    with opening.beside(settings, now) as database:
        return {chat: database.call(_answers, chat) for chat in chats}


def _answers(db: Transaction, chat: int) -> Sequence[Sequence[int | str]]:
    person = people.by_chat(db, people.chat_hash(db, address_of(chat)))
    stored = [] if person is None else answers.every(db, person.id)
    dialogues: list[list[int | str]] = []
    for answer in stored:
        if answer.name == NAMES[0]:
            dialogues.append([])
        if dialogues and answer.name == NAMES[len(dialogues[-1]) % len(NAMES)]:
            dialogues[-1].append(answer.value)
    return dialogues
