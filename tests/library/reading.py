"""How hard a Dutch text is to read: Flesch-Douma, with syllables counted by groups of vowels."""

import re
from dataclasses import dataclass

_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_BREAK = re.compile(r"(?<=[.!?:;])\s+|\n+")
_GROUP = re.compile(r"aai|ooi|oei|eeu|ieu|ij|[ëïöü]|[aeiouyáàâäéèêíìîóòôúùû]+", re.IGNORECASE)


@dataclass(frozen=True)
class Reading:
    """Words, sentences and syllables of a text."""

    words: int
    sentences: int
    syllables: int
    longest: int
    """words in the longest sentence"""

    @property
    def mean(self) -> float:
        return self.words / self.sentences

    @property
    def score(self) -> float:
        """Flesch-Douma: 206.835 − 0.93 · words per sentence − 77 · syllables per word; from 60 on it is plain Dutch."""
        return 206.835 - 0.93 * self.mean - 77 * self.syllables / self.words


def read(text: str) -> Reading:
    sentences = [words for part in _BREAK.split(text) if (words := _WORD.findall(part))]
    words = [word for sentence in sentences for word in sentence]
    return Reading(len(words), len(sentences), sum(map(syllables, words)), max(map(len, sentences), default=0))


def syllables(word: str) -> int:
    return max(1, len(_GROUP.findall(word)))
