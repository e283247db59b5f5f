"""Which choice somebody meant by what they typed."""

import difflib
import re
import unicodedata
from collections.abc import Sequence

CLOSE = 0.84
SHORTEST = 3


def simple(text: str) -> str:
    """Small letters, digits and single spaces: 'Één, Brief!' is 'een brief'."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(" " if not letter.isalnum() else letter for letter in bare if not unicodedata.combining(letter))
    return " ".join(letters.split())


def choose(said: str, labels: Sequence[str]) -> int | None:
    """The place of the label that was meant: its number, itself, its beginning, a part, or nearly it; None in doubt."""
    number = re.fullmatch(r"\W*(\d{1,2})\W*", said)
    names = [simple(label) for label in labels]
    words = simple(said)
    if words in names:
        return names.index(words)
    if number:
        return int(number[1]) - 1 if 1 <= int(number[1]) <= len(labels) else None
    if not words:
        return None
    beginning = _only([name.startswith(words) for name in names])
    return _part(words, names) if beginning is None else beginning


def _part(words: str, names: Sequence[str]) -> int | None:
    if len(words) >= SHORTEST:
        for fits in ([_holds(name, words) for name in names], [_holds(words, name) for name in names]):
            found = _only(fits)
            if found is not None:
                return found
    close = difflib.get_close_matches(words, names, 2, CLOSE)
    return names.index(close[0]) if len(close) == 1 else None


def _holds(longer: str, shorter: str) -> bool:
    return bool(shorter) and f" {shorter} " in f" {longer} "


def _only(fits: Sequence[bool]) -> int | None:
    return fits.index(True) if sum(fits) == 1 else None


def choose_several(said: str, labels: Sequence[str]) -> list[int] | None:
    """All that were meant, in order of the labels; None when one of them is not understood."""
    whole = choose(said, labels)
    if whole is not None:
        return [whole]
    parts = [part for part in re.split(r"[,;+&/\n]|\b(?:en|and)\b|(?<=\d)\s+(?=\d)", said) if part.strip()]
    found = [choose(part, labels) for part in parts]
    return sorted({one for one in found if one is not None}) if found and None not in found else None
