"""References to rows: opaque, the same each time, and of one person and one kind only."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import references
from store.database import Database, Transaction
from store.references import ReferenceKind

BUTTON_HOLDS = 64  # bytes, says Telegram
LONGEST_CHOICE = 24


def test_a_reference_leads_back_and_stays_the_same(db: Database) -> None:
    """Of every kind; it stands in an address as it is, and a button has room for it, a visit and a choice."""

    def use_case(tx: Transaction) -> None:
        for kind in ReferenceKind:
            for number in (1, 2, 255, 2**31, 2**46):
                shown = references.refer(tx, kind, 7, number)
                assert (number, shown) == (references.row(tx, kind, 7, shown), references.refer(tx, kind, 7, number))
                assert re.fullmatch(r"[A-Za-z0-9_-]{22}", shown)
                assert len(f"{shown}:99999999:{'x' * LONGEST_CHOICE}") <= BUTTON_HOLDS

    db.call(use_case)


def test_a_reference_is_nobody_elses_and_of_no_other_kind(db: Database) -> None:
    """Bram's reference to his row is nothing in Anna's hands, and a team's reference is no session's."""

    def use_case(tx: Transaction) -> list[int | None]:
        shown = references.refer(tx, ReferenceKind.TEAM, 7, 3)
        others = [references.row(tx, ReferenceKind.TEAM, person, shown) for person in (1, 3, 8)]
        return others + [references.row(tx, kind, 7, shown) for kind in ReferenceKind if kind is not ReferenceKind.TEAM]

    assert {None} == set(db.call(use_case))


def test_neighbours_tell_nothing_of_each_other(db: Database) -> None:
    """A thousand rows one after another: their references are as far from each other as chance would have them."""

    def use_case(tx: Transaction) -> list[str]:
        return [references.refer(tx, ReferenceKind.SESSION, 7, number) for number in range(1000)]

    shown = db.call(use_case)
    assert 1000 == len(set(shown))
    assert shown != sorted(shown)
    pairs = [pair for two in pairwise(shown) for pair in zip(*two, strict=True)]
    alike = sum(left == right for left, right in pairs)
    assert alike / (999 * 22) < 0.05  # 1 in 64, and the last character has four possibilities


@pytest.mark.parametrize("kind", ReferenceKind)
def test_what_somebody_makes_up_is_no_reference(db: Database, kind: ReferenceKind) -> None:
    """Whatever text, and each reference with one character changed; a plain number only where buttons once bore one."""

    @given(st.text(max_size=40) | st.text("ABCDEFabcdef0123456789_-", min_size=22, max_size=22))
    def holds(text: str) -> None:
        plain = text.isascii() and text.isdecimal()
        number = db.call(references.row, kind, 7, text)
        assert (number is None) or (plain and kind is not ReferenceKind.TEAM)

    holds()
    shown = db.call(references.refer, kind, 7, 3)
    for place in range(22):
        for other in "Ab0_-=+/é":
            changed = shown[:place] + other + shown[place + 1 :]
            assert db.call(references.row, kind, 7, changed) == (3 if changed == shown else None)


def test_a_number_of_before_is_taken_as_it_is_but_for_teams(db: Database) -> None:
    """Buttons in chats bore numbers of sessions; an endless one is no number of a row."""
    for text, expected in (("12", 12), ("0", 0), ("9" * 21, None), ("²", None), ("-1", None), ("", None)):
        assert (text, expected) == (text, db.call(references.row, ReferenceKind.SESSION, 7, text))
    assert db.call(references.row, ReferenceKind.TEAM, 7, "12") is None


def test_an_installation_writes_references_of_its_own(db: Database) -> None:
    """They come of its own key, which stays when the operator's secret is replaced; another's leads to nothing."""
    shown = db.call(references.refer, ReferenceKind.TEAM, 7, 3)
    db.keys.lookup = b"the key of another installation."
    assert shown != db.call(references.refer, ReferenceKind.TEAM, 7, 3)
    assert db.call(references.row, ReferenceKind.TEAM, 7, shown) is None
