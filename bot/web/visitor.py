"""Finds out who looks at the page, by the link that their browser signed in by, and in which language."""

from dataclasses import dataclass

from starlette.requests import Request

from bot.base.texts import LANGUAGES
from bot.base.voice import Voice
from bot.turns.runtime import Runtime
from store import passes, people, signins
from store.database import Transaction
from store.people import Person

LANGUAGE_COOKIE = "language"


@dataclass(frozen=True, slots=True)
class Visitor:
    """Holds the person, if the browser is signed in, and the voice in which to speak to them; or an operator."""

    person: Person | None
    voice: Voice
    operator: bool = False

    @property
    def signed_in(self) -> bool:
        """Say whether there is something to sign out of."""
        return self.person is not None or self.operator


def runtime_of(request: Request) -> Runtime:
    """Give the parts that every use case needs."""
    runtime: Runtime = request.app.state.runtime
    return runtime


def home(runtime: Runtime) -> str:
    """Give the origin of the page as people reach it: scheme and host."""
    return runtime.page_address.rstrip("/")


def is_secure(runtime: Runtime) -> bool:
    """Say whether people reach the page over https."""
    return runtime.page_address.startswith("https:")


def cookie_name(runtime: Runtime) -> str:
    """Name the cookie of a session: the browser binds a `__Host-` cookie to this one host, and takes it over https
    only."""
    return "__Host-koersvast" if is_secure(runtime) else "koersvast"


def token(request: Request) -> str:
    """Read what the browser shows to be let in; empty if nothing."""
    return request.cookies.get(cookie_name(runtime_of(request)), "")


def signed_in(db: Transaction, shown: str, runtime: Runtime) -> Person | None:
    """Find who signed in with this browser (a use case)."""
    number = signins.person_in(db, shown, runtime.clock.now()) if shown else None
    return None if number is None else people.by_id(db, number)


async def visitor(request: Request) -> Visitor:
    """Find out who looks."""
    runtime = runtime_of(request)
    if not token(request):
        return Visitor(None, voice(request, None))
    person, operator = await runtime.database.run(_recognise, token(request), runtime)
    return Visitor(person, voice(request, person), operator)


def _recognise(db: Transaction, shown: str, runtime: Runtime) -> tuple[Person | None, bool]:
    person = signed_in(db, shown, runtime)
    return person, person is None and passes.holds(db, shown, runtime.clock.now())


def voice(request: Request, person: Person | None) -> Voice:
    """Choose the language to speak in: the one chosen on the page, else the person's own, else the browser's, else the
    organisation's."""
    runtime = runtime_of(request)
    asked = [request.cookies.get(LANGUAGE_COOKIE), person.language if person else None, *_accepted(request)]
    language = next((each for each in asked if each in LANGUAGES), runtime.settings.language)
    return Voice(runtime.texts, language or runtime.settings.language, person.tone if person else "je")


def _accepted(request: Request) -> list[str]:
    return [part.strip()[:2].lower() for part in request.headers.get("accept-language", "").split(",")]
