"""Many nudges due in the same minute, over HTTP at Telegram's pace, while some people talk."""

import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from benchmarks import installation, processes
from benchmarks.audience import AudienceSaw
from bot import app
from bot.base import clock
from bot.base.settings import Settings
from bot.channels.telegram.address import address_of
from bot.clockwork import rounds
from bot.dialogue import programme
from bot.rhythm import own_rhythm
from sandbox.exchange import FIRST_PERSON
from store import people
from store.database import Database, Transaction

TOKEN = "1000:bench"  # noqa: S105 - opens nothing but a pretend Telegram
DUE = datetime(2026, 11, 26, 14, 30, tzinfo=UTC)  # a Thursday, 15:30 in Amsterdam: when people are asked by default
STARTS = DUE - timedelta(seconds=12)  # so that the bot is awake when it is time


@dataclass(frozen=True, slots=True)
class NudgedCrowd:
    """So many are nudged at once and so many talk meanwhile, at so many messages a second."""

    nudged: int
    talkers: int
    over_all: int = 30
    latency_ms: float = 40.0


@dataclass(frozen=True, slots=True)
class NudgeTimes:
    """What came of it; `floor` is the shortest time in which the pace lets so many messages go, in seconds."""

    audience: AudienceSaw
    floor: float
    p50: float  # seconds until a reply
    p99: float
    cpu_ms: float  # of the bot, for each message


def run(folder: Path, crowded: NudgedCrowd) -> NudgeTimes:
    """Put everybody on the agenda, start the bot seconds before it is time, and wait until all are nudged."""
    settings = installation.make_settings(folder)
    chats = range(FIRST_PERSON, FIRST_PERSON + crowded.nudged + crowded.talkers)
    with on_the_agenda(settings, chats, chats[: crowded.nudged]):
        pass
    words = ["--token", TOKEN, "--nudged", crowded.nudged, "--talkers", crowded.talkers]
    words += ["--over-all", crowded.over_all, "--latency-ms", crowded.latency_ms]
    serving = ["--token", TOKEN, "--folder", folder, "--over-all", crowded.over_all, "--clock", STARTS.isoformat()]
    with (
        processes.running("benchmarks.audience", *words) as audience,
        processes.running("benchmarks.serving", "--api", audience.first_line, *serving) as bot,
    ):
        before = bot.cpu()
        audience.say("go")
        saw = msgspec.json.decode(audience.hear(), type=AudienceSaw)
        cpu = bot.cpu() - before
    return NudgeTimes(
        audience=saw,
        floor=saw.messages / crowded.over_all,
        p50=statistics.median(saw.latencies),
        p99=statistics.quantiles(saw.latencies, n=100)[98],
        cpu_ms=1000 * cpu / max(1, saw.messages),
    )


@contextmanager
def on_the_agenda(chosen: Settings, chats: range, nudged: range) -> Iterator[Database]:
    """Seat somebody in each of these chats, with the weekly prompt planned for those who are nudged."""
    with installation.installed(chosen, chats, STARTS) as database:
        for start in range(0, len(nudged), installation.AT_ONCE):
            database.call(_settle, nudged[start : start + installation.AT_ONCE])
        runtime = app.build(chosen, database, clock.Clock(STARTS))
        # A new programme has everybody's next step looked at, once; that is over long before a prompt is due.
        database.call(programme.refresh, runtime.library.programme.version, STARTS)
        while database.call(rounds.plan, runtime, STARTS):
            pass
        yield database


def _settle(db: Transaction, chats: range) -> None:
    for chat in chats:
        person = people.by_chat(db, people.chat_hash(db, address_of(chat)))
        if person is not None:
            own_rhythm.settle(db, person, STARTS)
