"""The twelve weeks as the rounds play them: what Anna and Bram are offered and when; silence, and an edit midway."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.channels.telegram.address import address_of
from bot.demo.rehearsal import MadeUpPerson, Rehearsal
from bot.dialogue import participation, programme
from bot.library import live, programme_file
from bot.rhythm import digest_moment, own_rhythm
from bot.turns.turn import Turn
from nudges.availability import Reason
from nudges.dose import Occasion
from nudges.person import Away
from store import absences, answers, invitations, teams
from store.agenda import Nudge
from store.answers import NewAnswer
from store.database import Transaction
from store.people import Role
from tests import addresses
from tests.bot import building
from tests.bot.phones import Street, nudges

ZONE = ZoneInfo("Europe/Amsterdam")
MONDAY = datetime(2026, 9, 7, 9, 0, tzinfo=ZONE)
THURSDAY = 4
CHATS = {"Anna": 4_000_000_001, "Bram": 4_000_000_002, "Carla": 4_000_000_003}
WORDS = ["Ik belde eerst."]
PREFERS = frozenset({"nl", "je", "middag", "door", "nee", "2", "beide", "gevraagd", "voor"})
"""nothing low, no dilemma and no habit yet, so that nothing comes more or less than the programme has"""
OURS = (live.OURS / programme_file.PLACE).read_text()
EARLIER = OURS.replace(
    "laagste_vooruit: {week: 29, day: 2, flow: vooruit, when: low.ahead == 1}", "v: {week: 5, day: 1, flow: vooruit}"
).replace(
    "laagste_samen: {week: 32, day: 2, flow: samen, when: low.together == 1}", "s: {week: 6, day: 1, flow: samen}"
)
"""The same with two exercises in weeks 5 and 6, for everybody."""
EMPLOYEE = {
    1: ["Tue nulmeting", "Thu weekreflectie"],
    2: ["Thu weekreflectie"],
    3: ["Thu weekreflectie"],
    4: ["Thu weekreflectie"],
    5: ["Thu weekreflectie"],
    6: ["Thu weekreflectie"],
    7: ["Thu weekreflectie"],
    8: ["Thu weekreflectie"],
    9: ["Thu weekreflectie"],
    10: ["Thu weekreflectie"],
    11: ["Thu weekreflectie"],
    12: ["Thu afronding"],
    13: ["Thu weekreflectie"],
}

LEAD = {
    1: ["Mon leiding-begin", "Tue sturen"], 3: ["Tue sturen", "Thu oefenen"], 4: ["Tue teamgesprek"],
    5: ["Tue sturen"], 7: ["Tue sturen", "Thu oefenen"], 8: ["Tue teamgesprek"], 9: ["Tue sturen"],
    11: ["Tue sturen"], 12: ["Tue teamgesprek"], 13: ["Tue sturen", "Thu leiding-terugblik"],
}  # fmt: skip


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def street(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Street]:
    """An installation with one team and nobody in it."""
    url = "" if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    with building.built(tmp_path, database_url=url) as runtime:
        runtime.database.call(teams.add, "Balie", building.START)
        yield Street(runtime)


def joins(street: Street, name: str, role: Role = Role.EMPLOYEE, *, answers: float = 1.0) -> Rehearsal:
    """Somebody who begins the programme on the first Monday, and answers everything or nothing."""
    actor = MadeUpPerson(name, address_of(CHATS[name]), role, answers=answers, prefers=PREFERS, words=WORDS)
    street.runtime.clock.move_to(MONDAY)
    played = Rehearsal(street.runtime, [actor], seed=7)
    played.says(actor, MONDAY, f"/start {street.runtime.database.call(_invite, role)}")
    return played


def _invite(db: Transaction, role: Role) -> str:
    return invitations.issue(db, teams.named(db, "Balie").id, role, MONDAY)[1]


def person_of(street: Street, name: str) -> int:
    person = street.runtime.database.call(lambda db: addresses.by_chat(db, CHATS[name]))
    assert person is not None
    return person.id


def weeks(street: Street, name: str) -> dict[int, list[str]]:
    """What was sent, without what chance added or they asked for, by calendar week since the first Monday."""
    by_week: dict[int, list[str]] = {}
    for nudge in (each for each in sent(street, name) if each.occasion not in (Occasion.EXTRA, Occasion.REQUESTED)):
        at = (nudge.sent_at or MONDAY).astimezone(ZONE)
        by_week.setdefault((at.date() - MONDAY.date()).days // 7 + 1, []).append(f"{at:%a} {nudge.flow}")
    return by_week


def sent(street: Street, name: str) -> list[Nudge]:
    return [
        nudge
        for nudge in nudges(street.runtime, person_of(street, name))
        if nudge.sent_at and nudge.kind != digest_moment.KIND
    ]


def test_twelve_weeks_of_an_employee(street: Street) -> None:
    """One thing on Tuesday at most, the reflection on Thursday, and afterwards just that."""
    joins(street, "Anna").play(MONDAY + timedelta(weeks=13))
    assert EMPLOYEE == weeks(street, "Anna")


def test_an_end_that_she_came_to_by_herself_is_not_offered_again(street: Street) -> None:
    """`once: true` means once, also when it was /afronden of her own on Wednesday: the reflection comes on Thursday."""
    played = joins(street, "Anna")
    anna = MadeUpPerson("Anna", address_of(CHATS["Anna"]), Role.EMPLOYEE, answers=1.0, prefers=PREFERS, words=WORDS)
    played.says(anna, MONDAY + timedelta(weeks=11, days=2), "/afronden")
    played.play(MONDAY + timedelta(weeks=13))
    assert {**EMPLOYEE, 12: ["Thu weekreflectie"]} == weeks(street, "Anna")


@pytest.mark.parametrize("role", [Role.EMPLOYEE, Role.LEAD])
def test_two_weeks_of_leave_move_the_rest(street: Street, role: Role) -> None:
    """Away in calendar weeks 5 and 6: nothing comes then, and everything after it two weeks later."""
    name = "Anna" if role is Role.EMPLOYEE else "Bram"
    played = joins(street, name, role)
    played.play(MONDAY + timedelta(weeks=3))
    first = MONDAY.date() + timedelta(weeks=4)
    street.runtime.database.call(absences.add, person_of(street, name), Away(first, first + timedelta(days=13)))
    played.play(MONDAY + timedelta(weeks=15))
    expected = EMPLOYEE if role is Role.EMPLOYEE else LEAD
    moved = {week if week < 5 else week + 2: flows for week, flows in expected.items()}
    assert moved == weeks(street, name)


def test_a_pause_of_two_weeks_moves_the_rest(street: Street) -> None:
    """In calendar weeks 3 and 4 only reflections are tried; a step that was on its way moves with the rest."""
    played = joins(street, "Anna")
    played.play(MONDAY + timedelta(weeks=2))
    pauses(street, "Anna", 2)
    played.play(MONDAY + timedelta(weeks=6))
    assert {week if week < 3 else week + 2: EMPLOYEE[week] for week in range(1, 5)} == weeks(street, "Anna")
    assert ["weekreflectie"] * 2 == skipped(street, "Anna")


@pytest.mark.parametrize("weeks_asked", [0, 4])
def test_whoever_comes_back_from_a_pause_goes_on_from_then(street: Street, weeks_asked: int) -> None:
    """A pause until further notice, or of four weeks, that ends after two: the programme knows two weeks of it."""
    played = joins(street, "Anna")
    played.play(MONDAY + timedelta(weeks=2))
    pauses(street, "Anna", weeks_asked)
    played.play(MONDAY + timedelta(weeks=4))
    assert {1: EMPLOYEE[1], 2: EMPLOYEE[2]} == weeks(street, "Anna")
    street.runtime.database.call(lambda db: participation.come_back(_turn(db, street, "Anna")))
    played.play(MONDAY + timedelta(weeks=6))
    assert [EMPLOYEE[3], EMPLOYEE[4]] == [weeks(street, "Anna")[week] for week in (5, 6)]


def pauses(street: Street, name: str, weeks: int) -> None:
    street.runtime.database.call(lambda db: participation.pause(_turn(db, street, name), weeks))


def _turn(db: Transaction, street: Street, name: str) -> Turn:
    person = addresses.by_chat(db, CHATS[name])
    assert person is not None
    return building.turn(db, street.runtime, person.id)


def skipped(street: Street, name: str) -> list[str]:
    """The flows that did not go because of a pause, without what chance adds."""
    every = nudges(street.runtime, person_of(street, name))
    return [nudge.flow or "" for nudge in every if nudge.reason == Reason.PAUSED and nudge.kind != own_rhythm.CUE]


def test_twelve_weeks_of_a_lead(street: Street) -> None:
    """Every other week a question for a colleague, every fourth a debrief, never a reflection."""
    joins(street, "Bram", Role.LEAD).play(MONDAY + timedelta(weeks=14))
    assert LEAD == weeks(street, "Bram")


def test_two_silent_weeks_lead_to_one_question_and_no_guilt(street: Street) -> None:
    """After two reflections that nobody answered `terugval` takes the place of the third; never of the fourth."""
    joins(street, "Anna", answers=0.0).play(MONDAY + timedelta(weeks=4))
    thursdays = [nudge for nudge in sent(street, "Anna") if nudge.occurs_at.astimezone(ZONE).isoweekday() == THURSDAY]
    prompts = [nudge.flow for nudge in thursdays]
    assert ["weekreflectie", "weekreflectie", "terugval"] == prompts[:3]
    assert "terugval" not in prompts[3:]


def test_another_programme_changes_what_is_to_come_and_not_what_was(street: Street) -> None:
    """At the end of week 5: `samen` and `dilemma` come sooner and for everybody, `waarom` under another name."""
    played = joins(street, "Anna")
    played.play(MONDAY + timedelta(weeks=5))
    before = weeks(street, "Anna")
    edited = EARLIER.replace("dilemma: {week: 21", "dilemma: {week: 7").replace(
        """'last.dilemma == "ja"'""", "week > 1"
    )
    edited = edited.replace("nulmeting: {week: 1", "nulmeting: {week: 8").replace(
        "week: 5, day: 1, flow: vooruit", 'week: 11, day: 1, at: "09:15", flow: waarom'
    )
    street.runtime.database.call(_put_in_place, street, edited)
    played.play(MONDAY + timedelta(weeks=12))
    after = weeks(street, "Anna")
    assert before == {week: after[week] for week in before}
    assert ["Mon samen", "Tue dilemma", "Mon waarom"] == [after[week][0] for week in (6, 7, 11)]
    assert 1 == sum(nudge.flow == "nulmeting" for nudge in sent(street, "Anna"))


def _put_in_place(db: Transaction, street: Street, text: str) -> None:
    library = street.runtime.library
    library.programme = programme_file.read(text, {flow.name: flow for flow in library.every()}, path="programma.yaml")
    programme.refresh(db, library.programme.version, street.runtime.clock.now())


def test_whoever_took_part_before_there_was_a_programme_goes_on_in_their_week(street: Street) -> None:
    """They get what is still to come, from the week they are in: first what week 5 left over, then the next."""
    played = joins(street, "Anna")
    played.play(MONDAY + timedelta(hours=1))
    street.runtime.database.call(_forget_the_programme)
    street.runtime.clock.move_to(MONDAY + timedelta(weeks=5))
    street.runtime.database.call(_put_in_place, street, EARLIER)
    played.play(MONDAY + timedelta(weeks=7))
    by_week = weeks(street, "Anna")
    assert [["Mon vooruit", "Thu weekreflectie"], ["Mon samen", "Thu weekreflectie"]] == [by_week[6], by_week[7]]


def _forget_the_programme(db: Transaction) -> None:
    db.connection.exec_driver_sql("DELETE FROM schedule WHERE kind = 'programme'")


def test_a_goal_that_goes_by_itself_needs_fewer_prompts(street: Street) -> None:
    """Done each time, four times in a row: every other Thursday from then on; what is skipped says why, /volgende
    before it."""
    played = joins(street, "Anna")
    played.play(MONDAY + timedelta(weeks=4))
    for hours in range(4):
        street.runtime.database.call(_done, person_of(street, "Anna"), MONDAY + timedelta(weeks=4, hours=hours))
    played.play(MONDAY + timedelta(weeks=6, days=2))
    street.says(CHATS["Anna"], "/volgende")
    assert "over: het lukt al een tijd, dus vraag ik het minder vaak." in street.texts(CHATS["Anna"])[-1]
    played.play(MONDAY + timedelta(weeks=8))
    thursdays = {
        week: [word for word in flows if word.startswith("Thu")] for week, flows in weeks(street, "Anna").items()
    }
    assert [[], ["Thu weekreflectie"], [], ["Thu weekreflectie"]] == [thursdays.get(week, []) for week in (5, 6, 7, 8)]
    assert [programme.FADED] * 2 == [
        n.reason for n in nudges(street.runtime, person_of(street, "Anna")) if n.reason == programme.FADED
    ]


def _done(db: Transaction, person: int, at: datetime) -> None:
    new = NewAnswer(
        person_id=person, session_id=0, nudge_id=None, flow="weekreflectie", node="plan_lukte", visit=0,
        name="plan_lukte", kind="choice", value="elke", level=None, seen_by="self", skipped=False, late=False,
    )  # fmt: skip
    answers.write(db, new, at, corrects=False)


def test_twelve_weeks_of_a_coach(street: Street) -> None:
    """The kick-off with the first session, and one in weeks 4, 8 and 12; nothing else of its own accord."""
    joins(street, "Carla", Role.COACH).play(MONDAY + timedelta(weeks=13))
    assert {week: ["Tue sessie"] for week in (1, 4, 8, 12)} == weeks(street, "Carla")
