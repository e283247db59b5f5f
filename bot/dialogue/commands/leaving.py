"""/pauze, /verder, /stop and /verwijder: resting, coming back, stopping and being forgotten."""

from datetime import timedelta

from bot.base.button_data import ButtonData
from bot.base.outgoing import Row
from bot.dialogue import buddies, onlookers, participation, play
from bot.dialogue.commands import away, joining
from bot.dialogue.nudge_kinds import reflection
from bot.rhythm import own_rhythm
from bot.turns.command import REFERENCE, Command, Need, OwnButton
from bot.turns.turn import Turn
from flows.resumes import Stop
from nudges.person import Status
from store import audit, erasure, sessions
from store.leavings import Left
from store.people import Role

_WEEKS = (1, 2, 4)


def pause(turn: Turn, _: str) -> None:
    """Ask for how long to pause (/pauze)."""
    turn.say("pause.ask", pauses(turn))


def pauses(turn: Turn) -> list[Row]:
    """List how long a pause can be."""
    weeks = [turn.button(f"pause.{number}", "pause", str(number)) for number in _WEEKS]
    return [weeks, [turn.button("pause.open", "pause", "0")]]


def pause_pressed(turn: Turn, button: ButtonData) -> None:
    """Pause for a number of weeks; 0 is until further notice."""
    weeks = int(button.argument)
    participation.pause(turn, weeks)
    if weeks:
        turn.settle_press("pause.until", day=turn.voice.day((turn.local_now + timedelta(weeks=weeks)).date()))
    else:
        turn.settle_press("pause.for_now")


def resume(turn: Turn, _: str) -> None:
    """End a pause or an absence; who stopped, was ended or never began is led as by /start (/verder)."""
    if turn.person.status != Status.ACTIVE:
        joining.start(turn, "")
        return
    back = away.come_back(turn)
    if not own_rhythm.pauses(turn.db, turn.person, turn.now) and not back:
        _go_on(turn)
        return
    participation.come_back(turn)
    turn.say("start.back")


def _go_on(turn: Turn) -> None:
    conversation = play.standing(turn)
    if conversation is None:
        _nothing_open(turn)
    else:
        play.go_on_with(turn, conversation)


def _nothing_open(turn: Turn) -> None:
    """Say that nothing is open, with the day of the next reflection where one is in sight: a lead has none."""
    following = reflection.next_moment(turn)
    if following is None:
        turn.say("resume.nothing")
    else:
        turn.say("resume.nothing_until", day=turn.voice.day(following.astimezone(turn.local_now.tzinfo).date()))


def resume_pressed(turn: Turn, button: ButtonData) -> None:
    """Go back to the conversation that was left for another."""
    conversation = play.session(turn, button.argument)
    if conversation is None or conversation.status != sessions.PARKED:
        turn.toast = turn.plain("ignored.old_button")
        return
    turn.settle_press("flow.going_back", title=play.title(turn, conversation.flow))
    play.go_on_with(turn, conversation)


def drop_pressed(turn: Turn, button: ButtonData) -> None:
    """Close the conversation that was left for another."""
    conversation = play.session(turn, button.argument)
    if conversation is not None and conversation.status == sessions.PARKED:
        play.drop(turn, conversation)
    turn.settle_press("flow.left")


def stop(turn: Turn, _: str) -> None:
    """Ask what to stop: this conversation, for a while, or altogether (/stop)."""
    rows = [[turn.button("stop.pause", "stop", "pause")], [turn.button("stop.all", "stop", "all")]]
    if sessions.current(turn.db, turn.person.id) is not None:
        rows.insert(0, [turn.button("stop.conversation", "stop", "conversation")])
    turn.say("stop.ask", [*rows, [turn.button("stop.nothing", "stop", "nothing")]])


def stop_pressed(turn: Turn, button: ButtonData) -> None:
    """Stop exactly what was chosen."""
    match button.argument:
        case "conversation":
            turn.settle_press("stop.conversation_done")
            conversation = sessions.current(turn.db, turn.person.id)
            if conversation is not None:
                play.wake(turn, conversation, Stop())
        case "pause":
            turn.settle_press("stop.pause_instead")
            pause(turn, "")
        case "all":
            participation.stop(turn)
            turn.settle_press("stop.done")
        case _:
            turn.settle_press("stop.nothing_done")


def erase(turn: Turn, _: str) -> None:
    """Ask whether to erase everything (/verwijder, the first of two steps)."""
    turn.say("erase.ask", [[turn.button("erase.yes", "erase", "yes")], [turn.button("erase.no", "erase", "no")]])


def erase_pressed(turn: Turn, button: ButtonData) -> None:
    """Erase everything (the second step): afterwards no row holds the person."""
    if button.argument != "yes":
        turn.settle_press("erase.kept")
        return
    audit.note(
        turn.db, turn.now, actor=turn.person.audit_key, event="erase", subject=turn.person.audit_key, origin="chat"
    )
    turn.farewell = turn.text("erase.done")
    participation.leave(turn, Left.ERASED)
    onlookers.leaves(turn.db, turn.runtime, turn.person.id, turn.now)
    buddies.leave(turn.db, turn.runtime, turn.person.id, turn.now)
    erasure.erase(turn.db, turn.person.id)


PAUSE = Command(
    "pause",
    {"nl": "pauze", "en": "pause"},
    Need.RHYTHM,
    pause,
    frozenset({Role.EMPLOYEE, Role.LEAD}),
    words=frozenset({"pauze", "pause"}),
    is_in_menu=True,
    buttons=(OwnButton("pause", pause_pressed, "[0124]"),),
)
RESUME = Command(
    "resume",
    {"nl": "verder", "en": "resume"},
    Need.RHYTHM,
    resume,
    buttons=(OwnButton("resume", resume_pressed, REFERENCE), OwnButton("drop", drop_pressed, REFERENCE)),
)
STOP = Command(
    "stop",
    {"nl": "stop", "en": "stop"},
    Need.RIGHTS,
    stop,
    words=frozenset({"stop", "stoppen"}),
    is_in_menu=True,
    buttons=(OwnButton("stop", stop_pressed, "conversation|pause|all|nothing"),),
)
ERASE = Command(
    "erase",
    {"nl": "verwijder", "en": "erase"},
    Need.RIGHTS,
    erase,
    buttons=(OwnButton("erase", erase_pressed, "yes|no"),),
)
