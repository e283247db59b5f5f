"""What whoever starts the sandbox wants a visitor of the page to do first, and whose phones they may add."""

from typing import Literal

import httpx
import msgspec

from sandbox.bot_clock import on_loopback


class Words(msgspec.Struct, forbid_unknown_fields=True):
    """One text in both languages of the page."""

    nl: str
    en: str

    def spoken(self, language: str) -> str:
        """Choose the text in this language: English, or Dutch for any other."""
        return self.en if language == "en" else self.nl


class GuideStep(msgspec.Struct, forbid_unknown_fields=True):
    """One thing to do: a button that lets somebody say something, or moves the clock."""

    title: Words
    text: Words
    button: Words
    chat: int | None = None
    says: str = ""
    move: str = ""


class PhoneOffer(msgspec.Struct, forbid_unknown_fields=True):
    """A phone that one button adds, with an invitation for this role already in it."""

    name: str
    role: Literal["employee", "lead", "coach"]
    button: Words


class Example(msgspec.Struct, forbid_unknown_fields=True):
    """A file that whoever has this role may send from their phone."""

    role: str
    name: str
    content: str
    button: Words


class Guide(msgspec.Struct, forbid_unknown_fields=True):
    """All of it; `invite_url` is a loopback address that answers {"role": …} with {"code": …}."""

    title: Words
    steps: list[GuideStep] = []
    offers: list[PhoneOffer] = []
    example: Example | None = None
    invite_url: str = ""


class NotInvited(Exception):
    """No invitation could be had; the sentence says why."""


async def invitation(guide: Guide, role: str) -> str:
    """Ask for the code of a new invitation. Raises NotInvited."""
    if not on_loopback(guide.invite_url):
        raise NotInvited("nobody on this machine hands out invitations")
    try:
        async with httpx.AsyncClient(timeout=30.0, trust_env=False) as client:
            answer = await client.post(guide.invite_url, json={"role": role})
            return str(answer.raise_for_status().json()["code"])
    except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
        raise NotInvited(f"no invitation came: {error}") from error
