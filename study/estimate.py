"""What an extra did, from decisions by chance: weighted and centred least squares, honest for few people.

Boruvka, Almirall, Witkiewitz & Murphy (2018). A decision that was acted upon weighs p̃/p, another (1−p̃)/(1−p), where
p is the chance that was logged with it; Y is fitted on the controls Z and on (A−p̃)X. So a rule that looks at how
somebody is doing cannot pass for an effect.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from study import power, student

FEW = 50  # people; up to so many the residuals are corrected for the leverage of each (Mancl & DeRouen 2001)

Array = npt.NDArray[np.floating[Any]]


class TooLittle(ValueError):
    """There is nothing to estimate from: too few people, or nobody for whom chance could have gone either way."""


@dataclass(frozen=True, slots=True)
class Rows:
    """One row a decision: whose (`person`, a whole number), `available`, `acted`, `probability` to act, `outcome`.

    All are of one length n; `control` is n×q (Z) and `moderators` n×d (X), ones for a plain mean. An outcome that is
    missing is NaN.
    """

    person: npt.NDArray[np.int64]
    available: npt.NDArray[np.bool_]
    acted: npt.NDArray[np.bool_]
    probability: Array
    outcome: Array
    control: Array
    moderators: Array

    def used(self) -> "Rows":
        """Keep the rows that tell something: available, with an outcome, and with a chance strictly between 0 and 1."""
        telling = self.available & ~np.isnan(self.outcome) & (self.probability > 0) & (self.probability < 1)
        return Rows(*(getattr(self, name)[telling] for name in self.__dataclass_fields__))

    def weights(self, reference: float) -> Array:
        """p̃/p where acted upon, (1−p̃)/(1−p) where not."""
        return np.where(self.acted, reference / self.probability, (1 - reference) / (1 - self.probability))

    def centred(self, reference: float) -> Array:
        """Give the columns of the regression: [Z, (A−p̃)X]."""
        return np.hstack([self.control, (self.acted - reference)[:, None] * self.moderators])


@dataclass(frozen=True, slots=True)
class Fit:
    """Coefficients of the controls first and then of the moderators, with their covariance, people and df."""

    coefficients: Array
    covariance: Array
    people: int
    df: int
    controls: int

    def effect(self, at: Sequence[float] = (1.0,)) -> "Effect":
        """Work out the effect at these values of the moderators; one row, so one degree of freedom in the numerator."""
        row = np.concatenate([np.zeros(self.controls), np.asarray(at, dtype=np.float64)])
        return Effect(float(row @ self.coefficients), float(np.sqrt(row @ self.covariance @ row)), self.df)


@dataclass(frozen=True, slots=True)
class Effect:
    """An estimate with its standard error and degrees of freedom."""

    estimate: float
    error: float
    df: int

    @property
    def interval(self) -> tuple[float, float]:
        """Give the interval that holds the effect with 95 % confidence."""
        half = student.quantile(1 - power.ALPHA / 2, self.df) * self.error
        return self.estimate - half, self.estimate + half

    @property
    def detectable(self) -> float:
        """Find the smallest effect that would have been seen four times out of five with an error of this size."""
        return power.multiplier(self.df) * self.error


def wcls(rows: Rows, reference: float = 0.5, few: int = FEW) -> Fit:
    """Estimate the marginal effect on the outcome, in its own unit; `reference` is p̃. Raises TooLittle."""
    used = rows.used()
    design, weights = used.centred(reference), used.weights(reference)
    bread = _inverse(design.T @ (weights[:, None] * design))
    coefficients = bread @ (design.T @ (weights * used.outcome))
    residuals = used.outcome - design @ coefficients
    # Minus the fit changes by the design itself, each row weighed: H = D·B·Dᵀ·W.
    meat, people = scatter(used.person, design * weights[:, None], design @ bread, residuals, few)
    return fitted(coefficients, bread @ meat @ bread, people, rows)


def scatter(
    person: npt.NDArray[np.int64], scores: Array, leverage: Array, residuals: Array, few: int
) -> tuple[Array, int]:
    """Σ u·uᵀ over people with u = scoresᵀ·(I−H)⁻¹·residuals and H = leverage·scoresᵀ; and how many people there are.

    With more than `few` people H is left out.
    """
    groups = list(_groups(person))
    corrected = len(groups) <= few
    total = np.zeros((scores.shape[1], scores.shape[1]))
    for group in groups:
        own, rest = scores[group], residuals[group]
        if corrected:
            rest = np.linalg.solve(np.eye(len(rest)) - leverage[group] @ own.T, rest)
        u = own.T @ rest
        total += np.outer(u, u)
    return total, len(groups)


def fitted(coefficients: Array, covariance: Array, people: int, rows: Rows) -> Fit:
    """Judge the fit by N − dim Z − dim X degrees of freedom. Raises TooLittle where none is left."""
    controls, moderators = rows.control.shape[1], rows.moderators.shape[1]
    df = people - controls - moderators
    if df < 1:
        raise TooLittle(str(TooLittle.__doc__))
    return Fit(coefficients, covariance, people, df, controls)


def _groups(person: npt.NDArray[np.int64]) -> Iterator[npt.NDArray[np.intp]]:
    order = np.argsort(person, kind="stable")
    edges = np.flatnonzero(np.diff(person[order])) + 1
    yield from (group for group in np.split(order, edges) if len(group))


def _inverse(matrix: Array) -> Array:
    # A column that does not vary (everybody acted upon, say) leaves nothing to compare.
    if not matrix.any() or np.linalg.matrix_rank(matrix) < len(matrix):
        raise TooLittle(str(TooLittle.__doc__))
    return np.linalg.inv(matrix)
