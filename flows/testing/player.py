"""Plays an author's test, with the session through JSON between all turns, as the bot does."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from flows import complaints, engine, events, marked_text, resumes, session
from flows.errors import FlowsError
from flows.findings import Finding
from flows.flow import Flow
from flows.json_value import JSON
from flows.remark import Remark
from flows.testing import written
from flows.testing.reach import StepsPassed

SPOKEN: Mapping[str, resumes.Resume] = {
    "/terug": resumes.Back(),
    "/back": resumes.Back(),
    "/overslaan": resumes.Skip(),
    "/skip": resumes.Skip(),
    "/stop": resumes.Stop(),
}
MOST_MOMENTS = 50
SOON = timedelta(seconds=5)

WorldAt = Callable[[datetime], engine.World]
"""The world at a moment, without what this player puts in: who hears the steps."""


class Failed(FlowsError):
    """The flow did something else than the test says, at this line."""

    def __init__(self, line: int, reason: str, remedy: str) -> None:
        super().__init__(reason)
        self.line, self.reason, self.remedy = line, reason, remedy


def play(
    flow: Flow, test: written.Test, facts: Mapping[str, JSON], world_at: WorldAt, now: datetime, path: str
) -> tuple[Finding | None, StepsPassed]:
    """Play one test at a moment: what went otherwise than it says (None: nothing), and the steps that were passed."""
    playing = _Playing(flow, test, world_at, now)
    try:
        playing.begin({**facts, **test.facts})
        for step in test.steps:
            playing.do(step)
        playing.conclude()
    except Failed as failed:
        return complaints.complaint(path, failed.line, failed.reason, failed.remedy), playing.passed
    return None, playing.passed


@dataclass(slots=True)
class _Playing:
    flow: Flow
    test: written.Test
    world_at: WorldAt
    now: datetime
    passed: StepsPassed = field(default_factory=StepsPassed)
    heard: list[str] = field(default_factory=list)
    """since something was last said, or time went by"""
    all: list[events.Event] = field(default_factory=list)
    _state: session.Session | None = None
    _line: int = 0
    _ref: int = 0

    @property
    def state(self) -> session.Session:
        assert self._state is not None  # noqa: S101 - set when the test begins
        return self._state

    def world(self) -> engine.World:
        return replace(self.world_at(self.now), steps=self.passed.step, arms=self.test.arms)

    def begin(self, facts: Mapping[str, JSON]) -> None:
        self._line = self.test.line
        trigger = engine.Trigger("trial", self.test.language or self.flow.language, self.test.tone, facts, "test")
        self._take(engine.start(self.flow, trigger, self.world()))

    def do(self, step: written.TestLine) -> None:
        self._line = step.line
        getattr(self, f"_{step.word}")(step)

    def _say(self, step: written.TestLine) -> None:
        for said in step.texts:
            wait = self.state.wait
            if wait is None or not wait.answer or self.state.status is not session.SessionStatus.WAITING:
                raise self._failed(
                    Remark("nothing is asked when {said!r} is said", said=said),
                    "remove this line, or write later: next",
                )
            self.heard = []
            self.now += SOON
            self._resume(self._meant(said, wait.visit))

    def _meant(self, said: str, visit: int) -> resumes.Resume:
        """Take what is said as a command, a button that reads so, or typed words."""
        if said.casefold() in SPOKEN:
            return SPOKEN[said.casefold()]
        for button in self._buttons_shown():
            if button.label.casefold() == said.casefold():
                return resumes.Pressed(visit, button.choice)
        self._ref += 1
        return resumes.Typed(said, str(self._ref))

    def _expect(self, step: written.TestLine) -> None:
        for text in step.texts:
            if not any(_plain(text) in heard for heard in self.heard):
                raise self._failed(
                    Remark("expected {text!r}; {heard}", text=text, heard=Remark(self._what_was_heard())),
                    "correct the test, or the flow",
                )

    def _never(self, step: written.TestLine) -> None:
        for text in step.texts:
            if any(_plain(text) in heard for heard in self.heard):
                raise self._failed(Remark("{text!r} was heard", text=text), "correct the test, or the flow")

    def _buttons(self, step: written.TestLine) -> None:
        shown = [button.label for button in self._buttons_shown()]
        if shown != list(step.texts):
            raise self._failed(
                Remark("the buttons are {shown}", shown=", ".join(shown) or Remark("none")),
                "write them all, in this order",
            )

    def _buttons_shown(self) -> list[events.Button]:
        asked = next((event for event in reversed(self.all) if isinstance(event, events.Asked)), None)
        return [button for row in asked.buttons for button in row] if asked else []

    def _later(self, step: written.TestLine) -> None:
        """Let everything that is due until then happen in between, each thing at its own moment."""
        self.heard = []
        until = self.now + step.length if step.length else self._due()
        if until is None:
            raise self._failed("nothing happens by itself here", "say something, or give a length: later: 24h")
        for _ in range(MOST_MOMENTS):
            due = self._due()
            if due is None or due > until:
                break
            self.now = max(self.now, due)
            wait = self.state.wait
            self._resume(resumes.Remind() if wait and wait.remind_at else resumes.Timeout())
            if step.length is None:
                break
        self.now = max(self.now, until)

    def _answer(self, step: written.TestLine) -> None:
        if self.state.wait is None or not self.state.wait.call:
            raise self._failed("no other program is asked here", "remove this line")
        self.heard = []
        self.now += SOON
        self._resume(resumes.Replied(step.answer))

    def _due(self) -> datetime | None:
        wait = self.state.wait
        return (wait.remind_at or wait.until) if wait else None

    def _resume(self, woken_by: resumes.Resume) -> None:
        stored = session.from_json(session.to_json(self.state))
        self.passed.stands_at(stored)
        self._take(engine.resume(stored, woken_by, self.world()))

    def _take(self, sprint: engine.Sprint) -> None:
        self._state = sprint.session
        self.all += sprint.events
        for event in sprint.events:
            if isinstance(event, events.FlowFailed):
                raise self._failed(
                    Remark(
                        "the flow broke at {node}: {detail} ({code})",
                        node=event.node,
                        detail=event.detail,
                        code=event.code,
                    ),
                    "correct the flow",
                )
            if isinstance(event, events.Empty):
                raise self._failed(Remark("the question at {node} has no words", node=event.node), "correct the flow")
            if isinstance(event, events.Withheld):
                reason = Remark("the call at {node} would tell something unseen", node=event.node)
                raise self._failed(reason, "write ask: in the call, so that the person sees what goes and decides")
            if isinstance(event, events.Ignored):
                raise self._failed(
                    Remark("that does nothing here: {reason}", reason=event.reason), "say something else"
                )
            if isinstance(event, events.Said | events.Asked) or (self.flow.card and isinstance(event, events.Chosen)):
                self.heard.append(_plain(marked_text.plain(event.text)))

    def conclude(self) -> None:
        """Hold the conversation against how the test says that it ends."""
        self._line = self.test.line
        if self.test.ends and self.test.ends not in self._ends():
            raise self._failed(
                Remark("it ends {ends}, not {expected}", ends=" or ".join(self._ends()), expected=self.test.ends),
                "correct ends:, or the flow",
            )
        answers = {event.name: event.value for event in self.all if isinstance(event, events.Answered)}
        for name, value in self.test.saved.items():
            if answers.get(name) != value:
                saved = f"{answers[name]!r}" if name in answers else Remark("not saved")
                raise self._failed(
                    Remark("{name} is {kept}, and should be {value!r}", name=name, kept=saved, value=value),
                    "correct saved:, or the flow",
                )
        logged = [event.kind for event in self.all if isinstance(event, events.Acted) and event.fields]
        if self.test.logged is not None and list(self.test.logged) != logged:
            raise self._failed(
                Remark("logged: {logged}", logged=", ".join(logged) or Remark("nothing")),
                "correct logged:, or the flow",
            )

    def _ends(self) -> list[str]:
        finished = next((event for event in reversed(self.all) if isinstance(event, events.Finished)), None)
        return [str(self.state.status), *([finished.outcome] if finished and finished.outcome else [])]

    def _what_was_heard(self) -> str:
        return (
            Remark("the bot said {heard}", heard=" · ".join(map(repr, self.heard)))
            if self.heard
            else "the bot said nothing"
        )

    def _failed(self, reason: str, remedy: str) -> Failed:
        return Failed(self._line, reason, remedy)


def _plain(text: str) -> str:
    """Put a text on one line, so that line breaks do not matter."""
    return " ".join(text.split())
