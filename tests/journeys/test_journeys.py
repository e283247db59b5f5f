"""Every journey, told from its first step to its last, on SQLite; the first week on PostgreSQL too."""

from pathlib import Path

import pytest

from tests.journeys import telling
from tests.playing import playing

JOURNEYS = sorted(telling.FOLDER.glob("*.yaml"))
SHORTEST = 5


@pytest.mark.parametrize("path", JOURNEYS, ids=lambda path: path.stem)
async def test_a_journey_goes_as_it_is_written(path: Path, tmp_path: Path) -> None:
    """What people do and what they see agrees with the file, step by step."""
    journey = telling.read(path)
    async with playing(tmp_path, journey.starts) as stage:
        await telling.tell(journey, stage)


@pytest.mark.parametrize("path", JOURNEYS, ids=lambda path: path.stem)
def test_what_a_journey_must_see_is_long_enough_to_miss(path: Path) -> None:
    """A word of a few letters stands in nearly every message, so seeing it would prove nothing."""
    steps = [pair for step in telling.read(path).flow["steps"] for pair in step.items()]
    texts = [what for subject, what in steps if subject.endswith(" sees")]
    wanted = [str(text) for text_or_list in texts for text in telling.listed(text_or_list)]
    assert wanted
    assert [] == [text for text in wanted if len(text) < SHORTEST]


@pytest.mark.postgres
async def test_the_first_week_goes_the_same_on_postgresql(postgres_url: str, tmp_path: Path) -> None:
    """Threads, locks and a real server change nothing of what Anna sees."""
    journey = telling.read(telling.FOLDER / "first_week.yaml")
    async with playing(tmp_path, journey.starts, database_url=postgres_url) as stage:
        await telling.tell(journey, stage)
