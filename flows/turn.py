"""A sprint in the making: the session being changed, and the events so far."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta

import msgspec

from flows import (
    bounds,
    chance,
    display,
    events,
    expressions,
    lengths,
    moments,
    session,
    stack,
    texts,
    vocabulary,
    world,
)
from flows.flow import Entrance, Flow, Labelled, LoggingNode, PlayError, Question, Sharing, Unanswered, choose
from flows.json_value import JSON
from flows.message_room import MessageRoom
from flows.view import View

SHORTEST_PAUSE = timedelta(minutes=1)
LONGEST_CALL = timedelta(minutes=1)


@dataclass(slots=True)
class SprintBuilder:
    """Implements `flow.Play`. Made for one sprint and thrown away after `sprint()`."""

    before: session.Session
    outside: world.World
    stack: stack.Stack
    display: display.Display
    facts: dict[str, JSON]
    language: str
    tone: str
    visits: int
    depth: int
    trail: list[session.Mark]
    undone: list[session.Mark]
    partial: Mapping[str, JSON]
    wait: session.Wait | None
    status: session.SessionStatus
    refused: str | None = None
    refused_check: int = 0
    misses: int = 0
    ref: str | None = None
    """the typed message that this turn hears"""
    check: int = 0
    """of its words"""
    node: str = ""
    """being played"""
    budget: bounds.TurnBudget = field(default_factory=bounds.TurnBudget)
    """what its texts may still cost"""
    _view: View | None = field(default=None)

    @classmethod
    def of(cls, before: session.Session, outside: world.World, root: Flow) -> "SprintBuilder":
        frames = stack.Stack(list(before.frames), before.at, outside.library, {0: root})
        return cls(
            before=before,
            outside=outside,
            stack=frames,
            display=display.Display(card=root.card, room=outside.room),
            facts=before.facts,
            language=before.language,
            tone=before.tone,
            visits=before.visits,
            depth=before.depth,
            trail=list(before.trail),
            undone=list(before.undone),
            partial=before.partial,
            wait=before.wait,
            status=before.status,
            refused=before.refused,
            refused_check=before.refused_check,
            misses=before.misses,
            node=before.wait.node if before.wait else root.start,
        )

    # what is known

    @property
    def flow(self) -> Flow:
        return self.stack.flow_of(self.stack.at)

    @property
    def path(self) -> str:
        return self.stack.prefix(self.stack.at) + self.node

    @property
    def room(self) -> MessageRoom:
        return self.outside.room

    @property
    def goes_back(self) -> bool:
        return self.stack.flow_of(0).back and self.depth > 0

    @property
    def keeps_something(self) -> bool:
        """Say whether anything that was said so far in this conversation is stored."""
        nodes = (self.stack.flow_of(mark.frame).nodes.get(self.stack.node_of(mark)) for mark in self.trail)
        return any(isinstance(node, LoggingNode) or (isinstance(node, Question) and node.stored) for node in nodes)

    @property
    def view(self) -> View:
        if self._view is None:
            frame = self.stack.frame
            variables = {**self.facts, **frame.handed, **frame.values, "language": self.language, "tone": self.tone}
            context = {name: value for name, value in variables.items() if value is not None}
            context["_label"] = self._label
            if "moments" in self.flow.needs:
                context["moments"] = moments.Moments(self.outside)
            context[expressions.BUDGET] = self.budget
            today = self.outside.now.astimezone(self.outside.zone).date()
            self._view = View(self.language, self.tone, today, context)
        return self._view

    def _label(self, node: str, value: JSON) -> str:
        asked = self.flow.nodes.get(node)
        return asked.label(self.view, value) if isinstance(asked, Labelled) else str(value)

    def worded(self, wording: texts.Wording) -> str:
        return self.view.render(wording.of(self._turn_of(wording) if len(wording.texts) > 1 else 0))

    def _turn_of(self, wording: texts.Wording) -> int:
        """Start by chance, then go one further each time the person begins this flow: the least recently used."""
        times = self.view.context.get("times", 0)
        u = self.outside.chance(f"{self.flow.name}.{wording.texts[0].place}.{self.before.person}")
        return int(u * len(wording.texts)) + (times if isinstance(times, int) else 0)

    def hear(self, text: str, ref: str | None) -> None:
        """Remember which message this turn hears, so that an edit of it is known again."""
        self.ref, self.check = ref, session.check_of(text)

    # what is said and asked

    def say(self, text: str) -> None:
        self.display.say(text)

    def chose(self, text: str) -> None:
        self.display.chose(text)

    def ask(self, text: str, rows: events.Rows, unanswered: Unanswered | None) -> None:
        self.visits += 1
        self.refused, self.refused_check, self.misses = None, 0, 0
        self.wait = session.Wait(self.node, self.visits)
        if unanswered:
            first = self.when(unanswered.after)
            last = self._gives_up(unanswered) if unanswered.remind else first
            remind_at = first if unanswered.remind else None
            self.wait = session.Wait(self.node, self.visits, remind_at=remind_at, until=last)
        self.display.ask(self.visits, text, rows)

    def _gives_up(self, unanswered: Unanswered) -> datetime:
        if unanswered.give_up:
            return self.when(unanswered.give_up)
        length = lengths.read(unanswered.after)
        return self.outside.now + 2 * length if length else self.when("expiry")

    def show(self, text: str, rows: events.Rows, *, edits: bool, reminder: bool = False) -> None:
        self.display.show(self.visits, text, rows, edits=edits, reminder=reminder)

    # what is kept

    def answer(self, question: Question, value: JSON, *, skipped: bool = False) -> None:
        ref = self.ref if self.ref is not None else self.partial.get("ref")
        check = self.check or self.partial.get("check", 0)
        mark = session.Mark(self.stack.at, question.number, self.visits, ref or "", check)
        corrects = self._takes_back(mark)
        if question.stored:
            self.emit(
                events.Answered(
                    self.visits, self.path, question.variable, value, question.word_of_kind, question.seen_by,
                    skipped=skipped, corrects=corrects, with_goal=question.with_goal,
                )
            )  # fmt: skip
        self.trail.append(mark)
        self.depth += 1
        self.partial, self.wait = {}, None
        self.refused, self.refused_check, self.misses = None, 0, 0
        self.set(question.variable, value)

    def correct(self, question: Question, value: JSON, visit: int) -> None:
        """Put another value in the place of an answer that was given before."""
        if question.stored:
            self.emit(
                events.Answered(
                    visit,
                    self.path,
                    question.variable,
                    value,
                    question.word_of_kind,
                    question.seen_by,
                    corrects=True,
                    with_goal=question.with_goal,
                )
            )
        self.set(question.variable, value)

    def refuse(self) -> None:
        self.refused, self.refused_check = self.ref, self.check
        self.misses += self.ref is not None

    def reheard(self, mark: session.Mark) -> None:
        """Remember that the message of this answer reads as it is heard now."""
        self.trail[self.trail.index(mark)] = msgspec.structs.replace(mark, check=self.check)

    def empty(self) -> None:
        self.emit(events.Empty(self.path))

    def _takes_back(self, mark: session.Mark) -> bool:
        """Say whether the same was answered or logged before somebody went back."""
        path = self.stack.path(mark)
        for old in self.undone:
            if self.stack.path(old) == path and bool(old.visit) == bool(mark.visit):
                self.undone.remove(old)
                return True
        return False

    def set(self, name: str, value: JSON) -> None:
        if name in self.flow.variables_in_use or name in self._taken():
            self.stack.set(name, value)
            self._view = None

    def _taken(self) -> frozenset[str]:
        """List the variables that the flow around this one asked for."""
        frame = self.stack.frame
        if frame.parent < 0:
            return frozenset()
        around = self.stack.flow_of(frame.parent).nodes.get(frame.node)
        return frozenset(around.takes.values()) if isinstance(around, Entrance) else frozenset()

    def remember(self, name: str, value: JSON) -> None:
        if name == "language" and value in self.stack.flow_of(0).languages:
            self.language = str(value)
        elif name == "tone" and value in vocabulary.TONES:
            self.tone = str(value)
        elif name in self.flow.variables_in_use:
            self.facts = {**self.facts, name: value}
        self._view = None
        self.emit(events.Remembered(name, value))

    def act(self, kind: events.ActKind, fields: Mapping[str, JSON]) -> None:
        mark = session.Mark(self.stack.at, self.flow.nodes[self.node].number, 0)
        corrects = self._takes_back(mark)
        self.trail.append(mark)
        self.emit(events.Acted(kind, fields, self.path, corrects))

    def share(self, audience: events.Audience, text: str | None, name: str | None) -> None:
        self.emit(events.Shared(self.path, audience, text, name))

    def write_back(self, to: str, manner: str, text: str, day: str | None) -> None:
        self.emit(events.WroteBack(self.path, to, manner, text, day))

    def write_to_buddy(self, to: str, manner: str, text: str) -> None:
        self.emit(events.WroteToBuddy(self.path, to, manner, text))

    def draw(self, weights: Mapping[str, float], floor: float, *, sticky: bool) -> str:
        chances = chance.probabilities(weights, floor)
        decision = f"{self.flow.name}.{self.node}.{self.before.person}"
        if not sticky:
            decision += f".{self.before.started}.{self.depth}"
        u = self.outside.chance(decision)
        wanted = self.outside.arms.get(self.node, "")
        arm = wanted if chances.get(wanted) else chance.pick(chances, u)
        self.emit(events.Drawn(self.path, arm, chances, u, decision))
        return arm

    # where it goes

    def go_to(self, at: int, node: str) -> None:
        """Make another place the one being played."""
        self.stack.at, self.node, self._view = at, node, None

    def enter(self, name: str, handed: Mapping[str, JSON]) -> str:
        entered = self.outside.library.flow(name)
        self.stack.push(entered, self.node, handed)
        self._view = None
        self.emit(events.Entered(name))
        return entered.start

    def leave(self, outcome: str | None) -> str | None:
        left, frame = self.flow, self.stack.frame
        if frame.parent < 0:
            self.finish(session.SessionStatus.COMPLETED, outcome)
            return None
        self.go_to(frame.parent, frame.node)
        around = self.flow.nodes.get(frame.node)
        if not isinstance(around, Entrance):
            raise PlayError("unknown_target", f"{left.name} was entered from a node that is gone")
        for own, theirs in around.takes.items():
            self.set(own, frame.values.get(theirs))
        return choose(around.exits, (outcome,) if outcome else (), self.view.context)

    def pause(self, until: datetime, outcome: str | None) -> None:
        until = max(until, self.outside.now + SHORTEST_PAUSE)
        self.wait = session.Wait(self.node, self.visits, answer=False, until=until)
        self.emit(events.Paused(until, outcome))

    def call(self, address: str, body: Mapping[str, JSON]) -> None:
        self.wait = session.Wait(self.node, self.visits, answer=False, call=True, until=self.outside.now + LONGEST_CALL)
        self.emit(events.Called(address, body))

    @property
    def is_private(self) -> bool:
        return any(self.stack.flow_of(at).private for at in self._around())

    @property
    def is_passed_by_all(self) -> bool:
        frames = self.stack.frames
        inside = all(
            frames[at].node in self.stack.flow_of(frames[at].parent).passed_by_all
            for at in self._around()
            if frames[at].parent >= 0
        )
        return inside and self.node in self.flow.passed_by_all

    def _around(self) -> Iterator[int]:
        """List the flow being played and those around it, from the inside out."""
        at = self.stack.at
        while at >= 0:
            yield at
            at = self.stack.frames[at].parent

    def withhold(self) -> None:
        self.emit(events.Withheld(self.path))

    def when(self, moment: str) -> datetime:
        length = lengths.read(moment)
        if length is not None:
            return self.outside.now + length
        try:
            return self.outside.moment(moment, self.outside.now).astimezone(UTC)
        except (LookupError, ValueError) as error:
            raise PlayError("unknown_moment", f"{moment}: {error}") from None

    def at(self, day: str, clock: str) -> datetime:
        try:
            local = datetime.combine(datetime.fromisoformat(day).date(), time.fromisoformat(clock), self.outside.zone)
        except ValueError as error:
            raise PlayError("no_day", str(error)) from None
        return local.astimezone(UTC)

    # how it ends

    def emit(self, event: events.Event) -> None:
        self.display.emit(event)

    def finish(self, status: session.SessionStatus, outcome: str | None = None) -> None:
        self.status = status
        if status is session.SessionStatus.COMPLETED:
            self._withdraw()
        if status is not session.SessionStatus.EXPIRED:
            self.wait, self.partial = None, {}
        self.emit(events.Finished(status, outcome))

    def _withdraw(self) -> None:
        """Withdraw what was answered before somebody went back and was not passed again: it no longer holds."""
        for mark in self.undone:
            node = self.stack.flow_of(mark.frame).nodes[self.stack.flow_of(mark.frame).order[mark.node]]
            path = self.stack.path(mark)
            if isinstance(node, LoggingNode):
                self.emit(events.Acted(node.kind, {}, path, corrects=True))
            elif isinstance(node, Sharing):
                self.emit(events.Shared(path, node.audience, None))
            elif isinstance(node, Question) and node.stored:
                self.emit(
                    events.Answered(
                        mark.visit,
                        path,
                        node.variable,
                        None,
                        node.word_of_kind,
                        node.seen_by,
                        skipped=True,
                        corrects=True,
                    )
                )
        self.undone = []

    def sprint(self) -> world.Sprint:
        """Give the session as it is now, one sprint further, and all events."""
        trail = self.trail[-stack.LONGEST_TRAIL :]
        frames, places = stack.compact(self.stack.frames, self.stack.at, [*trail, *self.undone])
        after = msgspec.structs.replace(
            self.before,
            status=self.status,
            language=self.language,
            tone=self.tone,
            sprint=self.before.sprint + 1,
            wait=self.wait,
            visits=self.visits,
            depth=self.depth,
            facts=self.facts,
            frames=frames,
            at=places[self.stack.at],
            trail=_moved(trail, places),
            undone=_moved(self.undone, places),
            partial=dict(self.partial),
            refused=self.refused,
            refused_check=self.refused_check,
            misses=self.misses,
        )
        return world.Sprint(after, self.display.events())


def _moved(marks: list[session.Mark], places: Mapping[int, int]) -> tuple[session.Mark, ...]:
    if all(old == new for old, new in places.items()):
        return tuple(marks)
    return tuple(msgspec.structs.replace(mark, frame=places[mark.frame]) for mark in marks)
