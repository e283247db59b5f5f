"""Midweek cues by chance, through the real rounds: every decision is written and can be made again."""

import hmac
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.cli.decisions import complaint
from bot.clockwork import rounds
from bot.dialogue import participation
from bot.rhythm import extras as deciding
from bot.rhythm import own_rhythm
from bot.turns.runtime import Runtime
from nudges import extras, policy
from nudges.availability import Reason
from nudges.dose import Occasion
from nudges.lifecycle import NudgeState
from nudges.person import Away
from store import absences, decisions, people, steering
from store.database import Transaction
from store.decisions import StoredDecision
from store.people import Role
from store.steering_log import LogPlace
from study import conclusions
from study import in_words as learn
from tests.bot import building
from tests.bot.building import Town, on_both
from tests.bot.phones import Street, moves_in, nudges

ZONE = ZoneInfo("Europe/Amsterdam")
MONDAY = datetime(2026, 9, 14, 8, 30, tzinfo=ZONE)
PLAN = {"cue": "iemand mij belt", "response": "vraag ik eerst waarom"}


@pytest.fixture
def street(runtime: Runtime) -> Street:
    """Everybody's phone, on a Monday morning before the hour of cues."""
    runtime.clock.move_to(MONDAY)
    return Street(runtime)


def _moves_in(db: Transaction, town: Town, plan: bool = True) -> tuple[int, int]:
    name = f"person {len(people.members(db, town.counter, Role.EMPLOYEE))}"  # so that every run draws the same
    person, chat = moves_in(db, town.counter, Role.EMPLOYEE, MONDAY, pseudonym=name, extras=True)
    if plan:
        steering.make_plan(db, person, PLAN, MONDAY, LogPlace(0, "plan"))
    return person, chat


def _decided(runtime: Runtime, person: int, subject: str = "cue") -> list[StoredDecision]:
    pseudonym = runtime.database.call(people.by_id, person).pseudonym
    return list(runtime.database.call(decisions.kept_of_person, pseudonym, subject))


def _u(runtime: Runtime, stored: StoredDecision) -> float:
    """The draw once more, with nothing of ours."""
    text = f"{stored.decision.policy}|{stored.pseudonym}|{stored.decision.decision}".encode()
    key = runtime.database.call(lambda db: db.keys.study)
    return int(hmac.new(key, text, "sha256").hexdigest(), 16) / 2**256


def test_chance_decides_and_everything_about_it_is_written(runtime: Runtime, street: Street, town: Town) -> None:
    """Among many people about half get a cue; each row holds all that is needed to make the decision again."""
    many = [runtime.database.call(_moves_in, town) for _ in range(40)]
    street.at(MONDAY + timedelta(hours=6))
    acted = 0
    for person, chat in many:
        (stored,) = _decided(runtime, person)
        (nudge,) = [one for one in nudges(runtime, person) if one.kind == own_rhythm.CUE]
        decision = stored.decision
        assert {"cue": 0.5, "none": 0.5} == decision.probabilities
        assert _u(runtime, stored) == pytest.approx(decision.u, abs=1e-15)
        assert decision.arm == ("cue" if decision.u < 0.5 else "none")
        assert (True, True, (), nudge.id) == (
            decision.eligible,
            decision.available,
            decision.reasons,
            decision.nudge_id,
        )
        assert {"week": 1, "base": 0.5, "batch": "2026-09-14", "cue": [0, 0], "none": [0, 0]} == decision.context
        assert datetime.fromisoformat(decision.local_time) == decision.decided_at.replace(microsecond=0)
        assert decision.local_time.endswith("+02:00")
        assert (decision.message or "").startswith("seintje@")
        assert ("nl je", extras.OUTCOME) == (decision.language, decision.outcome_definition)
        said = [text for text in street.texts(chat) if "Als iemand mij belt, dan vraag ik eerst waarom" in text]
        assert (decision.arm == "cue") == (len(said) == 1) == (nudge.sent_at is not None)
        if decision.arm == "none":
            assert (NudgeState.SKIPPED, Reason.BY_CHANCE) == (nudge.state, nudge.reason)
        acted += decision.arm == "cue"
    assert 8 < acted < 32


def test_what_was_decided_survives_and_comes_out_the_same(runtime: Runtime, street: Street, town: Town) -> None:
    """A turn that is rolled back (a crash) and done again decides the same."""
    person, _ = runtime.database.call(_moves_in, town)
    street.at(MONDAY)

    nudge = next(one for one in nudges(runtime, person) if one.kind == own_rhythm.CUE)

    def crashes(db: Transaction) -> None:
        turn = building.turn(db, runtime, person)
        first.append(deciding.decide(turn, nudge, None))
        raise RuntimeError("the power fails")

    first: list[deciding.CueDecision] = []
    with pytest.raises(RuntimeError):
        runtime.database.call(crashes)
    assert [] == _decided(runtime, person)
    street.at(MONDAY + timedelta(hours=6))
    (stored,) = _decided(runtime, person)
    assert (first[0].reason is None) == (stored.decision.arm == "cue")


def test_without_a_plan_there_is_nothing_to_decide(runtime: Runtime, street: Street, town: Town) -> None:
    """The row says not eligible, with a probability of exactly 0, and nothing is sent."""
    person, chat = runtime.database.call(_moves_in, town, False)
    street.at(MONDAY + timedelta(hours=6))
    (stored,) = _decided(runtime, person)
    assert (False, True, ("no_plan",)) == (stored.decision.eligible, stored.decision.available, stored.decision.reasons)
    assert {"cue": 0.0, "none": 1.0} == stored.decision.probabilities
    assert [] == street.texts(chat)


def test_who_is_away_is_not_available(runtime: Runtime, street: Street, town: Town) -> None:
    """Written with its reason; left out of what is learned."""
    person, _ = runtime.database.call(_moves_in, town)
    street.at(MONDAY)
    runtime.database.call(absences.add, person, Away(MONDAY.date(), MONDAY.date()))
    street.at(MONDAY + timedelta(hours=6))
    (stored,) = _decided(runtime, person)
    assert (True, False, ("away",)) == (stored.decision.eligible, stored.decision.available, stored.decision.reasons)
    assert {"cue": 0.0, "none": 1.0} == stored.decision.probabilities


def test_who_wants_no_extras_gets_everything_else(runtime: Runtime, street: Street, town: Town) -> None:
    """No cue is planned or decided about; the reflection comes as ever."""
    person, _ = runtime.database.call(_moves_in, town)
    runtime.database.call(_wants_no_extras, runtime, person)
    street.at(MONDAY + timedelta(days=4))
    assert [] == _decided(runtime, person)
    assert own_rhythm.CUE not in {nudge.kind for nudge in nudges(runtime, person)}
    assert Occasion.REFLECTION in {nudge.occasion for nudge in nudges(runtime, person) if nudge.sent_at}


def _wants_no_extras(db: Transaction, runtime: Runtime, person: int) -> None:
    turn = building.turn(db, runtime, person)
    participation.change(turn, extras=False)
    participation.refresh(turn)


@on_both
def test_what_came_of_the_last_decision_is_known_though_they_left(runtime: Runtime, street: Street, town: Town) -> None:
    """The night after a week is over it is written: no prompt, so nothing is known; draws and counts agree with it."""
    (person, chat), (stays, other) = (runtime.database.call(_moves_in, town) for _ in range(2))
    street.at(MONDAY + timedelta(hours=6))
    street.says(chat, "/stop")
    street.presses(chat, "Helemaal stoppen")
    street.at(MONDAY + timedelta(days=3, hours=8))
    street.presses(other, "Deze week niet")
    runtime.clock.move_to(MONDAY + timedelta(days=6, hours=23))
    runtime.database.call(rounds.purge, runtime, runtime.clock.now())
    assert [None] == [kept.outcome for kept in _decided(runtime, person)]
    runtime.clock.move_to(MONDAY + timedelta(days=8))
    runtime.database.call(rounds.purge, runtime, runtime.clock.now())
    by_person = {who: _decided(runtime, who)[0] for who in (person, stays)}
    outcomes = {who: kept.outcome for who, kept in by_person.items() if kept.outcome}
    assert ("no_prompt", None) == (outcomes[person].missing, outcomes[person].value)
    assert (None, 0.0) == (outcomes[stays].missing, outcomes[stays].value)
    key = runtime.database.call(lambda db: db.keys.study)
    assert [None, None] == [complaint(key, kept) for kept in by_person.values()]
    counts = conclusions.count([learn.decided(kept, "cue") for kept in by_person.values()])
    assert (1, {"no_prompt": 1}, 0) == (counts.used, counts.missing, counts.not_known_yet)


def test_a_reflection_goes_before_a_cue(runtime: Runtime, street: Street, town: Town) -> None:
    """Who reflects on the day after the cue would be asked one time too few: the cue yields, and says so."""
    person, _ = runtime.database.call(_moves_in, town)
    runtime.database.call(_works, runtime, person, "12")
    street.at(MONDAY + timedelta(days=2))
    (stored,) = _decided(runtime, person)
    assert (False, (Reason.YIELDS,)) == (stored.decision.available, stored.decision.reasons)
    assert [Occasion.REFLECTION] == [nudge.occasion for nudge in nudges(runtime, person) if nudge.sent_at]


def _works(db: Transaction, runtime: Runtime, person: int, days: str) -> None:
    turn = building.turn(db, runtime, person)
    participation.change(turn, working_days=days, prompt_day=2, prompt_time="08:00")
    participation.refresh(turn)


def test_eighteen_weeks_of_decisions_follows_the_rule(runtime: Runtime, street: Street, town: Town) -> None:
    """Fixed for twelve weeks, then from the record before each Monday; every draw is made again here."""
    person, chat = runtime.database.call(_moves_in, town)
    for week in range(18):
        runtime.database.call(steering.make_plan, person, PLAN, runtime.clock.now(), LogPlace(week + 1, "plan"))
        street.at(MONDAY + timedelta(weeks=week, days=3, hours=8))
        if week % 3:
            street.presses(chat, "Deze week niet")
        else:
            street.says(chat, "/stop")
            street.presses(chat, "Alleen dit gesprek")
    every_decision = _decided(runtime, person)
    assert 16 <= len(every_decision) <= 18
    for position, stored in enumerate(every_decision):
        decision = stored.decision
        if not decision.available:
            continue
        batch = datetime.fromisoformat(decision.context["batch"]).replace(tzinfo=ZONE)
        before = every_decision[:position]
        record = {arm: deciding.records(before, arm, batch) for arm in ("cue", "none")}
        assert record == {arm: decision.context[arm] for arm in record}
        expected = extras.probability(decision.context["week"], 0.5, *(extras.Record(*record[arm]) for arm in record))
        assert expected == decision.probabilities["cue"]
        assert (0.5 == expected) or decision.context["week"] > 12
        assert policy.draw(decision.probabilities, decision.u).arm == decision.arm
    settled = [stored for stored in every_decision if stored.outcome is not None]
    assert len(settled) >= len(every_decision) - 3
    assert {"sent", "not_sent"} == {stored.outcome.send_result for stored in settled if stored.outcome}
    variants = [
        stored.decision.context["variant"]
        for stored in _decided(runtime, person, "wording")
        if stored.decision.arm == "a"
    ]
    assert [position % 3 + 1 for position in range(len(variants))] == variants
