"""Bram answers what Anna shared, or makes a promise of it: what reaches her, and what he does not learn."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.base.incoming import HeardKind
from bot.dialogue import participation
from bot.turns.runtime import Runtime
from bot.turns.turn import Turn
from nudges.person import Status
from store import audit, dossier, erasure, people, sharing, steering, tables
from store.database import Transaction
from store.people import Role
from tests import addresses
from tests.bot import building, flow_files
from tests.bot.building import Town
from tests.bot.phones import Street
from tests.library import stage as library

ITEM = "Het <systeem> liet het niet toe."
TUESDAY = datetime(2026, 9, 8, 8, 0, tzinfo=UTC)
MONDAY = datetime(2026, 9, 14, 7, 0, tzinfo=UTC)
SENT = "Je antwoord is verstuurd naar wie dit deelde. Of het aankomt en gelezen wordt, zie je niet."


class Square(Street):
    """A street that knows who lives there, and what Telegram tells of the message under a button."""

    def __init__(self, runtime: Runtime, town: Town) -> None:
        Street.__init__(self, runtime)
        self.town = town

    def chat(self, name: str) -> int:
        """Where somebody of the cast reads."""
        chat_id = self.runtime.database.call(addresses.chat_of, getattr(self.town, name))
        assert chat_id is not None
        return chat_id

    def presses_quoted(self, name: str, label: str, quote: str = "") -> None:
        """Press the newest button of this label; `quote` is what stands quoted above it."""
        chat = self.chat(name)
        message, data = self.button(chat, label)
        self.hears(chat, HeardKind.PRESS, data=data, ref=message, callback_id="1", quote=quote)

    def read(self, name: str) -> list[str]:
        """All that somebody was sent."""
        return self.texts(self.chat(name))


@contextmanager
def peopled(folder: Path) -> Iterator[Square]:
    """Anna, her lead Bram and her coach Carla, the library's two flows, and one that shares with each."""
    flows = folder / "flows"
    folder.mkdir(exist_ok=True)
    flow_files.write(flows, "deel", flow_files.SHARING)
    flow_files.write(flows, "deelcoach", flow_files.SHARING.replace("to: lead", "to: coach"))
    for name in ("antwoorden", "toezeggen"):
        for file in library.LIBRARY.glob(f"{name}.*"):
            (flows / file.name).write_text(file.read_text())
    with building.built(folder, flows_dir=flows) as runtime:
        town = runtime.database.call(building.settle)
        runtime.clock.move_to(TUESDAY)
        yield Square(runtime, town)


@pytest.fixture
def square(tmp_path: Path) -> Iterator[Square]:
    """The people of this test."""
    with peopled(tmp_path) as street:
        yield street


def share(square: Square, *, name: str | None = None, item: str = ITEM, flow: str = "deel") -> None:
    """Anna shares, and it is shown when its time has come."""
    anna = square.chat("anna")
    square.says(anna, f"/{flow}")
    square.says(anna, item)
    square.presses(anna, "Zonder naam" if name is None else "Met mijn naam")
    if name is not None:
        square.says(anna, name)
    square.presses(anna, "Deel dit")


def shown_unnamed(square: Square) -> None:
    """Bram has an unnamed item before him, and its author is at work."""
    share(square)
    square.at(MONDAY + timedelta(hours=2))
    square.says(square.chat("bram"), "/team")


def answer(square: Square, said: str = "Ik bel ICT vandaag.") -> list[str]:
    """Bram answers; returns all that he was sent for it."""
    before = len(square.read("bram"))
    square.presses_quoted("bram", "Antwoorden", ITEM)
    square.says(square.chat("bram"), said)
    square.presses_quoted("bram", "Verstuur dit")
    return square.read("bram")[before:]


def test_the_consent_says_that_the_lead_can_answer(square: Square) -> None:
    """Before Anna shares she reads that an answer may come, how often, and that she stays unknown."""
    anna = square.chat("anna")
    for flow, label in (("deel", "Je leidinggevende"), ("deelcoach", "Je coach")):
        square.says(anna, f"/{flow}")
        square.says(anna, ITEM)
        square.presses(anna, "Zonder naam")
        preview = square.read("anna")[-1]
        assert f"{label} kan je er via mij één keer op antwoorden" in preview
        assert "Ook dan is niet te zien wie je bent, en niet of je het leest." in preview
        assert (label == "Je leidinggevende") == ("iets over toezeggen" in preview)
        square.presses(anna, "Niet delen")


def test_an_item_with_a_name_carries_two_buttons_after_ten_minutes(square: Square) -> None:
    """The lead can answer it and make a promise of it."""
    share(square, name="Anna")
    square.at(TUESDAY + timedelta(minutes=11))
    assert ["Antwoorden", "Doe een toezegging"] == square.labels(square.chat("bram"))


def test_each_unnamed_item_carries_its_own_buttons(square: Square) -> None:
    """Each stands in a message of its own, and its button leads to that one: the answer comes under the right words."""
    for letter in "abc":
        share(square, item=f"Punt {letter}.")
    square.at(MONDAY + timedelta(hours=2))
    square.says(square.chat("bram"), "/team")
    items = [one for one in square.deliveries if one[0] == square.chat("bram") and "Punt" in str(one[2].get("text"))]
    assert 3 == len(items)
    for chat, _, body, message in items:
        square.hears(chat, HeardKind.PRESS, data=body["buttons"][0][0][1], ref=message, callback_id="1")
        letter = body["text"].split("Punt ")[1][0]
        square.says(chat, f"Antwoord op {letter}")
        square.presses_quoted("bram", "Verstuur dit")
    letters = [text for text in square.read("anna") if "antwoordt op wat je deelde" in text]
    assert 3 == len(letters)
    for text in letters:
        assert f"Antwoord op {text.split('Punt ')[1][0]}" in text


def test_the_author_reads_the_answer_below_their_own_words(square: Square) -> None:
    """From which role of which team, on what, and that nobody sees whether it is read; what came is what was shown."""
    shown_unnamed(square)
    said = answer(square, "Ik bel <b>ICT</b> & kom terug.")
    quoted = "<quote>Ik bel &lt;b&gt;ICT&lt;/b&gt; &amp; kom terug.</quote>"
    assert any(quoted in text and "Dit gaat naar wie het deelde" in text for text in said)
    assert SENT == said[-1]
    letter = square.read("anna")[-1]
    assert letter.startswith("Een leidinggevende van Balie antwoordt op wat je deelde:")
    assert "<quote>Het &lt;systeem&gt; liet het niet toe.</quote>" in letter
    assert quoted in letter
    assert "Wie je bent en of je dit leest, is daar niet te zien. Je kunt hier niet terugschrijven." in letter


def test_nothing_is_sent_before_the_press(square: Square) -> None:
    """Typing, agreeing, a voice note, a command, going back: none of it sends anything."""
    shown_unnamed(square)
    anna, bram = len(square.read("anna")), square.chat("bram")
    square.presses_quoted("bram", "Antwoorden", ITEM)
    square.hears(bram, HeardKind.UNREADABLE, text="voice")
    square.says(bram, "   ")
    square.says(bram, "x" * 601)
    square.says(bram, "Ik zoek het uit")
    for said in ("ja", "doe maar", "verstuur maar"):
        square.says(bram, said)
    square.says(bram, "/help")
    square.says(bram, "/terug")
    square.says(bram, "laat maar")
    assert "Er is niets verstuurd" in square.read("bram")[-1]
    assert anna == len(square.read("anna"))


def test_a_button_may_be_typed(square: Square) -> None:
    """The whole label, of the button under the item and of the one that sends; both buttons stay afterwards."""
    shown_unnamed(square)
    bram = square.chat("bram")
    square.says(bram, "antwoorden")
    square.says(bram, "Ik zoek het uit")
    square.says(bram, "Verstuur dit")
    assert SENT == square.read("bram")[-1]
    square.says(bram, "doe een toezegging")
    assert "Wat zeg je toe" in square.read("bram")[-1]


def test_a_typed_button_that_stands_twice_is_asked_back(square: Square) -> None:
    """What is typed may mean two items: the bot guesses none of them."""
    for letter in "ab":
        share(square, item=f"Punt {letter}.")
    square.at(MONDAY + timedelta(hours=2))
    bram = square.chat("bram")
    square.says(bram, "/team")
    square.says(bram, "Antwoorden")
    assert "onder meer dan één bericht" in square.read("bram")[-1]
    square.presses_quoted("bram", "Antwoorden")
    assert "Wat wil je antwoorden" in square.read("bram")[-1]


def test_an_item_is_answered_once(square: Square) -> None:
    """A second press says so; so does a question that was left open, and going back."""
    shown_unnamed(square)
    answer(square)
    letters = len(square.read("anna"))
    square.presses_quoted("bram", "Antwoorden", ITEM)
    assert "Hier heb je al op geantwoord. Dat kan één keer." == square.read("bram")[-1]
    square.says(square.chat("bram"), "/terug")
    square.says(square.chat("bram"), "Nog iets anders")
    assert letters == len(square.read("anna"))


def test_a_second_press_goes_on_with_the_first(square: Square) -> None:
    """Two presses make one question, and no offer to go back to another."""
    shown_unnamed(square)
    square.presses_quoted("bram", "Antwoorden", ITEM)
    said = answer(square)
    assert SENT == said[-1]
    assert not any("Je was bezig" in text for text in square.read("bram"))


def _stopped(db: Transaction, runtime: Runtime, person: int) -> None:
    participation.stop(Turn(db, runtime, people.by_id(db, person), runtime.clock.now()))


def _blocked(db: Transaction, runtime: Runtime, person: int) -> None:
    participation.unreachable(Turn(db, runtime, people.by_id(db, person), runtime.clock.now()))


def _left(db: Transaction, runtime: Runtime, person: int) -> None:
    people.leave(db, person, runtime.clock.now())


def _erased(db: Transaction, _: Runtime, person: int) -> None:
    erasure.erase(db, person)


def _silent(db: Transaction, _: Runtime, person: int) -> None:
    people.change(db, person, status=Status.ENDED)


GOING = (_stopped, _blocked, _left, _erased, _silent)


def _tried(square: Square, name: str | None, goes: Callable[..., None] | None) -> list[tuple[Any, ...]]:
    """All that Bram is sent while he tries every button, with what stands on the buttons and what a press answers."""
    if name is None:
        shown_unnamed(square)
    else:
        share(square, name=name)
        square.at(TUESDAY + timedelta(minutes=11))
    if goes is not None:
        square.runtime.database.call(goes, square.runtime, square.town.anna)
    quote = ITEM if name is None else f"{name}: {ITEM}"
    answer(square)
    for label in ("Doe een toezegging", "Geef een voorzet", "Met die woorden erbij", "Zonder dag", "Verstuur dit"):
        square.presses_quoted("bram", label, quote)
    for label in ("Antwoorden", "Doe een toezegging"):
        square.presses_quoted("bram", label, quote)
    for command in ("/team", "/wie", "/mijngegevens"):
        square.says(square.chat("bram"), command)
    bodies = [body for chat, _, body, _ in square.deliveries if chat == square.chat("bram")]
    return [(body.get("text"), [label for row in body.get("buttons", ()) for label, _ in row]) for body in bodies]


@pytest.mark.parametrize("name", [None, "Anna"])
@pytest.mark.parametrize("goes", GOING, ids=lambda goes: goes.__name__)
def test_the_lead_sees_the_same_whatever_became_of_the_author(
    tmp_path: Path, goes: Callable[..., None], name: str | None
) -> None:
    """Stopped, blocked, left, erased, ended or there: all that Bram is sent is the same to the letter."""
    with peopled(tmp_path / "stays") as stays, peopled(tmp_path / "goes") as gone:
        there = _tried(stays, name, None)
        assert there == _tried(gone, name, goes)
        assert SENT in [text for text, _ in there]
        assert any(
            "Ik zoek uit wat er kan aan: Het &lt;systeem&gt; liet het niet toe." in str(text) for text, _ in there
        )
        assert ("Hier heb je al op geantwoord. Dat kan één keer.", []) in there
        assert ("Hier deed je al een toezegging over. Je vindt die bij /beloofd.", []) in there
        for square in (stays, gone):
            lines = square.runtime.database.call(audit.lines)
            replied = [line.subject for line in lines if line.event == "reply to shared item"]
            assert ["team 1", "team 1"] == replied


def test_who_stopped_gets_no_answer(square: Square) -> None:
    """A lead's words are no way round a stop."""
    shown_unnamed(square)
    square.runtime.database.call(_stopped, square.runtime, square.town.anna)
    before = len(square.read("anna"))
    answer(square)
    square.at(MONDAY + timedelta(days=3))
    assert before == len(square.read("anna"))


def test_an_answer_waits_for_its_authors_working_hours(square: Square) -> None:
    """What a lead sends in the evening comes the next morning."""
    shown_unnamed(square)
    square.at(MONDAY.replace(hour=20))
    before = len(square.read("anna"))
    answer(square)
    assert before == len(square.read("anna"))
    square.at(MONDAY.replace(hour=9) + timedelta(days=1))
    assert "antwoordt op wat je deelde" in square.read("anna")[-1]


def test_who_leads_no_more_is_refused_at_the_press_and_at_the_end(square: Square) -> None:
    """Also in the middle of an answer: nothing goes, nothing is logged, and a sentence says why."""
    shown_unnamed(square)
    square.presses_quoted("bram", "Antwoorden", ITEM)
    square.says(square.chat("bram"), "Ik bel ICT.")
    square.runtime.database.call(lambda db: people.leave(db, square.town.bram, square.runtime.clock.now()))
    before = len(square.read("anna"))
    square.presses_quoted("bram", "Verstuur dit")
    refused = "Er is niets verstuurd: je bent geen leidinggevende van dit team meer."
    assert refused in square.read("bram")[-2:]
    square.presses_quoted("bram", "Doe een toezegging", ITEM)
    assert refused == square.read("bram")[-1]
    assert before == len(square.read("anna"))


def test_each_of_several_leads_answers_once(square: Square) -> None:
    """A deputy has a button of their own, and neither learns of the other's answer."""
    deputy = square.runtime.database.call(building.add, square.town.counter, Role.LEAD)
    shown_unnamed(square)
    chat = square.runtime.database.call(addresses.chat_of, deputy)
    assert chat is not None
    square.says(chat, "/team")
    answer(square)
    message, data = square.button(chat, "Antwoorden")
    square.hears(chat, HeardKind.PRESS, data=data, ref=message, callback_id="1")
    square.says(chat, "Van mij ook.")
    square.presses(chat, "Verstuur dit")
    assert SENT == square.texts(chat)[-1]
    assert 2 == sum("antwoordt op wat je deelde" in text for text in square.read("anna"))


def test_somebody_elses_button_leads_nowhere(square: Square) -> None:
    """A button of Bram's in Daan's hands is a button of long ago, and so is one that is made up."""
    shown_unnamed(square)
    _, data = square.button(square.chat("bram"), "Antwoorden")
    for odd in (data, "!reply:1", "!promise:AAAAAAAAAAAAAAAAAAAAAA"):
        square.hears(square.chat("daan"), HeardKind.PRESS, data=odd, ref="1", callback_id="1")
        assert square.read("daan")[-1].startswith("Hierop kun je niet meer antwoorden.")


def test_a_button_ends_four_weeks_after_it_was_shown(square: Square) -> None:
    """Counted from when the lead saw it, so that it does not tell when it was shared."""
    shown_unnamed(square)
    square.at(MONDAY + timedelta(days=28, hours=3))
    square.presses_quoted("bram", "Antwoorden", ITEM)
    assert square.read("bram")[-1].startswith("Hierop kun je niet meer antwoorden.")


@pytest.mark.parametrize(
    "said", ["Kijk op https://voorbeeld.nl/wie?x=7", "zie voorbeeld.nl", "typ /verwijder", "vraag @iemand", "t.me/x12"]
)
def test_an_answer_holds_nothing_to_press(square: Square, said: str) -> None:
    """A link would tell who opened it, and a command in somebody's chat would run."""
    shown_unnamed(square)
    square.presses_quoted("bram", "Antwoorden", ITEM)
    square.says(square.chat("bram"), said)
    assert "Schrijf het zonder links" in square.read("bram")[-1]


@pytest.mark.parametrize(
    "said", ["Dat kan, d.w.z. morgen.", "En/of volgende week, om 9.30 uur", "Ik bel (ICT)... echt!"]
)
def test_ordinary_words_are_no_links(square: Square, said: str) -> None:
    """A stop, a stroke or a time of day does not hold up an answer."""
    shown_unnamed(square)
    assert SENT == answer(square, said)[-1]


def test_a_promise_stands_in_the_log_and_reaches_the_author(square: Square) -> None:
    """In the lead's own words, with its day; a colleague's words are in it only by choice."""
    shown_unnamed(square)
    bram = square.chat("bram")
    square.presses_quoted("bram", "Doe een toezegging", ITEM)
    square.says(bram, "Ik vraag ICT om een nieuwe pc")
    square.says(bram, "donderdag")
    assert "De dag staat erbij: donderdag 17 september." in square.read("bram")[-1]
    square.presses_quoted("bram", "Verstuur dit")
    (act,) = square.runtime.database.call(steering.open_promises, square.town.bram)
    assert ("Ik vraag ICT om een nieuwe pc", "2026-09-17") == (act.text, str(act.due_on))
    letter = square.read("anna")[-1]
    assert letter.startswith("Een leidinggevende van Balie zegt iets toe over wat je deelde:")
    assert "<quote>Ik vraag ICT om een nieuwe pc</quote>" in letter
    assert "De dag die erbij hoort: donderdag 17 september." in letter


def test_a_promise_that_is_not_sent_is_not_logged(square: Square) -> None:
    """Whoever turns back at the preview promised nothing."""
    shown_unnamed(square)
    square.presses_quoted("bram", "Doe een toezegging", ITEM)
    for label in ("Geef een voorzet", "Bespreken in het overleg", "Zonder dag", "Niet versturen"):
        square.presses_quoted("bram", label)
    assert [] == square.runtime.database.call(steering.open_promises, square.town.bram)


def test_a_coach_answers_and_promises_nothing(square: Square) -> None:
    """A coach keeps no log: one button, and the author reads that a coach answers."""
    share(square, flow="deelcoach")
    square.at(MONDAY + timedelta(hours=2))
    assert ["Antwoorden"] == square.labels(square.chat("carla"))
    square.presses_quoted("carla", "Antwoorden", ITEM)
    square.says(square.chat("carla"), "Bel me gerust.")
    square.presses_quoted("carla", "Verstuur dit")
    assert square.read("anna")[-1].startswith("Een coach van Balie antwoordt op wat je deelde:")


def test_everything_held_is_told_and_goes_with_its_owner(square: Square) -> None:
    """Bram's data show that he was shown something and answered; erasing Anna leaves nothing that leads to her, erasing
    Bram leaves no row of his."""
    shown_unnamed(square)
    answer(square)
    (row,) = square.runtime.database.call(dossier.everything, square.town.bram)["handover"]
    assert row["answered_at"] is not None
    assert ITEM not in str(row)
    assert "item_id" not in row
    square.runtime.database.call(erasure.erase, square.town.anna)
    (row,) = square.runtime.database.call(dossier.everything, square.town.bram)["handover"]
    assert "item_id" not in row
    square.runtime.database.call(erasure.erase, square.town.bram)
    assert [] == square.runtime.database.call(_handovers)


def _handovers(db: Transaction) -> list[Any]:
    return list(db.execute(select(tables.table(tables.HandoverRow))).all())


def test_an_item_that_comes_after_an_erasure_is_another(square: Square) -> None:
    """A number that is free again leads nobody to somebody else's item: the old button answers nobody new."""
    shown_unnamed(square)
    old = square.button(square.chat("bram"), "Antwoorden")
    square.runtime.database.call(erasure.erase, square.town.anna)
    other = square.runtime.database.call(building.add, square.town.counter, Role.EMPLOYEE)
    square.runtime.database.call(lambda db: people.change(db, other, status=Status.ACTIVE))
    chat = square.runtime.database.call(addresses.chat_of, other)
    assert chat is not None
    for said in ("/deel", "Iets heel anders."):
        square.says(chat, said)
    for label in ("Zonder naam", "Deel dit"):
        square.presses(chat, label)
    assert 1 == len(square.runtime.database.call(sharing.own, other))
    message, data = old
    square.hears(square.chat("bram"), HeardKind.PRESS, data=data, ref=message, callback_id="1")
    square.says(square.chat("bram"), "Voor de eerste.")
    square.presses_quoted("bram", "Verstuur dit")
    assert not any("antwoordt op wat je deelde" in text for text in square.texts(chat))
