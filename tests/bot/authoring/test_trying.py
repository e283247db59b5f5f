"""Carla tries a flow out in the chat: she sees all of it, and nothing is kept."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.clockwork import rounds
from store import people, tables
from store.database import Transaction
from store.people import Role
from tests import addresses
from tests.bot import building, flow_files
from tests.bot.phones import Street

EVERYTHING = """
vraag:
  ask: Waar speelde het?
  choice: {balie: Balie, brief: Brief}
  save: {as: plek, seen_by: team}
loting:
  shuffle: {a: 1, b: 1}
  next: {"*": onthoud}
onthoud:
  remember: {tone: u}
wacht:
  pause: {for: 3d}
leg_vast:
  act: promise
  fields: {text: bellen, day: "2026-11-26"}
plan:
  ask: Welk plan?
  plan: true
leg_plan:
  act: plan
  fields: {plan: "{{ plan }}"}
deel:
  share: "{{ plek }}"
  to: lead
  ask: Delen?
klaar:
  end: Klaar, {{ team }}.
"""
KEPT = ("leaf", "act", "decision", "shareditem", "session", "wakeup", "nudge", "schedule")


@pytest.fixture
def street(tmp_path: Path) -> Iterator[Street]:
    """The cast, and a flow with all that a flow can keep."""
    flows = tmp_path / "flows"
    flow_files.write(flows, "alles", EVERYTHING)
    flow_files.write(
        flows, "rondje", "a:\n  pause: {for: 1d}\nb:\n  branch: {when: week > 99, go: c, else: a}\nc:\n  end: Om."
    )
    flow_files.write(flows, "kapot", "a:\n  ask: Doe?\n  yesno: true\nb:\n  pause: {day: a}\n  next: end")
    with building.built(tmp_path, flows_dir=flows) as runtime:
        runtime.database.call(building.settle)
        yield Street(runtime)


@pytest.fixture
def carla(street: Street) -> int:
    """Her chat."""
    return street.runtime.database.call(_chat, Role.COACH)


@pytest.fixture
def anna(street: Street) -> int:
    """Her chat."""
    return street.runtime.database.call(_chat, Role.EMPLOYEE)


def _chat(db: Transaction, role: Role) -> int:
    chat_id = addresses.chat_of(db, people.members(db, 1, role)[0].person_id)
    assert chat_id is not None
    return chat_id


def rows_left(street: Street) -> dict[str, int]:
    """How many rows there are of what a conversation may leave behind."""
    return street.runtime.database.call(_rows_left)


def _rows_left(db: Transaction) -> dict[str, int]:
    metadata = tables.table(tables.PersonRow).metadata
    return {name: db.execute(select(func.count()).select_from(metadata.tables[name])).scalar_one() for name in KEPT}


def try_everything(street: Street, carla: int) -> None:
    """From the first question to the last."""
    street.says(carla, "/proef alles")
    street.presses(carla, "Balie")
    street.says(carla, "als ik bel, dan luister ik")
    street.presses(carla, "Ja")
    street.presses(carla, "Zonder naam")
    street.presses(carla, "Deel dit")


def test_a_trial_is_marked_and_keeps_nothing(street: Street, carla: int) -> None:
    """The first message says so; at the end there is not a row more than before, and no setting has changed."""
    before = rows_left(street)
    try_everything(street, carla)
    texts = street.texts(carla)
    assert texts[0].startswith("<b>Proef</b> van <b>Alles</b>")
    assert any("hier wacht het gesprek tot donderdag 10 september" in text for text in texts)
    assert ["Klaar, Team Vergunningen.", "<i>Einde van de proef. Er is niets bewaard.</i>"] == texts[-2:]
    assert before == rows_left(street)
    person = street.runtime.database.call(lambda db: addresses.by_chat(db, carla))
    assert person is not None
    assert "je" == person.tone


def test_in_the_middle_of_a_trial_there_is_one_row(street: Street, carla: int) -> None:
    """Its session, without any moment at which it would speak by itself."""
    before = rows_left(street)
    street.says(carla, "/proef weekreflectie")
    assert before | {"session": 1} == rows_left(street)
    street.at(street.runtime.clock.now() + timedelta(days=4))
    assert 2 == len(street.texts(carla))


def test_a_trial_that_is_left_open_is_forgotten(street: Street, carla: int) -> None:
    """After a day, with the nightly round; or at once when something else begins."""
    street.says(carla, "/proef alles")
    street.says(carla, "/proef waarom")
    assert 1 == rows_left(street)["session"]
    assert "clear" in [kind for to, kind, _, _ in street.deliveries if to == carla]  # the buttons of what was left
    now = street.runtime.clock.now() + timedelta(days=2)
    street.runtime.database.call(rounds.purge, street.runtime, now)
    assert 0 == rows_left(street)["session"]


def test_stopping_a_trial_ends_it(street: Street, carla: int) -> None:
    """As it would end for anybody."""
    street.says(carla, "/proef alles")
    street.says(carla, "/stop")
    street.presses(carla, "Alleen dit gesprek")
    assert 0 == rows_left(street)["session"]
    street.presses(carla, "Balie")
    assert 0 == rows_left(street)["leaf"]


def test_every_flow_of_the_shelf_can_be_tried(street: Street, carla: int) -> None:
    """From the list of buttons, and in English too."""
    street.says(carla, "/try")
    names = street.labels(carla)
    assert {"weekreflectie", "welkom", "gestuurd", "alles"} <= set(names)
    for name in names:
        street.says(carla, f"/proef {name}")
        assert not any("loopt vast" in text for text in street.texts(carla)), name


def test_a_flow_that_breaks_says_where(street: Street, carla: int) -> None:
    """The coach sees node and kind; the row is gone."""
    street.says(carla, "/proef kapot")
    street.presses(carla, "Ja")
    assert any("het gesprek loopt vast bij <b>b</b> (no_day)" in text for text in street.texts(carla))
    assert 0 == rows_left(street)["session"]


def test_a_flow_that_only_waits_does_not_go_round_for_ever(street: Street, carla: int) -> None:
    """A few rounds are enough to see it."""
    street.says(carla, "/proef rondje")
    assert 21 == len(street.texts(carla))


def test_an_unknown_name_is_met_with_the_list(street: Street, carla: int) -> None:
    """What was typed comes back escaped, and the flows that can be tried are buttons."""
    street.says(carla, "/proef <b>")
    assert "&lt;b&gt;" in street.texts(carla)[-1]
    assert "waarom" in street.labels(carla)


@pytest.mark.parametrize(("name", "plays"), [("rondje", True), ("nieuw", False)])
def test_a_flow_that_lies_there_broken_says_so(
    street: Street, carla: int, tmp_path: Path, name: str, plays: bool
) -> None:
    """Before its last good version is played, so that nobody looks for their change in vain; or instead of one."""
    flow_files.write(tmp_path / "flows", name, "a:\n  end: Om.\n  next: nergens")
    street.runtime.database.call(street.runtime.library.look_again, street.runtime.clock.now())
    street.says(carla, f"/proef {name}")
    texts = [text for text in street.texts(carla) if f"<b>{name}</b> is niet in gebruik genomen." in text]
    assert [True] == ["KV001" in text for text in texts]
    assert plays is any("<b>Proef</b> van" in text for text in street.texts(carla))


def test_only_a_coach_may_try(street: Street, anna: int) -> None:
    """To others the command does not exist."""
    street.says(anna, "/proef waarom")
    assert "ken ik niet" in street.texts(anna)[-1]
