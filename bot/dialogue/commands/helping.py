"""/help: everything that somebody can do here, grouped by what they need, and a human being to turn to."""

from bot.base import outgoing
from bot.base.button_data import ButtonData
from bot.dialogue import menu, play
from bot.dialogue.menu import MenuEntry
from bot.turns.command import Command, Need, OwnButton
from bot.turns.turn import Turn
from flows import marked_text
from store import sessions


def help_(turn: Turn, _: str) -> None:
    """Show the ways on from an open question, for that is where people get stuck; everything where none is open
    (/help)."""
    conversation = play.standing(turn)
    if conversation is None or conversation.status != sessions.WAITING:
        _show_everything(turn)
        return
    everything = [[turn.button("help.all", "help", "all")]]
    turn.say("help.inside", everything, human=turn.runtime.settings.human(turn.person.language))


def pressed(turn: Turn, _: ButtonData) -> None:
    """Show everything, in the place of the button that asked for it."""
    _show_everything(turn)


def _show_everything(turn: Turn) -> None:
    entries = menu.entries(turn)
    groups = [_group(turn, need, [one for one in entries if one.need == need]) for need in Need]
    human = turn.text("help.human", human=turn.runtime.settings.human(turn.person.language))
    first, *more = outgoing.pages([*groups, human], turn.runtime.abilities.room)
    turn.show(first)
    for page in more:
        turn.say_marked(page)


def _group(turn: Turn, need: Need, entries: list[MenuEntry]) -> str:
    if not entries:
        return ""
    lines = [f"/{one.name} – {marked_text.escape(one.line)}" for one in entries]
    return "\n".join([turn.text(f"help.for.{need}"), *lines])


HELP = Command(
    "help",
    {"nl": "help", "en": "help"},
    Need.STUCK,
    help_,
    words=frozenset({"help", "hulp"}),
    is_in_menu=True,
    buttons=(OwnButton("help", pressed, "all"),),
)
