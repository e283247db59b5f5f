"""Plays a flow in the terminal, with time jumps: no Telegram, no database, nothing kept."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.panel import Panel
from rich.text import Text

from bot.base import clock
from bot.cli import flows_shelf, flows_told, flows_world
from bot.dialogue.commands import table
from flows import engine, events, marked_text, resumes, session
from flows.flow import Flow

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


@dataclass(slots=True)
class TerminalTalk:
    """Plays one conversation at the terminal; ``now`` moves only by /later."""

    library: engine.Library
    now: datetime
    out: Console
    seed: str = ""
    _sprint: engine.Sprint | None = None
    _buttons: list[events.Button] = field(default_factory=list)
    _ref: int = 0

    def world(self) -> engine.World:
        return flows_world.world(self.library, self.now, self.seed)

    def begin(self, flow: Flow, language: str, tone: str, facts: Mapping[str, Any]) -> None:
        trigger = engine.Trigger("trial", language, tone, {**flows_world.EXAMPLES, **facts}, "talk")
        self._show(engine.start(flow, trigger, self.world()))

    @property
    def going_on(self) -> bool:
        return self._sprint is not None and self._sprint.session.status is session.SessionStatus.WAITING

    def hear(self, said: str) -> bool:
        """Play on with what was typed; False when the person leaves."""
        sprint, word = self._sprint, said.strip().casefold()
        if sprint is None or word in _AWAY:
            return False
        meant = table.COMMANDS.meant(word)
        if meant is not None and not engine.offers(sprint.session, word, self.world()):
            word = f"/{meant.names['nl']}"  # as in the chat
        if sprint.session.wait and sprint.session.wait.call:
            self._replied(sprint.session, said)
        elif word in _LATER:
            self._later(sprint.session)
        elif word.startswith("/") and word not in _COMMANDS:
            self.out.print(HELP, style="dim")
        else:
            self._resume(sprint.session, _COMMANDS.get(word) or self._answer(sprint.session, said.strip()))
        return True

    def _replied(self, before: session.Session, said: str) -> None:
        """Take what the other program answers, as somebody types it."""
        try:
            answer = None if said.strip() == "/failed" else json.loads(said)
        except ValueError:
            answer = said
        if answer is None or isinstance(answer, dict):
            self._resume(before, resumes.Replied(answer))
        else:
            self.out.print(
                'Another program is asked: type its answer, such as {"day": "monday"}, or /failed.', style="dim"
            )

    def _answer(self, before: session.Session, said: str) -> resumes.Resume:
        """Press the button of a typed number; anything else is typed."""
        if said.isdecimal() and 1 <= int(said) <= len(self._buttons) and before.wait:
            return resumes.Pressed(before.wait.visit, self._buttons[int(said) - 1].choice)
        self._ref += 1
        return resumes.Typed(said, str(self._ref))

    def _later(self, before: session.Session) -> None:
        wait = before.wait
        due = (wait.remind_at or wait.until) if wait else None
        if wait is None or due is None:
            self.out.print("There is no next moment: it waits for an answer.", style="dim")
            return
        self.now = max(self.now, due)
        local = self.now.astimezone(flows_world.ZONE)
        self.out.rule(f"{local:%Y-%m-%d %H:%M}", style="dim")
        self._resume(before, resumes.Remind() if wait.remind_at else resumes.Timeout())

    def _resume(self, before: session.Session, woken_by: resumes.Resume) -> None:
        self.now += timedelta(seconds=5)
        copy = session.from_json(session.to_json(before))
        self._show(engine.resume(copy, woken_by, self.world()))

    def _show(self, sprint: engine.Sprint) -> None:
        self._sprint = sprint
        for event in sprint.events:
            self._event(event)

    def _event(self, event: events.Event) -> None:
        match event:
            case events.Said() | events.Chosen():
                self.out.print(Panel(Text(marked_text.plain(event.text)), expand=False))
            case events.Asked():
                self._buttons = [button for row in event.buttons for button in row]
                self.out.print(Panel(Text(marked_text.plain(event.text)), expand=False, border_style="cyan"))
                for number, button in enumerate(self._buttons, 1):
                    self.out.print(f"  [{number}] {button.label}", markup=False)
            case _:
                line = flows_told.line(event, flows_world.ZONE)
                if line:
                    self.out.print(f"  · {line}", style="dim", markup=False, soft_wrap=True)


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
        shelved = flows_shelf.find(name, folders)
    except flows_shelf.FlowNotFound as error:
        return flows_shelf.refuse(out, error)
    talking = TerminalTalk(shelved.shelf, now or clock.Clock().now(), out, seed)
    out.print(HELP, style="dim")
    talking.begin(shelved.flow, language, tone, facts or {})
    ask = read or (lambda: out.input("> "))
    while talking.going_on:
        try:
            if not talking.hear(ask()):
                break
        except (EOFError, KeyboardInterrupt):
            break
    return 0
