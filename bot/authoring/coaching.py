"""Tells coaches in the chat: what is wrong with a flow file that they send, and what goes live or breaks."""

from collections.abc import Callable
from datetime import datetime, timedelta

from bot.authoring import reviewing
from bot.base import outgoing
from bot.base.incoming import Heard
from bot.base.outgoing import OutgoingKind
from bot.base.voice import Voice
from bot.library import parcel
from bot.library.live import News
from bot.library.shelves import BrokenFlow
from bot.rhythm import own_rhythm
from bot.turns.runtime import Runtime
from bot.turns.turn import Turn
from flows.world import UnknownFlow
from nudges import availability, bands
from store import installation, outbox, people, sessions
from store.database import Transaction
from store.outbox import Priority
from store.people import Role

_AFTERWARDS = timedelta(hours=1)
_MOST_FINDINGS = 5  # of one flow in a message; the check at the desk shows them all


def receive(turn: Turn, heard: Heard) -> bool:
    """Let a coach's file be fetched and checked, after the turn; False if the sender is no coach."""
    if Role.COACH not in people.roles(turn.db, turn.person.id):
        return False
    if not parcel.is_one(heard.name) or heard.size > parcel.LARGEST:
        turn.say("file.which", name=heard.name[:60])
        return True
    person = turn.person
    turn.put(
        OutgoingKind.FINDINGS,
        {"file": heard.data, "name": heard.name, "language": person.language, "tone": person.tone},
    )
    return True


def tell(db: Transaction, runtime: Runtime, news: News, now: datetime) -> None:
    """Say to every coach what is live now, how many people are still in an older version, and what broke."""
    _to_coaches(db, runtime, now, lambda voice: _news(db, runtime, news, voice))


def tell_failure(turn: Turn, flow: str, node: str, code: str) -> None:
    """Say to every coach, once for each version of a flow, that it gets stuck and where. It comes at least an hour
    later, so that it tells nobody when somebody was talking."""
    version = _version(turn.runtime, flow)
    name = f"stuck {flow}"
    if installation.fact(turn.db, name) != version:
        installation.remember(turn.db, name, version)
        _to_coaches(
            turn.db,
            turn.runtime,
            turn.now + _AFTERWARDS,
            lambda voice: voice.say("news.stuck", name=flow, node=node, code=code),
        )


def _version(runtime: Runtime, flow: str) -> bytes:
    try:
        return runtime.library.flow(flow).version.encode()
    except UnknownFlow:
        return b""


def _to_coaches(db: Transaction, runtime: Runtime, now: datetime, write: Callable[[Voice], str]) -> None:
    for number in people.with_role(db, Role.COACH):
        person = people.by_id(db, number)
        opening = availability.next_opening(own_rhythm.of(db, person), now)
        if opening is not None:  # else they take no part now, or nobody knows when they are back
            body = outgoing.message(write(Voice(runtime.texts, person.language, person.tone)))
            outbox.put(db, number, OutgoingKind.MESSAGE, body, now, priority=Priority.NUDGE, not_before=opening)


def _news(db: Transaction, runtime: Runtime, news: News, voice: Voice) -> str:
    lines = [_live(db, runtime, name, voice) for name in news.live]
    lines += [voice.say("news.mended", name=name) for name in news.mended if name not in news.live]
    lines += [voice.say("news.programme")] if news.programme else []
    lines += [broken(one, voice) for one in news.broke]
    return "\n\n".join(lines)


def _live(db: Transaction, runtime: Runtime, name: str, voice: Voice) -> str:
    flow = runtime.library.flow(name)
    older = bands.people(sum(people for version, people in sessions.inside(db, name) if version != flow.version))
    said = voice.say("news.live", name=name, title=flow.titles.get(voice.language, flow.title))
    return f"{said} {voice.plain('news.inside', number=older)}" if older else said


def broken(broken_flow: BrokenFlow, voice: Voice) -> str:
    """Describe what is wrong with a flow as it lies on the shelf, and what people get instead (marked text)."""
    lines = [reviewing.line(finding, voice) for finding in broken_flow.findings[:_MOST_FINDINGS]]
    instead = voice.plain(f"news.{broken_flow.instead.value.replace(' ', '_')}")
    return "\n".join([voice.say("news.broke", name=broken_flow.name, instead=instead), *lines])
