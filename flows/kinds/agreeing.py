"""What a yes or a no amounts to among the choices of a question: 'ja hoor', 'nee, niet gelukt', 'klopt niet'."""

import re
from collections.abc import Sequence, Set

from flows import words

YES, NO = frozenset(("ja", "yes")), frozenset(("nee", "no"))
_JOINING = words.every("en and of or")
_GO_AHEAD = (("doe", "maar"), ("zeker", "weten"), ("van", "wel"), ("denk", "het", "wel"), ("of", "course"))
_TRUE = words.every("klopt juist waar correct right true")
_NOT_YET = frozenset(("nog", "yet"))
_BARE_NO = words.INTERJECTIONS | words.NEGATORS | _NOT_YET | {"toch", "nu", "now"}
_DONE = words.every("gedaan gebeurd gelukt done")
"""stands for what was asked: 'ja, heb ik gedaan'"""
_NEEDED = words.every("nodig hoeft needed")
_NOTHING = words.every("niets niks nothing none")
_BEFORE_A_NOUN = re.compile(r"\s*no\s+\w", re.IGNORECASE)
"""'No moment' is what there was none of, and no answer to a yes or no question as 'No, thank you' is"""


def is_bare_no(said: str) -> bool:
    """Say whether a text says no more than no, or nothing: 'nee hoor', 'liever niet', 'niks'."""
    said_words = words.rest(words.split(said))
    says_no = not words.NEGATIONS.isdisjoint(said_words) and not words.doubts(said)
    return says_no and all(word in _BARE_NO | _NOTHING for word in said_words)


def denies(label: str) -> bool:
    """Say whether a button says no: 'Toch niet', 'Zonder dag'."""
    return not words.NEGATIONS.isdisjoint(words.split(label))


def polarity(keys: Sequence[str], labels: Sequence[str]) -> tuple[int | None, int | None]:
    """Find which choices a yes and a no mean: those with such a key, else a label that says no more than 'nog niet'."""
    names = [words.split(label) for label in labels]
    first = [
        "" if not name or _BEFORE_A_NOUN.match(label) else name[0] for name, label in zip(names, labels, strict=True)
    ]
    bare = {place for place, name in enumerate(names) if set(name) <= _BARE_NO and set(name) & words.NEGATIONS}
    return (
        _first_only(_with(keys, YES), _with(first, YES)),
        _first_only(_with(keys, NO), _with(first, NO), bare),
    )


def _with(parts: Sequence[str], among: frozenset[str]) -> set[int]:
    return {place for place, part in enumerate(parts) if part in among}


def _first_only(*sets: set[int]) -> int | None:
    """Take the only place of the first of these sets that has one."""
    return next((place for places in sets if len(places) == 1 for place in places), None)


def meant(text: Sequence[str], names: Sequence[Sequence[str]], yes: int | None, no: int | None, asked: str) -> set[int]:
    """Find what a yes or a no means here, also in company: 'ja hoor', 'nee, niet gelukt', 'klopt niet', 'nog niet'."""
    affirmed = set(names[yes]) if yes is not None else set(names[0]) if no not in (None, 0) and names else set()
    if affirmed & words.NEGATIONS:
        affirmed = set()
    question = words.split(asked)
    if len(text) > 1 and text[:2] == question[:2]:
        return set()  # the question itself, asked back
    asked_for = set() if words.NEGATIONS.intersection(question) else set(question) - words.MEANINGFUL
    one_thing = asked_for if _JOINING.isdisjoint(question) else set()
    if no is not None and _denies(text, affirmed | one_thing | _needless(names, no)):
        return {no}
    return {yes} if yes is not None and _agrees(text, affirmed | asked_for) else set()


def _needless(names: Sequence[Sequence[str]], no: int) -> Set[str]:
    """List what makes 'hoeft niet' a plain no: nothing beside a 'not yet', or a label that says it need not be."""
    says_so = any(word in _NEEDED for name in names for word in name)
    return frozenset() if says_so or not _NOT_YET.isdisjoint(names[no]) else _NEEDED


def _denies(text: Sequence[str], affirmed: Set[str]) -> bool:
    said_words = [word for word in words.rest(text) if word not in words.FILLED_PAUSES]
    if said_words and all(word in words.INTERJECTIONS for word in said_words):
        return "thumbup" not in text
    negators = [place for place, word in enumerate(text) if word in words.NEGATORS]
    if len(negators) != 1 or any(word in words.INTERJECTIONS for word in text[negators[0] :]):
        return False
    follows = text[negators[0] + 1 : negators[0] + 2]
    if not (words.AGREEMENTS - _TRUE).isdisjoint(said_words):
        return False  # 'ja, gebeld, niet gemaild'
    around = (affirmed - words.AMOUNTS) | _TRUE | _NOT_YET | _DONE | words.INTERJECTIONS | words.NEGATORS
    return words.EMPHATIC.isdisjoint(follows) and all(_is_among(word, around) for word in said_words)


def _is_among(word: str, among: Set[str]) -> bool:
    return word in among or words.any_slip(word, among) is not None


def _agrees(text: Sequence[str], affirmed: set[str]) -> bool:
    agreements = [word for word in text if word in words.AGREEMENTS or word in _TRUE]
    others = [word for word in words.rest(text) if word not in words.AGREEMENTS]
    around = affirmed | _TRUE | _DONE
    if any(word in words.NEGATIONS for word in text) or not all(_is_among(word, around) for word in others):
        return False
    asked = not others and (any(w in words.REQUESTS for w in text) or _goes_ahead(text))
    return bool(agreements) or asked


def _goes_ahead(text: Sequence[str]) -> bool:
    return any(words.place(text, phrase) is not None for phrase in _GO_AHEAD)
