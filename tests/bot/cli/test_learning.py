"""What is learned from the decisions in a real database, in two languages; and what was registered beforehand."""

import os
import random
from datetime import timedelta
from pathlib import Path

import pytest

from bot.base import settings
from bot.channels.telegram.address import address_of
from store import audit, decisions, erasure, people
from store.database import Transaction
from store.decisions import Decision, DecisionOutcome
from tests.bot.shell import NOW, SECRET, Shell

OUTCOME = "the next reflection within 7 days was answered in time"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def shell(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """A shell in an empty folder, on both kinds of database, at NOW."""
    url = request.getfixturevalue("postgres_url") if request.param == "postgresql" else ""
    for name in [name for name in os.environ if name.startswith(settings.PREFIX)]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    chosen = {"data_dir": str(tmp_path), "database_url": url, "secret_key": SECRET, "bot_api_url": "http://127.0.0.1:9"}
    return Shell(tmp_path, {}).with_settings(
        **chosen, clock_start="2026-11-23T10:00:00+01:00", clock_speed="0.000001", language="nl"
    )


def decide(
    db: Transaction,
    people: int,
    weeks: int,
    effect: float,
    subject: str = "cue",
    arms: tuple[str, str] = ("cue", "none"),
) -> None:
    """Decisions and outcomes of a made-up trial that began at NOW; the first arm has the effect."""
    chance = random.Random(4)  # noqa: S311  made-up people
    for person in range(people):
        for week in range(1, weeks + 1):
            u = chance.random()
            arm = arms[u >= 0.5]
            decision = Decision(
                decision=f"{subject} {week}",
                policy="extras 1",
                decided_at=NOW + timedelta(weeks=week),
                arm=arm,
                probabilities=dict.fromkeys(arms, 0.5),
                u=u,
                subject=subject,
                available=week % 6 != 0,
                reasons=[] if week % 6 else ["day_off"],
                context={"week": week},
                outcome_definition=OUTCOME,
            )
            decisions.write(db, f"pseudonym{person}", decision)
            value = float(chance.random() < 0.5 + effect * (arm == arms[0]))
            number = decisions.kept_of_person(db, f"pseudonym{person}")[-1].id
            missing = "away" if week % 9 == 0 else None
            decisions.settle(db, number, DecisionOutcome("sent", None if missing else value, missing, NOW))


def test_without_decisions_it_says_what_would_be_needed(shell: Shell) -> None:
    """And that there is nothing to conclude, and that nothing was registered."""
    said = shell("learn")
    assert (0, "") == (said.status, said.err)
    assert said.lines[0].startswith("LET OP: er is niets vooraf vastgelegd.")
    assert any(
        "310 mensen in 12 weken, 145 mensen in een half jaar of 74 mensen in een jaar" in one for one in said.lines
    )
    assert "Mensen: minder dan 5. Beslissingen: minder dan 5; daarvan tellen mee: minder dan 5." in said.lines
    assert "Geen conclusie mogelijk." == said.lines[-1]


def test_what_can_be_seen_stands_before_what_was_seen(shell: Shell) -> None:
    """Of forty people over twelve weeks: people, decisions, what is left out, estimate, interval, and no conclusion."""
    with shell.memory() as memory:
        memory.call(decide, 40, 12, 0.1)
    lines = shell("learn", "--language", "nl").lines
    heading, estimate = lines.index("Wat is er te zien?"), next(i for i, one in enumerate(lines) if "95 %" in one)
    assert heading < estimate
    assert "Mensen: minstens 40. Beslissingen: minstens 480; daarvan tellen mee: minstens 360." in lines
    assert "Niet mogelijk op dat moment, bijvoorbeeld door een vrije dag of een ander bericht: minstens 80." in lines
    assert "De uitkomst ontbreekt, bijvoorbeeld omdat er geen weekreflectie was: minstens 40." in lines
    assert "procentpunt vaker op tijd ingevuld dan zonder (95 %: " in lines[estimate]
    assert "Geen conclusie mogelijk." == lines[-1]
    assert "No conclusion is possible." == shell("learn", "--language", "en").lines[-1]


def test_one_wording_is_laid_beside_the_other(shell: Shell) -> None:
    """By the same estimate, as a hint where much is to be seen and as no conclusion where little is."""
    with shell.memory() as memory:
        memory.call(decide, 12, 6, 0.0)
        assert not any("tekst a" in one for one in shell("learn").lines)
        memory.call(decide, 12, 6, 0.0, "wording", ("a", "b"))
    lines = shell("learn").lines
    title = next(i for i, one in enumerate(lines) if one.startswith("Welke tekst van een seintje helpt meer?"))
    assert (
        "Mensen die een seintje in tekst a of b kregen: minstens 10. Seintjes met bekende uitkomst: minstens 60."
        == lines[title + 1]
    )
    assert "dan na tekst b (95 %: " in lines[title + 2]
    assert "Geen conclusie mogelijk." == lines[-1]


def test_a_wording_that_does_much_better_is_a_hint(shell: Shell) -> None:
    """Never a conclusion: nobody said beforehand that it would be looked at."""
    with shell.memory() as memory:
        memory.call(decide, 60, 26, 0.3, "wording", ("a", "b"))
    lines = shell("learn", "--language", "en").lines
    assert any("more often than after wording b (95 %: +" in one for one in lines)
    assert "A hint, no proof: look again with new decisions before you build on it." == lines[-1]


def test_it_never_says_anything_about_one_person(shell: Shell) -> None:
    """No pseudonym, and about nine people no figure; that somebody looked is written down."""
    with shell.memory() as memory:
        memory.call(decide, 9, 30, 0.1)
    said = shell("learn", "--language", "en")
    assert "pseudonym" not in said.out
    assert "95 %" not in said.out
    assert any("at least 10 people" in one for one in said.lines)
    with shell.memory() as memory:
        assert ("learn", "estimates") in [(line.event, line.subject) for line in memory.call(audit.lines)]


def test_who_is_erased_takes_their_decisions_along(shell: Shell) -> None:
    """They count no longer, and how many went is not said: one of twelve people is none by the words."""

    def forget(db: Transaction) -> None:
        person = people.add(db, address_of(5_000_000_001), NOW, language="nl", zone="Europe/Amsterdam")
        people.change(db, person.id, pseudonym="pseudonym0")
        erasure.erase(db, person.id)

    with shell.memory() as memory:
        memory.call(decide, 12, 10, 0.0)
    before = shell("learn").lines
    with shell.memory() as memory:
        memory.call(forget)
    after = shell("learn").lines
    assert "Wat gewist is omdat iemand daarom vroeg, telt niet mee. Hoeveel dat is, zegt dit overzicht niet." in after
    assert _people(before) == _people(after)


def _people(lines: list[str]) -> str:
    """What is said of how many people there are."""
    (said,) = [one.partition(". ")[0] for one in lines if one.startswith("Mensen: ")]
    return said
