"""Does what a command or a button of the bot's own asks; a name that is none of its own may be a flow's."""

from bot.base.button_data import ButtonData
from bot.dialogue import play
from bot.dialogue.commands import joining
from bot.turns.command import Command
from bot.turns.turn import Turn
from nudges.person import Status
from store import people


def run(turn: Turn, name: str, argument: str) -> None:
    """Do what the command of this name asks, whether it is the bot's own or a flow's."""
    command = turn.runtime.commands.named(name)
    if command is None:
        _begin_flow(turn, name)
    else:
        do(turn, command, argument)


def do(turn: Turn, command: Command[Turn], argument: str) -> None:
    """Do what a command of the bot's own asks, if the person may."""
    if command.is_for(people.roles(turn.db, turn.person.id)):
        command.run(turn, argument)
    else:
        turn.say("unknown_command")


def press(turn: Turn, data: ButtonData) -> None:
    """Do what a button of the bot's own asks."""
    button = turn.runtime.commands.button(data)
    if button is None or not button.fits(data, people.roles(turn.db, turn.person.id)):
        turn.toast = turn.plain("ignored.old_button")
        return
    button.pressed(turn, data)


def _begin_flow(turn: Turn, name: str) -> None:
    flow = turn.runtime.library.by_command(name)
    if flow is None or not people.roles(turn.db, turn.person.id) & set(flow.audience):
        turn.say("unknown_command")
    elif turn.person.status == Status.JOINING:
        turn.say("finish_joining")
        joining.go_on(turn)
    else:
        play.on_request(turn, flow.name)
