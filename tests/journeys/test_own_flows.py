"""Journeys with a flow of a coach's own beside those of the library, over HTTP, on SQLite and PostgreSQL."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.bot import flow_files
from tests.journeys import telling
from tests.library import stage as library
from tests.playing import playing

SHARING = """
drempel:
  ask: Wat zat ertussen?
  text: true
  save: false
deel:
  share: "{{ drempel }}"
  to: lead
  ask: Wil je dit laten zien?
klaar:
  end: Dat was het.
"""


async def _told(folder: Path, **chosen: Any) -> None:
    flows = folder / "flows"
    shutil.copytree(library.LIBRARY, flows, ignore=shutil.ignore_patterns("tests"))
    flow_files.write(flows, "deel", SHARING)
    journey = telling.read(telling.FOLDER / "own" / "answered.yaml")
    async with playing(folder, journey.starts, flows_dir=flows, **chosen) as stage:
        await telling.tell(journey, stage)


async def test_what_was_shared_is_answered_and_promised(tmp_path: Path) -> None:
    """From Anna's button to Bram's buttons and back to her, step by step."""
    await _told(tmp_path)


@pytest.mark.postgres
async def test_it_goes_the_same_on_postgresql(postgres_url: str, tmp_path: Path) -> None:
    """Threads, locks and a real server change nothing of it."""
    await _told(tmp_path, database_url=postgres_url)
