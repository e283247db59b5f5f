"""How long the longest usual way through a flow takes: taps, texts to type, seconds."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flows import reading, vocabulary
from flows.checks import states
from flows.checks.subject import Subject
from flows.findings import Finding
from flows.flow import Flow, Node
from flows.nodes import ask, enter, pause
from flows.remark import Remark


@dataclass(frozen=True, slots=True)
class Length:
    """Holds the most taps, texts and seconds of any usual way, not necessarily all of the same one."""

    taps: int = 0
    typed: int = 0
    seconds: float = 0.0

    def __add__(self, other: "Length") -> "Length":
        return Length(self.taps + other.taps, self.typed + other.typed, self.seconds + other.seconds)

    def or_more(self, other: "Length") -> "Length":
        return Length(max(self.taps, other.taps), max(self.typed, other.typed), max(self.seconds, other.seconds))


def check(subject: Subject) -> Iterator[Finding]:
    length, allowed = longest(subject.flow, subject.shelf or {}), subject.flow.budget
    line = subject.flow.lines.get("budget", 1)
    if length.taps > allowed.taps:
        reason = Remark(
            "the longest usual way has {taps} taps; the budget is {budget}", taps=length.taps, budget=allowed.taps
        )
        yield subject.finding(line, "KV050", reason, "ask less, or let fewer people through the long way")
    if length.typed > allowed.typed:
        reason = Remark(
            "the longest usual way asks to type {typed} times; the budget is {budget}",
            typed=length.typed,
            budget=allowed.typed,
        )
        yield subject.finding(line, "KV051", reason, "offer buttons instead")
    if length.seconds > allowed.minutes * 60:
        reason = Remark(
            "the longest usual way takes {seconds:.0f} seconds; the budget is {budget:.0f}",
            seconds=length.seconds,
            budget=allowed.minutes * 60,
        )
        yield subject.finding(line, "KV052", reason, "shorten the texts, ask less, or raise budget: {minutes: …}")


def longest(flow: Flow, shelf: Mapping[str, Flow], depth: int = 0) -> Length:
    """Measure the longest usual way: without skipping, giving up, or going round; a pause begins a new contact."""
    try:
        ways = states.explore(flow)
    except states.TooMany:
        ways = _without_states(flow)
    costs = {name: of_node(node, flow, shelf, depth) for name, node in flow.nodes.items()}
    walk = _BudgetWalk(flow, ways, costs)
    starts = [state for state in ways if state.node == flow.start]
    starts += [way.to for state in ways if isinstance(flow.nodes[state.node], pause.Pause) for way in ways[state]]
    best = Length()
    for state in starts:
        best = best.or_more(walk.from_(state))
    return best


_UNUSUAL = (vocabulary.SKIPPED, vocabulary.THREATENING)


def _without_states(flow: Flow) -> dict[states.State, list[states.StateExit]]:
    nothing = frozenset[str]()
    return {
        states.State(name, nothing): [
            states.StateExit(states.State(way.go, nothing), usual=way.key not in _UNUSUAL) for way in node.exits
        ]
        for name, node in flow.nodes.items()
    }


class _BudgetWalk:
    """Longest ways from every state; a state that is met again on its own way counts once."""

    def __init__(
        self, flow: Flow, ways: Mapping[states.State, list[states.StateExit]], costs: Mapping[str, Length]
    ) -> None:
        self.flow, self.ways, self.costs = flow, ways, costs
        self.done: dict[states.State, Length] = {}

    def from_(self, start: states.State) -> Length:
        """Measure the longest way from a state, depth first without recursion: a flow may outgrow the stack."""
        going: set[states.State] = set()
        todo = [start]
        while todo:
            state = todo[-1]
            onward = self._onward(state)
            waiting = [
                next_state
                for next_state in onward
                if next_state not in self.done and next_state not in going and next_state in self.ways
            ]
            going.add(state)
            if waiting and state not in self.done:
                todo += waiting
                continue
            best = Length()
            for next_state in onward:
                best = best.or_more(self.done.get(next_state, Length()))
            self.done[state] = self.costs.get(state.node, Length()) + best
            going.discard(state)
            todo.pop()
        return self.done.get(start, Length())

    def _onward(self, state: states.State) -> list[states.State]:
        if isinstance(self.flow.nodes.get(state.node), pause.Pause):
            return []
        return [way.to for way in self.ways.get(state, ()) if way.usual]


def of_node(node: Node, flow: Flow, shelf: Mapping[str, Flow], depth: int = 0) -> Length:
    """Measure what one node asks; of an entered flow its longest usual way."""
    if isinstance(node, enter.Enter):
        inner = shelf.get(node.entered)
        return longest(inner, shelf, depth + 1) if inner and inner is not flow and depth < 8 else Length()
    longest_text = max((len(reading.words(text.base)) for text in node.texts() if text.marked), default=0)
    read = longest_text / reading.WORDS_PER_SECOND
    if not isinstance(node, ask.Ask):
        return Length(seconds=read)
    effort = node.answers.effort()
    return Length(effort.taps, effort.typed, read + node.answers.seconds())
