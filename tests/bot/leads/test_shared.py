"""Anna shares something: what Bram and Carla see of it, when, and what nobody sees."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.base.voice import Voice
from bot.leads import shared
from bot.turns.runtime import Runtime
from nudges.person import Status
from store import audit, digests, people, sharing
from store.database import Transaction
from store.digests import Digest
from store.people import Role
from tests import addresses
from tests.bot import building, flow_files
from tests.bot.building import Town
from tests.bot.phones import Street

FLOW = """
drempel:
  ask: Wat zat ertussen?
  text: true
deel:
  share: "{{ drempel }}"
  to: lead
  ask: Wil je dit laten zien?
  next: {shared: nog, nobody: niemand, "*": blijft}
nog:
  ask: Nog iets?
  yesno: true
  save: false
klaar:
  end: Dat was het.
niemand:
  end: Er is niemand.
blijft:
  end: Het blijft bij jou.
"""
ITEM = "Het <systeem> liet het niet toe."
TUESDAY = datetime(2026, 9, 8, 8, 0, tzinfo=UTC)
MONDAY = datetime(2026, 9, 14, 7, 0, tzinfo=UTC)


class Peopled(Street):
    """A street that knows who lives there."""

    def __init__(self, runtime: Runtime, town: Town) -> None:
        Street.__init__(self, runtime)
        self.town = town


@pytest.fixture
def street(tmp_path: Path) -> Iterator[Peopled]:
    """Anna, her lead Bram and her coach Carla, with a flow that shares with each."""
    flows = tmp_path / "flows"
    flow_files.write(flows, "deel", FLOW)
    flow_files.write(flows, "deelcoach", FLOW.replace("to: lead", "to: coach"))
    with building.built(tmp_path, flows_dir=flows) as runtime:
        town = runtime.database.call(building.settle)
        runtime.clock.move_to(TUESDAY)
        yield Peopled(runtime, town)


def chat(street: Peopled, name: str) -> int:
    """Where somebody of the cast reads."""
    chat_id = street.runtime.database.call(addresses.chat_of, getattr(street.town, name))
    assert chat_id is not None
    return chat_id


def own(street: Peopled) -> list[sharing.SharedItem]:
    """What Anna shares."""
    return list(street.runtime.database.call(sharing.own, street.town.anna))


def offer(street: Peopled, flow: str = "deel") -> None:
    """Anna goes as far as the choice."""
    street.says(chat(street, "anna"), f"/{flow}")
    street.says(chat(street, "anna"), ITEM)


def share_unnamed(street: Peopled, flow: str = "deel") -> None:
    """Anna shares without a name."""
    offer(street, flow)
    for label in ("Zonder naam", "Deel dit"):
        street.presses(chat(street, "anna"), label)


def share_named(street: Peopled) -> None:
    """Anna shares with her name."""
    offer(street)
    street.presses(chat(street, "anna"), "Met mijn naam")
    street.says(chat(street, "anna"), "Anna")
    street.presses(chat(street, "anna"), "Deel dit")


def digest(street: Peopled, name: str, now: datetime) -> str | None:
    """What the Monday message of somebody brings along, its messages as one text; None if it brings nothing."""
    return street.runtime.database.call(_digest, street.runtime, getattr(street.town, name), now)


def _digest(db: Transaction, runtime: Runtime, number: int, now: datetime) -> str | None:
    person = people.by_id(db, number)
    bodies = shared.digest(db, Voice(runtime.texts, person.language, person.tone), person, now)
    return "\n".join(body["text"] for body in bodies) or None


def test_the_preview_is_what_the_lead_reads(street: Peopled) -> None:
    """To the letter, with the team, and with the warning that the lead may guess."""
    offer(street)
    street.presses(chat(street, "anna"), "Zonder naam")
    preview = street.texts(chat(street, "anna"))[-1]
    quote = "<quote>Het &lt;systeem&gt; liet het niet toe.</quote>"
    assert quote in preview
    assert "Je leidinggevende kan raden dat jij het was." in preview
    street.presses(chat(street, "anna"), "Deel dit")
    message = digest(street, "bram", MONDAY)
    assert message is not None
    assert quote in message


def test_nothing_is_shared_before_the_second_press(street: Peopled) -> None:
    """A preview that is left alone, left out or typed at leaves nothing behind."""
    offer(street)
    street.presses(chat(street, "anna"), "Zonder naam")
    street.says(chat(street, "anna"), "ja, deel dit")
    street.says(chat(street, "anna"), "/overslaan")
    assert [] == own(street)
    assert None is digest(street, "bram", MONDAY)


def test_an_unnamed_item_waits_for_monday(street: Peopled) -> None:
    """Bram sees it on Monday, once, and no time, name or number with it; Daan never does."""
    share_unnamed(street)
    street.at(MONDAY - timedelta(hours=10))
    assert [] == street.texts(chat(street, "bram"))
    assert None is digest(street, "bram", MONDAY - timedelta(hours=10))
    assert None is digest(street, "daan", MONDAY)
    message = digest(street, "bram", MONDAY)
    assert message is not None
    assert "Anna" not in message
    assert not any(letter.isdigit() for letter in message)
    assert None is digest(street, "bram", MONDAY + timedelta(days=7))


def test_unnamed_items_are_shuffled(street: Peopled) -> None:
    """The order in which they came cannot be read from the order in which they are shown."""
    for number in range(8):
        street.says(chat(street, "anna"), "/deel")
        street.says(chat(street, "anna"), f"Punt {'abcdefgh'[number]}.")
        for label in ("Zonder naam", "Deel dit", "Nee"):
            street.presses(chat(street, "anna"), label)
    message = digest(street, "bram", MONDAY) or ""
    order = sorted("abcdefgh", key=lambda letter: message.index(f"Punt {letter}."))
    assert list("abcdefgh") != order


def test_an_item_with_a_name_goes_to_the_lead_after_ten_minutes(street: Peopled) -> None:
    """Not sooner, and to nobody else."""
    share_named(street)
    street.at(TUESDAY + timedelta(minutes=9))
    assert [] == street.texts(chat(street, "bram"))
    street.at(TUESDAY + timedelta(minutes=11))
    (text,) = street.texts(chat(street, "bram"))
    assert "<quote>Anna: Het &lt;systeem&gt; liet het niet toe.</quote>" in text
    assert [] == street.texts(chat(street, "daan")) == street.texts(chat(street, "carla"))


def test_what_is_shared_in_the_evening_is_shown_in_the_morning(street: Peopled) -> None:
    """A lead has quiet hours too."""
    street.at(TUESDAY.replace(hour=19))
    share_named(street)
    street.at(TUESDAY.replace(hour=22))
    assert [] == street.texts(chat(street, "bram"))
    street.at(TUESDAY.replace(hour=8) + timedelta(days=1))
    assert 1 == len(street.texts(chat(street, "bram")))


def test_it_can_be_taken_back_until_it_was_seen(street: Peopled) -> None:
    """/gedeeld has a button for it; afterwards no row holds it."""
    share_named(street)
    anna = chat(street, "anna")
    street.says(anna, "/gedeeld")
    assert "nog niet gezien" in street.texts(anna)[-1]
    street.presses(anna, "Trek terug: Het <systeem> liet het n…")
    assert "Teruggetrokken. Niemand heeft het gezien." == street.texts(anna)[-1]
    street.at(TUESDAY + timedelta(hours=2))
    assert [] == street.texts(chat(street, "bram"))
    assert [] == own(street)


def test_what_was_seen_stays_seen(street: Peopled) -> None:
    """The button comes too late and says so, and going back in the conversation does too."""
    share_named(street)
    anna = chat(street, "anna")
    street.says(anna, "/gedeeld")
    street.at(TUESDAY + timedelta(minutes=11))
    street.presses(anna, "Trek terug: Het <systeem> liet het n…")
    assert "Dat is al gezien. Terugtrekken kan niet meer." == street.texts(anna)[-1]
    street.says(anna, "/terug")
    street.presses(anna, "Niet delen")
    assert any("al gezien" in text for text in street.texts(anna)[-3:])
    assert 1 == len(own(street))


def test_going_back_and_not_sharing_takes_it_back(street: Peopled) -> None:
    """As with every other answer."""
    share_unnamed(street)
    street.says(chat(street, "anna"), "/terug")
    street.presses(chat(street, "anna"), "Niet delen")
    assert None is digest(street, "bram", MONDAY)


def test_the_coach_gets_unnamed_items_on_monday_morning(street: Peopled) -> None:
    """All at once, a message each; a coach has no other Monday message."""
    share_unnamed(street, "deelcoach")
    street.presses(chat(street, "anna"), "Nee")
    share_unnamed(street, "deelcoach")
    street.at(MONDAY - timedelta(minutes=1))
    assert [] == street.texts(chat(street, "carla"))
    street.at(MONDAY + timedelta(hours=1))
    assert [1, 1] == [text.count("liet het niet toe") for text in street.texts(chat(street, "carla"))]
    assert [] == street.texts(chat(street, "bram"))


def test_a_lead_who_wants_no_monday_message_gets_unnamed_items_all_the_same(street: Peopled) -> None:
    """On Monday, when their day begins, and once; a deputy who has a Monday message waits for theirs."""
    deputy = street.runtime.database.call(building.add, street.town.counter, Role.LEAD)
    street.runtime.database.call(digests.choose, street.town.bram, Digest(every_weeks=0))
    assert street.runtime.database.call(shared.next_due) is None
    share_unnamed(street)
    assert MONDAY - timedelta(hours=1) == street.runtime.database.call(shared.next_due)
    street.at(MONDAY - timedelta(hours=2))
    assert [] == street.texts(chat(street, "bram"))
    street.at(MONDAY)
    street.at(MONDAY + timedelta(days=7))
    (text,) = street.texts(chat(street, "bram"))
    assert "liet het niet toe" in text
    assert not any(letter.isdigit() for letter in text)
    assert street.runtime.database.call(shared.next_due) is None
    assert "liet het niet toe" in (street.runtime.database.call(_digest, street.runtime, deputy, MONDAY) or "")


def test_without_a_lead_nothing_is_offered(street: Peopled) -> None:
    """The question is not asked when nobody would read the answer."""
    street.runtime.database.call(lambda db: people.leave(db, street.town.bram, TUESDAY))
    offer(street)
    assert "Er is niemand." == street.texts(chat(street, "anna"))[-1]


def test_a_lead_who_stopped_is_not_written_to(street: Peopled) -> None:
    """The item waits and can still be taken back."""
    street.runtime.database.call(lambda db: people.change(db, street.town.bram, status=Status.STOPPED))
    share_named(street)
    street.at(TUESDAY + timedelta(hours=3))
    assert [] == street.texts(chat(street, "bram"))
    (item,) = own(street)
    assert not item.was_shown


def test_sharing_and_looking_are_written_down_without_saying_what(street: Peopled) -> None:
    """The audit trail has a line for each, by key and team."""
    share_named(street)
    street.at(TUESDAY + timedelta(minutes=11))
    lines = [line for line in street.runtime.database.call(audit.lines) if "share" in line.event]
    assert [("share", "team 1"), ("look at shared item", "team 1")] == [(line.event, line.subject) for line in lines]
    assert street.runtime.database.call(audit.verify) is None


def test_retention_takes_it_away(street: Peopled) -> None:
    """What was shared is text, and goes with the other texts."""
    share_unnamed(street)
    street.runtime.database.call(lambda db: sharing.purge(db, TUESDAY - timedelta(days=1)))
    assert 1 == len(own(street))
    street.runtime.database.call(lambda db: sharing.purge(db, TUESDAY + timedelta(days=1)))
    assert [] == own(street)
