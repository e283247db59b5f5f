"""Which choice somebody meant by what they typed: all of it must be read, or it is asked again."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from flows import calendar_words, words
from flows.kinds import agreeing

_FEWEST_LETTERS = 3
_HALF, _THIRD = 1 / 2, 1 / 3
_LONGEST = 25
"""words; a story is no label with something round it"""
_NUMBER_NOUNS = words.every(
    "nr nummer number optie option keuze choice antwoord answer knop button vraag question one de het the"
)
_PLACES = {
    word: number
    for row in (
        "1 2 3 4 5 6 7 8 9 10",
        "1e 2e 3e 4e 5e 6e 7e 8e 9e 10e",
        "eerste tweede derde vierde vijfde zesde zevende achtste negende tiende",
        "first second third fourth fifth sixth seventh eighth ninth tenth",
    )
    for number, word in enumerate(row.split(), 1)
} | {str(number): number for number in range(11, 21)}
_FIGURES = {
    f"{word}{ending}": str(number)
    for row in ("twee drie vier vijf zes zeven acht negen tien", "two three four five six seven eight nine ten")
    for number, word in enumerate(row.split(), 2)
    for ending in ("", "je", "tje")  # a mark out of ten is a 'zesje'
}
_LAST = frozenset(("laatste", "last"))
_LETTER_AND_FIGURE = re.compile(r"(?<=[^\W\d_])(?=\d)")
_SIDES = re.compile(r",|\b(?:of|or|en|and)\b", re.IGNORECASE)
_AND = frozenset(("en", "and"))
_SOFTENERS = words.POLITE | words.every("maar ga dan dus wel")
"""what stands round a request: 'stop maar', 'ga maar door'"""


@dataclass(frozen=True, slots=True)
class _Reading:
    """A label as the reading of a text: which of the text's words it takes, and whether nothing of it is left out."""

    label: int
    read: frozenset[int]
    whole: bool
    left: tuple[str, ...] = ()


def choose(
    said: str, labels: Sequence[str], yes: int | None = None, no: int | None = None, asked: str = ""
) -> int | None:
    """Find the place of the label that was meant; None in doubt. `yes` and `no`: which of them those words mean.

    Words of `asked`, the question itself, may stand beside a yes or a no: 'ja, een inwoner gesproken'.

    Meant is the label itself, its number, a slip of the finger, or a shortening that fits no other label; round it
    may stand what changes nothing. Whatever else there is makes doubt: a negation, a second label, an "of", a question.
    """
    exact = [place for place, label in enumerate(labels) if label.strip() == said.strip()]
    if len(exact) == 1:
        return exact[0]
    names, text = _split(said, labels)
    same = [place for place, name in enumerate(names) if name and name == text]
    place = _only(set(same) or (_candidates(text, names, labels, yes, no, asked) if len(text) <= _LONGEST else set()))
    asks = place is not None and words.doubts(said) and not words.doubts(labels[place])
    return None if asks else place


def is_whole(said: str, label: str) -> bool:
    """Say whether a text says all of this label and nothing else that matters."""
    text, name = words.split(said), words.split(label)
    if words.doubts(said) and not words.doubts(label):
        return False
    reading = _reading(text, name, 0, frozenset(), words.harmless(text))
    return bool(name) and (text == name or (reading is not None and reading.whole))


def _split(said: str, labels: Sequence[str]) -> tuple[list[list[str]], list[str]]:
    """Split the labels and the text into words; names of days become their number where a label is one."""
    names, text = [_parts(label) for label in labels], _parts(said)
    if any(word.isdecimal() for name in names for word in name):
        text = [_FIGURES.get(word, word) if word not in itertools.chain(*names) else word for word in text]
    if not any(len(name) == 1 and calendar_words.weekday_of(name[0]) is not None for name in names):
        return names, text
    return [_by_day(name) for name in names], _by_day(text)


def _parts(text: str) -> list[str]:
    return words.split(_LETTER_AND_FIGURE.sub(" ", text))


def _by_day(parts: Sequence[str]) -> list[str]:
    days = [calendar_words.weekday_of(part) for part in parts]
    return [part if day is None else f"day{day}" for part, day in zip(parts, days, strict=True)]


def _candidates(
    text: list[str], names: Sequence[list[str]], labels: Sequence[str], yes: int | None, no: int | None, asked: str
) -> set[int]:
    """List every label that it may mean."""
    places = _numbered(text, names) | _joined(text, names) | _read(text, names, labels, yes, no)
    if len(places) != 1:
        places |= _beginning(text, names) or _beginning(_without_softeners(text), names)
    return places | agreeing.meant(text, names, yes, no, asked)


def _only(places: set[int]) -> int | None:
    return next(iter(places)) if len(places) == 1 else None


def _numbered(text: Sequence[str], names: Sequence[Sequence[str]]) -> set[int]:
    """Find a label by its number: '2', 'nr 2', 'de tweede'. Where labels begin with figures, those are meant."""
    numerals = [word for word in words.rest(text) if word not in _NUMBER_NOUNS]
    if len(numerals) != 1:
        return set()
    if numerals[0] in _LAST:
        return {len(names) - 1} if " ".join(names[-1]) not in ("nvt", "na") else set()
    number = _PLACES.get(_FIGURES.get(numerals[0], numerals[0]))
    if number is None or (numerals[0].isdecimal() and any(_other_number(at, name) for at, name in enumerate(names, 1))):
        return {at for at, name in enumerate(names) if numerals[0].isdecimal() and name[:1] == numerals}
    return {number - 1} if number <= len(names) else set()


def number(said: str, most: int) -> int | None:
    """Read a number that is all that was typed: '2', 'nr 2', 'de tweede'; counted from 0, None for more."""
    if words.doubts(said):
        return None
    return _only(_numbered(_parts(said), [[str(at)] for at in range(1, most + 1)]))


def is_number_in_words(said: str) -> bool:
    """Say whether a text is no more than 'vier'."""
    said_words = words.rest(words.split(said))
    return len(said_words) == 1 and said_words[0] in _FIGURES


def _joined(text: Sequence[str], names: Sequence[Sequence[str]]) -> set[int]:
    """Match a label in one word, or in one word too few: 'vooruit kijken' for 'Vooruitkijken'."""
    said = {"".join(text), "".join(words.rest(text))}
    return {at for at, name in enumerate(names) if "".join(name) in said}


def _other_number(place: int, name: Sequence[str]) -> bool:
    return bool(name) and name[0].isdecimal() and name[0] != str(place)


def _read(
    text: Sequence[str], names: Sequence[list[str]], labels: Sequence[str], yes: int | None, no: int | None
) -> set[int]:
    """Find the label that reads the whole text; of two the one that takes more of it, or leaves nothing out."""
    elsewhere = [frozenset(word for other in names if other is not name for word in other) for name in names]
    readings, free = [], words.harmless(text)
    for at, name in enumerate(names):
        begin = int(_may_drop_first(text, at, names, yes, no))
        end = len(text) - _may_drop_last(text, at, names, yes, no)
        reading = _reading(text[begin:end], name, at, elsewhere[at], free[begin:end])
        if reading and (reading.whole or _may_be_shortened(labels[at], name, elsewhere[at], reading.left)):
            readings.append(reading)
    best = [one for one in readings if not any(_is_better(other, one) for other in readings)]
    return {one.label for one in best}


def _is_better(reading: _Reading, other: _Reading) -> bool:
    return reading.read > other.read or (reading.read == other.read and reading.whole and not other.whole)


def _may_drop_first(
    text: Sequence[str], at: int, names: Sequence[Sequence[str]], yes: int | None, no: int | None
) -> bool:
    """Say whether the first word may go: 'nee, nooit' says no more than 'nooit', 'ja, vaak' no more than 'vaak'."""
    if len(text) < 2 or text[0] in names[at]:
        return False
    if text[0] in words.INTERJECTIONS:
        of_two = len(names) == 2 and yes is not None and at != yes
        return of_two or at == no or any(word in words.NEGATIONS for word in names[at])
    return _agrees_with(text[0], at, names, yes, no)


def _may_drop_last(
    text: Sequence[str], at: int, names: Sequence[Sequence[str]], yes: int | None, no: int | None
) -> bool:
    """Say whether the last word may go: 'overleg ja' says no more than 'overleg'."""
    return len(text) > 1 and text[-1] not in names[at] and _agrees_with(text[-1], at, names, yes, no)


def _agrees_with(word: str, at: int, names: Sequence[Sequence[str]], yes: int | None, no: int | None) -> bool:
    """Say whether it is a yes that a label does not contradict."""
    if word not in words.AGREEMENTS or any(part in words.NEGATIONS for part in names[at]):
        return False
    says_yes = any(part in words.AGREEMENTS for name in names for part in name)
    return at == yes or (yes is None and at != no and not says_yes)


def _reading(
    text: Sequence[str], name: Sequence[str], at: int, others: frozenset[str], free: Sequence[bool]
) -> _Reading | None:
    """Read the text as this label; None when a word of it is left over, or the label would mean something else."""
    left, read = list(name), set()
    for place, word in enumerate(text):
        match = word if word in left else _slip(word, left, others)
        if match is not None:
            left.remove(match)
            read.add(place)
        elif not free[place] and not _is_embedded(text, place, name):
            return None
    if _moves(text, read, left):
        return None
    whole = all(word in words.FUNCTION or word in words.POLITE for word in left)
    weighty = [text[place] for place in read if text[place] not in words.HARMLESS]
    if not weighty:
        return _Reading(at, frozenset(read), whole) if _is_told_apart(text, name, read, others) else None
    if whole or all(word in words.HARMLESS or word in agreeing.YES | agreeing.NO for word in left):
        return _Reading(at, frozenset(read), True)
    shortened = len("".join(weighty)) >= _FEWEST_LETTERS and not any(
        word in words.NEGATIONS or word in words.NEARLY for word in left
    )
    return _Reading(at, frozenset(read), False, tuple(left)) if shortened else None


def _is_embedded(text: Sequence[str], place: int, name: Sequence[str]) -> bool:
    """Say whether a 'maar' stands between two words of the label, where it only softens: 'leg maar vast'."""
    return text[place] == "maar" and 0 < place < len(text) - 1 and {text[place - 1], text[place + 1]} <= set(name)


def _moves(text: Sequence[str], read: set[int], left: Sequence[str]) -> bool:
    """Say whether one preposition would stand for another: 'in het overleg' is not 'Na het overleg'."""
    said = any(word in words.PLACING for place, word in enumerate(text) if place not in read)
    return said and any(word in words.PLACING for word in left)


def _slip(word: str, left: Sequence[str], others: frozenset[str]) -> str | None:
    if word in words.HARMLESS or word in others:
        return None
    return words.any_slip(word, {one for one in left if one not in words.NEGATIONS or len(one) > 4})


def _is_told_apart(text: Sequence[str], name: Sequence[str], read: set[int], others: frozenset[str]) -> bool:
    """Say whether small words tell a label apart from the others ('Zeg maar je'): then those are enough."""
    own = set(name) - others
    said = {text[place] for place in read}
    unread = {word for place, word in enumerate(text) if place not in read}
    return bool(own) and own <= words.HARMLESS and own <= said and unread <= words.POLITE | {"maar"}


def _may_be_shortened(label: str, name: Sequence[str], others: frozenset[str], left: Sequence[str]) -> bool:
    """Say whether a label is shortened to its beginning, a side of its 'of' or comma, its figures, or words enough.

    Not 'Gevraagd én gebruikt' where another label says 'Gevraagd': half of it is another answer.
    """
    if _AND.intersection(name):
        shared = {word for word in name if word in others and word not in words.HARMLESS and word not in _AND}
        if "én" in label or shared:
            return False
    rest = [word for word in name if word not in words.HARMLESS]
    spoken = [word for word in rest if word not in left]
    sides = [words.rest(words.split(side)) for side in _SIDES.split(label)]
    begins = spoken == rest[: len(spoken)] or spoken in sides or all(word.isdecimal() for word in spoken)
    part = len("".join(spoken)) / len("".join(rest))
    telling = (words.AMOUNTS | words.NEGATIONS | others).isdisjoint(spoken)
    return begins or part >= _HALF or (part >= _THIRD and telling)


def _beginning(text: Sequence[str], names: Sequence[Sequence[str]]) -> set[int]:
    """Find a label by its first letters: 'bri', 'brief of be'."""
    last = text[-1] if text else ""
    if last in words.MEANINGFUL or last in words.HARMLESS or len("".join(text)) < 2:
        return set()
    begun = " ".join(text)
    places = [at for at, name in enumerate(names) if " ".join(name).startswith(begun)]
    return {at for at in places if _tail_is_plain(names[at], len(text))} if len(places) == 1 else set(places)


def _without_softeners(text: Sequence[str]) -> Sequence[str]:
    ends = [at for at, word in enumerate(text) if word not in _SOFTENERS]
    return text[ends[0] : ends[-1] + 1] if ends else []


def _tail_is_plain(name: Sequence[str], size: int) -> bool:
    return not any(word in words.NEGATIONS or word in words.NEARLY or word in _AND for word in name[size:])
