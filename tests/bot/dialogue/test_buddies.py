"""Two phones: Anna and a colleague of another team become buddies by a code, ask each other something, and part."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from bot.base.incoming import HeardKind
from bot.clockwork import restoring, rounds
from bot.dialogue import participation
from bot.turns.runtime import Runtime
from bot.turns.turn import Turn
from nudges.lifecycle import NudgeState
from store import audit, buddies, dossier, invitations, people, steering, teams
from store.database import Transaction
from store.people import Role
from store.steering_log import LogPlace
from tests import addresses
from tests.bot import building
from tests.bot.building import START, Town
from tests.bot.phones import Street, moves_in, nudges

WEEK = timedelta(weeks=1)
CLOSED = "Deze code werkt niet. Hij kan verkeerd getypt zijn, al gebruikt, of verlopen."
ENDED = (
    "Het maatjeschap is afgelopen. Wat jullie elkaar stuurden, staat nog in jullie chats; nieuwe vragen komen er niet. "
    "Een nieuw maatje kan altijd, met /maatje."
)
STAYS = "Wat je stuurt staat daarna in de chat van je maatje; ik kan het daar niet weghalen."
OWN = "Hoe ging het met die klacht over de lift?"
PROPOSED = "Voor wie maakte ons werk deze week echt verschil?"


class TwoPhones(Street):
    """Two phones, and who holds them."""

    def __init__(self, runtime: Runtime, town: Town, anna: tuple[int, int], other: tuple[int, int]) -> None:
        Street.__init__(self, runtime)
        self.town = town
        (self.anna_id, self.anna), (self.other_id, self.other) = anna, other

    def last(self, chat: int) -> str:
        """The newest that was said in this chat."""
        return self.texts(chat)[-1]

    def code(self) -> str:
        """Anna makes a code and reads it."""
        self.says(self.anna, "/maatje")
        self.presses(self.anna, "Maak een code")
        spelt = re.search(r"<b>([0-9A-Z]{4}-[0-9A-Z]{4})</b>", self.last(self.anna))
        assert spelt is not None
        return spelt[1]

    def pair(self) -> None:
        """The colleague types Anna's code and confirms."""
        self.says(self.other, f"/maatje {self.code()}")
        self.presses(self.other, "Ja, elkaars maatje")

    def until_asked(self, chat: int) -> None:
        """Days pass until this chat is offered the questions once more."""
        before = len(self.offers(chat))
        for _ in range(40):
            self.lives_a_day(self.anna, self.other)
            if len(self.offers(chat)) > before:
                return
        raise AssertionError(self.texts(chat))

    def offers(self, chat: int) -> list[str]:
        """Every message in which the three questions stood."""
        return [text for text in self.texts(chat) if "Zelf een vraag schrijven" in text and "\n1. " in text]

    def lives_a_day(self, *chats: int) -> None:
        """A day passes, and whatever else the bot offers is passed over with the button for it."""
        self.at(self.runtime.clock.now() + timedelta(days=1))
        for chat in chats:
            if "Deze week niet" in self.labels(chat):
                self.presses(chat, "Deze week niet")

    def asks_own(self, chat: int, said: str = OWN) -> None:
        """Somebody who is offered the questions types one of their own and sends it."""
        self.says(chat, "Zelf een vraag schrijven")
        self.says(chat, said)
        self.presses(chat, "Verstuur dit")

    def half(self, person: int) -> buddies.Pairing | None:
        """What is kept of this person's pair."""
        return self.runtime.database.call(buddies.of, person)


@contextmanager
def two_phones(folder: Path, cue_probability: float = 0.0) -> Iterator[TwoPhones]:
    """Two people with a rhythm of their own, in two teams; the week has only begun."""
    folder.mkdir(exist_ok=True)
    with building.built(folder, cue_probability=cue_probability) as runtime:
        town = runtime.database.call(building.settle)
        anna = runtime.database.call(moves_in, town.counter, Role.EMPLOYEE, START)
        other = runtime.database.call(moves_in, town.permits, Role.EMPLOYEE, START)
        # Which wording comes first is chance: in every installation of these tests the same.
        runtime.database.keys = replace(runtime.database.keys, study=b"the same chance in every test...")
        runtime.database.call(_called, anna[0], "anna")
        runtime.database.call(_called, other[0], "colleague")
        yield TwoPhones(runtime, town, anna, other)


def _called(db: Transaction, person: int, pseudonym: str) -> None:
    people.change(db, person, pseudonym=pseudonym)


@pytest.fixture
def phones(tmp_path: Path) -> Iterator[TwoPhones]:
    """The two phones of this test."""
    with two_phones(tmp_path) as pair:
        yield pair


def test_both_read_what_it_means_before_they_choose(phones: TwoPhones) -> None:
    """Whoever makes a code, and whoever types one: the same text, and nothing is so before a press."""
    phones.says(phones.anna, "/maatje")
    before = phones.last(phones.anna).split("\n\n")[0]
    assert STAYS in before
    assert phones.half(phones.anna_id) is None
    code = phones.code()
    phones.says(phones.other, f"/maatje {code}")
    assert before == phones.last(phones.other).split("\n\n")[0]
    assert ["Ja, elkaars maatje", "Nu niet"] == phones.labels(phones.other)
    assert phones.half(phones.other_id) is None
    phones.presses(phones.other, "Ja, elkaars maatje")
    assert phones.last(phones.anna) == phones.last(phones.other)
    assert phones.last(phones.anna).startswith("Jullie zijn nu elkaars maatje.")


@pytest.mark.parametrize("spell", [str.lower, lambda code: code.replace("-", " "), lambda code: code.replace("-", "")])
def test_a_code_may_be_spelt_as_people_spell(phones: TwoPhones, spell: Callable[[str], str]) -> None:
    """Small letters, a space or nothing in the middle."""
    phones.says(phones.other, f"/maatje  {spell(phones.code())} ")
    assert "Ja, elkaars maatje" in phones.labels(phones.other)


def test_a_code_is_nowhere_to_be_read(phones: TwoPhones) -> None:
    """What is kept of it is a keyed hash; the whole dump of the database does not hold it."""
    code = phones.code().replace("-", "")
    dump = "\n".join(phones.runtime.database.call(lambda db: list(_connection(db).iterdump())))
    assert "buddycode" in dump
    assert code not in dump


def _connection(db: Transaction) -> Any:
    return db.connection.connection.driver_connection


def test_every_code_that_opens_nothing_is_answered_alike(phones: TwoPhones) -> None:
    """Wrong, too short, withdrawn, replaced, run out and used: one sentence."""
    first = phones.code()
    phones.says(phones.anna, "/maatje")
    phones.presses(phones.anna, "Een nieuwe code")
    phones.says(phones.anna, "/maatje")
    phones.presses(phones.anna, "Trek de code in")
    for wrong in (first, "ABCD-EFGH", "x", "1234567890"):
        phones.says(phones.other, f"/maatje {wrong}")
        assert phones.last(phones.other).startswith(CLOSED)
    old = phones.code()
    phones.at(START + WEEK + timedelta(hours=1))
    phones.says(phones.other, f"/maatje {old}")
    assert phones.last(phones.other).startswith(CLOSED)


def test_a_code_works_once(phones: TwoPhones) -> None:
    """A third who was given it too hears that it does not work, also one who was about to press."""
    third, chat = phones.runtime.database.call(moves_in, phones.town.counter, Role.EMPLOYEE, START)
    code = phones.code()
    phones.says(chat, f"/maatje {code}")
    phones.says(phones.other, f"/maatje {code}")
    phones.presses(phones.other, "Ja, elkaars maatje")
    phones.presses(chat, "Ja, elkaars maatje")
    assert phones.last(chat).startswith(CLOSED)
    phones.says(chat, f"/maatje {code}")
    assert phones.last(chat).startswith(CLOSED)
    assert phones.half(third) is None


def test_guessing_is_slowed_down_and_a_right_code_still_opens(phones: TwoPhones) -> None:
    """After five wrong ones within the hour the sentence says to wait; the one from a colleague was no guess."""
    for _ in range(invitations.TRIES_PER_HOUR):
        phones.says(phones.other, "/maatje ABCDEFGH")
    phones.says(phones.other, "/maatje ABCDEFGH")
    assert "probeer het over een uur weer" in phones.last(phones.other)
    phones.says(phones.other, f"/maatje {phones.code()}")
    assert "Ja, elkaars maatje" in phones.labels(phones.other)


def test_nobody_is_their_own_buddy(phones: TwoPhones) -> None:
    """One's own code is named as such, and a press that was made up does nothing."""
    code = phones.code()
    phones.says(phones.anna, f"/maatje {code}")
    assert phones.last(phones.anna).startswith("Dit is je eigen code.")
    phones.hears(
        phones.anna, HeardKind.PRESS, data=f"!buddy:join:{code.replace('-', '')}", ref="1", callback_id="1"
    )  # fmt: skip
    assert phones.half(phones.anna_id) is None


def test_a_refusal_is_invisible(tmp_path: Path) -> None:
    """Declined, looked at and left, or never used: until the end of its days Anna reads the same to the letter."""
    screens = []
    for name, presses in (("unused", None), ("left", []), ("declined", ["Nu niet"])):
        with two_phones(tmp_path / name) as phones:
            code = phones.code()
            if presses is not None:
                phones.says(phones.other, f"/maatje {code}")
                for label in presses:
                    phones.presses(phones.other, label)
            for days in (1, 6, 8):
                phones.at(START + timedelta(days=days))
                phones.says(phones.anna, "/maatje")
            screens.append([text.replace(code, "CODE") for text in phones.texts(phones.anna)])
    assert screens[0] == screens[1] == screens[2]


def test_one_buddy_at_a_time(phones: TwoPhones) -> None:
    """Who has one can neither make nor use a code, and a code of before does not open a second pair."""
    third, chat = phones.runtime.database.call(moves_in, phones.town.counter, Role.EMPLOYEE, START)
    phones.says(chat, "/maatje")
    phones.presses(chat, "Maak een code")
    spare = re.search(r"<b>(.*?)</b>", phones.last(chat))
    assert spare is not None
    phones.says(phones.anna, "/maatje")
    phones.pair()
    phones.says(phones.anna, f"/maatje {spare[1]}")
    assert "Je hebt al een maatje" in phones.last(phones.anna)
    assert ["Stoppen"] == phones.labels(phones.anna)
    phones.presses(phones.anna, "Maak een code")
    assert "Je hebt al een maatje" in phones.last(phones.anna)
    assert phones.half(third) is None


def test_neither_learns_a_name_or_a_team(phones: TwoPhones) -> None:
    """Whatever both were ever sent names no team of the other, and no database number."""
    phones.pair()
    phones.until_asked(phones.anna)
    phones.asks_own(phones.anna)
    assert not any("Balie" in text for text in phones.texts(phones.other))
    assert not any("Vergunningen" in text for text in phones.texts(phones.anna))


def test_a_question_of_ones_own_and_its_answer(phones: TwoPhones) -> None:
    """Shown first, sent by the button, answered once: each reads exactly what the other saw before sending."""
    phones.pair()
    phones.until_asked(phones.anna)
    phones.says(phones.anna, "Zelf een vraag schrijven")
    phones.says(phones.anna, "Hoe ging <b>het</b>?")
    assert STAYS in phones.last(phones.anna)
    quoted = "<quote>Hoe ging &lt;b&gt;het&lt;/b&gt;?</quote>"
    assert quoted in phones.last(phones.anna)
    before = len(phones.texts(phones.other))
    phones.says(phones.anna, "ja hoor")
    assert before == len(phones.texts(phones.other))
    phones.presses(phones.anna, "Verstuur dit")
    assert phones.last(phones.anna).startswith("Je vraag is verstuurd.")
    letter = phones.last(phones.other)
    assert letter.startswith("Je maatje vraagt je:")
    assert quoted in letter
    phones.presses(phones.other, "Antwoord je maatje")
    phones.says(phones.other, "Goed, we belden eerst.")
    assert STAYS in phones.last(phones.other)
    phones.presses(phones.other, "Verstuur dit")
    assert "Je antwoord is verstuurd." == phones.last(phones.other)
    answer = "Je maatje antwoordt op je vraag:\n<quote>Goed, we belden eerst.</quote>"
    assert answer == phones.last(phones.anna)
    phones.presses(phones.other, "Antwoord je maatje")
    assert phones.last(phones.other).startswith("Op deze vraag kun je niet meer antwoorden")
    assert 1 == phones.texts(phones.anna).count(answer)


def test_a_proposed_question_goes_the_other_way(phones: TwoPhones) -> None:
    """The colleague is asked a week later, and what is chosen from the three goes word for word."""
    phones.pair()
    phones.until_asked(phones.other)
    phones.says(phones.other, "1")
    assert f"<quote>{PROPOSED}</quote>" in phones.last(phones.other)
    phones.presses(phones.other, "Verstuur dit")
    assert f"Je maatje vraagt je:\n<quote>{PROPOSED}</quote>" in phones.last(phones.anna)


def test_three_are_proposed_of_three_habits_and_others_the_next_time(phones: TwoPhones) -> None:
    """Whoever passes over the first is offered three other questions the next time."""
    phones.pair()
    phones.until_asked(phones.anna)
    first = phones.offers(phones.anna)[-1]
    phones.says(phones.anna, "Deze keer niet")
    phones.until_asked(phones.anna)
    second = phones.offers(phones.anna)[-1]
    questions = [set(re.findall(r"\d\. (.*\?)", text)) for text in (first, second)]
    assert [3, 3] == [len(three) for three in questions]
    assert questions[0].isdisjoint(questions[1])


def test_an_answer_need_not_come_and_nobody_reminds(phones: TwoPhones) -> None:
    """The colleague reads and says nothing: neither hears a word about it for a week."""
    phones.pair()
    phones.until_asked(phones.anna)
    phones.asks_own(phones.anna)
    theirs = [text for text in phones.texts(phones.other) if "maatje" in text]
    mine = [text for text in phones.texts(phones.anna) if "maatje" in text]
    phones.at(phones.runtime.clock.now() + timedelta(days=4))
    assert mine == [text for text in phones.texts(phones.anna) if "maatje" in text]
    assert theirs == [text for text in phones.texts(phones.other) if "maatje" in text]


def test_a_new_question_takes_the_place_of_the_one_before(phones: TwoPhones) -> None:
    """The old button says so; an answer that was begun for it goes nowhere."""
    phones.pair()
    phones.until_asked(phones.anna)
    phones.asks_own(phones.anna)
    old, data = phones.button(phones.other, "Antwoord je maatje")
    phones.until_asked(phones.anna)
    phones.asks_own(phones.anna, "En nu?")
    phones.hears(phones.other, HeardKind.PRESS, data=data, ref=old, callback_id="1")
    assert phones.last(phones.other).startswith("Op deze vraag kun je niet meer antwoorden")


def test_words_of_distress_and_what_can_be_pressed_do_not_go(phones: TwoPhones) -> None:
    """Whoever is not well reads whom to turn to, and a link is refused; the buddy gets neither."""
    phones.pair()
    phones.until_asked(phones.anna)
    before = len(phones.texts(phones.other))
    phones.says(phones.anna, "Zelf een vraag schrijven")
    assert "zonder namen en adressen" in phones.last(phones.anna)
    phones.says(phones.anna, "ik trek het niet meer, ik zit er helemaal doorheen")
    assert "113" in phones.last(phones.anna)
    phones.says(phones.anna, "kijk eens op www.voorbeeld.nl")
    assert "Telegram" in phones.last(phones.anna)
    assert before == len(phones.texts(phones.other))


def test_nothing_of_what_was_sent_is_kept(phones: TwoPhones) -> None:
    """Once delivered, no row about either of them holds the words: neither open nor sealed."""
    phones.pair()
    phones.until_asked(phones.anna)
    phones.asks_own(phones.anna)
    phones.presses(phones.other, "Antwoord je maatje")
    phones.says(phones.other, "Met veel plezier gedaan.")
    phones.presses(phones.other, "Verstuur dit")
    for person in (phones.anna_id, phones.other_id):
        held = json.dumps(phones.runtime.database.call(dossier.everything, person), ensure_ascii=False)
        assert OWN not in held
        assert "Met veel plezier gedaan." not in held
    assert not [line for line in phones.runtime.database.call(audit.lines) if "buddy" in line.event]


def test_a_letter_waits_for_its_readers_hours(phones: TwoPhones) -> None:
    """What Anna sends in the evening comes the next morning, and before that it is nowhere to be read in the chat."""
    phones.pair()
    phones.until_asked(phones.anna)
    evening = phones.runtime.clock.now().replace(hour=20, minute=0)
    phones.at(evening)
    phones.asks_own(phones.anna)
    assert not any(OWN in text for text in phones.texts(phones.other))
    phones.at(evening + timedelta(hours=14))
    assert any(OWN in text for text in phones.texts(phones.other))


# however it ends


def _stops_it(phones: TwoPhones) -> None:
    phones.says(phones.anna, "/maatje")
    phones.presses(phones.anna, "Stoppen")


def _stops_all(phones: TwoPhones) -> None:
    phones.runtime.database.call(lambda db: participation.stop(_turn(phones, db)))


def _erases(phones: TwoPhones) -> None:
    phones.says(phones.anna, "/verwijder")
    label = next(label for label in phones.labels(phones.anna) if label.startswith("Ja"))
    phones.presses(phones.anna, label)


def _leaves(phones: TwoPhones) -> None:
    phones.runtime.database.call(lambda db: participation.end(_turn(phones, db)))


def _leads(phones: TwoPhones) -> None:
    _redeems(phones, Role.LEAD)


def _coaches(phones: TwoPhones) -> None:
    _redeems(phones, Role.COACH)


def _redeems(phones: TwoPhones, role: Role) -> None:
    away = phones.runtime.database.call(lambda db: teams.add(db, "Elders", START).id)
    _, code = phones.runtime.database.call(invitations.issue, away, role, phones.runtime.clock.now())
    phones.says(phones.anna, f"/start {code}")


def _turn(phones: TwoPhones, db: Transaction) -> Turn:
    return Turn(db, phones.runtime, people.by_id(db, phones.anna_id), phones.runtime.clock.now())


ENDINGS = (_stops_it, _stops_all, _erases, _leaves, _leads, _coaches)


def _screen(folder: Path, ends: Callable[[TwoPhones], None]) -> list[tuple[str, list[str]]]:
    """All that the colleague is sent, and what stands on the buttons, when it ends while Anna's question lies there."""
    with two_phones(folder) as phones:
        phones.pair()
        phones.until_asked(phones.anna)
        phones.asks_own(phones.anna)
        ends(phones)
        phones.deliver()
        phones.presses(phones.other, "Antwoord je maatje")
        for said in ("/maatje", "/volgende", "/waaromnu", "/wie", "/gedeeld", "/mijngegevens"):
            phones.says(phones.other, said)
        for _ in range(12):
            phones.lives_a_day(phones.other)
        bodies = [body for chat, _, body, _ in phones.deliveries if chat == phones.other]
        return [
            (str(body.get("text")), [label for row in body.get("buttons", ()) for label, _ in row]) for body in bodies
        ]


def test_however_it_ends_the_other_is_told_the_same(tmp_path: Path) -> None:
    """Stopped with it, with everything, erased, left, a lead, a coach: to the letter, once, also in the weeks after."""
    screens = [_screen(tmp_path / ends.__name__.strip("_"), ends) for ends in ENDINGS]
    assert 1 == [text for text, _ in screens[0]].count(ENDED)
    for number, other in enumerate(screens[1:], 1):
        assert screens[0] == other, ENDINGS[number].__name__


@pytest.mark.parametrize("ends", ENDINGS, ids=lambda ends: ends.__name__.strip("_"))
def test_what_is_still_on_its_way_ends_with_it(phones: TwoPhones, ends: Callable[[TwoPhones], None]) -> None:
    """A question that waits for the morning is not delivered once the pair has ended."""
    phones.pair()
    phones.until_asked(phones.anna)
    phones.at(phones.runtime.clock.now().replace(hour=20, minute=0))
    phones.asks_own(phones.anna)
    ends(phones)
    phones.at(phones.runtime.clock.now() + timedelta(days=4))
    assert not any(OWN in text for text in phones.texts(phones.other))
    assert ENDED in phones.texts(phones.other)


def test_the_other_may_end_it_too(phones: TwoPhones) -> None:
    """Whoever used the code stops as easily, and a new pair can follow."""
    phones.pair()
    phones.says(phones.other, "/maatje")
    phones.presses(phones.other, "Stoppen")
    assert ENDED == phones.last(phones.anna)
    phones.pair()
    assert phones.half(phones.anna_id) is not None


def test_what_was_begun_for_one_buddy_goes_to_no_other(phones: TwoPhones) -> None:
    """Anna writes a question; the pair ends and another begins before she presses: nothing goes."""
    phones.pair()
    phones.until_asked(phones.anna)
    phones.says(phones.anna, "Zelf een vraag schrijven")
    phones.says(phones.anna, OWN)
    message, data = phones.button(phones.anna, "Verstuur dit")
    phones.says(phones.other, "/maatje")
    phones.presses(phones.other, "Stoppen")
    phones.at(phones.runtime.clock.now() + timedelta(minutes=5))
    phones.pair()
    phones.hears(phones.anna, HeardKind.PRESS, data=data, ref=message, callback_id="1")
    assert "Er is niets verstuurd: dit maatjeschap is afgelopen." in phones.texts(phones.anna)
    assert not any(OWN in text for text in phones.texts(phones.other))


def test_erasing_in_the_middle_of_a_question_leaves_nothing(phones: TwoPhones) -> None:
    """Anna has typed and not sent; after /verwijder no row is hers, the colleague hears the sentence, and life goes
    on."""
    phones.pair()
    phones.until_asked(phones.anna)
    phones.says(phones.anna, "Zelf een vraag schrijven")
    phones.says(phones.anna, OWN)
    _erases(phones)
    assert phones.half(phones.other_id) is None
    assert ENDED == phones.last(phones.other)
    phones.at(phones.runtime.clock.now() + 4 * WEEK)
    assert not [nudge for nudge in nudges(phones.runtime, phones.other_id) if nudge.kind == "buddy" and nudge.sent_at]


def test_a_lead_or_coach_cannot_begin(phones: TwoPhones) -> None:
    """A lead alone is told what everybody is told of an unknown command; who is both, why not. No code of theirs."""
    bram = phones.runtime.database.call(addresses.chat_of, phones.town.bram)
    assert bram is not None
    code = phones.code()
    phones.says(bram, f"/maatje {code}")
    assert phones.last(bram).startswith("Die opdracht ken ik niet.")
    phones.hears(bram, HeardKind.PRESS, data=f"!buddy:join:{code.replace('-', '')}", ref="1", callback_id="1")
    phones.runtime.database.call(
        lambda db: people.join(db, phones.other_id, phones.town.permits, Role.LEAD, START)
    )  # fmt: skip
    phones.says(phones.other, f"/maatje {code}")
    assert phones.last(phones.other).startswith("Een maatje is er voor wie geen leidinggevende of coach is.")
    phones.hears(phones.other, HeardKind.PRESS, data=f"!buddy:join:{code.replace('-', '')}", ref="1", callback_id="1")
    assert phones.half(phones.anna_id) is None


def test_a_code_of_who_became_a_lead_opens_nothing(phones: TwoPhones) -> None:
    """Between the making and the using; nor that of who stopped."""
    for ends in (_leads, _stops_all):
        code = phones.code() if ends is _leads else ""
        ends(phones)
        phones.says(phones.other, f"/maatje {code or 'ABCD-EFGH'}")
        assert phones.last(phones.other).startswith(CLOSED)


def test_a_blocked_phone_is_not_to_be_seen(tmp_path: Path) -> None:
    """The colleague blocks the bot; what Anna is sent when she asks is the same as when they are there."""
    said = []
    for is_blocked in (False, True):
        with two_phones(tmp_path / str(is_blocked)) as phones:
            phones.pair()
            phones.until_asked(phones.anna)
            if is_blocked:
                phones.hears(phones.other, HeardKind.BLOCKED)
            phones.asks_own(phones.anna)
            phones.says(phones.anna, "/maatje")
            said.append([re.sub(r"[0-9A-Z]{4}-[0-9A-Z]{4}", "CODE", text) for text in phones.texts(phones.anna)])
            letters = [text for text in phones.texts(phones.other) if OWN in text]
            assert (0 if is_blocked else 1) == len(letters)
    assert said[0] == said[1]


def test_it_counts_in_the_dose_and_takes_the_place_of_another(tmp_path: Path) -> None:
    """With a cue each week: with a buddy there are as many messages, and no week has more than two."""
    weekly: list[Counter[int]] = []
    for has_buddy in (False, True):
        with two_phones(tmp_path / str(has_buddy), cue_probability=1.0) as phones:
            phones.runtime.database.call(_wants_cues, phones, phones.anna_id)
            if has_buddy:
                phones.pair()
            while phones.runtime.clock.now() < START + 6 * WEEK - timedelta(days=1):
                phones.lives_a_day(phones.anna, phones.other)
                if "Zelf een vraag schrijven" in " ".join(phones.offers(phones.anna)[-1:]):
                    phones.says(phones.anna, "Deze keer niet")
            mine = [nudge for nudge in nudges(phones.runtime, phones.anna_id) if nudge.sent_at is not None]
            assert (2 if has_buddy else 0) <= len([nudge for nudge in mine if nudge.kind == "buddy"])
            weekly.append(Counter(nudge.sent_at.isocalendar().week for nudge in mine if nudge.sent_at is not None))
    assert weekly[0].total() == weekly[1].total()
    assert 2 == max(weekly[0].values()) == max(weekly[1].values())


def test_seven_of_the_first_twelve_weeks_have_the_reflection_and_a_cue_alone(phones: TwoPhones) -> None:
    """With a buddy from the first day and no goal chosen: at most five weeks bring anything else of the bot's own."""
    phones.pair()
    while phones.runtime.clock.now() < START + 12 * WEEK - timedelta(days=1):
        phones.lives_a_day(phones.anna, phones.other)
        for chat in (phones.anna, phones.other):
            if "Deze keer niet" in phones.labels(chat):
                phones.presses(chat, "Deze keer niet")
    for person in (phones.anna_id, phones.other_id):
        reached = [nudge for nudge in nudges(phones.runtime, person) if nudge.sent_at is not None]
        more = [nudge for nudge in reached if nudge.kind not in ("reflection", "cue")]
        busy = Counter((nudge.occurs_at - START).days // 7 for nudge in more)
        assert 2 <= sum(nudge.kind == "buddy" for nudge in more)
        assert len(busy) <= 5, [(nudge.kind, nudge.flow, nudge.sent_at) for nudge in more]


def _wants_cues(db: Transaction, phones: TwoPhones, person: int) -> None:
    people.change(db, person, extras=True)
    steering.make_plan(db, person, {"cue": "ik bel", "response": "luister ik"}, START, LogPlace(0, "plan"))
    participation.refresh(Turn(db, phones.runtime, people.by_id(db, person), START))


def test_whoever_leaves_it_unanswered_is_asked_less_often(phones: TwoPhones) -> None:
    """Two in a row four weeks apart, then eight; an answer brings the four weeks back."""
    phones.pair()
    asked: list[datetime] = []
    for _ in range(20 * 7):
        phones.lives_a_day(phones.anna)
        mine = [nudge for nudge in nudges(phones.runtime, phones.anna_id) if nudge.kind == "buddy" and nudge.sent_at]
        asked = [nudge.sent_at for nudge in mine if nudge.sent_at]
        if len(asked) == 3:
            break
    gaps = [(later.date() - earlier.date()).days for earlier, later in pairwise(asked)]
    assert 2 == len(gaps)
    assert gaps[0] <= 30
    assert gaps[1] >= 52


def test_a_pause_holds_it_back(phones: TwoPhones) -> None:
    """While Anna pauses nothing comes, and what is sent to her waits."""
    phones.pair()
    phones.runtime.database.call(lambda db: participation.pause(_turn(phones, db), 4))
    phones.until_asked(phones.other)
    phones.asks_own(phones.other)
    assert not any(OWN in text for text in phones.texts(phones.anna))
    phones.at(START + 4 * WEEK + timedelta(days=1))
    assert any(OWN in text for text in phones.texts(phones.anna))


def test_next_and_why_name_it(phones: TwoPhones) -> None:
    """/volgende names the day, /waaromnu why it came; both without a word about the other."""
    phones.pair()
    phones.until_asked(phones.anna)
    phones.says(phones.anna, "/waaromnu")
    assert "vroeg of je je maatje iets wilt vragen" in phones.last(phones.anna)


def test_ones_data_says_that_there_is_a_buddy_and_not_who(phones: TwoPhones) -> None:
    """In words and in the file; the other's number stands nowhere."""
    phones.pair()
    rows = phones.runtime.database.call(dossier.everything, phones.anna_id)["buddy"]
    assert [{"person_id", "since"}] == [set(row) for row in rows]


def test_a_copy_put_back_ends_every_pair(phones: TwoPhones) -> None:
    """Which of them ended since nobody knows, so all do; both hear it, and an old code opens nothing."""
    phones.pair()
    phones.runtime.database.call(restoring.settle, phones.runtime, phones.runtime.clock.now())
    phones.deliver()
    assert [ENDED, ENDED] == [phones.last(phones.anna), phones.last(phones.other)]
    assert phones.half(phones.anna_id) is None


def test_codes_that_ran_out_are_forgotten(phones: TwoPhones) -> None:
    """The row goes with the night; nothing says that there was one."""
    phones.code()
    later = START + buddies.VALID_FOR + timedelta(hours=1)
    phones.runtime.database.call(rounds.purge, phones.runtime, later)
    assert "buddycode" not in phones.runtime.database.call(dossier.everything, phones.anna_id)


def test_a_question_that_is_passed_over_is_declined(phones: TwoPhones) -> None:
    """*Deze keer niet* settles the prompt, and nothing reaches the buddy."""
    phones.pair()
    phones.until_asked(phones.anna)
    before = len(phones.texts(phones.other))
    phones.says(phones.anna, "Deze keer niet")
    (declined,) = [nudge for nudge in nudges(phones.runtime, phones.anna_id) if nudge.kind == "buddy" and nudge.sent_at]
    assert (NudgeState.SKIPPED, "declined") == (declined.state, declined.reason)
    assert before == len(phones.texts(phones.other))
