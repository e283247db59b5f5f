"""The question before a school holiday, through the real rounds: within the dose, once, and nothing is assumed."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.base.incoming import HeardKind
from bot.dialogue import participation
from bot.rhythm import school_holidays
from bot.turns.runtime import Runtime
from nudges import calendar_nl
from nudges.dose import CAPS, Occasion
from nudges.lifecycle import NudgeState
from nudges.person import Away
from store import absences
from store.database import Transaction
from store.people import Role
from tests.bot import building
from tests.bot.building import Town, on_both
from tests.bot.phones import Street, moves_in, nudges

ZONE = ZoneInfo("Europe/Amsterdam")
MONDAY = datetime(2026, 10, 5, 8, 30, tzinfo=ZONE)
THE_EVE = datetime(2026, 10, 16, 18, tzinfo=ZONE)
AUTUMN = Away(date(2026, 10, 17), date(2026, 10, 25))  # in the middle and the south
OVER = datetime.combine(calendar_nl.school_holidays_known_until() + timedelta(days=1), time(9), ZONE)
CHRISTMAS = Away(date(2026, 12, 21), date(2026, 12, 31))


@pytest.fixture
def street(runtime: Runtime) -> Street:
    """Everybody's phone, some weeks before the autumn holiday."""
    runtime.clock.move_to(MONDAY)
    return Street(runtime)


def _moves_in(db: Transaction, /, runtime: Runtime, town: Town, role: Role = Role.EMPLOYEE) -> tuple[int, int]:
    person, chat = moves_in(db, town.counter, role, MONDAY)
    _change(db, runtime, person, school_region="Midden")
    return person, chat


def _change(db: Transaction, /, runtime: Runtime, person: int, **settings: object) -> None:
    turn = building.turn(db, runtime, person)
    participation.change(turn, **settings)
    participation.refresh(turn)


def _live_until(street: Street, chats: Sequence[int], moment: datetime) -> None:
    """Day by day, declining what is offered, as people do who are there but busy."""
    while street.runtime.clock.now() < moment:
        street.at(min(street.runtime.clock.now() + timedelta(days=1), moment))
        for chat in chats:
            if "Deze week niet" in street.labels(chat):
                street.presses(chat, "Deze week niet")


def _asked(street: Street, chat: int) -> list[str]:
    return [text for text in street.texts(chat) if "vakantie in regio" in text]


def _away(runtime: Runtime, person: int) -> tuple[Away, ...]:
    return runtime.database.call(absences.of_person, person)


def test_each_is_asked_once_and_gets_what_they_say(runtime: Runtime, street: Street, town: Town) -> None:
    """Yes is all of it, some days stand on the calendar, no and silence change nothing; a lead is asked too."""
    people = [runtime.database.call(_moves_in, runtime, town) for _ in range(4)]
    lead = runtime.database.call(_moves_in, runtime, town, Role.LEAD)
    chats = [chat for _, chat in (*people, lead)]
    runtime.database.call(absences.add, people[0][0], CHRISTMAS)
    _live_until(street, chats, THE_EVE)
    for chat in chats:
        (text,) = _asked(street, chat)
        assert "Van zaterdag 17 oktober tot en met zondag 25 oktober is het herfstvakantie in regio Midden." in text
    (all_of_it, first), (some, second), (no, third), (silent, _) = people
    street.presses(first, "Ja, al die dagen")
    assert (AUTUMN, CHRISTMAS) == _away(runtime, all_of_it)
    assert "van zaterdag 17 oktober tot en met zondag 25 oktober; van maandag 21 december" in street.texts(first)[-1]
    street.presses(second, "Een deel …")
    assert "Vanaf welke dag ben je weg?" == street.texts(second)[-1]
    street.presses(second, "19")
    street.presses(second, "20")
    assert (Away(date(2026, 10, 19), date(2026, 10, 20)),) == _away(runtime, some)
    street.presses(third, "Nee")
    assert "Goed, alles blijft zoals het was." == street.texts(third)[-1]
    before = len(street.texts(first))
    _live_until(street, chats, datetime(2026, 10, 25, 23, tzinfo=ZONE))
    assert before == len(street.texts(first))
    for person in (no, silent):
        assert () == _away(runtime, person)
        sent = [
            one.sent_at.date() for one in nudges(runtime, person) if one.sent_at and one.occasion == Occasion.REFLECTION
        ]
        assert date(2026, 10, 22) in sent
    assert [1] * 5 == [len(_asked(street, chat)) for chat in chats]


def test_whoever_chose_a_region_of_which_nothing_is_known_any_more_is_told(
    runtime: Runtime, street: Street, town: Town
) -> None:
    """On the screen where the region is chosen, once the dates that were fixed are over; not before."""
    _, chat = runtime.database.call(_moves_in, runtime, town)
    for moment, warned in ((MONDAY, False), (OVER, True)):
        runtime.clock.move_to(moment)
        street.says(chat, "/instellingen")
        street.presses(chat, "Schoolvakanties")
        assert warned == ("geen nieuwe schoolvakanties" in street.texts(chat)[-1])


@on_both
def test_it_keeps_to_the_dose(runtime: Runtime, street: Street, town: Town) -> None:
    """Beside reflections and the programme; what does not fit today is asked another day, with the reason."""
    person, chat = runtime.database.call(_moves_in, runtime, town)
    _live_until(street, [chat], THE_EVE)
    tried = [nudge for nudge in nudges(runtime, person) if nudge.kind == school_holidays.KIND]
    assert [NudgeState.SENT] == [nudge.state for nudge in tried if nudge.sent_at]
    assert all(nudge.reason for nudge in tried if nudge.state == NudgeState.SKIPPED)
    every = [nudge for nudge in nudges(runtime, person) if nudge.sent_at]
    assert {Occasion.REFLECTION, Occasion.CUE} < {nudge.occasion for nudge in every}
    sent = [nudge.sent_at for nudge in every if nudge.sent_at]
    for cap in CAPS:
        for at in sent:
            assert sum(at - cap.length < other <= at for other in sent) <= cap.count
    street.says(chat, "/waaromnu")
    assert "Mijn laatste bericht was" in street.texts(chat)[-1]


def test_an_answer_in_the_holiday_counts_from_that_day(runtime: Runtime, street: Street, town: Town) -> None:
    """What is past of it stays as it was, after it the button does nothing; and who chose no region is not asked."""
    person, chat = runtime.database.call(_moves_in, runtime, town)
    other, quiet = runtime.database.call(_moves_in, runtime, town)
    street.at(datetime(2026, 10, 6, 9, tzinfo=ZONE))
    runtime.database.call(_change, runtime, other, school_region=None)
    while not _asked(street, chat):
        street.at(runtime.clock.now() + timedelta(hours=3))
    street.says(chat, "/waaromnu")
    assert "vraag over de schoolvakantie" in street.texts(chat)[-1]
    message, data = street.button(chat, "Ja, al die dagen")
    _live_until(street, [chat, quiet], datetime(2026, 10, 20, 9, tzinfo=ZONE))
    street.hears(chat, HeardKind.PRESS, data=data, ref=message, callback_id="1")
    street.at(datetime(2026, 11, 2, 9, tzinfo=ZONE))
    street.hears(chat, HeardKind.PRESS, data=data, ref=message, callback_id="1")
    assert (Away(date(2026, 10, 20), AUTUMN.last),) == _away(runtime, person)
    assert [] == _asked(street, quiet)
