"""Reading what somebody said."""

import pytest

from nudges import reflection
from nudges.reflection import Level, Principle


@pytest.mark.parametrize(
    ("name", "levels"),
    [
        ("waarom", {"niet": "low", "vermoed": "mid", "gevraagd": "mid", "gebruikt": "high"}),
        ("resultaat", {"procedure": "low", "termijn": "low", "resultaat": "mid", "beide": "high"}),
        ("vooruit", {"klacht": "low", "moment": "mid", "voor": "high", "voorbereiding": "high"}),
        ("samen", {"niemand": "low", "collega": "mid", "afdeling": "high", "inwoner": "high"}),
        ("team_waarom", {"nooit": "low", "soms": "mid", "vaak": "high", "altijd": "high"}),
    ],
)
def test_every_option_has_its_level(name: str, levels: dict[str, str]) -> None:
    """The table, written out once more, with "nvt" last and without a level."""
    assert levels == {option: reflection.level(name, option) for option in levels}
    assert (*levels, "nvt") == reflection.ITEMS[name].options
    assert reflection.level(name, "nvt") is None


def test_of_several_choices_the_highest_counts() -> None:
    """A colleague and a resident: the resident. "nvt" beside a choice takes nothing away."""
    assert reflection.level("samen", ["collega", "inwoner"]) is Level.HIGH
    assert reflection.level("samen", ["inwoner", "niemand"]) is Level.HIGH
    assert reflection.level("samen", ["nvt", "collega"]) is Level.MID
    assert reflection.level("samen", ["nvt"]) is None
    assert reflection.level("samen", []) is None


def test_a_dilemma_is_counted_as_yes_or_no() -> None:
    """As a key or as a boolean."""
    assert [Level.HIGH, Level.LOW] == [reflection.level("dilemma", value) for value in (True, False)]
    assert [Level.HIGH, Level.LOW] == [reflection.level("dilemma", value) for value in ("ja", "nee")]
    assert ("nee", "ja") == reflection.ITEMS["dilemma"].options


@pytest.mark.parametrize("value", [None, "anders", 3, {"a": 1}, [3]])
def test_skipping_and_what_the_table_does_not_know_have_no_value(value: object) -> None:
    """They are participation all the same."""
    assert reflection.level("waarom", value) is None


def test_an_item_that_is_not_in_the_table_has_no_value() -> None:
    """The place where it happened is nobody's level."""
    assert reflection.level("plek", "balie") is None


def test_each_principle_has_its_weekly_item_and_its_team_item() -> None:
    """Each item names the principle that lists it."""
    for principle in Principle:
        assert reflection.ITEMS[reflection.WEEKLY[principle]].principle is principle
        assert reflection.ITEMS[reflection.EXPERIENCED[principle]].principle is principle
    assert reflection.ITEMS["samen"].several


def test_levels_have_an_order() -> None:
    """Low under mid under high."""
    assert [0, 1, 2] == [level.rank for level in (Level.LOW, Level.MID, Level.HIGH)]


def test_option_keys_fit_on_a_button() -> None:
    """Plain ASCII, at most 32 bytes."""
    for item in reflection.ITEMS.values():
        assert all(option.isascii() and len(option) <= 32 for option in item.options)
