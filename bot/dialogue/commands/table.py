"""Every command and every button of the bot's own, by name; whatever is not here may be a flow's."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.dialogue import play
from bot.dialogue.commands import (
    altering,
    asking,
    away,
    caring,
    diary,
    digesting,
    helping,
    joining,
    leading,
    leaving,
    moving,
    progress,
    replying,
    rights,
    settings,
    sharing,
    trying,
)
from bot.turns import menu
from bot.turns.turn import Turn
from nudges.person import Status
from store import people
from store.people import Role

_REFERENCE = r"[\w-]{1,22}"  # to a row: store/references.py looks whose it is


@dataclass(frozen=True, slots=True)
class _Button:
    """What a button does, what may stand behind its name, and for which roles it is; empty: for everybody.

    A phone can send whatever it likes as a button: what does not fit is answered like a button of long ago.
    """

    pressed: Callable[[Turn, str], None]
    argument: str
    roles: frozenset[Role] = frozenset()

    def fits(self, argument: str, roles: frozenset[Role]) -> bool:
        """Say whether somebody with these roles can have been shown a button with this argument."""
        allowed = not self.roles or bool(self.roles & roles)
        return allowed and re.fullmatch(self.argument, argument, re.ASCII) is not None


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
    "help": helping.help_,
    "shared": sharing.mine,
    "try": trying.try_out,
    "mydata": rights.my_data,
    "diary": diary.diary,
    "team": leading.team,
    "page": leading.page,
    "digest": digesting.settings,
    "progress": progress.show,
}
_LEAD, _COACH = frozenset({Role.LEAD}), frozenset({Role.COACH})
_BUTTONS: Mapping[str, _Button] = {
    "peace": _Button(caring.peace_pressed, "quiet|same"),
    "anger": _Button(caring.anger_pressed, "week|month|stop|answer"),
    "set": _Button(settings.pressed, r"[\w:.-]{1,56}"),
    "away": _Button(away.pressed, r"[\w:-]{1,56}"),
    "pause": _Button(leaving.pause_pressed, "[0124]"),
    "resume": _Button(leaving.resume_pressed, _REFERENCE),
    "drop": _Button(leaving.drop_pressed, _REFERENCE),
    "stop": _Button(leaving.stop_pressed, "conversation|pause|all|nothing"),
    "diary": _Button(diary.pressed, diary.ARGUMENT),
    "alter": _Button(altering.week, altering.WEEK),
    "pick": _Button(altering.pick, altering.PICK),
    "to": _Button(altering.choose, altering.CHOOSE),
    "remove": _Button(altering.remove, altering.PICK),
    "help": _Button(helping.pressed, "all"),
    "mydata": _Button(rights.my_data_pressed, "yes|no"),
    "erase": _Button(leaving.erase_pressed, "yes|no"),
    "team": _Button(leading.team_pressed, _REFERENCE),
    "try": _Button(trying.pressed, r"[a-z][a-z0-9-]{0,31}", _COACH),
    "unshare": _Button(sharing.take_back_pressed, _REFERENCE),
    "reply": _Button(replying.answer, _REFERENCE),
    "promise": _Button(replying.promise, _REFERENCE),
    "digest": _Button(digesting.pressed, r"\w{0,20}", _LEAD),
    "asked": _Button(digesting.asked, r"[\w:-]{0,56}", _LEAD),
}


def run(turn: Turn, name: str, argument: str) -> None:
    """Do what a command asks, if it exists and the person may."""
    command = menu.own(name)
    if command is not None:
        if command.is_for(people.roles(turn.db, turn.person.id)):
            _COMMANDS[command.key](turn, argument)
        else:
            turn.say("unknown_command")
        return
    _begin_flow(turn, name)


def press(turn: Turn, name: str, argument: str) -> None:
    """Do what a button of the bot's own asks."""
    button = _BUTTONS.get(name)
    if button is None or not button.fits(argument, people.roles(turn.db, turn.person.id)):
        turn.toast = turn.plain("ignored.old_button")
        return
    button.pressed(turn, argument)


def _begin_flow(turn: Turn, name: str) -> None:
    flow = turn.runtime.library.by_command(name)
    if flow is None or not people.roles(turn.db, turn.person.id) & set(flow.audience):
        turn.say("unknown_command")
    elif turn.person.status == Status.JOINING:
        turn.say("finish_joining")
        joining.go_on(turn)
    else:
        play.on_request(turn, flow.name)
