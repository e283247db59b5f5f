"""/dagboek: what somebody answered can be read again, week by week, and reading changes nothing."""

from datetime import datetime, timedelta

from bot.runtime import Runtime
from store import answers, people
from store.database import Transaction
from store.people import Role
from tests.bot import building
from tests.bot.phones import Street, moves_in


def _reflects(db: Transaction, person: int, at: datetime, level: str) -> None:
    building.reflect(db, person, at, waarom=level, resultaat="mid", vooruit="low", samen=None)


def test_weeks_are_read_one_at_a_time_and_reading_counts_nowhere(runtime: Runtime, town: building.Town) -> None:
    """The newest first, back and forth; a no shows nothing; the person and the answers are as before."""
    street = Street(runtime)
    person, chat = runtime.database.call(moves_in, town.counter, Role.EMPLOYEE, building.START)
    street.says(chat, "/dagboek")
    street.presses(chat, "Laat zien")
    assert "Er is nog niets om terug te lezen." == street.texts(chat)[-1]
    for week, level in ((0, "high"), (1, "low")):
        at = building.START + timedelta(weeks=week)
        runtime.database.call(_reflects, person, at, level)
    before = runtime.database.call(people.by_id, person), runtime.database.call(answers.every, person)
    street.says(chat, "/dagboek")
    street.presses(chat, "Niet nu")
    assert "Goed, dan laat ik niets zien." == street.texts(chat)[-1]
    street.says(chat, "/dagboek")
    street.presses(chat, "Laat zien")
    newest = street.texts(chat)[-1]
    assert ["Vorige week"] == street.labels(chat)
    street.presses(chat, "Vorige week")
    assert ["Volgende week"] == street.labels(chat)
    assert newest != street.texts(chat)[-1]
    street.presses(chat, "Volgende week")
    assert newest == street.texts(chat)[-1]
    assert before == (runtime.database.call(people.by_id, person), runtime.database.call(answers.every, person))
