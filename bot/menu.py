"""Which commands somebody sees in the menu of their chat: by role, in their language."""

from dataclasses import dataclass

from bot.outgoing import Kind
from bot.turn import Turn
from flows import words
from store import people
from store.people import Role

EVERYBODY = frozenset(Role)
_FIRST = (
    *("reflectie", "reflection", "voorbereiden", "prepare", "plan", "gestuurd", "steered", "beloofd", "promised"),
    *("sturen", "steer", "team", "proef", "try", "voortgang", "progress"),
)
_LAST = frozenset({"opnieuw", "again", "afronden", "finish"})
_LONGEST_WORD = 20  # characters, with what people put round it; a story need not be looked at


@dataclass(frozen=True, slots=True)
class Command:
    """A command of the bot's own; `hidden` ones work but do not fill the menu, `words` mean it without a stroke."""

    key: str
    names: dict[str, str]  # language -> name
    roles: frozenset[Role] = EVERYBODY
    hidden: bool = False
    words: frozenset[str] = frozenset()


OWN = (
    Command("team", {"nl": "team", "en": "team"}, frozenset({Role.LEAD})),
    Command("page", {"nl": "pagina", "en": "page"}, frozenset({Role.LEAD, Role.COACH})),
    Command("digest", {"nl": "maandag", "en": "monday"}, frozenset({Role.LEAD})),
    Command("progress", {"nl": "voortgang", "en": "progress"}, frozenset({Role.EMPLOYEE})),
    Command("back", {"nl": "terug", "en": "back"}, words=frozenset({"terug", "back"})),
    Command(
        "skip",
        {"nl": "overslaan", "en": "skip"},
        words=frozenset({"overslaan", "sla over", "sla maar over", "skip", "skip it"}),
    ),
    Command("settings", {"nl": "instellingen", "en": "settings"}),
    Command("away", {"nl": "weg", "en": "away"}, frozenset({Role.EMPLOYEE, Role.LEAD})),
    Command("next", {"nl": "volgende", "en": "next"}, frozenset({Role.EMPLOYEE, Role.LEAD})),
    Command("whynow", {"nl": "waaromnu", "en": "whynow"}, frozenset({Role.EMPLOYEE, Role.LEAD})),
    Command(
        "pause",
        {"nl": "pauze", "en": "pause"},
        frozenset({Role.EMPLOYEE, Role.LEAD}),
        words=frozenset({"pauze", "pause"}),
    ),
    Command("resume", {"nl": "verder", "en": "resume"}, hidden=True),
    Command("stop", {"nl": "stop", "en": "stop"}, words=frozenset({"stop", "stoppen"})),
    Command("who", {"nl": "wie", "en": "who"}),
    Command("try", {"nl": "proef", "en": "try"}, frozenset({Role.COACH})),
    Command("shared", {"nl": "gedeeld", "en": "shared"}, hidden=True),
    Command("diary", {"nl": "dagboek", "en": "diary"}, frozenset({Role.EMPLOYEE, Role.LEAD})),
    Command("mydata", {"nl": "mijngegevens", "en": "mydata"}),
    Command("erase", {"nl": "verwijder", "en": "erase"}),
    Command("help", {"nl": "help", "en": "help"}, words=frozenset({"help", "hulp"})),
    Command("start", {"nl": "start", "en": "start"}, hidden=True),
)


def own(name: str) -> Command | None:
    """The bot's own command of this name, in whatever language."""
    return next((command for command in OWN if name in command.names.values()), None)


def meant(said: str) -> str | None:
    """The name of the command that somebody means who types no more than such a word; of a question only help."""
    word = words.simple(said) if len(said) <= _LONGEST_WORD else ""
    command = next((command for command in OWN if word in command.words), None)
    asks = words.doubts(said) and (command is None or command.key != "help")
    return None if command is None or asks else command.names["nl"]


def called(turn: Turn, said: str) -> str | None:
    """The command whose name, or whose line in the menu, is exactly what somebody typed."""
    typed = words.simple(said)
    return next((name for name, line in entries(turn) if typed in (words.simple(name), words.simple(line))), None)


def entries(turn: Turn) -> list[tuple[str, str]]:
    """(name, description) of every command the person may use: flows first, then the bot's own."""
    language, roles = turn.person.language, people.roles(turn.db, turn.person.id)
    flows = [
        (flow.commands[language][0], flow.titles.get(language, flow.title))
        for flow in turn.runtime.library.every()
        if flow.commands.get(language) and roles & set(flow.audience)
    ]
    own_ones = [
        (command.names[language], turn.plain(f"menu.{command.key}"))
        for command in OWN
        if roles & command.roles and not command.hidden
    ]
    return sorted(flows + own_ones, key=lambda entry: _place(entry[0]))


def _place(name: str) -> int:
    """What people need most comes first, ways out of the programme last; in either language."""
    if name in _FIRST:
        return _FIRST.index(name) - len(_FIRST)
    return int(name in _LAST)


def refresh(turn: Turn) -> None:
    """Show the person the commands that are theirs."""
    turn.put(Kind.MENU, {"commands": entries(turn)})
