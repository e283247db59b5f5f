"""The commands and buttons that the bot has of its own, found by name or by what somebody typed."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.base.button_data import ButtonData
from bot.turns.command import Command, OwnButton
from flows import words

_LONGEST_WORD = 20  # characters, with what people put round it; a story need not be looked at
_ALWAYS_MEANT = "help"  # even by somebody who only asks for it


class NameTaken(ValueError):
    """Two commands, or two buttons, bear the same name."""


@dataclass(frozen=True, slots=True)
class CommandList:
    """Every command in the order in which people are told of them, and the buttons that belong to no command."""

    commands: Sequence[Command[Any]]
    other_buttons: Sequence[OwnButton[Any]] = ()

    def __post_init__(self) -> None:
        _refuse_doubles(name for command in self.commands for name in set(command.names.values()))
        _refuse_doubles(command.key for command in self.commands)
        _refuse_doubles(button.name for button in self.buttons())

    def buttons(self) -> list[OwnButton[Any]]:
        """List every button of the bot's own."""
        return [*self.other_buttons, *(button for command in self.commands for button in command.buttons)]

    def named(self, name: str) -> Command[Any] | None:
        """Find the command of this name, in whatever language."""
        return next((command for command in self.commands if name in command.names.values()), None)

    def button(self, data: ButtonData) -> OwnButton[Any] | None:
        """Find the button that bears this."""
        return next((button for button in self.buttons() if button.name == data.name), None)

    def meant(self, said: str) -> Command[Any] | None:
        """Find the command that somebody means who types no more than such a word; of a question only help."""
        word = words.simple(said) if len(said) <= _LONGEST_WORD else ""
        command = next((command for command in self.commands if word in command.words), None)
        asks = words.doubts(said) and (command is None or command.key != _ALWAYS_MEANT)
        return None if asks else command


def _refuse_doubles(names: Iterable[str]) -> None:
    doubles = sorted(name for name, count in Counter(names).items() if count > 1)
    if doubles:
        raise NameTaken(f"{', '.join(doubles)}: there is one of that name already")
