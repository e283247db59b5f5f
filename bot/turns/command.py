"""What a command of the bot's own is: its names, whom it is for, what they need it for, what it and its buttons do."""

import re
from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from bot.base.button_data import ButtonData
from store.people import Role

EVERYBODY = frozenset(Role)
REFERENCE = r"[\w-]{1,22}"  # an argument that names a row: store/references.py looks whose it is

# The turn in which it is done. A turn stands on the runtime, and the runtime holds the commands, so it is not named.
TurnT = TypeVar("TurnT")


class Need(StrEnum):
    """What somebody may need a command for; /help has a heading for each, in this order."""

    TEAM = "team"
    FLOWS = "flows"
    NOW = "now"
    LOOK_BACK = "look_back"
    RHYTHM = "rhythm"
    STUCK = "stuck"
    RIGHTS = "rights"


@dataclass(frozen=True, slots=True)
class OwnButton(Generic[TurnT]):
    """What a button does, what may stand behind its name, and for which roles it is.

    A phone can send whatever it likes as a button: what does not fit is answered like a button of long ago.
    """

    name: str
    pressed: Callable[[TurnT, ButtonData], None]
    argument: str  # a pattern of the whole argument
    roles: frozenset[Role] = EVERYBODY
    stays: bool = False  # somebody who types what stands on it still sees it, and what stands beside it

    def fits(self, data: ButtonData, roles: Set[Role]) -> bool:
        """Say whether somebody with these roles can have been shown a button that bears this."""
        return _is_for(self.roles, roles) and re.fullmatch(self.argument, data.argument, re.ASCII) is not None


@dataclass(frozen=True, slots=True)
class Command(Generic[TurnT]):
    """A command of the bot's own. What /help and the menu of the chat say of it is the sentence `menu.KEY`.

    `run` gets what was typed behind its name. `words` mean it without a stroke. Where `is_in_menu`, it is among the
    few of that menu.
    """

    key: str
    names: Mapping[str, str]  # language -> name
    need: Need
    run: Callable[[TurnT, str], None]
    roles: frozenset[Role] = EVERYBODY
    words: frozenset[str] = frozenset()
    is_in_menu: bool = False
    buttons: tuple[OwnButton[TurnT], ...] = ()

    def is_for(self, roles: Set[Role]) -> bool:
        """Say whether somebody with these roles may use it; somebody without any may use what everybody may."""
        return _is_for(self.roles, roles)


def _is_for(wanted: frozenset[Role], roles: Set[Role]) -> bool:
    return wanted == EVERYBODY or bool(wanted & roles)
