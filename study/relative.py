"""How many times as likely an extra made an outcome of yes or no: the marginal excursion effect (EMEE).

Qian, Yoo, Klasnja, Almirall & Murphy (2021): E[Y | A] = exp(Zα + A·Xβ), solved from
Σ w·exp(−A·Xβ)·(Y − exp(Zα + A·Xβ))·[Z, (A−p̃)X] = 0; the effect is on the scale of the logarithm.
"""

from dataclasses import dataclass

import numpy as np

from study import estimate
from study.estimate import FEW, Array, Fit, Rows, TooLittle

_STEPS = 100
_CLOSE = 1e-10


class NoSolution(TooLittle):
    """The equations have no solution here: in one of the arms nobody, or everybody, did it."""


@dataclass(frozen=True, slots=True)
class _Point:
    """The equations at one θ: `scores` (a row a decision), the slope of the mean, the residuals, and the Jacobian."""

    scores: Array
    slope: Array
    residuals: Array
    jacobian: Array

    @property
    def value(self) -> Array:
        """Work out how far the equations are from 0."""
        return self.scores.T @ self.residuals


def emee(rows: Rows, reference: float = 0.5, few: int = FEW) -> Fit:
    """Estimate the logarithm of the relative risk, as a fit. Raises TooLittle; NoSolution where none exists."""
    used = rows.used()
    if not len(used.outcome):
        raise TooLittle(str(TooLittle.__doc__))
    theta, point = _solve(used, reference)
    inverse = np.linalg.inv(point.jacobian)
    meat, people = estimate.scatter(used.person, point.scores, -point.slope @ inverse, point.residuals, few)
    return estimate.fitted(theta, inverse @ meat @ inverse.T, people, rows)


def _solve(rows: Rows, reference: float) -> tuple[Array, _Point]:
    """Newton's method, with steps halved for as long as they lead further away."""
    theta = np.zeros(rows.control.shape[1] + rows.moderators.shape[1])
    point = _at(rows, theta, reference)
    for _ in range(_STEPS):
        if np.linalg.matrix_rank(point.jacobian) < len(theta):
            break
        step = np.linalg.solve(point.jacobian, point.value)
        if np.abs(step).max() < _CLOSE:
            return theta, point
        theta, point = _damped(rows, theta, step, point, reference)
    raise NoSolution(str(NoSolution.__doc__))


def _damped(rows: Rows, theta: Array, step: Array, was: _Point, reference: float) -> tuple[Array, _Point]:
    for _ in range(30):
        point = _at(rows, theta - step, reference)
        if np.linalg.norm(point.value) < np.linalg.norm(was.value):
            return theta - step, point
        step = step / 2
    raise NoSolution(str(NoSolution.__doc__))


def _at(rows: Rows, theta: Array, reference: float) -> _Point:
    alpha, beta = np.split(theta, [rows.control.shape[1]])
    treated = rows.acted[:, None] * rows.moderators
    blip = treated @ beta
    if not np.all(np.abs(theta) < 50):  # exp would run away; no share lies there
        raise NoSolution(str(NoSolution.__doc__))
    mean = np.exp(rows.control @ alpha + blip)
    scores = rows.centred(reference) * (rows.weights(reference) * np.exp(-blip))[:, None]
    slope = np.hstack([rows.control, treated]) * mean[:, None]
    residuals = rows.outcome - mean
    away = np.hstack([np.zeros_like(rows.control), treated]) * residuals[:, None]
    return _Point(scores, slope, residuals, -scores.T @ (slope + away))
