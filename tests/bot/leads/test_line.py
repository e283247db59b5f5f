"""A lead's line of steering through the chat: one question, what was heard, what follows, a promise, and the next."""

import json
import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.dialogue.dossier import make
from bot.rhythm import digest_moment
from bot.turns.runtime import Runtime
from flows import marked_text
from store import dossier, lines, people, steering
from tests import addresses
from tests.bot import building
from tests.bot.building import Town
from tests.bot.phones import Street

ZONE = ZoneInfo("Europe/Amsterdam")
MONDAY = datetime(2026, 11, 2, 8, 59, tzinfo=ZONE)


@pytest.fixture
def chat(runtime: Runtime, town: Town) -> int:
    """Bram's chat; he gets his message on Mondays."""
    runtime.database.call(lambda tx: digest_moment.settle(tx, people.by_id(tx, town.bram), runtime.clock.now()))
    number = runtime.database.call(addresses.chat_of, town.bram)
    assert number is not None
    return number


def since(street: Street, chat: int, before: int) -> str:
    """All that Bram read since then."""
    return "\n".join(street.texts(chat)[before:])


def chooses(street: Street, chat: int, case: str, day: str) -> None:
    """Bram chooses the first question, about this case, to be asked about on this day."""
    street.says(chat, "/sturen")
    street.presses(chat, "1")
    street.says(chat, case)
    street.says(chat, day)


def state(runtime: Runtime, town: Town) -> list[str]:
    """Where each of Bram's lines stands, oldest first."""
    return [line.standing.state.value for line in runtime.database.call(lines.lines, town.bram)]


@building.on_both
def test_three_weeks_of_one_line(runtime: Runtime, town: Town, chat: int, street: Street) -> None:
    """Chosen on Monday, asked after on Thursday, discussed with the team, not yet twice, and closed in the end."""
    street.at(MONDAY + timedelta(minutes=2))
    chooses(street, chat, "de kapvergunning bij het plein", "donderdag")
    assert "donderdag 5 november" in street.texts(chat)[-1].lower()
    before = len(street.texts(chat))
    street.at(MONDAY + timedelta(days=3, hours=9))
    asked = since(street, chat, before)
    assert "Over “de kapvergunning bij het plein” wilde je een collega vragen" in asked or "over “de kapver" in asked
    street.presses(chat, "Ja")
    street.presses(chat, "Daar was niet aan gedacht")
    assert street.texts(chat)[-1].startswith("Daar was niet aan gedacht. Wat doe je daarmee?")
    street.presses(chat, "Ik bespreek het met het team")
    street.says(chat, "vrijdag")
    assert ["promised"] == state(runtime, town)

    before = len(street.texts(chat))
    street.at(MONDAY + timedelta(days=4, hours=9))
    assert "het met het team bespreken (de kapvergunning bij het plein)" in since(street, chat, before)
    street.presses(chat, "Nog niet")
    assert "Op welke dag" in street.texts(chat)[-1]
    street.says(chat, "10 november")

    before = len(street.texts(chat))
    street.at(MONDAY + timedelta(weeks=1, minutes=2))
    monday = since(street, chat, before)
    assert "Jouw vraag" in monday
    assert "zei toe: “het met het team bespreken" in monday
    assert "Eén toezegging" not in monday  # it is told with the line, and once

    street.at(MONDAY + timedelta(days=8, hours=9))
    street.presses(chat, "Nog niet")
    assert "Het is nu twee keer niet gelukt. Wat zit je in de weg?" in street.texts(chat)[-1]
    street.presses(chat, "Ik zie ertegen op")
    assert "één zin om mee te beginnen" in "\n".join(street.texts(chat)[-2:])
    street.says(chat, "12 november")
    street.at(MONDAY + timedelta(days=10, hours=9))
    street.presses(chat, "Gelukt")
    assert ["closed"] == state(runtime, town)

    street.says(chat, "/sturen")
    assert "Deze week gaat het over" in "\n".join(street.texts(chat)[-2:])


def test_not_yet_comes_back_with_another_day(runtime: Runtime, town: Town, chat: int, street: Street) -> None:
    """Nobody is let off: it is asked again on the day that was chosen, and after two times what is in the way."""
    street.at(MONDAY + timedelta(minutes=2))
    chooses(street, chat, "het plein", "morgen")
    for days, expected in ((1, "Op welke dag vraag ik er weer naar"), (2, "Wat zit je in de weg")):
        street.at(MONDAY + timedelta(days=days, hours=9))
        assert "“het plein”" in street.texts(chat)[-1]
        street.presses(chat, "Nog niet")
        assert expected in street.texts(chat)[-1]
        if days == 1:
            street.says(chat, "morgen")
    street.presses(chat, "De vraag past niet")
    assert ["dropped"] == state(runtime, town)
    assert "volgende vraag" in street.texts(chat)[-1]


def test_monday_names_no_day_that_is_over(chat: int, street: Street) -> None:
    """Nobody answered on the day itself: the message says that it is open, and not that it will be asked then."""
    street.at(MONDAY + timedelta(minutes=2))
    chooses(street, chat, "het plein", "donderdag")
    before = len(street.texts(chat))
    street.at(MONDAY + timedelta(weeks=1, minutes=2))
    monday = next(text for text in street.texts(chat)[before:] if "Jouw vraag" in text)
    assert "dat staat nog open" in monday
    assert "5 november" not in monday


def test_who_stops_after_asking_is_asked_a_week_later_what_they_do_with_it(
    runtime: Runtime, town: Town, chat: int, street: Street
) -> None:
    """The line goes on where it stopped."""
    street.at(MONDAY + timedelta(minutes=2))
    chooses(street, chat, "het plein", "morgen")
    street.at(MONDAY + timedelta(days=1, hours=9))
    street.presses(chat, "Ja")
    street.at(MONDAY + timedelta(days=9))
    before = len(street.texts(chat))
    street.says(chat, "/sturen")
    assert "Wat doe je met wat je hoorde?" in since(street, chat, before)
    assert ["asked"] == state(runtime, town)


def test_a_line_that_went_on_by_itself_is_not_asked_about_again(
    runtime: Runtime, town: Town, chat: int, street: Street
) -> None:
    """The day comes, and the question was asked and closed before it."""
    street.at(MONDAY + timedelta(minutes=2))
    chooses(street, chat, "het plein", "vrijdag")
    street.says(chat, "/sturen")
    street.presses(chat, "Ja")
    street.presses(chat, "Iets anders")
    street.presses(chat, "Niets, dit is genoeg")
    street.presses(chat, "Nee, maandag pas")
    before = len(street.texts(chat))
    street.at(MONDAY + timedelta(days=4, hours=12))
    assert "het plein" not in since(street, chat, before)
    assert ["closed"] == state(runtime, town)


def test_going_back_undoes_what_was_noted(runtime: Runtime, town: Town, chat: int, street: Street) -> None:
    """/terug to whether it was asked: the line and the log are as before."""
    street.at(MONDAY + timedelta(minutes=2))
    chooses(street, chat, "het plein", "vrijdag")
    street.says(chat, "/sturen")
    street.presses(chat, "Ja")
    assert ["asked"] == state(runtime, town)
    street.says(chat, "/terug")
    street.presses(chat, "Nog niet")
    street.says(chat, "10 november")
    assert ["chosen"] == state(runtime, town)
    assert not [act for act in runtime.database.call(steering.every_act, town.bram) if act.kind == "act"]
    assert 1 == runtime.database.call(lines.lines, town.bram)[0].standing.misses


def test_the_button_of_monday_goes_on_with_the_line(runtime: Runtime, town: Town, chat: int, street: Street) -> None:
    """Message and flow speak of one question."""
    street.at(MONDAY + timedelta(minutes=2))
    chooses(street, chat, "het plein", "18 november")
    street.at(MONDAY + timedelta(weeks=1, minutes=2))
    street.presses(chat, "Gevraagd, leg vast")
    assert "“het plein”" in street.texts(chat)[-1]
    street.presses(chat, "Ja")
    assert ["asked"] == state(runtime, town)


def test_a_threat_is_kept_nowhere(runtime: Runtime, town: Town, chat: int, street: Street) -> None:
    """Not as an answer, a case, a promise or a line; what they want instead is."""
    street.at(MONDAY + timedelta(minutes=2))
    chooses(street, chat, "dan ontsla ik hem", "morgen")
    street.says(chat, "/sturen")
    street.presses(chat, "Ja")
    street.presses(chat, "Iets anders")
    street.presses(chat, "Ik regel zelf iets")
    street.says(chat, "nog één keer en hij kan zijn biezen pakken")
    assert "Dreigen helpt maar even. Wat moet er over een maand anders gaan?" in street.texts(chat)[-1]
    street.says(chat, "elke vrijdag samen de lijst doorlopen")
    street.says(chat, "morgen")
    held = json.dumps(runtime.database.call(dossier.everything, town.bram), default=str)
    assert "elke vrijdag samen" in held
    assert not re.search("ontsla|biezen", held)


def test_a_lead_reads_of_their_lines_and_they_go_with_them(
    runtime: Runtime, town: Town, chat: int, street: Street
) -> None:
    """/mijngegevens tells question, case and how it stands."""
    street.at(MONDAY + timedelta(minutes=2))
    street.says(chat, "/sturen")
    street.says(chat, "Wat zou jij doen als het jouw straat was?")
    street.presses(chat, "Ja")
    street.says(chat, "het plein")
    street.says(chat, "morgen")
    paper = runtime.database.call(
        lambda tx: make(tx, runtime.texts, runtime.library, town.bram, runtime.clock.now(), runtime.abilities.room)
    )
    read = marked_text.plain("\n".join(paper.messages))
    assert "Wat zou jij doen als het jouw straat was? (het plein) (nog niet gesteld)" in read


@building.on_both
def test_a_quarter_is_looked_back_on_from_the_own_log_alone(
    runtime: Runtime, town: Town, chat: int, street: Street
) -> None:
    """Bram begins, chooses a plan, asks one question and drops one; thirteen weeks later he reads counts and his own
    first words beside the new ones, and keeps his plan."""
    street.at(MONDAY + timedelta(minutes=2))
    street.says(chat, "/leiding")
    for answer in ("Nooit", "Een enkele keer", "Meestal", "N.v.t."):
        street.presses(chat, answer)
    street.presses(chat, "1. Het waarom")
    assert "Dat is je voornemen" in street.texts(chat)[-1]
    chooses(street, chat, "het plein", "morgen")
    street.says(chat, "/sturen")
    street.presses(chat, "Ja")
    street.presses(chat, "Daar was niet aan gedacht")
    street.presses(chat, "Niets, dit is genoeg")
    street.presses(chat, "Ja")
    street.presses(chat, "1")
    street.says(chat, "de brug")
    street.says(chat, "morgen")
    street.says(chat, "/sturen")
    street.presses(chat, "Hoeft niet meer")
    assert ["closed", "dropped"] == state(runtime, town)

    runtime.clock.move_to(MONDAY + timedelta(weeks=12, days=1))
    before = len(street.texts(chat))
    street.says(chat, "/kwartaal")
    for answer in ("Meestal", "Meestal", "Meestal", "Nooit"):
        street.presses(chat, answer)
    shown = since(street, chat, before)
    assert re.search(r"je stuurde in 1 van de \d+ weken\. Vragen aan een collega: 1 afgerond, 1 laten vallen\.", shown)
    assert "Waarom: nooit, nu meestal." in shown
    assert "Samen:" not in shown  # it did not apply at the beginning
    assert "Als een collega een zaak met mij bespreekt, dan vraag ik eerst waarom" in shown
    street.presses(chat, "Zo houden")
    assert "je voornemen blijft zo" in since(street, chat, before)
