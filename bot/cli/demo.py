"""`./koersvast demo`: the whole product on this machine, with a made-up team and a clock to turn."""

import asyncio
import contextlib
import secrets
import shutil
import socket
import threading
import webbrowser
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from bot import app
from bot.base import clock, logs, opening, settings
from bot.base.settings import Settings
from bot.channels.channel import ShutOut
from bot.channels.telegram.address import address_of
from bot.demo import guide, pretend_colleagues, pretend_telegram, team
from store.addresses import Address
from store.errors import StoreError

TOKEN = "1000:demo"  # noqa: S105 - of the pretend Telegram
_SAVE_CLOCK_EVERY = 2.0
SHOWN = [(team.EMPLOYEE, "employee"), (team.LEAD, "lead")]
_SENTENCES = {
    "playing": {
        "nl": "Tien weken van een verzonnen team naspelen …",
        "en": "Playing ten weeks of a made-up team …",
    },
    "ready": {"nl": "De demo staat klaar", "en": "The demo is ready"},
    "there": {
        "nl": "Open de pagina en begin bij stap 1. Ctrl-C stopt alles.",
        "en": "Open the page and begin at step 1. Ctrl-C stops everything.",
    },
    "stopped": {
        "nl": "Gestopt. ./koersvast demo gaat verder waar je was; --fresh begint opnieuw.",
        "en": "Stopped. ./koersvast demo goes on where you were; --fresh begins anew.",
    },
}
_TEXTS = {
    "nl": {
        "controller": "Jij, op deze computer: dit is een demo",
        "privacy_contact": "de beheerder van deze computer",
        "legal_ground": "geen: alle mensen en antwoorden in deze demo zijn verzonnen",
        "works_council_decision": "niet nodig voor een demo",
        "help_contact": "een collega die je vertrouwt",
    },
    "en": {
        "controller": "You, on this computer: this is a demo",
        "privacy_contact": "whoever looks after this computer",
        "legal_ground": "none: all people and answers in this demo are made up",
        "works_council_decision": "not needed for a demo",
        "help_contact": "a colleague whom you trust",
    },
}


@dataclass(frozen=True, slots=True)
class DemoFolder:
    """Names the files in which the demo keeps what it has."""

    folder: Path

    @property
    def secret(self) -> Path:
        """Name the file of the demo's own key."""
        return self.folder / "secret"

    @property
    def calendar(self) -> Path:
        """Name the file that says where the demo's clock stood."""
        return self.folder / "clock"

    @property
    def phones(self) -> Path:
        """Name the file of what stands on the phones."""
        return self.folder / "phones"

    @property
    def language(self) -> Path:
        """Name the file that says in which language the history was played."""
        return self.folder / "language"

    @property
    def ready(self) -> bool:
        """Say whether the history was played to the end."""
        return self.calendar.exists()


def run(*, fresh: bool, port: int, browser: bool, language: str) -> int:
    """Start the whole demo, until Ctrl-C, and give the exit code. Another `language` than the last time begins anew."""
    console = Console(stderr=False, highlight=False)
    try:
        _run(console, fresh=fresh, port=port, browser=browser, language=language)
    except (app.StartError, pretend_telegram.StageError, StoreError, ShutOut, settings.SettingsError) as error:
        console.print(f"koersvast: {error}", markup=False)
        return 1
    return 0


def _run(console: Console, *, fresh: bool, port: int, browser: bool, language: str) -> None:
    logs.configure()
    place = DemoFolder(settings.load().data_dir / opening.DEMO)
    last_language = place.language.read_text() if place.language.exists() else "nl"
    language = language or last_language
    if fresh or not place.ready or language != last_language:
        shutil.rmtree(place.folder, ignore_errors=True)
    place.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    place.language.write_text(language)
    root = f"http://{app.HOST}:{_free_port()}"
    with pretend_telegram.running(place.phones, port, TOKEN, f"{root}/clock", language) as address:
        chosen = _settings(place, address, int(root.rpartition(":")[2]), language)
        chats = pretend_telegram.seat(address, team.names(), SHOWN, language)
        at = {name: address_of(chat) for name, chat in chats.items()}
        if not place.ready:
            _make_history(console, place, chosen, address, at)
        pretend_telegram.guide(address, guide.guide(chats[team.EMPLOYEE], chats[team.LEAD], f"{root}/invitation"))
        calendar = clock.Clock(datetime.fromisoformat(place.calendar.read_text()))
        with _clock_written_down(calendar, place.calendar):
            asyncio.run(_serve(console, chosen, calendar, at, browser=browser))
    console.print(f"\n{_said('stopped', language)}")


async def _serve(
    console: Console, chosen: Settings, calendar: clock.Clock, at: Mapping[str, Address], *, browser: bool
) -> None:
    """Serve the bot, and play the colleagues whose phones nobody looks at."""
    actors = team.cast(at, calendar.now(), chosen.language)
    unseen = [actor for actor in actors if actor.name not in dict(SHOWN)]
    colleagues = pretend_colleagues.Colleagues(chosen.bot_api_url, unseen, calendar, team.SEED)
    try:
        await app.serve(
            chosen,
            calendar=calendar,
            ready=lambda _: _announce(console, chosen.bot_api_url, chosen.language, browser=browser),
            meanwhile=colleagues.answer,
        )
    finally:
        await colleagues.close()


def _settings(place: DemoFolder, address: str, web_port: int, language: str) -> Settings:
    if not place.secret.exists():
        place.secret.write_text(secrets.token_urlsafe(32))
        place.secret.chmod(0o600)
    return settings.load(
        bot_token=TOKEN,
        bot_api_url=address,
        database_url="",
        data_dir=place.folder,
        timezone="Europe/Amsterdam",
        language=language,
        public_url="",
        web_port=web_port,
        secret_key=place.secret.read_text(),
        **_TEXTS[language],
        clock_start=None,
        clock_speed=1.0,
    )


def _make_history(
    console: Console, place: DemoFolder, chosen: Settings, address: str, at: Mapping[str, Address]
) -> None:
    ends = team.history_ends(clock.Clock().now())
    actors = team.cast(at, ends, chosen.language)
    calendar = clock.Clock(ends - team.HISTORY)
    bar = Progress(
        TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f} %"), console=console
    )
    with opening.opened(chosen, calendar.now()) as database, bar:
        task = bar.add_task(_said("playing", chosen.language), total=1.0)
        runtime = app.build(chosen, database, calendar)
        team.play(runtime, actors, ends, chosen.language, lambda part: bar.update(task, completed=part))
        bar.update(task, completed=1.0)
    for actor in actors:
        pretend_telegram.tell_history(address, actor)
    place.calendar.write_text(ends.isoformat())


@contextlib.contextmanager
def _clock_written_down(calendar: clock.Clock, file: Path) -> Iterator[None]:
    """Write down where the clock stands, so that a second start goes on from there."""
    over = threading.Event()

    def keep() -> None:
        while not over.wait(_SAVE_CLOCK_EVERY):
            file.write_text(calendar.now().isoformat())

    thread = threading.Thread(target=keep, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
        file.write_text(calendar.now().isoformat())


def _announce(console: Console, address: str, language: str, *, browser: bool) -> None:
    console.print(f"\n{_said('ready', language)}: [bold]{address}[/bold]")
    console.print(_said("there", language))
    if browser:
        threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()


def _said(name: str, language: str) -> str:
    return _SENTENCES[name][language]


def _free_port() -> int:
    with socket.create_server((app.HOST, 0)) as listener:
        return int(listener.getsockname()[1])
