"""Words that are no Dutch, other names for one thing, and messages that begin alike: found beforehand."""

import pytest

from flows import check
from tests.flows import findings as cases
from tests.flows import stage

END = "\nz:\n  end: Tot later."


def numbers(nodes: str) -> set[str]:
    """The findings of this sort in a flow of these nodes."""
    numbered = {finding.number for finding in check.check(stage.flow(nodes), cases.TODAY, {})}
    return numbered & {"KV036", "KV037", "KV049"}


@pytest.mark.parametrize(
    ("nodes", "wanted"),
    [
        ("a:\n  end: Er is nog geen venster.", {"KV049"}),
        ("a:\n  end: Toeval bepaalt wie dit krijgt.", {"KV049"}),
        ("a:\n  ask: Deel je dit met een eigen knop?\n  yesno: true" + END, {"KV049"}),
        ("a:\n  ask: Wat?\n  choice: {x: In mijn log, y: Nergens}" + END, {"KV036"}),
        ("a:\n  end: De vier principes.", {"KV036"}),
        ("a:\n  end: Een logisch gevolg, toevallig.", set[str]()),
        ("a:\n  end: Het ging toevallig goed aan de vensterbank.", set[str]()),
    ],
)
def test_a_word_that_has_a_better_one_is_named(nodes: str, wanted: set[str]) -> None:
    """Whole words, in messages, questions and labels; not a word that only contains one."""
    assert wanted == numbers(nodes)


@pytest.mark.parametrize(
    ("nodes", "wanted"),
    [
        ("a:\n  say: Goed, dat is dat.\nb:\n  end: Goed. Tot later.", {"KV037"}),
        (
            "a:\n  say: Dank je.\nb:\n  branch: {when: team, go: c, else: z}\nc:\n  end: Dank je.\nz:\n  end: Klaar.",
            {"KV037"},
        ),
        ("a:\n  say: [Mooi., Goed zo dan.]\nb:\n  end: [Prima., Mooi gedaan.]", {"KV037"}),
        ("a:\n  ask: Goed, lukt het?\n  yesno: true\nb:\n  end: Goed, tot dan.", {"KV037"}),
        ("a:\n  ask: Wat zag je?\n  yesno: true\nb:\n  ask: Wat deed je?\n  yesno: true" + END, set[str]()),
        ("a:\n  say: Goed, dat is dat.\n  next: c\nb:\n  end: Goed. Tot later.\nc:\n  end: Klaar.", set[str]()),
        ("a:\n  say: '{{ team }} doet mee.'\nb:\n  end: '{{ team }} is er.'", set[str]()),
    ],
)
def test_messages_that_may_follow_one_another_begin_differently(nodes: str, wanted: set[str]) -> None:
    """Past branches and over every wording; words of questions and placeholders may come again."""
    assert wanted == numbers(nodes) - {"KV036", "KV049"}
