"""Every command and every button of the bot's own, by name; whatever is not here may be a flow's."""

from collections.abc import Callable, Mapping

from bot import menu, play
from bot.commands import (
    asking,
    away,
    digesting,
    joining,
    leading,
    leaving,
    moving,
    progress,
    rights,
    settings,
    sharing,
    trying,
)
from bot.turn import Turn
from nudges.person import Status
from store import people
from store.people import Role


def _leads(pressed: Callable[[Turn, str], None]) -> Callable[[Turn, str], None]:
    """A button that does nothing any more for who leads no team now."""

    def guarded(turn: Turn, argument: str) -> None:
        if Role.LEAD in people.roles(turn.db, turn.person.id):
            pressed(turn, argument)
        else:
            turn.toast = turn.plain("ignored.old_button")

    return guarded


_COMMANDS: Mapping[str, Callable[[Turn, str], None]] = {
    "start": joining.start,
    "back": moving.back,
    "skip": moving.skip,
    "settings": settings.settings,
    "away": away.away,
    "next": asking.following,
    "whynow": asking.why,
    "pause": leaving.pause,
    "resume": leaving.resume,
    "stop": leaving.stop,
    "erase": leaving.erase,
    "who": rights.who,
    "help": rights.help_,
    "shared": sharing.mine,
    "try": trying.try_out,
    "mydata": rights.my_data,
    "team": leading.team,
    "page": leading.page,
    "digest": digesting.settings,
    "progress": progress.show,
}
_BUTTONS: Mapping[str, Callable[[Turn, str], None]] = {
    "set": settings.pressed,
    "away": away.pressed,
    "pause": leaving.pause_pressed,
    "resume": leaving.resume_pressed,
    "drop": leaving.drop_pressed,
    "stop": leaving.stop_pressed,
    "erase": leaving.erase_pressed,
    "team": leading.team_pressed,
    "try": trying.pressed,
    "unshare": sharing.take_back_pressed,
    "digest": _leads(digesting.pressed),
    "asked": _leads(digesting.asked),
}


def run(turn: Turn, name: str, argument: str) -> None:
    """Do what a command asks, if it exists and the person may."""
    command = menu.own(name)
    if command is not None:
        if people.roles(turn.db, turn.person.id) & command.roles or command.roles == menu.EVERYBODY:
            _COMMANDS[command.key](turn, argument)
        else:
            turn.say("unknown_command")
        return
    _begin_flow(turn, name)


def press(turn: Turn, name: str, argument: str) -> None:
    """Do what a button of the bot's own asks."""
    pressed = _BUTTONS.get(name)
    if pressed is None:
        turn.toast = turn.plain("ignored.old_button")
        return
    pressed(turn, argument)


def _begin_flow(turn: Turn, name: str) -> None:
    flow = turn.runtime.library.by_command(name)
    if flow is None or not people.roles(turn.db, turn.person.id) & set(flow.audience):
        turn.say("unknown_command")
    elif turn.person.status == Status.JOINING:
        turn.say("finish_joining")
        play.go_on(turn)
    else:
        play.on_request(turn, flow.name)
