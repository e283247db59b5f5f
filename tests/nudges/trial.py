"""Made-up trials with a known truth: people, weeks, chances that follow how somebody is doing, and outcomes."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from study.estimate import Array, Rows

GOLDEN: Any = json.loads((Path(__file__).parent / "golden" / "mrt.json").read_text())

# last week's outcome -> the chance to act
Rule = Callable[[Array], Array]


def golden(outcome: str, control: str) -> Rows:
    """The golden rows with this outcome ("y" or "yb") and control ("1" or "1,x")."""
    column = {name: np.array([row[name] for row in GOLDEN["rows"]], dtype=float) for name in GOLDEN["rows"][0]}
    ones = np.ones(len(GOLDEN["rows"]))
    controls = [ones if name == "1" else column[name] for name in control.split(",")]
    return Rows(
        column["id"].astype(np.int64),
        column["avail"] == 1,
        column["a"] == 1,
        column["p"],
        column[outcome],
        np.column_stack(controls),
        ones[:, None],
    )


@dataclass(frozen=True, slots=True)
class Trial:
    """`people` over `weeks`, `available` a share of the time; what came out lies in people×weeks arrays."""

    people: int
    weeks: int
    available: float = 0.85

    def rows(self, played: "Played", *, logged: Array | None = None, weekly: bool = False) -> Rows:
        """The decisions as rows, with the week as a control if asked; `logged` chances instead of the true ones."""
        shape = (self.people, self.weeks)
        person, week = np.indices(shape)
        ones = np.ones(self.people * self.weeks)
        control = [ones, week.ravel() / self.weeks] if weekly else [ones]
        return Rows(
            person.ravel().astype(np.int64),
            played.available.ravel(),
            played.acted.ravel(),
            (played.probability if logged is None else np.broadcast_to(logged, shape)).ravel(),
            played.outcome.ravel(),
            np.column_stack(control),
            ones[:, None],
        )


@dataclass(frozen=True, slots=True)
class Played:
    """What happened in one trial."""

    available: npt.NDArray[np.bool_]
    acted: npt.NDArray[np.bool_]
    probability: Array
    outcome: Array


def play(
    trial: Trial, rule: Rule, outcome: Callable[[Array, Array, int], Array], chance: np.random.Generator
) -> Played:
    """Week by week: draw by the rule on last week's outcome; `outcome` gets (last week's, acted, week)."""
    shape = (trial.people, trial.weeks)
    available, draws = chance.random(shape) < trial.available, chance.random(shape)
    acted, probability, outcomes = np.zeros(shape, dtype=bool), np.zeros(shape), np.zeros(shape)
    last = outcome(np.zeros(trial.people), np.zeros(trial.people), 0)
    for week in range(trial.weeks):
        probability[:, week] = rule(last)
        acted[:, week] = available[:, week] & (draws[:, week] < probability[:, week])
        last = outcomes[:, week] = outcome(last, acted[:, week].astype(float), week)
    return Played(available, acted, probability, outcomes)
