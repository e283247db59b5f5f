"""The page says what to do first, and adds phones with an invitation; whoever starts the sandbox tells it so."""

import httpx
import pytest

from sandbox import guide
from sandbox.guide import Guide, NotInvited, Words
from sandbox.page.render import Renderer
from sandbox.telegram import Telegram
from tests.sandbox.conftest import SandboxStage

TITLE = {"nl": "Begin hier", "en": "Begin here"}
BUTTON = {"nl": "Een nieuwe collega", "en": "A new colleague"}


async def test_the_page_says_what_to_do_first(stage: SandboxStage) -> None:
    """In the language of the page; without a guide there is none."""
    async with httpx.AsyncClient(base_url=stage.url) as client:
        assert "Begin hier" not in (await client.get("/")).text
        step = {"title": BUTTON, "text": BUTTON, "button": BUTTON, "chat": 1, "says": "/voorbereiden"}
        offer = {"name": "Noor", "role": "employee", "button": BUTTON}
        answer = await client.post("/sandbox/guide", json={"title": TITLE, "steps": [step], "offers": [offer]})
        assert {"steps": 1} == answer.json()
        shown = (await client.get("/?lang=en")).text
        assert {True} == {words in shown for words in ("Begin here", "A new colleague", 'data-speak="/voorbereiden"')}


async def test_an_offered_phone_needs_an_invitation(stage: SandboxStage) -> None:
    """Where nobody hands one out, the page says so and no phone stands there with an empty code."""
    async with httpx.AsyncClient(base_url=stage.url) as client:
        offer = {"name": "Noor", "role": "employee", "button": BUTTON}
        await client.post(
            "/sandbox/guide", json={"title": TITLE, "offers": [offer], "invite_url": "http://127.0.0.1:9/x"}
        )
        refused = await client.post("/sandbox/offers/0", json={})
        assert (409, True) == (refused.status_code, "no invitation came" in refused.json()["error"])
        assert 409 == (await client.post("/sandbox/offers/1", json={})).status_code


async def test_invitations_come_from_this_machine_only() -> None:
    """An address elsewhere is not asked."""
    with pytest.raises(NotInvited, match="nobody on this machine"):
        await guide.invitation(Guide(Words("a", "b"), invite_url="https://elders.example/invitation"), "employee")


def test_the_page_begins_in_the_language_it_was_started_in() -> None:
    """Until somebody chooses another language, its own words are in that one."""
    assert "en" == Telegram(language="en").language
    assert "Practice phones" == Renderer(Telegram(), "en").words["title"]
