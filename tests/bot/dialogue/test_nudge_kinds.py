"""A kind of nudge is one file and one line: one that only this file knows is planned, sent, skipped and told of."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import ClassVar
from zoneinfo import ZoneInfo

import pytest

from bot.base import outgoing
from bot.base.outgoing import OutgoingKind
from bot.base.voice import Voice
from bot.dialogue import became, participation
from bot.dialogue.nudge_kinds import registry
from bot.dialogue.nudge_kinds.kind import NudgeKind
from bot.dialogue.nudge_kinds.message import MessageNudge
from bot.library.live import LiveLibrary
from bot.rhythm import own_rhythm
from bot.rhythm.coming import Moment
from bot.turns.runtime import Runtime
from bot.turns.turn import Turn
from nudges import schedule
from nudges.dose import Occasion
from nudges.lifecycle import NudgeState
from nudges.recurrence import At, Weekly
from store import dossier, outbox, people, schedules
from store.agenda import Nudge
from store.database import Transaction
from store.outbox import Priority
from store.people import Person, Role
from tests.bot.building import Town, on_both
from tests.bot.phones import Street, moves_in, nudges

MONDAY = datetime(2026, 9, 7, 10, 0, tzinfo=ZoneInfo("Europe/Amsterdam"))
AFTERNOON = MONDAY + timedelta(hours=5)
WEEK = timedelta(weeks=1)


class TipNudge(MessageNudge):
    """A tip on Mondays at two; there is one, and then no more."""

    word: ClassVar[str] = "tip"
    needless: ClassVar[str] = "no_plan"

    def __init__(self) -> None:
        self.is_spent = False
        self.skipped_for: list[str] = []

    def settle(self, turn: Turn) -> None:
        returns = schedule.to_json(Weekly(frozenset({1}), At(time(14))))
        next_at = own_rhythm.next_moment(turn.db, turn.person, returns, turn.now)
        assert next_at is not None
        schedules.give(turn.db, turn.person.id, self.word, None, returns, next_at, Occasion.REQUESTED, "Q1")

    def why_not(self, _turn: Turn, nudge: Nudge) -> str | None:
        assert "Q1" == nudge.subject_id
        return "done_already" if self.is_spent else None

    def send(self, turn: Turn, nudge: Nudge) -> bool:
        body = outgoing.message("Een tip.")
        outbox.put(
            turn.db, turn.person.id, OutgoingKind.MESSAGE, body, turn.now, priority=Priority.NUDGE, nudge_id=nudge.id
        )
        self.is_spent = True
        return True

    def skipped(self, _turn: Turn, _nudge: Nudge, reason: str) -> None:
        self.skipped_for.append(reason)

    def passes_over(self, _turn: Turn, _moment: Moment) -> str | None:
        return "done_already" if self.is_spent else None

    def foretell(self, turn: Turn, moment: Moment) -> Sequence[str]:
        return [f"Een tip, {self._at(turn, moment.at)}."]

    def explain(self, _turn: Turn, _nudge: Nudge) -> Sequence[str]:
        return ["Je kreeg een tip."]

    def title(self, _voice: Voice, _library: LiveLibrary, _person: Person, _nudge: Nudge) -> str:
        return "Tip"


def _moves_in(db: Transaction, runtime: Runtime, town: Town) -> tuple[int, int]:
    person, chat = moves_in(db, town.counter, Role.EMPLOYEE, MONDAY)
    participation.refresh(Turn(db, runtime, people.by_id(db, person), MONDAY))
    return person, chat


@on_both
def test_a_kind_of_one_file_is_planned_sent_skipped_and_told_of(
    runtime: Runtime, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is settled with the others, sent once, said in /volgende and /waaromnu, and then passed over with a reason."""
    tip, street = TipNudge(), Street(runtime)
    monkeypatch.setitem(registry.KINDS, tip.word, tip)
    runtime.clock.move_to(MONDAY)
    person, chat = runtime.database.call(_moves_in, runtime, town)
    street.says(chat, "/volgende")
    assert "Een tip, maandag 7 september om 14.00 uur." == street.texts(chat)[-1]
    street.at(AFTERNOON)
    assert "Een tip." == street.texts(chat)[-1]
    street.says(chat, "/waaromnu")
    assert ["Je kreeg een tip.", "Hier is niet om geloot."] == street.texts(chat)[-1].split("\n")
    street.at(AFTERNOON + timedelta(days=4))
    street.says(chat, "/volgende")
    assert "Ik sla maandag 14 september over: die heb je al gedaan." in street.texts(chat)[-1]
    street.at(AFTERNOON + WEEK)
    mine = [nudge for nudge in nudges(runtime, person) if nudge.kind == tip.word and nudge.due_at <= AFTERNOON + WEEK]
    assert [(NudgeState.SENT, None), (NudgeState.SKIPPED, "done_already")] == [
        (nudge.state, nudge.reason) for nudge in mine
    ]
    assert (["done_already"], True) == (tip.skipped_for, mine[0].settled_at is not None)
    lines = runtime.database.call(_lines, runtime, person, mine)
    assert "Tip: niet verstuurd: die heb je al gedaan" == lines[-1].partition(" · ")[2]


def _lines(db: Transaction, runtime: Runtime, number: int, mine: Sequence[Nudge]) -> list[str]:
    person = people.by_id(db, number)
    voice = Voice(runtime.texts, person.language, person.tone)
    return [became.line(voice, runtime.library, person, nudge) for nudge in mine]


def test_a_kind_that_is_registered_no_more_only_begins_its_flow() -> None:
    """What an older version planned is no reason to fail."""
    kind = registry.of("a kind of before")
    assert (NudgeKind, True) == (type(kind), kind.foretold)


@pytest.mark.parametrize("word", sorted(registry.KINDS))
def test_every_kind_has_its_words_and_its_subject_a_table(runtime: Runtime, word: str) -> None:
    """/volgende and /waaromnu can name it, and whoever asks for their data reads their own number of the subject."""
    kind = registry.KINDS[word]
    needed = [f"why.{kind.words}", *([f"next.{kind.words}"] if kind.foretold else [])]
    assert [] == [key for key in needed if not runtime.texts.has(key)]
    assert (word, kind.subject_table) == (kind.word, dossier.SUBJECT_TABLES.get(word))
