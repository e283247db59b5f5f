"""How hard a Dutch text is to read: Flesch-Douma (Douma 1960) and the length of sentences."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from flows import marked_text

WORDS_PER_SECOND = 4.0
"""silent reading, 238 words a minute (Brysbaert 2019)"""
_WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
_SENTENCE_END = re.compile(r"(?<=[.!?…:;])[\"”’)]*\s+|\n+")
_VOWELS = re.compile(r"aai|ooi|oei|eeu|ieu|eau|aa|ee|oo|uu|ie|oe|eu|ui|ei|ij|au|ou|ai|oi|[aeiouyáàâäéèêëíîïóôöúûü]")
_PLACEHOLDER = re.compile(r"\{\{.*?\}\}", re.DOTALL)
_STATEMENT = re.compile(r"\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_ENDS = ".,:;?!…”’)"


def any_of(phrases: str) -> re.Pattern[str]:
    """Compile a pattern for any of these words, in capitals or not; a hyphen is a hyphen or a space."""
    parts = (phrase.replace("-?", "\0").replace("-", "[ -]").replace("\0", "-?") for phrase in phrases.split())
    return re.compile(rf"\b(?:{'|'.join(parts)})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Ease:
    """`score` 100 is very easy, 60 is plain (B1), 30 is hard."""

    words: int
    sentences: int
    score: float

    @property
    def mean_sentence(self) -> float:
        return self.words / self.sentences if self.sentences else 0.0


def bare(text: str) -> str:
    """Show the text without its marks; a placeholder is read as one short word."""
    return marked_text.without_marks(_STATEMENT.sub(" ", _PLACEHOLDER.sub("dit", text)))


def sketched(text: str, *, marked: bool = True) -> str:
    """Sketch the text on one line, a message without marks; a placeholder is an ellipsis, a heading ends in a dot."""
    filled = _STATEMENT.sub(" ", _PLACEHOLDER.sub("…", text))
    lines = (marked_text.without_marks(filled) if marked else filled).splitlines()
    written = [" ".join(line.split()) for line in lines if line.strip()]
    closed = [line if line[-1] in _ENDS else f"{line} ·" for line in written[:-1]]
    return " ".join((*closed, *written[-1:]))


def words(text: str) -> list[str]:
    return _WORD.findall(bare(text))


def sentences(text: str) -> list[str]:
    """Split a text into sentences with at least one word."""
    return [part.strip() for part in _SENTENCE_END.split(bare(text)) if _WORD.search(part)]


def syllables(word: str) -> int:
    """Count groups of vowels: aai, ooi, oei, eeu, ieu and ij are one; ë and ï begin a new one. At least 1."""
    return max(1, len(_VOWELS.findall(word.casefold())))


def ease(texts: Iterable[str]) -> Ease:
    """Work out Flesch-Douma over all texts together: 206.835 − 0.93 × words per sentence − 77 × syllables per word."""
    parts = [sentence for text in texts for sentence in sentences(text)]
    all_words = [word for part in parts for word in words(part)]
    if not all_words:
        return Ease(0, 0, 100.0)
    per_word = sum(map(syllables, all_words)) / len(all_words)
    return Ease(len(all_words), len(parts), 206.835 - 0.93 * len(all_words) / len(parts) - 77 * per_word)
