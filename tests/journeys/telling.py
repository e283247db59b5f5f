"""Tells a journey: a YAML file of what people do and what they must see, over days, through the sandbox.

starts: 2026-11-23 09:00        # local time in Europe/Amsterdam
people: {Anna: employee}        # invited to the team "Balie", or {Anna: {role: employee, team: Balie, language: en}}
steps:
  - Anna: /start CODE           # CODE stands for her own invitation, CODE_OF_BRAM for Bram's
  - Anna: {presses: Nederlands} # also: presses_old, edits, sends: voice, does: blocks
  - Anna sees: Welk plan past   # since the last thing she did, or since the clock moved; a list: all of them
  - Anna does not see: Tot morgen
  - Anna has buttons: [Nu, Later vandaag]
  - clock: 2026-11-26 15:30     # everything due on the way happens
"""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from ruamel.yaml import YAML

from sandbox.people import PhoneOwner
from store.people import Role
from tests.playing import JourneyStage

ZONE = ZoneInfo("Europe/Amsterdam")
FOLDER = Path(__file__).parent


@dataclass(slots=True)
class Traveller:
    """Somebody in a journey: their phone, their invitation, what they wrote last, and from where on they look."""

    phone: PhoneOwner
    code: str
    wrote: int = 0
    since: int = 0
    asked: tuple[int, str] = (0, "")  # the last button pressed: message and data

    def news(self) -> list[str]:
        """What the bot said, edited or answered to a press since this person last did something."""
        return [line.text for line in self.phone.transcript()[self.since :] if line.who == "bot"]


@dataclass(slots=True)
class Journey:
    """One file, read."""

    path: Path
    flow: dict[str, Any] = field(default_factory=dict)

    @property
    def starts(self) -> datetime:
        """The moment it begins."""
        return moment(self.flow["starts"])


def read(path: Path) -> Journey:
    """Read a file."""
    return Journey(path, YAML(typ="safe", pure=True).load(path.read_text()))


def moment(text: Any) -> datetime:
    """Local time in the Netherlands."""
    return datetime.fromisoformat(str(text)).replace(tzinfo=ZONE)


async def tell(journey: Journey, stage: JourneyStage) -> None:
    """Play every step; an AssertionError names the file and the step."""
    everybody = {name: _traveller(name, who, stage) for name, who in journey.flow["people"].items()}
    for number, step in enumerate(journey.flow["steps"], start=1):
        ((subject, what),) = step.items()
        try:
            await _play(subject, what, everybody, stage)
            await stage.quiet()
        except Exception as problem:
            raise AssertionError(f"{journey.path.name}, step {number}: {subject}: {what}\n{problem}") from problem


def _traveller(name: str, who: Any, stage: JourneyStage) -> Traveller:
    values = {"role": who} if isinstance(who, str) else who
    phone = stage.telegram.person(name, values.get("language", "nl"))
    return Traveller(phone, stage.invite(values.get("team", "Balie"), Role(values["role"])))


async def _play(subject: str, what: Any, everybody: dict[str, Traveller], stage: JourneyStage) -> None:
    if subject == "clock":
        for person in everybody.values():
            person.since = len(person.phone.transcript())
        await stage.control.move(moment(what).isoformat())
        return
    name, _, verb = subject.partition(" ")
    traveller = everybody[name]
    match verb:
        case "sees":
            await _must_see(traveller, listed(what))
        case "does not see":
            unwanted = [str(text) for text in listed(what)]
            assert not any(text in line for text in unwanted for line in traveller.news()), (
                traveller.phone.screen_text()
            )
        case "has buttons":
            assert list(what) == traveller.phone.buttons(), traveller.phone.screen_text()
        case "":
            traveller.since = len(traveller.phone.transcript())
            await _do(traveller, what, everybody)
        case _:
            raise ValueError(f"nobody can {verb!r}")


def listed(what: Any) -> list[Any]:
    """One text or several, as several."""
    return what if isinstance(what, list) else [what]


async def _must_see(traveller: Traveller, texts: list[Any]) -> None:
    wanted = [str(text) for text in texts]
    # What goes past the outbox may come a moment after everything is quiet.
    await traveller.phone.chat.when(lambda: all(any(text in one for one in traveller.news()) for text in wanted), 2.0)
    news = traveller.news()
    for text in wanted:
        assert any(text in one for one in news), f"{text!r} is not in the news:\n" + "\n---\n".join(news)


async def _do(traveller: Traveller, what: Any, everybody: dict[str, Traveller]) -> None:
    phone = traveller.phone
    if isinstance(what, str):
        traveller.wrote = await phone.says(_with_codes(what, traveller, everybody))
        return
    ((deed, detail),) = what.items()
    match deed:
        case "presses":
            await _press(traveller, str(detail))
        case "presses_old":
            await (await phone.presses_old(*traveller.asked)).answered()
        case "edits":
            await phone.edits(traveller.wrote, str(detail))
        case "sends":
            await getattr(phone, f"sends_{detail}")()
        case "does":
            await getattr(phone, str(detail))()
        case _:
            raise ValueError(f"nobody can {deed!r}")


async def _press(traveller: Traveller, label: str) -> None:
    press = await traveller.phone.presses(label)
    query = press.query
    traveller.asked = (max(traveller.phone.chat.messages), query.data)
    await press.answered()


def _with_codes(text: str, own: Traveller, everybody: dict[str, Traveller]) -> str:
    for name, traveller in everybody.items():
        text = text.replace(f"CODE_OF_{name.upper()}", traveller.code)
    return text.replace("CODE", own.code)
