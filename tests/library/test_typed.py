"""What people type, and what it means: sentences written by somebody who had not seen how they are read.

Each is typed to the real question, in a real session. Two rates are held apart: nothing is taken that was not meant,
and nearly everything that means one answer is understood.
"""

import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from ruamel.yaml import YAML

from flows import engine, events, loader, marked_text, phrases, resumes, session
from flows.flow import Flow
from flows.nodes import ask
from flows.turn import SprintBuilder
from tests.flows import stage as flows_stage
from tests.flows import test_matrix
from tests.library import stage

TYPED = Path(__file__).parent / "typed"
TABLES = sorted(TYPED.glob("**/*.yaml"))
LEAST_UNDERSTOOD = 0.98
AGAIN = None


@dataclass(frozen=True)
class Sentence:
    """One row: to which question, what is typed, what it means, and what else would be right."""

    where: str
    says: str
    right: tuple[Any, ...]
    play: Any

    @property
    def means_one(self) -> bool:
        """It must be understood; asking again is not right as well."""
        return AGAIN not in self.right


def sentences(path: Path) -> Iterator[Sentence]:
    for number, group in enumerate(YAML(typ="safe").load(path.read_text())):
        flow, node = _flow_of(group, number)
        begun = _begun(flow, node, group)
        question = group.get("flow", group.get("ask", {}).get("ask", ""))
        where = f"{path.relative_to(TYPED)} {question}.{node} {group['language']}"
        for row in group["typed"]:
            right = (row["means"], *([row["or"]] if "or" in row else []))
            yield Sentence(where, row["says"], tuple(map(_plain, right)), begun)


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _flow_of(group: dict[str, Any], number: int) -> tuple[Flow, str]:
    """The flow, begun at the question, whose answers are all stored so that they can be seen."""
    if "flow" in group:
        flow, node = stage.flow(group["flow"]), group["node"]
    else:
        flow, node = _written(f"proef{number}", group["language"], repr(group["ask"])), "v"
    asked = flow.nodes[node]
    assert isinstance(asked, ask.Ask)
    nodes = MappingProxyType({**flow.nodes, node: replace(asked, stored=True)})
    return replace(flow, start=node, nodes=nodes), node


@cache
def _written(name: str, language: str, parts: str) -> Flow:
    text = textwrap.dedent(
        f"""
        flow: {name}
        title: Proef
        language: {"en" if language == "en" else "nl"}
        for: [employee]
        owner: coach
        review: 2027-06-01
        start: v
        nodes:
          v: {parts}
          z:
            end: Klaar.
        """
    )
    return loader.load(text, {}, path=f"{name}.yaml")


class OneFlowShelf:
    """The shelf as it ships, with one flow in the place of its own."""

    def __init__(self, flow: Flow) -> None:
        self._flow = flow

    def flow(self, name: str) -> Flow:
        return self._flow if name == self._flow.name else stage.shelf().flow(name)

    def version(self, name: str, version: str) -> Flow:
        return self._flow if name == self._flow.name else stage.shelf().version(name, version)


@dataclass(frozen=True)
class Begun:
    """A session at a question, before anything is typed."""

    session: session.Session
    world: engine.World
    flow: Flow

    def type(self, said: str) -> Any:
        """What is taken: a label, a list of them, a number, a day …; AGAIN when it is asked again."""
        before = session.from_json(session.to_json(self.session))
        sprint = engine.resume(before, resumes.Typed(said, "1"), self.world)
        assert not [event for event in sprint.events if isinstance(event, events.FlowFailed)], said
        answered = next((event for event in sprint.events if isinstance(event, events.Answered)), None)
        node = self.flow.nodes[self.flow.start]
        assert isinstance(node, ask.Ask)
        if answered is None:
            return _read_back(sprint) if node.word_of_kind == "plan" else AGAIN
        view = SprintBuilder.of(before, self.world, self.flow).view
        if answered.skipped:
            return view.render(node.skip) if not isinstance(node.skip, bool) else view.phrase(phrases.SKIP)
        return _shown(node, view, answered.value)


def _shown(node: ask.Ask, view: Any, value: Any) -> Any:
    match node.word_of_kind:
        case "several":
            return [node.answers.label(view, [one]) for one in value]
        case "choice" | "scale" | "plan":
            return node.answers.label(view, value)
    return value


def _read_back(sprint: engine.Sprint) -> str | None:
    """The plan that has only to be confirmed."""
    if sprint.session.partial.get("step") != "confirm":
        return AGAIN
    asked = next(event for event in sprint.events if isinstance(event, events.Asked))
    read_back = re.fullmatch(r"“(.+)” [^”]+\?", marked_text.plain(asked.text), re.DOTALL)
    assert read_back is not None, asked.text
    return read_back[1]


def _begun(flow: Flow, node: str, group: dict[str, Any]) -> Begun:
    today = group.get("today")
    now = flows_stage.NOW if today is None else datetime.fromisoformat(str(today)).replace(tzinfo=flows_stage.AMSTERDAM)
    world = engine.World(now, lambda _: 0.5, test_matrix._moment, OneFlowShelf(flow), flows_stage.AMSTERDAM)
    language, tone = {"u": ("nl", "u")}.get(group["language"], (group["language"], "je"))
    facts = {
        **stage.FACTS,
        "working_days": ["mon", "tue", "wed", "thu", "fri"],
        "promises": PROMISES,
        **group.get("facts", {}),
    }
    sprint = engine.start(flow, engine.Trigger("command", language, tone, facts, "anna"), world)
    assert sprint.session.wait is not None, (flow.name, node)
    assert sprint.session.wait.node == node
    return Begun(sprint.session, world, flow)


PROMISES = [{"key": "7", "label": "de wachtrij bij de balie bekijken"}]


def _told(mistakes: list[tuple[Sentence, Any]]) -> str:
    return "\n".join(f"{one.where}: {one.says!r} was {taken!r}, and is {one.right!r}" for one, taken in mistakes)


@cache
def played(path: Path) -> tuple[tuple[Sentence, Any], ...]:
    return tuple((one, one.play.type(one.says)) for one in sentences(path))


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.relative_to(TYPED).with_suffix("").as_posix())
def test_nothing_is_taken_that_was_not_meant(path: Path) -> None:
    """Whatever is typed: it is taken as what it means, or asked again."""
    wrong = [(one, taken) for one, taken in played(path) if taken is not AGAIN and taken not in one.right]
    assert [] == wrong, f"{len(wrong)} of {len(played(path))} are taken wrongly:\n{_told(wrong)}"


def test_nearly_all_that_means_one_answer_is_understood() -> None:
    """Of what must not be asked again, over all tables together."""
    clear = [(one, taken) for path in TABLES for one, taken in played(path) if one.means_one]
    missed = [(one, taken) for one, taken in clear if taken not in one.right]
    rate = 1 - len(missed) / len(clear)
    assert rate >= LEAST_UNDERSTOOD, f"{rate:.1%} of {len(clear)} are understood:\n{_told(missed)}"


def test_the_tables_hold_hundreds_of_sentences() -> None:
    """To every kind of question."""
    every = [one for path in TABLES for one, _ in played(path)]
    assert len(every) >= 2300
    assert len(TABLES) >= 33
