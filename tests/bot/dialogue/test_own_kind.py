"""A kind of answer of one file goes through the whole bot: asked, answered, read again, changed, kept and forgotten."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.clockwork import rounds
from flows.kinds import registry
from store import answers
from store.people import Role
from tests.bot import building, flow_files
from tests.bot.phones import Street, moves_in
from tests.own_kind import Rating

NODES = """
sterren:
  ask: Hoeveel sterren?
  rating: 5
  save: sterren
klaar:
  end: "Dat zijn er {{ sterren }}."
"""
YEAR = timedelta(days=300)


@pytest.fixture
def street(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Street]:
    """A bot with the kind in its registry, and a flow of the organisation's own that asks for it."""
    monkeypatch.setitem(registry.KINDS, Rating.word, Rating)
    flow_files.write(tmp_path / "eigen", "sterren", NODES)
    with building.built(tmp_path, flows_dir=tmp_path / "eigen") as runtime:
        runtime.database.call(building.settle)
        yield Street(runtime)


def _value(street: Street, person: int) -> object:
    (past,) = [one for one in street.runtime.database.call(answers.every, person) if one.corrected_at is None]
    assert "rating" == past.kind
    return past.value


@pytest.mark.parametrize("by", ["press", "words"])
def test_it_is_asked_answered_read_again_and_changed(street: Street, by: str) -> None:
    """By its button or in words; its diary has its own words, and another of its buttons takes the answer's place."""
    person, chat = street.runtime.database.call(moves_in, 1, Role.EMPLOYEE, building.START)
    street.says(chat, "/sterren")
    assert ["★", "★★", "★★★", "★★★★", "★★★★★"] == street.labels(chat)
    street.says(chat, "een heleboel")
    assert "Hoeveel sterren geef je? Typ een getal van 1 tot en met 5." in street.texts(chat)[-1]
    if by == "press":
        street.presses(chat, "★★★")
    else:
        street.says(chat, "3 sterren")
    assert "Dat zijn er 3." == street.texts(chat)[-1]
    street.says(chat, "/dagboek")
    street.presses(chat, "Laat zien")
    assert "★★★" in street.texts(chat)[-1]
    street.presses(chat, "Iets veranderen")
    street.presses(chat, "1")
    street.presses(chat, "★")
    assert 1 == _value(street, person)


@pytest.mark.parametrize(("own_words", "expected"), [(False, 4), (True, None)])
def test_how_long_it_is_kept_follows_from_the_kind(
    street: Street, own_words: bool, expected: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What somebody wrote goes when words go, of whatever kind it is; a figure stays as long as figures stay."""
    monkeypatch.setattr(Rating, "own_words", own_words)
    person, chat = street.runtime.database.call(moves_in, 1, Role.EMPLOYEE, building.START)
    street.says(chat, "/sterren")
    street.presses(chat, "★★★★")
    street.runtime.database.call(rounds.purge, street.runtime, building.START + YEAR)
    assert expected == _value(street, person)
