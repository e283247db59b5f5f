"""Rows that cannot be changed unseen."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nudges import chain

ROWS: list[dict[str, Any]] = [
    {"item": "waarom", "band": "mid", "unit": 1},
    {"item": "samen", "band": None, "unit": 1},
    {"item": "participation", "band": "most", "unit": 2},
]


def _sealed(rows: list[dict[str, Any]]) -> list[tuple[dict[str, Any], str]]:
    found, previous = [], chain.FIRST
    for row in rows:
        previous = chain.seal(previous, row)
        found.append((row, previous))
    return found


def test_an_untouched_chain_is_whole() -> None:
    """Also an empty one, and one that goes on after rows that were purged."""
    sealed = _sealed(ROWS)
    assert chain.broken(sealed) is None
    assert chain.broken([]) is None
    assert chain.broken(sealed[1:], previous=sealed[0][1]) is None


@pytest.mark.parametrize("index", range(3))
def test_a_changed_row_is_found(index: int) -> None:
    """At its own place."""
    sealed = _sealed(ROWS)
    sealed[index] = ({**sealed[index][0], "band": "high"}, sealed[index][1])
    assert chain.broken(sealed) == index


def test_a_row_that_was_taken_out_or_moved_is_found() -> None:
    """At the place where the chain no longer follows."""
    sealed = _sealed(ROWS)
    assert chain.broken([sealed[0], sealed[2]]) == 1
    assert chain.broken([sealed[1], sealed[0], sealed[2]]) == 0
    assert chain.broken(sealed[1:]) == 0


def test_a_seal_does_not_depend_on_the_order_of_names() -> None:
    """The same row read back from a database gives the same seal; this one was made by sha256sum."""
    turned = dict(reversed(ROWS[0].items()))
    assert chain.seal(chain.FIRST, ROWS[0]) == chain.seal(chain.FIRST, turned)
    by_hand = "42819d152f4a7cfa9a4a3063d7d7285c531a40ac34b4be6ac01685b85efeeff6"
    assert chain.seal(chain.FIRST, ROWS[0]) == by_hand


@given(st.dictionaries(st.text(), st.none() | st.text() | st.integers() | st.booleans()))
def test_any_row_of_json_has_a_seal(row: dict[str, Any]) -> None:
    """Sixty-four hexadecimal digits, whatever the script of its texts."""
    seal = chain.seal(chain.FIRST, row)
    assert len(seal) == 64
    assert set(seal) <= set("0123456789abcdef")
