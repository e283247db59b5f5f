"""Words in place of figures."""

import pytest

from nudges import bands
from nudges.bands import ShareBand
from nudges.reflection import Level

LOW, MID, HIGH = Level


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ([LOW], LOW),
        ([HIGH, LOW], LOW),
        ([HIGH, LOW, MID], MID),
        ([HIGH, HIGH, LOW, MID], MID),
        ([HIGH, HIGH, HIGH, LOW, LOW], HIGH),
    ],
)
def test_the_median_of_an_even_number_is_the_lower_one(levels: list[Level], expected: Level) -> None:
    """Whatever the order in which they come."""
    assert bands.median(levels) is expected


def test_nobody_has_no_median() -> None:
    """It is refused, not guessed."""
    with pytest.raises(ValueError, match="at least one"):
        bands.median([])


def test_groups_of_every_size_have_the_same_two_words() -> None:
    """At most half, or more: where a group grows by one, or shrinks, no word comes or goes."""
    for total in range(5, 200):
        shares = [bands.share(count, total) for count in range(total + 1)]
        assert set(shares) == {ShareBand.AT_MOST_HALF, ShareBand.MORE_THAN_HALF}
        assert [share is ShareBand.MORE_THAN_HALF for share in shares] == [
            2 * count > total for count in range(total + 1)
        ]


@pytest.mark.parametrize("total", range(5, 60))
def test_the_outer_bands_hold_three_counts_at_least(total: int) -> None:
    """So that "nobody" and "everybody" never show as such."""
    shares = [bands.share(count, total) for count in range(total + 1)]
    assert 1 == len(set(shares[:3]))
    assert 1 == len(set(shares[-3:]))
    assert shares[0] != shares[-1]


@pytest.mark.parametrize(("count", "total"), [(1, 4), (-1, 8), (9, 8)])
def test_a_share_of_too_few_or_of_more_than_there_are_is_refused(count: int, total: int) -> None:
    """Below five people nothing is ever shown."""
    with pytest.raises(ValueError, match="five people"):
        bands.share(count, total)


def test_the_word_above_the_edge_is_certain_once_so_many_are_known_to_be_gone() -> None:
    """As the documents say: of seven or eight three, of nine or ten four; with one fewer somebody may have been silent,
    and the word below never says that nobody took part."""
    for size in range(7, 31):
        gone = size - (size // 2 + 1)
        above = {count for count in range(size + 1) if bands.share(count, size) is bands.ShareBand.MORE_THAN_HALF}
        assert {size - gone} == {count for count in above if count <= size - gone}
        assert 2 == len({count for count in above if count <= size - gone + 1})
        assert {0, 1, 2} <= set(range(size + 1)) - above
    assert [3, 3, 4, 4] == [size - (size // 2 + 1) for size in (7, 8, 9, 10)]
