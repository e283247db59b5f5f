"""The shelf as it ships, and plays: a conversation with a flow, with JSON between all turns."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Self
from zoneinfo import ZoneInfo

from flows import engine, events, loader, marked_text, resumes, session
from flows.flow import Flow
from flows.message_room import MessageRoom
from flows.nodes import ask

LIBRARY = Path(loader.__file__).parent / "library"
NOW = datetime(2026, 11, 26, 14, 30, tzinfo=UTC)
VOICES = (("nl", "je"), ("nl", "u"), ("en", "je"))
PLAN = {"cue": "ik nee moet zeggen", "response": "noem ik ook wat wel kan", "key": "resultaat_nee"}
SUCCESS = {"cue": "de telefoon gaat", "response": "vraag ik eerst waarom", "key": "own"}


def topic(habit: str, number: int = 1, because: str = "least") -> dict[str, str]:
    """What a lead steers on in a week, with this question of the nine."""
    return {"habit": habit, "about": "A", "because": because, "why": "W.", "question": f"{habit}_{number}"}


def line(
    state: str = "chosen",
    *,
    habit: str = "why",
    question: str = "why_2",
    words: str = "Wat staat er op het spel?",
    case: str = "",
    misses: int = 0,
    promise: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """A line of steering that a lead has open."""
    return {
        "state": state,
        "habit": habit,
        "about": "A",
        "question": question,
        "words": words,
        "case": case,
        "day": "2026-11-26",
        "misses": misses,
        "heard": "",
        "hindrance": "",
        "promise": promise,
    }


FACTS: Mapping[str, Any] = {
    "role": "employee", "times": 3, "week": 4, "team": "Vergunningen", "working_days": ["mon", "tue", "wed", "thu"],
    "prompt_day": "thu", "prompt_time": "15:30", "controller": "Gemeente Voorbeeldstad",
    "privacy_contact": "privacy@voorbeeldstad.example", "legal_ground": "een taak van algemeen belang",
    "works_council_decision": "instemming van 1 oktober 2026", "help_contact": "Carla, kamer 2.14",
    "keep_text_days": 90, "keep_goal_days": 400, "keep_score_days": 400, "plan_misses": 0, "plan_steady": 0,
    "low": {"why": 0, "result": 0, "ahead": 1, "together": 0},
    "weeks_since": {"why": 2, "result": 2, "ahead": 2, "together": 2}, "habit_due": False, "team_item_due": False,
    "lookback_due": False, "booster_due": False, "month": 11,
    "team_item": "why", "weeks_done": 7, "weeks_possible": 8,
    "promises": [{"key": "7", "label": "de wachtrij bij de balie bekijken"}], "topic": topic("ahead"),
    "quarter": {"weeks": 9, "possible": 12, "closed": 5, "dropped": 1, "done": 3, "broken": 1},
    "works": [{"key": "balie", "label": "B"}, {"key": "zorg", "label": "Z"}],
    "geval": {"name": "case stoep", "case": "Zo ging het. Dat kwam ervan.", "thing": "Dit kan.", "about": "dit"},
    "buddy": {"pair": "1", "question": "1"},
}  # fmt: skip


@cache
def shelf() -> loader.Shelf:
    return loader.shelf([LIBRARY])


def names() -> list[str]:
    return sorted(path.stem for path in LIBRARY.glob("*.yaml"))


def flow(name: str) -> Flow:
    return shelf().flow(name)


def questions(name: str) -> dict[str, ask.Ask]:
    """The questions of a flow, by node."""
    return {node.name: node for node in flow(name).nodes.values() if isinstance(node, ask.Ask)}


@dataclass(frozen=True)
class LibraryPlay:
    """A conversation at one moment: where it stands, and all that happened since it began."""

    session: session.Session
    happened: tuple[events.Event, ...]
    world: engine.World

    @classmethod
    def begin(cls, name: str, voice: tuple[str, str] = ("nl", "je"), *, draw: str = "", **facts: Any) -> Self:
        """Start a flow; ``draw`` makes another series of chances."""
        world = engine.World(
            NOW,
            lambda decision: _chance(draw + decision),
            _moment,
            shelf(),
            ZoneInfo("Europe/Paris"),
            MessageRoom(4096),
        )
        trigger = engine.Trigger(
            "nudge" if facts.get("prompted") else "command", *voice, facts={**FACTS, **facts}, person="anna"
        )
        sprint = engine.start(flow(name), trigger, world)
        return cls(sprint.session, sprint.events, world)

    def hear(self, woken_by: resumes.Resume) -> "LibraryPlay":
        before = session.from_json(session.to_json(self.session))
        sprint = engine.resume(before, woken_by, self.world)
        return LibraryPlay(sprint.session, (*self.happened, *sprint.events), self.world)

    def press(self, *choices: str) -> "LibraryPlay":
        """Press the buttons with these choices, one after the other."""
        play = self
        for choice in choices:
            assert choice in play.choices, f"{choice} is no button of {play.node}: {play.choices}"
            play = play.hear(resumes.Pressed(play.visit, choice))
        return play

    def type(self, text: str) -> "LibraryPlay":
        return self.hear(resumes.Typed(text))

    @property
    def node(self) -> str:
        """The node that waits, with the flow it is in; empty when none does."""
        if self.session.wait is None or self.finished:
            return ""
        return f"{self.session.frames[self.session.at].flow or self.session.flow}:{self.session.wait.node}"

    @property
    def visit(self) -> int:
        return self.session.wait.visit if self.session.wait else 0

    @property
    def question(self) -> events.Asked:
        return next(event for event in reversed(self.happened) if isinstance(event, events.Asked))

    @property
    def choices(self) -> tuple[str, ...]:
        """The buttons under the open question."""
        return tuple(button.choice for row in self.question.buttons for button in row) if self.node else ()

    @property
    def finished(self) -> events.Finished | None:
        return next((event for event in self.happened if isinstance(event, events.Finished)), None)

    def answers(self) -> dict[str, Any]:
        """What was stored, by name; a skipped question as None."""
        return {event.name: event.value for event in self.happened if isinstance(event, events.Answered)}

    def acts(self) -> list[tuple[str, Mapping[str, Any]]]:
        return [(event.kind, event.fields) for event in self.happened if isinstance(event, events.Acted)]

    def remembered(self) -> dict[str, Any]:
        return {event.name: event.value for event in self.happened if isinstance(event, events.Remembered)}

    def shown(self) -> list[str]:
        """Everything that could be read, as plain text, in order."""
        texts = []
        for event in self.happened:
            if isinstance(event, events.Said | events.Asked | events.Chosen):
                texts.append(marked_text.plain(event.text))
            if isinstance(event, events.Asked):
                texts += [button.label for row in event.buttons for button in row]
        return texts


def _chance(decision: str) -> float:
    return int.from_bytes(hashlib.sha256(decision.encode()).digest()[:6]) / 2**48


def _moment(_name: str, now: datetime) -> datetime:
    return now + timedelta(days=1)
