"""Which commands somebody may use, what they need each for, and which of them fill the menu of the chat."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.base.outgoing import OutgoingKind
from bot.turns.command import Command, Need
from bot.turns.turn import Turn
from flows import words
from flows.flow import Flow
from store import people
from store.people import Role

# A menu covers the lower half of a phone and shows some eight lines of it, so it holds what people need most:
# these flows, and the commands that say so of themselves; the last of them, /help, names all the others.
_FIRST_FLOWS = ("reflectie", "reflection", "gestuurd", "steered", "beloofd", "promised", "sturen", "steer")
_NEXT_FLOWS = ("voorbereiden", "prepare", "plan")
_LAST_FLOWS = frozenset({"opnieuw", "again", "afronden", "finish"})  # ways out of the programme
_FOR_OTHERS = (Need.TEAM, Need.FLOWS)  # the work of leads and coaches; in the menu it comes between those flows
_FIRST, _WORK, _NEXT, _OWN, _MORE, _LAST = range(6)  # the parts of the whole list; the menu ends before _MORE


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """A command as its reader sees it: its name, what it does, what it is needed for, and how soon it is told of."""

    name: str
    line: str
    need: Need
    place: tuple[int, int]

    @property
    def is_in_menu(self) -> bool:
        """Say whether the menu of the chat has it."""
        return self.place[0] < _MORE


def called(turn: Turn, said: str) -> str | None:
    """Find the command whose name, or whose line in /help, is exactly what somebody typed."""
    typed = words.simple(said)
    return next((one.name for one in entries(turn) if typed in (words.simple(one.name), words.simple(one.line))), None)


def entries(turn: Turn) -> list[MenuEntry]:
    """List every command the person may use, what people need most first."""
    language, roles = turn.person.language, people.roles(turn.db, turn.person.id)
    flows = [
        MenuEntry(names[0], flow.titles.get(language, flow.title), _need(flow), _place_of_flow(names[0]))
        for flow in turn.runtime.library.every()
        if roles & set(flow.audience) and (names := _names(flow, language))
    ]
    own_ones = [
        MenuEntry(command.names[language], turn.plain(f"menu.{command.key}"), command.need, _place(command, number))
        for number, command in enumerate(turn.runtime.commands.commands)
        if command.is_for(roles)
    ]
    return sorted(flows + own_ones, key=lambda entry: entry.place)


def _names(flow: Flow, language: str) -> Sequence[str]:
    """List what a flow is called by in this language; where it has no name in that, in another, which works as well."""
    return flow.commands.get(language) or next((names for names in flow.commands.values() if names), ())


def _need(flow: Flow) -> Need:
    """Say what a flow is needed for: what employees may begin is for oneself, also where leads may too."""
    if Role.EMPLOYEE in flow.audience:
        return Need.NOW
    return Need.TEAM if Role.LEAD in flow.audience else Need.FLOWS


def _place_of_flow(name: str) -> tuple[int, int]:
    """Place what people need most first, ways out of the programme last; in either language."""
    for part, names in ((_FIRST, _FIRST_FLOWS), (_NEXT, _NEXT_FLOWS)):
        if name in names:
            return part, names.index(name)
    return (_LAST if name in _LAST_FLOWS else _MORE), 0


def _place(command: Command[Turn], number: int) -> tuple[int, int]:
    """Say where a command of the bot's own comes, which has this number in its list."""
    if not command.is_in_menu:
        return _MORE, 0
    return (_WORK if command.need in _FOR_OTHERS else _OWN), number


def refresh(turn: Turn) -> None:
    """Show the person, in the menu of the chat, the few of their commands that are needed most."""
    turn.put(OutgoingKind.MENU, {"commands": [(entry.name, entry.line) for entry in entries(turn) if entry.is_in_menu]})
