"""A published list of phrases, and whether one of them is in what somebody typed.

A phrase is written in small letters. `a/b` is either word, a full stop at its end is the end of a sentence or clause.
Words that change nothing (`fillers`) are left out of what was typed first, so "ik zit er echt helemaal doorheen" holds
"ik zit er doorheen".
"""

import re
from collections.abc import Iterable, Iterator

from flows import words as wording

_CLAUSES = re.compile(r"[.!?;:,\n…]+|\b(?:en|dus|omdat|and|but|because)\b", re.IGNORECASE)
# How people type: what a short form or a common slip stands for, as whole words.
_SPELT = {
    "k": "ik",
    "t": "het",
    "nie": "niet",
    "houd": "hou",
    "mn": "mijn",
    "m n": "mijn",
    "mijzelf": "mezelf",
    "einde": "eind",
    "burnout": "burn out",
    "erdoorheen": "er doorheen",
    "door heen": "doorheen",
    "eraan": "er aan",
    "im": "i am",
    "i m": "i am",
    "dont": "do not",
    "don t": "do not",
    "wanna": "want to",
    "any more": "anymore",
    "cant": "cannot",
    "can t": "cannot",
    "can not": "cannot",
}
_SLIPS = re.compile(rf"\b(?:{'|'.join(sorted(_SPELT, key=len, reverse=True))})\b")


class Wordlist:
    """Finds phrases in what is typed; `fillers` are words that it looks past."""

    def __init__(self, phrases: Iterable[str], fillers: str) -> None:
        self._fillers = frozenset(fillers.split())
        self._phrases = re.compile("|".join(map(self._compiled, phrases)))

    def holds(self, typed: str) -> bool:
        """Say whether a phrase of the list is anywhere in it."""
        return any(self._phrases.search(clause) for clause in self._clauses(typed))

    def begins(self, typed: str) -> bool:
        """Say whether it begins with a phrase of the list."""
        return self._phrases.match(next(self._clauses(typed), "")) is not None

    def is_one(self, typed: str) -> bool:
        """Say whether it is a phrase of the list and nothing else."""
        clauses = [clause for clause in self._clauses(typed) if clause]
        return bool(clauses) and all(self._phrases.fullmatch(clause) for clause in clauses)

    def _clauses(self, typed: str) -> Iterator[str]:
        if typed.isdecimal():  # what most questions are answered with, and no phrase
            return
        for part in _CLAUSES.split(typed):
            words = self._plain(part)
            if words:
                yield words

    def _plain(self, part: str) -> str:
        words = _SLIPS.sub(lambda slip: _SPELT[slip[0]], wording.simple(part))
        return " ".join(word for word in words.split() if word not in self._fillers)

    def _compiled(self, phrase: str) -> str:
        words = " ".join(self._either(word) for word in phrase.removesuffix(".").split())
        return rf"\b{words}$" if phrase.endswith(".") else rf"\b{words}\b"

    def _either(self, word: str) -> str:
        return f"(?:{'|'.join(map(self._plain, word.split('/')))})"
