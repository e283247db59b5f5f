"""`./koersvast demo`: the whole product on this machine, with a made-up team and a clock to turn."""

import asyncio
import contextlib
import secrets
import shutil
import socket
import threading
import webbrowser
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from bot import app, clock, demo_stage, demo_team, logs, opening, settings
from bot.polling import CannotPoll
from bot.settings import Settings
from store.errors import StoreError

TOKEN = "1000:demo"  # noqa: S105 - of the pretend Telegram
_SAVE_CLOCK_EVERY = 2.0


@dataclass(frozen=True, slots=True)
class Place:
    """Where the demo keeps what it has."""

    folder: Path

    @property
    def secret(self) -> Path:
        """Its own key."""
        return self.folder / "secret"

    @property
    def calendar(self) -> Path:
        """Where its clock stood."""
        return self.folder / "clock"

    @property
    def phones(self) -> Path:
        """What stands on the phones."""
        return self.folder / "phones"

    @property
    def ready(self) -> bool:
        """Whether its history was played to the end."""
        return self.calendar.exists()


def run(*, fresh: bool, port: int, browser: bool) -> int:
    """Start everything, until Ctrl-C; the exit code."""
    console = Console(stderr=False, highlight=False)
    try:
        _run(console, fresh=fresh, port=port, browser=browser)
    except (app.StartError, demo_stage.StageError, StoreError, CannotPoll, settings.SettingsError) as error:
        console.print(f"koersvast: {error}", markup=False)
        return 1
    return 0


def _run(console: Console, *, fresh: bool, port: int, browser: bool) -> None:
    logs.configure()
    place = Place(settings.load().data_dir / "demo")
    if fresh or not place.ready:
        shutil.rmtree(place.folder, ignore_errors=True)
    place.folder.mkdir(parents=True, exist_ok=True)
    web_port = _free_port()
    with demo_stage.running(place.phones, port, TOKEN, f"http://{app.HOST}:{web_port}/clock") as address:
        chosen = _settings(place, address, web_port)
        if not place.ready:
            _make_history(console, place, chosen, address)
        calendar = clock.Clock(datetime.fromisoformat(place.calendar.read_text()))
        with _kept(calendar, place.calendar):
            asyncio.run(app.serve(chosen, calendar=calendar, ready=lambda _: _announce(console, address, browser)))
    console.print("\nGestopt. ./koersvast demo gaat verder waar je was; --fresh begint opnieuw.")


def _settings(place: Place, address: str, web_port: int) -> Settings:
    if not place.secret.exists():
        place.secret.write_text(secrets.token_urlsafe(32))
        place.secret.chmod(0o600)
    return settings.load(
        bot_token=TOKEN,
        bot_api_url=address,
        database_url=f"sqlite:///{place.folder / 'koersvast.sqlite3'}",
        data_dir=place.folder,
        timezone="Europe/Amsterdam",
        language="nl",
        public_url="",
        web_port=web_port,
        secret_key=place.secret.read_text(),
        controller="Jij, op deze computer: dit is een demo",
        privacy_contact="de beheerder van deze computer",
        legal_ground="geen: alle mensen en antwoorden in deze demo zijn verzonnen",
        works_council_decision="niet nodig voor een demo",
        help_contact="Loop binnen bij een collega die je vertrouwt.",
        clock_start=None,
        clock_speed=1.0,
    )


def _make_history(console: Console, place: Place, chosen: Settings, address: str) -> None:
    ends = demo_team.history_ends(clock.Clock().now())
    shown = [(demo_team.EMPLOYEE, "employee"), (demo_team.LEAD, "lead")]
    chats = demo_stage.seat(address, demo_team.names(), shown)
    actors = demo_team.cast(chats, ends)
    calendar = clock.Clock(ends - demo_team.HISTORY)
    bar = Progress(
        TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f} %"), console=console
    )
    with opening.opened(chosen, calendar.now()) as database, bar:
        task = bar.add_task("Tien weken van een verzonnen team naspelen …", total=1.0)
        runtime = app.build_runtime(chosen, database, calendar, app.Bell(), "")
        demo_team.play(runtime, actors, ends, lambda part: bar.update(task, completed=part))
        bar.update(task, completed=1.0)
    for actor in actors:
        demo_stage.tell_history(address, actor)
    place.calendar.write_text(ends.isoformat())


@contextlib.contextmanager
def _kept(calendar: clock.Clock, file: Path) -> Iterator[None]:
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


def _announce(console: Console, address: str, browser: bool) -> None:
    console.print(f"\nDe demo staat klaar: [bold]{address}[/bold]")
    console.print("Twee telefoons, een medewerker en een leidinggevende, en een klok. Ctrl-C stopt alles.")
    if browser:
        threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()


def _free_port() -> int:
    with socket.create_server((app.HOST, 0)) as found:
        return int(found.getsockname()[1])
