"""What an extra did: golden values, an independent oracle, and a simulation with a known truth."""

from dataclasses import replace

import numpy as np
import pytest
import statsmodels.api as sm

from study import estimate, relative, student
from study.estimate import Rows, TooLittle
from tests.nudges import trial
from tests.nudges.trial import GOLDEN, Trial

WCLS, EMEE = GOLDEN["wcls"], GOLDEN["emee"]


def _errors(fit: estimate.Fit) -> list[float]:
    return [float(one) for one in np.sqrt(np.diag(fit.covariance))]


def test_weighted_and_centred_least_squares_gives_the_golden_values() -> None:
    """Coefficients and corrected standard errors to 1e-7; an interval of three degrees of freedom."""
    fit = estimate.wcls(trial.golden("y", WCLS["control"]), WCLS["ptilde"])
    assert WCLS["theta"] == pytest.approx(list(fit.coefficients), abs=1e-7)
    assert WCLS["se"] == pytest.approx(_errors(fit), abs=1e-7)
    effect = fit.effect()
    assert (WCLS["df2"], 6) == (fit.df, fit.people)
    assert WCLS["ci"] == pytest.approx(effect.interval, abs=1e-6)
    assert WCLS["p"] == pytest.approx(2 * student.cdf(-abs(effect.estimate) / effect.error, effect.df), abs=1e-6)


def test_the_relative_risk_gives_the_golden_values() -> None:
    """On the logarithm's scale, with and without the correction for few people."""
    rows = trial.golden("yb", EMEE["control"])
    fit = relative.emee(rows, EMEE["ptilde"])
    assert [*EMEE["alpha"], *EMEE["beta"]] == pytest.approx(list(fit.coefficients), abs=1e-7)
    assert EMEE["se_adj"] == pytest.approx(_errors(fit), abs=1e-7)
    assert EMEE["se"] == pytest.approx(_errors(relative.emee(rows, EMEE["ptilde"], few=0)), abs=1e-7)
    assert EMEE["df"] == fit.df


@pytest.mark.parametrize("outcome", ["y", "yb"])
def test_where_chance_was_always_the_same_an_independent_estimator_agrees(outcome: str) -> None:
    """statsmodels' GEE (Independence, bias-reduced) on the available rows, where every weight is 1."""
    rows = trial.golden(outcome, "1,x")
    constant = replace(rows, probability=np.full(30, 0.5))
    fit, used = estimate.wcls(constant), constant.used()
    oracle = sm.GEE(used.outcome, used.centred(0.5), groups=used.person, cov_struct=sm.cov_struct.Independence()).fit(
        cov_type="bias_reduced"
    )
    assert list(oracle.params) == pytest.approx(list(fit.coefficients), abs=1e-7)
    assert list(oracle.bse) == pytest.approx(_errors(fit), abs=1e-7)


def test_the_order_of_the_rows_does_not_matter() -> None:
    """Shuffled, the people are found together again."""
    rows = trial.golden("y", "1,x")
    order = np.random.default_rng(1).permutation(30)
    shuffled = Rows(*(getattr(rows, name)[order] for name in Rows.__dataclass_fields__))
    assert list(estimate.wcls(rows).coefficients) == pytest.approx(list(estimate.wcls(shuffled).coefficients))
    assert _errors(estimate.wcls(rows)) == pytest.approx(_errors(estimate.wcls(shuffled)))


def test_what_chance_did_not_decide_and_what_is_missing_tell_nothing() -> None:
    """Chances of 0 and 1, outcomes that are missing and unavailable moments change no estimate."""
    rows = trial.golden("y", "1,x")
    more = Rows(*(np.concatenate([getattr(rows, name)] * 2) for name in Rows.__dataclass_fields__))
    more.probability[30:40], more.acted[30:40] = 1.0, True
    more.probability[40:50], more.acted[40:50] = 0.0, False
    more.outcome[50:55] = np.nan
    more.available[55:] = False
    assert list(estimate.wcls(rows).coefficients) == pytest.approx(list(estimate.wcls(more).coefficients))


def test_from_too_little_nothing_is_estimated() -> None:
    """Nobody, too few people, an extra that everybody got, an outcome that nobody had in one arm."""
    rows = trial.golden("y", "1,x")
    for poor in (
        replace(rows, available=np.zeros(30, dtype=bool)),
        replace(rows, available=rows.person <= 3),
        replace(rows, acted=np.ones(30, dtype=bool)),
    ):
        with pytest.raises(TooLittle):
            estimate.wcls(poor)
    yes_or_no = trial.golden("yb", "1")
    for poor in (
        replace(yes_or_no, available=np.zeros(30, dtype=bool)),
        replace(yes_or_no, acted=np.zeros(30, dtype=bool)),
        replace(yes_or_no, outcome=np.where(yes_or_no.acted, 0.0, yes_or_no.outcome)),
    ):
        with pytest.raises(TooLittle):
            relative.emee(poor)


def _low_get_more(last: estimate.Array) -> estimate.Array:
    return np.where(last < 0.5, 0.7, 0.3)


def _learned(replications: int, seed: int, people: int = 40) -> tuple[float, float, float, float]:
    """(bias, coverage) of a difference in shares of .06, then of a relative risk of 1.25 as a logarithm."""
    chance, design = np.random.default_rng(seed), Trial(people, 26)
    shares, risks = [], []
    for _ in range(replications):
        own = chance.uniform(0.3, 0.6, people)

        def differ(last: estimate.Array, acted: estimate.Array, _: int, own: estimate.Array = own) -> estimate.Array:
            return np.where(chance.random(people) < own + 0.15 * (last - 0.5) + 0.06 * acted, 1.0, 0.0)

        def multiply(last: estimate.Array, acted: estimate.Array, _: int, own: estimate.Array = own) -> estimate.Array:
            return np.where(chance.random(people) < (own + 0.15 * (last - 0.5)) * 1.25**acted, 1.0, 0.0)

        shares.append(estimate.wcls(design.rows(trial.play(design, _low_get_more, differ, chance))).effect())
        risks.append(relative.emee(design.rows(trial.play(design, _low_get_more, multiply, chance))).effect())
    return *_judged(shares, 0.06), *_judged(risks, float(np.log(1.25)))


def _judged(effects: list[estimate.Effect], truth: float) -> tuple[float, float]:
    bias = float(np.mean([one.estimate for one in effects])) - truth
    return bias, float(np.mean([one.interval[0] <= truth <= one.interval[1] for one in effects]))


def test_the_truth_is_found_and_lies_in_the_interval() -> None:
    """A hundred trials of forty people over half a year, as a first look."""
    share_bias, share_covers, risk_bias, risk_covers = _learned(100, seed=5)
    assert (True, True) == (abs(share_bias) < 0.01, abs(risk_bias) < 0.03)
    assert (True, True) == (share_covers >= 0.88, risk_covers >= 0.88)


@pytest.mark.long
def test_the_truth_is_found_and_lies_in_the_interval_at_length() -> None:
    """Two thousand trials: bias below .01, and 93 to 97 of a hundred intervals hold the truth."""
    share_bias, share_covers, risk_bias, risk_covers = _learned(2000, seed=6)
    assert (True, True) == (abs(share_bias) < 0.01, abs(risk_bias) < 0.01)
    assert (True, True) == (0.93 <= share_covers <= 0.97, 0.93 <= risk_covers <= 0.97)


def _without_effect(replications: int, seed: int) -> tuple[float, float, float, float]:
    """Those who did badly are nudged more, and it does nothing: (naive, chance not logged, logged, coverage of 0)."""
    chance, design = np.random.default_rng(seed), Trial(40, 26, available=1.0)
    naive, unlogged, logged = [], [], []
    for _ in range(replications):
        own = chance.normal(0, 0.68, design.people)

        def outcome(last: estimate.Array, _: estimate.Array, week: int, own: estimate.Array = own) -> estimate.Array:
            grows = 0.8 * week / design.weeks
            return own + grows + 0.3 * (last - own - grows) + chance.normal(0, 0.7, design.people)

        played = trial.play(design, lambda last: np.where(last < 0.5, 0.8, 0.2), outcome, chance)
        naive.append(float(played.outcome[played.acted].mean() - played.outcome[~played.acted].mean()))
        share = np.array(played.acted.mean())
        unlogged.append(estimate.wcls(design.rows(played, logged=share, weekly=True)).effect().estimate)
        logged.append(estimate.wcls(design.rows(played, weekly=True)).effect())
    return float(np.mean(naive)), float(np.mean(unlogged)), *_judged(logged, 0.0)


def test_a_rule_that_nudges_those_who_did_badly_does_not_pass_for_harm() -> None:
    """Without any effect: about −.6 in the plain difference and without the logged chance, about 0 with it."""
    naive, unlogged, logged, covers = _without_effect(60, seed=7)
    assert (-0.62, -0.57) == pytest.approx((naive, unlogged), abs=0.06)
    assert abs(logged) < 0.04
    assert covers >= 0.88


@pytest.mark.long
def test_a_rule_that_nudges_those_who_did_badly_does_not_pass_for_harm_at_length() -> None:
    """The same with a thousand trials: −.62, −.57 and 0, and 93 to 97 of a hundred intervals hold the 0."""
    naive, unlogged, logged, covers = _without_effect(1000, seed=8)
    assert (-0.62, -0.57) == pytest.approx((naive, unlogged), abs=0.03)
    assert abs(logged) < 0.01
    assert 0.93 <= covers <= 0.97
