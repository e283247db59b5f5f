"""/proef: a coach plays a flow alone; nothing of it is kept."""

from bot.authoring import coaching
from bot.base.button_data import ButtonData
from bot.dialogue import play
from bot.library.shelves import Fallback
from bot.turns.command import Command, Need, OwnButton
from bot.turns.turn import Turn
from flows.world import UnknownFlow
from store.people import Role

_PER_ROW = 3


def try_out(turn: Turn, name: str) -> None:
    """Play a flow alone (/proef FLOW); without a name, show all of them as buttons."""
    if not name:
        turn.say("trial.which", _names(turn))
        return
    asked = name.strip().lower().removesuffix(".yaml").removeprefix("/")
    flow = turn.runtime.library.by_command(asked)
    _play(turn, flow.name if flow is not None else asked)


def pressed(turn: Turn, button: ButtonData) -> None:
    """Play the flow whose button was pressed."""
    _play(turn, button.argument)


def _play(turn: Turn, name: str) -> None:
    broken = next((one for one in turn.runtime.library.broken if one.name == name), None)
    if broken is not None:  # what is played, if anything, is not what lies there
        turn.say_marked(coaching.broken(broken, turn.voice))
        if broken.instead is Fallback.NOTHING:
            return
    try:
        flow = turn.runtime.library.flow(name)
    except UnknownFlow:
        turn.say("trial.unknown", _names(turn), name=name[:40])
        return
    turn.say("trial.begins", title=flow.titles.get(turn.person.language, flow.title), name=flow.name)
    play.begin(turn, flow.name, "trial")


def _names(turn: Turn) -> list[list[tuple[str, str]]]:
    buttons = [turn.button("trial.name", "try", flow.name, name=flow.name) for flow in turn.runtime.library.every()]
    return [buttons[at : at + _PER_ROW] for at in range(0, len(buttons), _PER_ROW)]


_COACH = frozenset({Role.COACH})
TRY = Command(
    "try",
    {"nl": "proef", "en": "try"},
    Need.FLOWS,
    try_out,
    _COACH,
    is_in_menu=True,
    buttons=(OwnButton("try", pressed, r"[a-z][a-z0-9-]{0,31}", _COACH),),
)
