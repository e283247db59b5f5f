"""What was typed against any labels: it is taken only when all of it is read, and never against what it says."""

from functools import cache

from hypothesis import assume, given
from hypothesis import strategies as some

from flows import loader, words
from flows.kinds import agreeing, choice, enumerating, matching, scale, yesno
from flows.nodes import ask
from tests.library import stage

HARMLESS = ("", "graag", "ik denk", "het was", "doe maar", "alsjeblieft", "hoor", "eigenlijk", "please", "well", "🙂")
AGAINST = (
    *(
        "niet",
        "geen",
        "nooit",
        "zonder",
        "behalve",
        "bijna",
        "nauwelijks",
        "misschien",
        "ongeveer",
        "niet echt",
        "vrij",
    ),
    *("niet helemaal", "niet zo", "minder", "of", "maar niet", "t/m", "tot", "heel", "een beetje", "allesbehalve"),
    *("not", "no", "never", "except", "without", "don't", "hardly", "maybe", "not really", "isn't", "rather", "or"),
)
UNKNOWN = some.text(alphabet="bcdfghjklmpqrstvwxz", min_size=6, max_size=9).map(lambda letters: f"q{letters}")


@cache
def label_sets() -> tuple[tuple[tuple[str, ...], int | None, int | None], ...]:
    """The buttons of every question on the shelf, and which of them a yes and a no mean."""
    sets = []
    for flow in stage.shelf().flows.values():
        for node in flow.nodes.values():
            if isinstance(node, ask.Ask):
                sets += _labels(node)
    assert len(sets) > 40
    return tuple(sets)


def _labels(node: ask.Ask) -> list[tuple[tuple[str, ...], int | None, int | None]]:
    kind = node.answers
    if isinstance(kind, choice.Choice):
        labels = tuple(option.label.base for option in kind.options.fixed)
        return [(labels, *agreeing.polarity([option.key for option in kind.options.fixed], labels))]
    if isinstance(kind, scale.Scale):
        return [(tuple(label.base for label in kind.labels().values()), None, None)]
    if isinstance(kind, yesno.Yesno) and kind.own:
        return [(tuple(label.base for label in kind.own), 0, 1)]
    return []


made_up = some.tuples(
    some.lists(
        some.text(alphabet="abdegiklmnoprstuvw", min_size=5, max_size=12), min_size=2, max_size=5, unique=True
    ).map(tuple),
    some.none(),
    some.none(),
)
questions = some.one_of(some.deferred(lambda: some.sampled_from(label_sets())), made_up)
harmless = some.sampled_from(HARMLESS)


@given(questions, some.integers(0, 20), some.sampled_from(AGAINST), some.booleans(), harmless, harmless)
def test_a_word_that_turns_an_answer_is_never_passed_over(
    question: tuple[tuple[str, ...], int | None, int | None], at: int, against: str, before: bool, first: str, last: str
) -> None:
    """'Niet X', 'X niet', 'bijna X', 'misschien X' are not X, whatever stands round them."""
    labels, yes, no = question
    place = at % len(labels)
    own = words.split(labels[place])
    assume(not set(words.split(against)) & set(own))
    denies = place == no or any(word in words.NEGATIONS for word in own)
    assume(not (denies and before and against == "no"))  # 'no, never' agrees
    assume(not (denies and own[:1] in (["nee"], ["no"]) and not before))  # and so does 'nee, niet'
    assume(not (against == "of" and own and own[0] == "of"))
    parts = (first, against, labels[place], last) if before else (first, labels[place], against, last)
    assert place != matching.choose(" ".join(parts), labels, yes, no), parts


@given(questions, some.integers(0, 20), UNKNOWN, some.booleans(), harmless)
def test_an_answer_with_a_word_that_is_not_read_is_asked_again(
    question: tuple[tuple[str, ...], int | None, int | None], at: int, unknown: str, before: bool, last: str
) -> None:
    """It may be the word that matters."""
    labels, yes, no = question
    label = labels[at % len(labels)]
    said = f"{unknown} {label} {last}" if before else f"{label} {unknown} {last}"
    assert matching.choose(said, labels, yes, no) is None, said
    assert enumerating.choose_several(said, labels) is None, said


@given(questions, some.integers(0, 20), harmless, harmless)
def test_a_label_with_harmless_words_round_it_is_that_label(
    question: tuple[tuple[str, ...], int | None, int | None], at: int, first: str, last: str
) -> None:
    """Unless the words make it another one; never another answer."""
    labels, yes, no = question
    place = at % len(labels)
    assert matching.choose(f"{first} {labels[place]} {last}", labels, yes, no) in (place, None)
    assert matching.choose(labels[place], labels, yes, no) == place


@given(questions, some.integers(0, 20), some.integers(0, 20), some.sampled_from((" of ", " en ", ", ", " - ", " ")))
def test_two_answers_at_once_are_no_answer_to_a_question_for_one(
    question: tuple[tuple[str, ...], int | None, int | None], first: int, second: int, between: str
) -> None:
    """Unless together they are the words of one."""
    labels, yes, no = question
    label, other = labels[first % len(labels)], labels[second % len(labels)]
    assume(label != other)
    taken = matching.choose(f"{label}{between}{other}", labels, yes, no)
    spoken = set(words.rest(words.split(f"{label} {other}")))
    bare = yes is not None or no is not None  # 'nee, nog niet', 'niet gelukt' are one answer
    assert taken is None or bare or spoken <= set(words.split(labels[taken]))


def test_a_question_back_is_no_answer() -> None:
    """Unless the button itself asks."""
    assert matching.choose("Gelukt?", ("Gelukt", "Nog niet")) is None
    assert 0 == matching.choose("wat betekent dit voor u?", ("Wat betekent dit voor u?", "Iets anders"))


def test_the_shelf_is_loaded_as_it_ships() -> None:
    """So that the labels are those that people see."""
    assert isinstance(stage.shelf(), loader.Shelf)
