"""The words of a promise wait, for a bounded time, for a lead who was away while they had to be asked about."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.clockwork import rounds
from bot.dialogue import participation
from bot.turns.runtime import Runtime
from nudges.person import Away
from store import absences, invitations, steering
from store.database import Transaction
from store.people import Role
from tests.bot import building
from tests.bot.phones import Street, moves_in

WORDS = "De balie bijpraten"
SAID = building.START  # 7 September; its ninety days are over on 6 December


class Lead:
    """Bram with one promise, and nights that pass."""

    def __init__(self, runtime: Runtime) -> None:
        town = runtime.database.call(building.settle)
        self.street = Street(runtime)
        self.runtime = runtime
        self.person, self.chat = runtime.database.call(moves_in, town.counter, Role.LEAD, building.START)
        runtime.database.call(building.promise, self.person, SAID, WORDS)

    def lives_until(self, day: date) -> None:
        """Each day the rounds of the clock, and at night the purge."""
        while (now := self.runtime.clock.now()).date() < day:
            self.runtime.database.call(rounds.purge, self.runtime, now)
            self.street.at(now + timedelta(days=1))

    def is_away(self, first: date, last: date | None) -> None:
        """By /weg."""
        self.runtime.database.call(absences.add, self.person, Away(first, last))

    def asked(self) -> list[str]:
        """The questions that came before the words go."""
        return [text for text in self.street.texts(self.chat) if "wis ik de tekst" in text]

    def is_kept(self) -> bool:
        """Whether the words are there."""
        return bool(self.runtime.database.call(steering.open_promises, self.person))


@pytest.fixture
def bram(runtime: Runtime) -> Lead:
    """A lead who promised something."""
    return Lead(runtime)


def test_who_is_there_is_asked_and_the_words_go_on_their_day(bram: Lead) -> None:
    """As ever: a week before, and gone after ninety days."""
    bram.lives_until(date(2026, 12, 6))
    assert (1, True) == (len(bram.asked()), bram.is_kept())
    bram.lives_until(date(2026, 12, 9))
    assert (1, False) == (len(bram.asked()), bram.is_kept())


@building.on_both
def test_the_words_wait_for_who_was_away_for_all_of_the_two_weeks(bram: Lead) -> None:
    """Away from before the first day on which he could be asked until a week after the last: asked when he is back, and
    told the day, which is a week later."""
    bram.is_away(date(2026, 11, 16), date(2026, 12, 13))
    bram.lives_until(date(2026, 12, 13))
    assert ([], True) == (bram.asked(), bram.is_kept())
    bram.lives_until(date(2026, 12, 19))
    assert (1, True) == (len(bram.asked()), bram.is_kept())
    assert "21 december" in bram.asked()[0]
    bram.lives_until(date(2026, 12, 24))
    assert (1, False) == (len(bram.asked()), bram.is_kept())


def test_who_leaves_just_before_the_question_is_asked_when_back(bram: Lead) -> None:
    """There were working days in the two weeks, and the question was planned for one on which he was away by then."""
    bram.lives_until(date(2026, 11, 25))
    bram.is_away(date(2026, 11, 25), date(2026, 12, 11))
    bram.lives_until(date(2026, 12, 12))
    assert ([], True) == (bram.asked(), bram.is_kept())
    bram.lives_until(date(2026, 12, 18))
    assert (1, True) == (len(bram.asked()), bram.is_kept())
    bram.lives_until(date(2026, 12, 30))
    assert (1, False) == (len(bram.asked()), bram.is_kept())


@pytest.mark.parametrize("way", ["away", "paused"])
def test_nobody_is_waited_for_without_end(bram: Lead, way: str) -> None:
    """Six weeks longer, and no longer."""
    bram.lives_until(date(2026, 11, 16))
    if way == "away":
        bram.is_away(date(2026, 11, 16), None)
    else:
        bram.runtime.database.call(_pauses, bram.runtime, bram.person)
    bram.lives_until(date(2027, 1, 16))
    assert bram.is_kept()
    bram.lives_until(date(2027, 1, 20))
    assert ([], False) == (bram.asked(), bram.is_kept())


def test_who_has_stopped_is_not_waited_for(bram: Lead) -> None:
    """Nothing may be asked of them, so their words go on the day that was said."""
    bram.lives_until(date(2026, 11, 16))
    bram.runtime.database.call(_stops, bram.runtime, bram.person)
    bram.lives_until(date(2026, 12, 9))
    assert not bram.is_kept()


def test_a_machine_that_was_off_for_a_month_does_not_wipe_unasked(bram: Lead) -> None:
    """On the first night the words wait until he was asked."""
    bram.lives_until(date(2026, 11, 16))
    bram.street.wakes_at(datetime(2026, 12, 16, 8, 0, tzinfo=UTC))
    bram.lives_until(date(2026, 12, 19))
    assert (1, True) == (len(bram.asked()), bram.is_kept())


def _pauses(db: Transaction, runtime: Runtime, person: int) -> None:
    participation.pause_until(building.turn(db, runtime, person), None)


def _stops(db: Transaction, runtime: Runtime, person: int) -> None:
    participation.stop(building.turn(db, runtime, person))


@pytest.mark.parametrize(("role", "count"), [(Role.LEAD, 1), (Role.EMPLOYEE, 0)])
def test_who_makes_promises_reads_how_long_their_words_may_wait(runtime: Runtime, role: Role, count: int) -> None:
    """By /wie, which the welcome names, with the weeks that they wait at most; nobody else has a word too many."""
    town, street, newcomer = runtime.database.call(building.settle), Street(runtime), 7_000_000_000
    code = runtime.database.call(invitations.issue, town.counter, role, runtime.clock.now())[1]
    street.says(newcomer, f"/start {code}")
    assert "/wie" in "\n".join(street.texts(newcomer))
    street.says(newcomer, "/wie")
    _, member = runtime.database.call(moves_in, town.counter, role, building.START)
    street.says(member, "/wie")
    assert timedelta(weeks=6) == steering.WAITS
    for chat in (newcomer, member):
        assert count == "\n".join(street.texts(chat)).count("bewaar ik de tekst daarvan hoogstens zes weken langer")
