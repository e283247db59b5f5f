"""A conversation with a small flow: written in a test, loaded, and played with JSON between all turns."""

import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from flows import engine, events, loader, resumes, session
from flows.flow import Flow
from flows.message_room import MessageRoom

NOW = datetime(2026, 11, 26, 14, 30, tzinfo=UTC)
DOCS = Path(__file__).parents[2] / "docs"
ROOM = MessageRoom(4096)
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
ANNA = "anna-1f2e"
MOMENTS = {
    "later_today": timedelta(hours=2),
    "tomorrow": timedelta(days=1),
    "reminder": timedelta(days=1),
    "expiry": timedelta(days=2),
}
E = TypeVar("E")


def source(nodes: str, head: str = "", name: str = "proef") -> str:
    """The text of a flow file with a plain head around these nodes."""
    body = textwrap.indent(textwrap.dedent(nodes).strip(), "  ")
    extra = textwrap.dedent(head).strip()
    return (
        f"flow: {name}\ntitle: Proef\nfor: [employee]\nowner: coach\nreview: 2027-06-01\n"
        f"{extra}{chr(10) if extra else ''}nodes:\n{body}\n"
    )


def flow(nodes: str, head: str = "", name: str = "proef", catalogues: Mapping[str, str] | None = None) -> Flow:
    return loader.load(source(nodes, head, name), catalogues or {}, path=f"{name}.yaml")


def po(**entries: tuple[str, str]) -> str:
    """A catalogue: place (dots written as __) = (base, translation)."""
    blocks = (
        f'msgctxt "{place.replace("__", ".")}"\nmsgid "{base}"\nmsgstr "{text}"\n'
        for place, (base, text) in entries.items()
    )
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n'
    return "\n".join((header, *blocks))


def moment(name: str, at: datetime) -> datetime:
    return at + MOMENTS[name]


def half(_decision: str) -> float:
    """A chance that always falls in the middle."""
    return 0.5


@dataclass
class Talk:
    """One person in one flow. ``happened`` is what the last turn brought, ``all`` everything since the beginning."""

    library: loader.Shelf
    state: session.Session
    happened: tuple[events.Event, ...]
    all: list[events.Event]
    now: datetime = NOW
    chance: Callable[[str], float] = half
    _ref: int = field(default=100)

    def world(self) -> engine.World:
        return engine.World(self.now, self.chance, moment, self.library, AMSTERDAM, ROOM)

    def resume(self, woken_by: resumes.Resume) -> "Talk":
        """Play on; the session goes through JSON first, as it does between all turns."""
        restored = session.from_json(session.to_json(self.state))
        assert restored == self.state
        return self._take(engine.resume(restored, woken_by, self.world()))

    def _take(self, sprint: engine.Sprint) -> "Talk":
        self.state, self.happened = sprint.session, sprint.events
        self.all += sprint.events
        return self

    def press(self, choice: str, visit: int | None = None) -> "Talk":
        wait = self.state.wait
        return self.resume(resumes.Pressed(visit if visit is not None else wait.visit if wait else 0, choice))

    def write(self, text: str, ref: str | None = None) -> "Talk":
        self._ref += 1
        return self.resume(resumes.Typed(text, str(self._ref) if ref is None else ref))

    def edit(self, text: str, ref: str) -> "Talk":
        return self.resume(resumes.Edited(text, ref))

    def back(self) -> "Talk":
        return self.resume(resumes.Back())

    def skip(self) -> "Talk":
        return self.resume(resumes.Skip())

    def stop(self) -> "Talk":
        return self.resume(resumes.Stop())

    def remind(self) -> "Talk":
        return self.resume(resumes.Remind())

    def timeout(self) -> "Talk":
        return self.resume(resumes.Timeout())

    def reask(self) -> "Talk":
        return self._take(engine.reask(self.state, self.world()))

    def later(self, **length: float) -> "Talk":
        self.now += timedelta(**length)
        return self

    def of(self, kind: type[E]) -> list[E]:
        """The events of one kind in the last turn."""
        return [event for event in self.happened if isinstance(event, kind)]

    def only(self, kind: type[E]) -> E:
        matching = self.of(kind)
        assert 1 == len(matching), self.happened
        return matching[0]

    @property
    def asked(self) -> events.Asked:
        """The newest question since the beginning."""
        return [event for event in self.all if isinstance(event, events.Asked)][-1]

    @property
    def labels(self) -> list[str]:
        return [button.label for row in self.asked.buttons for button in row]

    @property
    def texts(self) -> list[str]:
        """What was said, asked or put in place of a question in the last turn."""
        return [e.text for e in self.happened if isinstance(e, events.Said | events.Asked | events.Chosen)]

    @property
    def answers(self) -> dict[str, Any]:
        """What would be stored at the end, by name."""
        return {event.name: event.value for event in self.all if isinstance(event, events.Answered)}

    @property
    def status(self) -> session.SessionStatus:
        return self.state.status

    @property
    def node(self) -> str:
        assert self.state.wait is not None
        return self.state.wait.node


def begin(
    *flows: Flow,
    language: str = "nl",
    tone: str = "je",
    kind: engine.TriggerKind = "command",
    chance: Callable[[str], float] = half,
    **facts: Any,
) -> Talk:
    """Start the first of these flows; the others stand beside it on the shelf."""
    library = loader.Shelf({one.name: one for one in flows})
    first = library.flow(flows[0].name)
    world = engine.World(NOW, chance, moment, library, AMSTERDAM, ROOM)
    sprint = engine.start(first, engine.Trigger(kind, language, tone, facts, ANNA), world)
    return Talk(library, sprint.session, sprint.events, list(sprint.events), chance=chance)


def play(nodes: str, head: str = "", **facts: Any) -> Talk:
    """Load and start a flow of these nodes."""
    return begin(flow(nodes, head), **facts)
