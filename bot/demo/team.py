"""The demo's made-up team of nine, and ten weeks of its history, played by the real engine and rounds."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.demo.rehearsal import MadeUpPerson, Rehearsal
from bot.dialogue import menu
from bot.turns.runtime import Runtime
from bot.turns.turn import Turn
from store import invitations, people, teams
from store.addresses import Address
from store.database import Transaction
from store.people import Role

TEAM = {"nl": "Leefomgeving", "en": "Living Environment"}
HISTORY = timedelta(weeks=10)
NEWCOMERS = timedelta(weeks=5)  # Anna joined half-way, so that her twelve weeks go on while one plays
SEED = 2026
EMPLOYEE, LEAD = "Anna", "Bram"
_ZONE = ZoneInfo("Europe/Amsterdam")
_TYPED = {
    "nl": (
        "Ik belde eerst, toen bleek het om iets anders te gaan.",
        "De collega van de vergunningen had het antwoord al.",
        "Volgende keer vraag ik het aan het begin.",
    ),
    "en": (
        "I called first, and it turned out to be about something else.",
        "The colleague of permits had the answer already.",
        "Next time I will ask at the beginning.",
    ),
}
_PROMISES = {
    "nl": (
        "Ik bespreek de lange wachttijd met de afdeling vergunningen.",
        "Ik regel dat de balie een vaste vraagbaak krijgt.",
        "Ik zoek uit waarom de brieven zo laat weggaan.",
        "Ik vraag de projectleider mee naar de wijkavond.",
        "Ik maak tijd vrij om samen een afwijzing te herschrijven.",
    ),
    "en": (
        "I will talk about the long waiting time with the department of permits.",
        "I will see to it that the desk has one person to ask.",
        "I will find out why the letters leave so late.",
        "I will ask the project leader to come to the evening in the neighbourhood.",
        "I will make time to rewrite a refusal together.",
    ),
}
_COLLEAGUES = (
    ("Emma", 0.95, "je", "ochtend"),
    ("Farid", 0.9, "je", "middag"),
    ("Gijs", 0.6, "u", "middag"),
    ("Hanna", 0.85, "je", "middag"),
    ("Ilse", 0.75, "je", "ochtend"),
    ("Joris", 0.9, "je", "middag"),
    ("Karin", 0.8, "u", "middag"),
)
# Weeks in which the lead logs an act of steering, and on which weekday: steady, with two gaps.
_STEERED = {0: (1, 3), 1: (2,), 2: (4,), 4: (1, 4), 5: (2,), 6: (3,), 8: (1, 2), 9: (4,)}


def history_ends(now: datetime) -> datetime:
    """Find where the history ends: Monday 08:30 of the week of `now`, in the demo's zone, the lead's Monday."""
    local = now.astimezone(_ZONE)
    monday = local.date() - timedelta(days=local.weekday())
    return datetime.combine(monday, time(8, 30), _ZONE)


def cast(at: Mapping[str, Address], ends: datetime, language: str) -> Sequence[MadeUpPerson]:
    """Describe the nine people of the demo, with their chat ids by name."""
    begins = ends - HISTORY

    def grows(now: datetime) -> float:
        return min(0.75, 0.25 + 0.5 * (now - begins) / (ends - begins))

    usual, words = frozenset({language, "je", "middag"}), _TYPED[language]
    everybody = [
        MadeUpPerson(EMPLOYEE, at[EMPLOYEE], Role.EMPLOYEE, answers=1.0, leans=grows, prefers=usual, words=words),
        MadeUpPerson(LEAD, at[LEAD], Role.LEAD, leans=lambda _: 0.3, prefers=usual, words=_PROMISES[language]),
    ]
    for name, answers, tone, moment in _COLLEAGUES:
        prefers = frozenset({language, tone, moment})
        actor = MadeUpPerson(name, at[name], Role.EMPLOYEE, answers=answers, leans=grows, prefers=prefers, words=words)
        everybody.append(actor)
    return everybody


def names() -> list[str]:
    """List the names of everybody in the demo."""
    return [EMPLOYEE, LEAD, *(name for name, *_ in _COLLEAGUES)]


def play(
    runtime: Runtime, actors: Sequence[MadeUpPerson], ends: datetime, language: str, tell: Callable[[float], None]
) -> None:
    """Let the team join and live through ten weeks up to `ends`; `tell` gets the part that is done."""
    begins = ends - HISTORY
    rehearsal = Rehearsal(runtime, actors, SEED)
    runtime.database.call(teams.add, TEAM[language], begins)
    first = [actor for actor in actors if actor.name != EMPLOYEE]
    for minutes, actor in enumerate(first):
        _joins(rehearsal, runtime, actor, begins + timedelta(minutes=3 * minutes), language)
    lead = next(actor for actor in actors if actor.role == Role.LEAD)
    for week, weekdays in _STEERED.items():
        for weekday in weekdays:
            at = begins + timedelta(weeks=week, days=weekday - 1, hours=7, minutes=10 * weekday)
            rehearsal.says(lead, at, "/gestuurd")
    rehearsal.play(ends - NEWCOMERS, lambda now: tell((now - begins) / HISTORY))
    newcomer = next(actor for actor in actors if actor.name == EMPLOYEE)
    _joins(rehearsal, runtime, newcomer, ends - NEWCOMERS + timedelta(minutes=5), language)
    rehearsal.play(ends, lambda now: tell((now - begins) / HISTORY))
    runtime.database.call(_show_menus, runtime, [actor.address for actor in actors], ends)


def _joins(rehearsal: Rehearsal, runtime: Runtime, actor: MadeUpPerson, at: datetime, language: str) -> None:
    rehearsal.says(actor, at, f"/start {runtime.database.call(_invite, actor.role, at, TEAM[language])}", language)


def _invite(db: Transaction, role: Role, now: datetime, team: str) -> str:
    return invitations.issue(db, teams.named(db, team).id, role, now)[1]


def _show_menus(db: Transaction, runtime: Runtime, addresses: Sequence[Address], now: datetime) -> None:
    for address in addresses:
        person = people.by_chat(db, people.chat_hash(db, address))
        if person is not None:
            menu.refresh(Turn(db, runtime, person, now))
