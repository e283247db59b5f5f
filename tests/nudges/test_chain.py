"""Rows that cannot be changed unseen."""

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from nudges import chain

KEY = b"a key of the tests"


def test_a_hash_can_be_made_by_hand_with_the_key_and_not_without() -> None:
    """These were made by openssl; another key gives others."""
    digest = chain.digest(KEY, [1, "waarom", None])
    assert "a73d9678bca2139fe4113d7c2c226719d6f2ad6eb3becee3b871f5211b2aa0a9" == digest
    assert digest != chain.digest(b"another key", [1, "waarom", None])
    assert chain.tie(KEY, chain.FIRST, digest) != chain.tie(KEY, digest, digest)


def test_a_moment_is_the_same_moment_in_every_zone() -> None:
    """A row read back from a database gives the same digest."""
    at = datetime(2026, 11, 23, 9, tzinfo=UTC)
    assert chain.digest(KEY, [at]) == chain.digest(KEY, [at.astimezone(timezone(timedelta(hours=1)))])


@given(st.lists(st.none() | st.text() | st.integers() | st.binary()), st.lists(st.text() | st.integers()))
def test_two_rows_have_one_digest_only_if_they_say_the_same(first: list[object], other: list[object]) -> None:
    """No two ways of cutting the same letters into values are taken for each other."""
    said = [value.hex() if isinstance(value, bytes) else value for value in first]
    assert (chain.digest(KEY, first) == chain.digest(KEY, other)) == (said == other)
