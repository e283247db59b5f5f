"""Plays a flow in the terminal, with time jumps: no Telegram, no database, nothing kept."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.panel import Panel
from rich.text import Text

from bot import clock
from flows import complaints, engine, events, loader, markup, resumes, session
from flows.flow import Flow
from nudges import availability
from nudges.person import Person

OURS = Path(__file__).parents[2] / "flows" / "library"
ZONE = ZoneInfo("Europe/Amsterdam")
HELP = "Type an answer or a button's number · /back · /skip · /stop · /later (to the next moment) · /quit"
_COMMANDS: Mapping[str, resumes.Resume] = {
    "/terug": resumes.Back(),
    "/back": resumes.Back(),
    "/overslaan": resumes.Skip(),
    "/skip": resumes.Skip(),
    "/stop": resumes.Stop(),
}
_LATER = ("/later",)
_AWAY = ("/weg", "/quit")
EXAMPLES: Mapping[str, Any] = {
    "role": "employee",
    "times": 0,
    "week": 1,
    "team": "Team Vergunningen",
    "working_days": ["mon", "tue", "wed", "thu"],
    "prompt_day": "thu",
    "prompt_time": "15:30",
    "controller": "Gemeente Voorbeeld",
    "privacy_contact": "de functionaris gegevensbescherming",
    "legal_ground": "een taak van algemeen belang",
    "works_council_decision": "instemming van de ondernemingsraad",
    "help_contact": "je coach",
    "keep_text_days": 90,
    "keep_score_days": 400,
    "last_plan": {"cue": "ik een lastige mail open", "response": "bel ik eerst even"},
    "last_plan_weeks": 1,
    "plan_misses": 0,
    "earlier_success": {"cue": "een overleg begint", "response": "vraag ik wat de inwoner eraan heeft"},
    "low": {"why": 0, "result": 0, "ahead": 0, "together": 0},
    "weeks_since": {"why": 1, "result": 2, "ahead": 3, "together": 4},
    "habit_due": False,
    "team_item_due": False,
    "team_item": "why",
    "weeks_done": 3,
    "weeks_possible": 4,
    "promises": [{"key": "1", "label": "Terugbellen over de wachttijd"}],
    "promise": {"key": "1", "text": "terugbellen over de wachttijd", "day": "2026-11-26"},
    "least_covered": "why",
}
"""What a made-up person brings along, so that every flow of the library can be played."""


@dataclass(slots=True)
class Talk:
    """One conversation at the terminal; ``now`` moves only by /later."""

    library: engine.Library
    now: datetime
    out: Console
    seed: str = ""
    _sprint: engine.Sprint | None = None
    _buttons: list[events.Button] = field(default_factory=list)
    _ref: int = 0

    def world(self) -> engine.World:
        who = Person(ZONE)
        return engine.World(self.now, self._chance, lambda name, at: _moment(who, name, at), self.library, ZONE)

    def _chance(self, decision: str) -> float:
        digest = hashlib.sha256(f"{self.seed}|{decision}".encode()).digest()
        return int.from_bytes(digest[:8], "big") / 2**64

    def begin(self, script: Flow, language: str, tone: str, facts: Mapping[str, Any]) -> None:
        trigger = engine.Trigger("trial", language, tone, {**EXAMPLES, **facts}, "talk")
        self._show(engine.start(script, trigger, self.world()))

    @property
    def going_on(self) -> bool:
        return self._sprint is not None and self._sprint.session.status is session.SessionStatus.WAITING

    def hear(self, said: str) -> bool:
        """Play on with what was typed; False when the person leaves."""
        sprint, word = self._sprint, said.strip().casefold()
        if sprint is None or word in _AWAY:
            return False
        if word in _LATER:
            self._later(sprint.session)
        elif word.startswith("/") and word not in _COMMANDS:
            self.out.print(HELP, style="dim")
        else:
            self._resume(sprint.session, _COMMANDS.get(word) or self._answer(sprint.session, said.strip()))
        return True

    def _answer(self, before: session.Session, said: str) -> resumes.Resume:
        """A number is the button with that number; anything else is typed."""
        if said.isdecimal() and 1 <= int(said) <= len(self._buttons) and before.wait:
            return resumes.Pressed(before.wait.visit, self._buttons[int(said) - 1].choice)
        self._ref += 1
        return resumes.Typed(said, self._ref)

    def _later(self, before: session.Session) -> None:
        wait = before.wait
        due = (wait.remind_at or wait.until) if wait else None
        if wait is None or due is None:
            self.out.print("There is no next moment: it waits for an answer.", style="dim")
            return
        self.now = max(self.now, due)
        local = self.now.astimezone(ZONE)
        self.out.rule(f"{local:%Y-%m-%d %H:%M}", style="dim")
        self._resume(before, resumes.Remind() if wait.remind_at else resumes.Timeout())

    def _resume(self, before: session.Session, woken_by: resumes.Resume) -> None:
        self.now += timedelta(seconds=5)
        kept = session.from_json(session.to_json(before))
        self._show(engine.resume(kept, woken_by, self.world()))

    def _show(self, sprint: engine.Sprint) -> None:
        self._sprint = sprint
        for event in sprint.events:
            self._event(event)

    def _event(self, event: events.Event) -> None:
        match event:
            case events.Said() | events.Chosen():
                self.out.print(Panel(Text(markup.plain(event.text)), expand=False))
            case events.Asked():
                self._buttons = [button for row in event.buttons for button in row]
                self.out.print(Panel(Text(markup.plain(event.text)), expand=False, border_style="cyan"))
                for number, button in enumerate(self._buttons, 1):
                    self.out.print(f"  [{number}] {button.label}", markup=False)
            case _:
                self.out.print(f"  · {event!r}", style="dim", markup=False, soft_wrap=True)


def talk(
    name: str,
    *,
    folders: tuple[Path, ...] = (),
    language: str = "nl",
    tone: str = "je",
    facts: Mapping[str, Any] | None = None,
    seed: str = "",
    now: datetime | None = None,
    read: Callable[[], str] | None = None,
    console: Console | None = None,
) -> int:
    """Play the flow of that name, or the flow file at that path, until it ends or the reader leaves. Returns 1 when it
    cannot be played."""
    out = console or Console(highlight=False)
    try:
        library, script = _find(name, folders)
    except engine.UnknownFlow as error:
        return _refuse(out, str(error.args[0]))
    except (complaints.FlowError, OSError, UnicodeDecodeError) as error:
        return _refuse(out, str(error))
    talking = Talk(library, now or clock.Clock().now(), out, seed)
    out.print(HELP, style="dim")
    talking.begin(script, language, tone, facts or {})
    ask = read or (lambda: out.input("> "))
    while talking.going_on:
        try:
            if not talking.hear(ask()):
                break
        except (EOFError, KeyboardInterrupt):
            break
    return 0


def _refuse(out: Console, reason: str) -> int:
    out.print(reason, style="red", markup=False, soft_wrap=True)
    return 1


def _find(name: str, folders: tuple[Path, ...]) -> tuple[loader.Shelf, Flow]:
    """Raises FlowError, UnknownFlow or OSError, each a sentence that says what to do."""
    path = Path(name)
    if path.suffix != ".yaml":
        shelf = loader.shelf([OURS, *folders])
        if name not in shelf.flows:
            raise engine.UnknownFlow(f"There is no flow {name}. There are: {', '.join(shelf.flows)}.")
        return shelf, shelf.flow(name)
    script = loader.load(*loader.read_files(path), path=str(path))
    shelf = loader.shelf([OURS, *folders, path.parent])
    return loader.Shelf({**shelf.flows, script.name: script}), script


def _moment(who: Person, name: str, at: datetime) -> datetime:
    match name:
        case "next_working_day":
            return availability.moment(who, "tomorrow", at)
        case "next_prompt":
            return availability.moment(who, "next_week", at)
        case "reminder":
            return availability.remind_at(who, at)
        case "expiry":
            return availability.expires_at(who, at)
    return availability.moment(who, name, at)
