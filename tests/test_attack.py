"""What is left to guess: the attack of the documents is a sound one, and they say what it finds."""

import re
from itertools import product
from pathlib import Path

import pytest

from benchmarks import attack

TRUST = (Path(__file__).resolve().parents[1] / "docs" / "trust.md").read_text()


def test_the_chances_of_a_word_are_those_of_all_ways_to_answer() -> None:
    """Five people of three habits, every way in which they can answer, beside the attacker's table."""
    habits = [attack.HABITS[index] for index in (0, 0, 1, 2, 2)]
    chances = [0.0, 0.0, 0.0]
    for answers in product(range(3), repeat=5):
        chance = 1.0
        for habit, answer in zip(habits, answers, strict=True):
            chance *= habit[answer]
        word = attack._published(7, dict(enumerate(answers)))
        assert word is not None
        chances[word] += chance
    assert chances == pytest.approx(list(attack._words(5)[2, 1]))


def test_the_words_help_and_say_less_than_the_habit() -> None:
    """Between a blind guess and that of a colleague who knows how this person works."""
    guessed = attack.run(members=7, teams=60, seed=3)
    assert guessed.blind < guessed.informed < guessed.acquainted


def test_fewer_than_five_answers_tell_the_attacker_nothing() -> None:
    """A hidden word has the same chance whatever people answered."""
    assert attack._published(7, dict.fromkeys(range(4), 2)) is None


def test_the_documents_say_what_the_attack_finds() -> None:
    """The figures of the smallest team, to the percent."""
    guessed = attack.run(members=7, teams=400, seed=1)
    shown = re.search(r"^\| 7 \| (\d+) % \| (\d+) % \| (\d+) % \|$", TRUST, re.MULTILINE)
    assert shown is not None
    assert [str(round(100 * each)) for each in (guessed.blind, guessed.informed, guessed.acquainted)] == list(
        shown.groups()
    )
