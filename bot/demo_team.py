"""The demo's made-up team of nine, and ten weeks of its history, played by the real engine and rounds."""

from collections.abc import Callable, Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot import menu
from bot.rehearsal import Actor, Rehearsal
from bot.runtime import Runtime
from bot.turn import Turn
from store import invitations, people, teams
from store.database import Transaction
from store.people import Role

TEAM = "Team Leefomgeving"
WEEKS = 10
HISTORY = timedelta(weeks=WEEKS)
SEED = 2026
EMPLOYEE, LEAD = "Anna", "Bram"
_ZONE = ZoneInfo("Europe/Amsterdam")
_USUAL = frozenset({"nl", "je", "middag"})
_TYPED = (
    "Ik belde eerst, toen bleek het om iets anders te gaan.",
    "De collega van de vergunningen had het antwoord al.",
    "Volgende keer vraag ik het aan het begin.",
)
_PROMISES = (
    "Ik bespreek de lange wachttijd met de afdeling vergunningen.",
    "Ik regel dat de balie een vaste vraagbaak krijgt.",
    "Ik zoek uit waarom de brieven zo laat weggaan.",
    "Ik vraag de projectleider mee naar de wijkavond.",
    "Ik maak tijd vrij om samen een afwijzing te herschrijven.",
)
_COLLEAGUES = (
    ("Emma", 0.95, frozenset({"nl", "je", "ochtend"})),
    ("Farid", 0.9, _USUAL),
    ("Gijs", 0.6, frozenset({"nl", "u", "middag"})),
    ("Hanna", 0.85, _USUAL),
    ("Ilse", 0.75, frozenset({"nl", "je", "ochtend"})),
    ("Joris", 0.9, _USUAL),
    ("Karin", 0.8, frozenset({"nl", "u", "middag"})),
)
# Weeks in which the lead logs an act of steering, and on which weekday: steady, with two gaps.
_STEERED = {0: (1, 3), 1: (2,), 2: (4,), 4: (1, 4), 5: (2,), 6: (3,), 8: (1, 2), 9: (4,)}


def history_ends(now: datetime) -> datetime:
    """Monday 08:30 of the week of `now`, in the demo's zone: the lead's Monday."""
    local = now.astimezone(_ZONE)
    monday = local.date() - timedelta(days=local.weekday())
    return datetime.combine(monday, time(8, 30), _ZONE)


def cast(chats: dict[str, int], ends: datetime) -> Sequence[Actor]:
    """The nine, with their chat ids by name."""
    begins = ends - HISTORY

    def grows(now: datetime) -> float:
        return 0.25 + 0.5 * (now - begins) / (ends - begins)

    everybody = [
        Actor(EMPLOYEE, chats[EMPLOYEE], Role.EMPLOYEE, answers=1.0, leans=grows, prefers=_USUAL, words=_TYPED),
        Actor(LEAD, chats[LEAD], Role.LEAD, leans=lambda _: 0.3, prefers=_USUAL, words=_PROMISES),
    ]
    for name, answers, prefers in _COLLEAGUES:
        actor = Actor(name, chats[name], Role.EMPLOYEE, answers=answers, leans=grows, prefers=prefers, words=_TYPED)
        everybody.append(actor)
    return everybody


def names() -> list[str]:
    """Everybody in the demo."""
    return [EMPLOYEE, LEAD, *(name for name, _, _ in _COLLEAGUES)]


def play(runtime: Runtime, actors: Sequence[Actor], ends: datetime, tell: Callable[[float], None]) -> None:
    """Let the team join and live through ten weeks up to `ends`; `tell` gets the part that is done."""
    begins = ends - HISTORY
    rehearsal = Rehearsal(runtime, actors, SEED)
    codes = runtime.database.call(_invite, actors, begins)
    for minutes, (actor, code) in enumerate(zip(actors, codes, strict=True)):
        rehearsal.says(actor, begins + timedelta(minutes=3 * minutes), f"/start {code}")
    lead = next(actor for actor in actors if actor.role == Role.LEAD)
    for week, weekdays in _STEERED.items():
        for weekday in weekdays:
            at = begins + timedelta(weeks=week, days=weekday - 1, hours=7, minutes=10 * weekday)
            rehearsal.says(lead, at, "/gestuurd")
    rehearsal.play(ends, lambda now: tell((now - begins) / (ends - begins)))
    runtime.database.call(_show_menus, runtime, [actor.chat_id for actor in actors], ends)


def _invite(db: Transaction, actors: Sequence[Actor], now: datetime) -> list[str]:
    team = teams.add(db, TEAM, now)
    return [invitations.issue(db, team.id, actor.role, now)[1] for actor in actors]


def _show_menus(db: Transaction, runtime: Runtime, chats: Sequence[int], now: datetime) -> None:
    for chat in chats:
        person = people.by_chat(db, people.chat_hash(db, chat))
        if person is not None:
            menu.refresh(Turn(db, runtime, person, now))
