"""An installation keeps its own keys, sealed under the operator's secret, which may change."""

import pytest

from store import installation
from store.installation import WrongSecret
from tests import addresses
from tests.store.cast import CHATS, gather
from tests.store.conftest import SECRET, DatabasePlace, open_memory

NEWER = "a newer secret of more than thirty-two letters"


def test_the_keys_stay_the_same(place: DatabasePlace) -> None:
    """They are drawn at the first start, each different from the others, and found again ever after."""
    with open_memory(place) as db:
        first = db.keys
    with open_memory(place) as db:
        assert first == db.keys
    assert 3 == len({first.lookup, first.study, first.audit})
    assert {32} == {len(key) for key in (first.lookup, first.study, first.audit)}


def test_another_secret_opens_nothing(place: DatabasePlace) -> None:
    """And says what to do."""
    with open_memory(place):
        pass
    with pytest.raises(WrongSecret, match="at the end of the list"):
        open_memory(place, NEWER)


def test_a_new_secret_in_front_loses_nobody(place: DatabasePlace) -> None:
    """Anna is found and written to after the secret was rotated."""
    with open_memory(place) as db:
        anna = db.call(gather).anna
    with open_memory(place, f"{NEWER},{SECRET}") as db:
        person = db.call(lambda tx: addresses.by_chat(tx, CHATS["anna"]))
        assert person is not None
        assert (anna, CHATS["anna"]) == (person.id, db.call(addresses.chat_of, anna))


def test_a_fact_is_remembered_in_place_of_the_one_before(place: DatabasePlace) -> None:
    """One of each name, beside the keys."""
    with open_memory(place) as db:
        assert db.call(installation.fact, "bot.username") is None
        for name in (b"first_bot", b"koersvast_bot"):
            db.call(installation.remember, "bot.username", name)
    with open_memory(place) as db:
        assert b"koersvast_bot" == db.call(installation.fact, "bot.username")


def test_the_keys_cannot_be_read_on_the_disk(place: DatabasePlace) -> None:
    """Without the secret a copy of the database leads to nobody."""
    with open_memory(place) as db:
        for name in ("lookup", "study", "audit"):
            stored = db.call(installation.fact, f"key.{name}")
            assert stored is not None
            assert getattr(db.keys, name) not in stored
