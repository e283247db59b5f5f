"""The lead's message at the beginning of their week: when it comes, what stands in it, and how they change that."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.base.button_data import ButtonData
from bot.channels import delivery
from bot.channels.settlement import Settlement
from bot.clockwork import rounds
from bot.dialogue.commands import dispatch
from bot.rhythm import digest_moment
from bot.turns.runtime import Runtime
from nudges.lifecycle import NudgeState
from nudges.person import Status
from store import agenda, audit, digests, outbox, people
from store.agenda import Nudge
from store.database import Transaction
from store.digests import Digest
from store.outbox import Allowance
from store.people import Role
from tests.bot import building, seasons
from tests.bot.building import Town

ZONE = ZoneInfo("Europe/Amsterdam")
Sent = list[tuple[str, dict[str, Any]]]


def settle(runtime: Runtime, person: int) -> datetime | None:
    """What joining does: the next message goes on the agenda."""
    return runtime.database.call(lambda tx: digest_moment.settle(tx, people.by_id(tx, person), runtime.clock.now()))


def go_to(runtime: Runtime, at: datetime) -> Sent:
    """Let the clock stand there, do the rounds, and bring what was queued."""
    runtime.clock.move_to(at)
    for round_ in (rounds.plan, rounds.send):
        while runtime.database.call(round_, runtime, at):
            pass
    return runtime.database.call(_deliver, at)


def _deliver(db: Transaction, now: datetime) -> Sent:
    messages = []
    while rows := outbox.claim(db, now, 100, Allowance(paced=100, nudges=100)):
        for row in rows:
            messages.append((row.kind, dict(row.body)))
            delivery.settle(db, row, Settlement.ARRIVED, now)
    return messages


def nudges(runtime: Runtime, person: int) -> list[Nudge]:
    """The messages of this lead, whatever became of them."""
    of_person = runtime.database.call(agenda.of_person, person, building.START)
    return [nudge for nudge in of_person if nudge.kind == digest_moment.KIND]


def press(runtime: Runtime, person: int, name: str, argument: str = "") -> Sent:
    """What comes back when this person presses a button of the bot's own."""

    def use_case(db: Transaction) -> Sent:
        dispatch.press(building.turn(db, runtime, person, pressed="7"), ButtonData(name, argument))
        return building.sent(db, runtime.clock.now())

    return runtime.database.call(use_case)


def local(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    """A moment in the lead's zone."""
    return datetime(year, month, day, hour, minute, tzinfo=ZONE)


def test_three_sentences_a_picture_and_a_question(runtime: Runtime, town: Town) -> None:
    """On Monday at nine Bram reads of his own log, his promises and the band of taking part, and one question."""
    seasons.play(runtime, town)
    settle(runtime, town.bram)
    (picture_kind, picture), (kind, message) = go_to(runtime, local(2026, 11, 30, 9))
    assert ("picture", "rhythm", "message") == (picture_kind, picture["drawing"]["kind"], kind)
    assert [
        "<b>Een nieuwe week</b>",
        "",
        "Je stuurde in 6 van 8 weken.",
        "Eén toezegging staat open: “Uitzoeken hoe het met de wachttijd zit”. Die is voor 30 november.",
        "Balie, 9 t/m 15 november: meer dan de helft deed mee.",
        "",
        "<b>Vier weken werk</b>, 12 oktober t/m 8 november",
        "Waarom: <b>vermoed of gevraagd</b>, verder dan de vorige keer",
        "Resultaat: <b>regels én resultaat</b>, net als de vorige keer",
        "Vooruit: <b>op het moment zelf</b>, minder ver dan de vorige keer",
        "Samen: te weinig antwoorden",
        "",
        "<b>Vraag voor deze week: anderen erbij halen</b>",
        "Volgens je eigen logboek stuurde je hier in de vier weken vóór deze week het minst op.",
        "Stel één collega deze vraag over één zaak. Kies iemand die je al even niet sprak:",
        "<i>“Welke partner wacht hier op ons?”</i>",
    ] == message["text"].split("\n")
    assert [["Gevraagd, leg vast", "!asked:"], ["Instellen", "!digest:"]] == message["buttons"][0]


def test_a_content_window_is_told_of_once(runtime: Runtime, town: Town) -> None:
    """The window that closed since the last message stands in this one, and not in the next."""
    seasons.play(runtime, town)
    settle(runtime, town.bram)
    first = go_to(runtime, local(2026, 11, 30, 9))[-1][1]["text"]
    second = go_to(runtime, local(2026, 12, 7, 9))[-1][1]["text"]
    assert (True, False) == ("Vier weken werk" in first, "Vier weken werk" in second)


def test_once_a_month_it_invites_to_a_debrief(runtime: Runtime, town: Town) -> None:
    """In the first message of a month, with the address of the sheet to print; not in the ones after it."""
    settle(runtime, town.bram)
    texts = [go_to(runtime, local(2026, month, day, 9))[-1][1]["text"] for month, day in ((9, 14), (9, 21), (10, 5))]
    assert [True, False, True] == ["/teamgesprek" in text for text in texts]
    assert f"{building.ADDRESS}/team/{building.team_of(runtime, town.bram, town.counter)}/debrief" in texts[0]


def test_it_is_sent_once_and_waits_for_no_answer(runtime: Runtime, town: Town) -> None:
    """However often the rounds come by; afterwards it counts as sent and nothing expires."""
    settle(runtime, town.bram)
    monday = local(2026, 9, 14, 9)
    assert ["picture", "message"] == [kind for kind, _ in go_to(runtime, monday)]
    assert [] == go_to(runtime, monday + timedelta(minutes=1))
    (sent_nudge,) = (nudge for nudge in nudges(runtime, town.bram) if nudge.sent_at is not None)
    assert (NudgeState.SENT, monday, None) == (sent_nudge.state, sent_nudge.settled_at, sent_nudge.expires_at)


def test_on_the_first_working_day_of_the_week(runtime: Runtime, town: Town) -> None:
    """Not on Easter Monday, and on Wednesday for who works from Wednesday, when their day begins."""
    runtime.clock.move_to(local(2027, 3, 27, 12))
    assert local(2027, 3, 30, 9) == settle(runtime, town.bram)
    runtime.database.call(lambda tx: people.change(tx, town.bram, working_days="345", day_starts="09:30"))
    assert local(2027, 3, 31, 9, 30) == settle(runtime, town.bram)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"quiet_until": datetime(2026, 9, 15, tzinfo=ZONE)}, "paused"),
        ({"working_days": "2345"}, "day_off"),
        ({"status": Status.UNREACHABLE}, "unreachable"),
    ],
)
def test_it_is_skipped_with_its_reason(runtime: Runtime, town: Town, change: dict[str, Any], reason: str) -> None:
    """Whoever is away on that day after it was planned hears nothing, and the agenda says why."""
    settle(runtime, town.bram)
    go_to(runtime, local(2026, 9, 13, 12))
    runtime.database.call(lambda tx: people.change(tx, town.bram, **change))
    assert [] == go_to(runtime, local(2026, 9, 14, 9))
    assert [(NudgeState.SKIPPED, reason)] == [
        (each.state, each.reason) for each in nudges(runtime, town.bram) if each.state != NudgeState.PLANNED
    ]


def test_who_leads_nobody_any_more_hears_nothing_of_a_team(runtime: Runtime, town: Town) -> None:
    """Bram left between planning and Monday: nothing goes out."""
    settle(runtime, town.bram)
    go_to(runtime, local(2026, 9, 13, 12))
    runtime.database.call(people.leave, town.bram, runtime.clock.now())
    assert [] == go_to(runtime, local(2026, 9, 14, 9))
    assert "leads_no_team" in [each.reason for each in nudges(runtime, town.bram)]


def test_a_lead_of_two_teams_reads_of_both_in_one_message(runtime: Runtime, town: Town) -> None:
    """A deputy gets one message, with a line and a block for each team, and one question."""
    seasons.play(runtime, town)
    runtime.database.call(people.join, town.daan, town.counter, Role.LEAD, building.START)
    settle(runtime, town.daan)
    text = go_to(runtime, local(2026, 11, 30, 9))[-1][1]["text"]
    assert "Balie, 9 t/m 15 november: meer dan de helft deed mee." in text
    assert "Vergunningen, 9 t/m 15 november: de helft of minder deed mee." in text
    assert "De laatste 8 weken staat er niets in je logboek." in text
    assert (1, 1, 1) == (text.count("<b>Balie</b>"), text.count("<b>Vergunningen</b>"), text.count("<i>"))


def test_how_often_is_changed_by_buttons(runtime: Runtime, town: Town) -> None:
    """Every other week, a rest of four weeks, never, and every week again; each press says when the next one comes."""
    settle(runtime, town.bram)
    ((_, body),) = press(runtime, town.bram, "digest", "2")
    assert "Nu: <b>om de week</b>. Het volgende komt maandag 14 september om 9.00 uur." in body["text"]
    ((_, body),) = press(runtime, town.bram, "digest", "rest4")
    assert "maandag 12 oktober" in body["text"]
    ((_, body),) = press(runtime, town.bram, "digest", "0")
    assert "Nu: <b>nooit</b>. Er komt er dus geen." in body["text"]
    assert [] == go_to(runtime, local(2026, 10, 5, 9))
    ((_, body),) = press(runtime, town.bram, "digest", "1")
    assert "maandag 12 oktober" in body["text"]
    assert Digest(1, local(2026, 10, 5, 0).date()) == runtime.database.call(digests.of, town.bram)


def test_never_stays_never_when_settings_are_brought_in_line(runtime: Runtime, town: Town) -> None:
    """A change of anything else does not bring the message back."""
    press(runtime, town.bram, "digest", "0")
    assert settle(runtime, town.bram) is None
    assert [] == go_to(runtime, local(2026, 9, 14, 9))


def test_a_trial_comes_at_once_and_moves_nothing(runtime: Runtime, town: Town) -> None:
    """It says that it is an example, and Monday's message comes all the same."""
    settle(runtime, town.bram)
    ((_, body),) = press(runtime, town.bram, "digest", "trial")
    assert body["text"].startswith("<b>Zo ziet je bericht op maandag eruit</b>")
    assert "<b>Een nieuwe week</b>" in go_to(runtime, local(2026, 9, 14, 9))[-1][1]["text"]


def test_an_employee_cannot_press_a_leads_button(runtime: Runtime, town: Town) -> None:
    """A copied button does nothing for Anna."""
    assert [] == press(runtime, town.anna, "digest", "trial")
    assert [] == press(runtime, town.anna, "asked")


def test_the_bot_writes_down_of_which_team_it_told(runtime: Runtime, town: Town) -> None:
    """As a look is written down, so is what is told unasked."""
    settle(runtime, town.bram)
    go_to(runtime, local(2026, 9, 14, 9))
    trail = [(line.actor, line.subject) for line in runtime.database.call(audit.lines) if line.event == "tell of team"]
    assert [("bot", f"team {town.counter}")] == trail
