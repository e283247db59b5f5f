"""What the bot answers to somebody who is not well, or fed up: a way to people or to peace. Nothing of it is kept."""

from datetime import timedelta

from bot.base.button_data import ButtonData
from bot.base.outgoing import Row
from bot.dialogue import participation, play
from bot.dialogue.commands import leaving
from bot.turns.command import OwnButton
from bot.turns.runtime import Runtime
from bot.turns.turn import Turn
from nudges import workdays
from nudges.lifecycle import NudgeAct
from nudges.person import Status
from store import agenda, sessions

_DAY = timedelta(days=1)


def distress(turn: Turn) -> None:
    """Say whom to turn to; today the bot begins nothing more. What was open stays open and counts as unanswered."""
    turn.say_marked(_whom(turn), _peace(turn))
    if turn.person.status == Status.ACTIVE:
        participation.be_quiet_today(turn)


def to_stranger(runtime: Runtime, language: str) -> str:
    """Say whom to turn to, to somebody who does not take part."""
    return runtime.texts.say(
        "distress", language, human=runtime.settings.human(language), crisis=runtime.settings.crisis(language)
    )


def peace_pressed(turn: Turn, button: ButtonData) -> None:
    """Keep quiet until they ask for more, or go on as it was; whom to turn to stays to be read."""
    if button.argument == "quiet" and turn.person.status == Status.ACTIVE:
        participation.pause(turn, 0)
    ending = turn.text("distress.quiet" if button.argument == "quiet" else "distress.same")
    turn.show(f"{_whom(turn)}\n\n{ending}")


def anger(turn: Turn) -> None:
    """Say no word about it; offer rest, to stop, or the open question again."""
    rest = [turn.button("anger.week", "anger", "week"), turn.button("anger.month", "anger", "month")]
    ways = [turn.button("anger.stop", "anger", "stop")]
    if play.standing(turn) is not None:
        ways.append(turn.button("anger.answer", "anger", "answer"))
    turn.say("anger", [rest, ways] if turn.person.status == Status.ACTIVE else [ways])


def anger_pressed(turn: Turn, button: ButtonData) -> None:
    """Rest for this week or four, ask what to stop as /stop does, or go on with the question."""
    today = turn.local_now.date()
    match button.argument:
        case "week" | "month" if turn.person.status != Status.ACTIVE:
            turn.settle_press("anger.quiet")
        case "week":
            _rest(turn, (workdays.monday_of(today) + 7 * _DAY - today).days)
        case "month":
            _rest(turn, 28)
        case "stop":
            turn.settle_press("anger.stopping")
            leaving.stop(turn, "")
        case _:
            turn.settle_press("anger.on")
            if not play.go_on(turn):
                turn.say("nothing_open")


def _rest(turn: Turn, days: int) -> None:
    """Close what is open, as declined, and begin nothing for so many days from today."""
    for conversation in sessions.open_ones(turn.db, turn.person.id):
        if conversation.nudge_id is not None:
            declined = {"reason": "declined", "outcome": "declined", "settled_at": turn.now}
            agenda.move(turn.db, conversation.nudge_id, NudgeAct.SKIP, **declined)
        play.drop(turn, conversation)
    participation.pause_until(turn, turn.local_now.date() + timedelta(days=days))
    turn.settle_press("pause.until", day=turn.voice.day(turn.local_now.date() + timedelta(days=days)))


def _whom(turn: Turn) -> str:
    settings = turn.runtime.settings
    return turn.text(
        "distress", human=settings.human(turn.person.language), crisis=settings.crisis(turn.person.language)
    )


def _peace(turn: Turn) -> list[Row]:
    return [
        [turn.button("distress.set_quiet", "peace", "quiet")],
        [turn.button("distress.set_same", "peace", "same")],
    ]


BUTTONS = (
    OwnButton("peace", peace_pressed, "quiet|same"),
    OwnButton("anger", anger_pressed, "week|month|stop|answer"),
)
