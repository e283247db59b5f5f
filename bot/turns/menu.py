"""Which commands somebody may use, what they need each for, and which of them fill Telegram's menu."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from enum import StrEnum

from bot.base.outgoing import OutgoingKind
from bot.turns.turn import Turn
from flows import words
from flows.flow import Flow
from store import people
from store.people import Role

EVERYBODY = frozenset(Role)
# Telegram's menu covers the lower half of a phone and shows some eight lines of it, so it holds what people need most,
# in this order and in either language; the last of them, /help, names all the others.
_MENU = (
    *("reflectie", "reflection", "gestuurd", "steered", "beloofd", "promised", "sturen", "steer", "team", "pagina"),
    *("page", "proef", "try", "voorbereiden", "prepare", "plan", "voortgang", "progress", "dagboek", "diary"),
    *("instellingen", "settings", "pauze", "pause", "stop", "help"),
)
_LAST = frozenset({"opnieuw", "again", "afronden", "finish"})  # ways out of the programme
_LONGEST_WORD = 20  # characters, with what people put round it; a story need not be looked at


class Need(StrEnum):
    """Names what somebody may need a command for; /help has a heading for each, in this order."""

    TEAM = "team"
    FLOWS = "flows"
    NOW = "now"
    LOOK_BACK = "look_back"
    RHYTHM = "rhythm"
    STUCK = "stuck"
    RIGHTS = "rights"


@dataclass(frozen=True, slots=True)
class Command:
    """Describes a command of the bot's own; `words` mean it without a stroke."""

    key: str
    names: dict[str, str]  # language -> name
    need: Need
    roles: frozenset[Role] = EVERYBODY
    words: frozenset[str] = frozenset()

    def is_for(self, roles: Set[Role]) -> bool:
        """Say whether somebody with these roles may use it; somebody without any may use what everybody may."""
        return self.roles == EVERYBODY or bool(self.roles & roles)


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """Describes a command as its reader sees it: its name, what it does, and what it is needed for."""

    name: str
    line: str
    need: Need


_EMPLOYEE, _LEAD, _COACH = frozenset({Role.EMPLOYEE}), frozenset({Role.LEAD}), frozenset({Role.COACH})
OWN = (
    Command("team", {"nl": "team", "en": "team"}, Need.TEAM, _LEAD),
    Command("page", {"nl": "pagina", "en": "page"}, Need.TEAM, _LEAD | _COACH),
    Command("digest", {"nl": "maandag", "en": "monday"}, Need.TEAM, _LEAD),
    Command("try", {"nl": "proef", "en": "try"}, Need.FLOWS, _COACH),
    Command("progress", {"nl": "voortgang", "en": "progress"}, Need.LOOK_BACK, _EMPLOYEE),
    Command("diary", {"nl": "dagboek", "en": "diary"}, Need.LOOK_BACK, _EMPLOYEE | _LEAD),
    Command("shared", {"nl": "gedeeld", "en": "shared"}, Need.LOOK_BACK),
    Command("settings", {"nl": "instellingen", "en": "settings"}, Need.RHYTHM),
    Command("next", {"nl": "volgende", "en": "next"}, Need.RHYTHM, _EMPLOYEE | _LEAD),
    Command("whynow", {"nl": "waaromnu", "en": "whynow"}, Need.RHYTHM, _EMPLOYEE | _LEAD),
    Command("away", {"nl": "weg", "en": "away"}, Need.RHYTHM, _EMPLOYEE | _LEAD),
    Command(
        "pause",
        {"nl": "pauze", "en": "pause"},
        Need.RHYTHM,
        _EMPLOYEE | _LEAD,
        words=frozenset({"pauze", "pause"}),
    ),
    Command("resume", {"nl": "verder", "en": "resume"}, Need.RHYTHM),
    Command("back", {"nl": "terug", "en": "back"}, Need.STUCK, words=frozenset({"terug", "back"})),
    Command(
        "skip",
        {"nl": "overslaan", "en": "skip"},
        Need.STUCK,
        words=frozenset({"overslaan", "sla over", "sla maar over", "skip", "skip it"}),
    ),
    Command("start", {"nl": "start", "en": "start"}, Need.STUCK),
    Command("help", {"nl": "help", "en": "help"}, Need.STUCK, words=frozenset({"help", "hulp"})),
    Command("who", {"nl": "wie", "en": "who"}, Need.RIGHTS),
    Command("mydata", {"nl": "mijngegevens", "en": "mydata"}, Need.RIGHTS),
    Command("stop", {"nl": "stop", "en": "stop"}, Need.RIGHTS, words=frozenset({"stop", "stoppen"})),
    Command("erase", {"nl": "verwijder", "en": "erase"}, Need.RIGHTS),
)


def own(name: str) -> Command | None:
    """Find the bot's own command of this name, in whatever language."""
    return next((command for command in OWN if name in command.names.values()), None)


def meant(said: str) -> str | None:
    """Find the command that somebody means who types no more than such a word; of a question only help."""
    word = words.simple(said) if len(said) <= _LONGEST_WORD else ""
    command = next((command for command in OWN if word in command.words), None)
    asks = words.doubts(said) and (command is None or command.key != "help")
    return None if command is None or asks else command.names["nl"]


def called(turn: Turn, said: str) -> str | None:
    """Find the command whose name, or whose line in /help, is exactly what somebody typed."""
    typed = words.simple(said)
    return next((one.name for one in entries(turn) if typed in (words.simple(one.name), words.simple(one.line))), None)


def entries(turn: Turn) -> list[MenuEntry]:
    """List every command the person may use, what people need most first."""
    language, roles = turn.person.language, people.roles(turn.db, turn.person.id)
    flows = [
        MenuEntry(names[0], flow.titles.get(language, flow.title), _need(flow))
        for flow in turn.runtime.library.every()
        if roles & set(flow.audience) and (names := _names(flow, language))
    ]
    own_ones = [
        MenuEntry(command.names[language], turn.plain(f"menu.{command.key}"), command.need)
        for command in OWN
        if command.is_for(roles)
    ]
    return sorted(flows + own_ones, key=lambda entry: _place(entry.name))


def _names(flow: Flow, language: str) -> Sequence[str]:
    """What a flow is called by in this language; where it has no name in that, in another, which works as well."""
    return flow.commands.get(language) or next((names for names in flow.commands.values() if names), ())


def _need(flow: Flow) -> Need:
    """What a flow is needed for: what employees may begin is for oneself, also where leads may too."""
    if Role.EMPLOYEE in flow.audience:
        return Need.NOW
    return Need.TEAM if Role.LEAD in flow.audience else Need.FLOWS


def _place(name: str) -> int:
    """What people need most comes first, ways out of the programme last; in either language."""
    if name in _MENU:
        return _MENU.index(name) - len(_MENU)
    return int(name in _LAST)


def refresh(turn: Turn) -> None:
    """Show the person, in Telegram's menu, the few of their commands that are needed most."""
    shown = [(entry.name, entry.line) for entry in entries(turn) if entry.name in _MENU]
    turn.put(OutgoingKind.MENU, {"commands": shown})
