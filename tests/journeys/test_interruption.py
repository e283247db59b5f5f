"""A prompt meets an open conversation, through the sandbox: what Anna reads on her phone, and in which order."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from nudges.person import Status
from sandbox.people import PhoneOwner
from store import people
from store.database import Transaction
from store.people import Role
from tests.bot import flow_files
from tests.bot.dialogue import test_meeting
from tests.playing import JourneyStage, playing

NOON = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)
BACK = "We gaan verder met Gesprek."


def _take_part(db: Transaction, policy: str) -> None:
    (anna,) = people.with_role(db, Role.EMPLOYEE)
    people.change(db, anna, status=Status.ACTIVE, active_since=NOON)
    test_meeting.due_in(db, anna, policy, NOON + timedelta(minutes=1))


async def meets(stage: JourneyStage, policy: str) -> PhoneOwner:
    """Anna is at the first question of her own conversation when the prompt is due."""
    anna = stage.telegram.person("Anna", "nl")
    await anna.says(f"/start {stage.invite('Balie', Role.EMPLOYEE)}")
    await stage.quiet()
    stage.runtime.database.call(_take_part, policy)
    await anna.says("/gesprek")
    await stage.quiet()
    await stage.control.move((NOON + timedelta(minutes=2)).isoformat())
    await stage.quiet()
    return anna


async def presses(stage: JourneyStage, anna: PhoneOwner, label: str) -> None:
    """And whatever follows from it has happened."""
    await (await anna.presses(label)).answered()
    await stage.quiet()


@pytest.mark.parametrize(
    ("policy", "before", "again"),
    [("interrupt", [], "Vraag een?"), ("join", ["Antwoord een"], "Vraag twee?")],
)
async def test_what_was_interrupted_is_asked_again(tmp_path: Path, policy: str, before: list[str], again: str) -> None:
    """The prompt comes at once or after the step; then the open question stands below it again, with buttons."""
    flow_files.write(tmp_path / "flows", "gesprek", test_meeting.OWN)
    flow_files.write(tmp_path / "flows", policy, test_meeting.BETWEEN, f"policy: {policy}")
    async with playing(tmp_path, NOON, flows_dir=tmp_path / "flows") as stage:
        anna = await meets(stage, policy)
        for label in before:
            await presses(stage, anna, label)
        assert "Iets tussendoor?" == anna.screen()[-1].text
        await presses(stage, anna, "Ja graag")
        assert ["Dank voor tussendoor.", BACK, again] == [shown.text for shown in anna.screen()[-3:]]
        for label in ("Antwoord een", "Antwoord twee")[len(before) :]:
            await presses(stage, anna, label)
        assert any("Dat was het gesprek." in shown.text for shown in anna.screen()[-2:]), anna.screen_text()
