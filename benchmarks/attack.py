"""The best guess that anybody can make of one person's answers from half a year of published words, played.

The attacker knows more than a real one: how such people answer in general, who was away in which window, every rule,
and every word that was published. People lean to one of three habits that do not change; the attacker weighs every
combination of habits in the team by Bayes' rule, and then guesses each answer of one member. Nothing is left out, so
no cleverer guess exists under these assumptions. The words come from the product's own rules.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from random import Random
from typing import Any

import numpy as np

from nudges import disclosure, reflection
from nudges.cohort import PublishedUnit
from nudges.reflection import Level

WINDOWS = 7  # of four weeks: half a year
AWAY = 0.2  # the share of windows in which somebody gives no value
ITEM = reflection.ITEMS["waarom"]
# Habit -> the chance of low, mid and high. Each habit is as common as the others.
HABITS = ((0.6, 0.3, 0.1), (0.2, 0.6, 0.2), (0.1, 0.3, 0.6))
ANSWERS = len(Level)
_LEVELS = tuple(Level)
Matrix = Any  # numpy's own types say nothing of the shapes that matter here


@dataclass(frozen=True, slots=True)
class Guessed:
    """Shares of answers guessed rightly: by who knows people in general, by who read every word as well, and, for
    comparison, by who knows this person's habit itself, as a close colleague may.
    """

    members: int
    blind: float
    informed: float
    acquainted: float
    answers: int


def run(members: int, teams: int, seed: int) -> Guessed:
    """Play so many teams of this size; the guessed member is the first, like any other."""
    chance = Random(seed)  # noqa: S311 - a simulation that can be repeated
    guesses = [hit for _ in range(teams) for hit in _half_a_year(members, chance)]
    blind, informed, acquainted = (sum(hits) / len(guesses) for hits in zip(*guesses, strict=True))
    return Guessed(members, blind, informed, acquainted, len(guesses))


def _half_a_year(members: int, chance: Random) -> Iterator[tuple[bool, bool, bool]]:
    """Guessed blindly, from the words, from the habit: for every window in which the first member gave a value."""
    habits = [chance.choice(HABITS) for _ in range(members)]
    windows = [_window(habits, chance) for _ in range(WINDOWS)]
    words = [_published(members, answers) for answers in windows]
    combinations = np.array(list(product(range(len(HABITS)), repeat=members)))
    weight = np.ones(len(combinations))
    for answers, word in zip(windows, words, strict=True):
        weight = weight * _likelihood(combinations, sorted(answers), word)
    for answers, word in zip(windows, words, strict=True):
        if 0 in answers:
            guess = _best_guess(combinations, weight, sorted(answers), word)
            yield answers[0] == _usual(), answers[0] == guess, answers[0] == _likeliest(habits[0])


def _window(habits: Sequence[Sequence[float]], chance: Random) -> dict[int, int]:
    there = [person for person in range(len(habits)) if chance.random() >= AWAY]
    return {person: chance.choices(range(ANSWERS), habits[person])[0] for person in there}


def _published(members: int, answers: dict[int, int]) -> int | None:
    """The word that a lead reads, as 0 to 2; None where it is hidden."""
    team = PublishedUnit(1, None, frozenset(range(members)), frozenset({1}))
    levels = {person: [_LEVELS[answer]] for person, answer in answers.items()}
    (cell,) = disclosure.close([team], ITEM, levels, disclosure.DisclosureRules())
    return None if cell.band is None else Level(cell.band).rank


def _usual() -> int:
    """The answer that people give most."""
    return _likeliest(np.mean(HABITS, axis=0))


def _likeliest(chances: Sequence[float] | Matrix) -> int:
    return int(np.argmax(chances))


def _likelihood(combinations: Matrix, there: Sequence[int], word: int | None) -> Matrix:
    """The chance of this word, for each combination of habits."""
    if word is None:  # whether something is hidden depends on who answered, which the attacker knew
        return np.ones(len(combinations))
    return _words(len(there))[(*_counts(combinations, there), word)]


def _best_guess(combinations: Matrix, weight: Matrix, there: Sequence[int], word: int | None) -> int:
    """The likeliest answer of the first member in a window, after everything that was read."""
    others = there[1:]
    own = np.array(HABITS)[combinations[:, 0]]
    if word is None:
        return _likeliest(weight @ own)
    # The weight holds this window's word already; it is replaced by the word's chance for each own answer.
    before = weight / _likelihood(combinations, there, word)
    places = _counts(combinations, others)
    chances = [
        before @ (own[:, answer] * _words_beside(len(others), answer)[(*places, word)]) for answer in range(ANSWERS)
    ]
    return _likeliest(chances)


def _counts(combinations: Matrix, there: Sequence[int]) -> tuple[Matrix, Matrix]:
    """How many of those people have the first and the second habit."""
    shown = combinations[:, list(there)]
    return (shown == 0).sum(axis=1), (shown == 1).sum(axis=1)


@cache
def _words(people: int) -> Matrix:
    """[first habit, second habit, word] -> chance of the word, over people of whom the rest have the third habit."""
    return _table(people, ())


@cache
def _words_beside(people: int, answer: int) -> Matrix:
    """The same, with one more whose answer is known."""
    return _table(people, (answer,))


def _table(people: int, answers: tuple[int, ...]) -> Matrix:
    chances = np.zeros((people + 1, people + 1, ANSWERS))
    for first in range(people + 1):
        for second in range(people + 1 - first):
            habits = [HABITS[0]] * first + [HABITS[1]] * second + [HABITS[2]] * (people - first - second)
            chances[first, second] = _median_chances(habits, answers)
    return chances


def _median_chances(habits: Sequence[Sequence[float]], answers: tuple[int, ...]) -> tuple[float, float, float]:
    """The chance of each lower median: low if more than half are low, mid if not and more than half are low or mid."""
    half = (len(habits) + len(answers) - 1) // 2
    low = _more_than(half - sum(answer == 0 for answer in answers), [habit[0] for habit in habits])
    low_or_mid = _more_than(half - sum(answer <= 1 for answer in answers), [habit[0] + habit[1] for habit in habits])
    return low, low_or_mid - low, 1 - low_or_mid


def _more_than(number: int, chances: Sequence[float]) -> float:
    """The chance that more than `number` of these happen."""
    counts = np.ones(1)
    for chance in chances:
        counts = np.convolve(counts, (1 - chance, chance))
    return float(counts[max(0, number + 1) :].sum())
