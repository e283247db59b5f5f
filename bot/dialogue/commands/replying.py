"""The buttons under a shared item: answer it, or make it a promise; each begins a conversation about that item."""

from bot.base.button_data import ButtonData
from bot.base.incoming import HeardKind
from bot.dialogue import play
from bot.leads import written_back
from bot.turns.command import REFERENCE, OwnButton
from bot.turns.turn import Turn
from flows import session as engine_session
from store import handovers, keyboards, sessions, teams
from store.handovers import Handover, ReplyManner
from store.sessions import StoredSession

_FLOWS = {ReplyManner.ANSWER: "antwoorden", ReplyManner.PROMISE: "toezeggen"}
_LONGEST = 120  # characters of the author's words in a promise


def answer(turn: Turn, button: ButtonData) -> None:
    """Begin to answer, unless that was done or cannot be done any more."""
    _begin(turn, button, ReplyManner.ANSWER)


def promise(turn: Turn, button: ButtonData) -> None:
    """Begin to make a promise of it, unless that was done or cannot be done any more."""
    _begin(turn, button, ReplyManner.PROMISE)


def _begin(turn: Turn, button: ButtonData, manner: ReplyManner) -> None:
    typed = _still_open(turn, button.name, manner) if _is_typed(turn) else []
    if len(typed) > 1:
        turn.say("reply.which")
        return
    shown = typed[0] if typed else button.argument
    handover = handovers.of_reference(turn.db, turn.person.id, shown)
    refused = written_back.refusal(turn, handover, manner)
    if handover is None or refused is not None:
        turn.say(refused or "reply.gone")
    elif (under_way := _under_way(turn, _FLOWS[manner], shown)) is not None:
        play.go_on_with(turn, under_way)
    else:
        play.begin(turn, _FLOWS[manner], "command", handover=_fact(turn, handover, shown))


def _is_typed(turn: Turn) -> bool:
    return turn.heard is not None and turn.heard.kind == HeardKind.TEXT


def _still_open(turn: Turn, name: str, manner: ReplyManner) -> list[str]:
    """List the items that they see with this button and can still use it on: typed, it may mean each."""
    shown = [data for keyboard in keyboards.newest(turn.db, turn.person.id) for _, data in keyboard.buttons]
    own = [ButtonData.read(data) for data in shown]
    keys = sorted({button.argument for button in own if button is not None and button.name == name})
    person = turn.person.id
    usable = {key: written_back.refusal(turn, handovers.of_reference(turn.db, person, key), manner) for key in keys}
    return [key for key, refused in usable.items() if refused is None]


def _under_way(turn: Turn, flow: str, key: str) -> StoredSession | None:
    """Find the open conversation about this item, if there is one."""
    mine = (kept for kept in sessions.open_ones(turn.db, turn.person.id) if kept.flow == flow and not kept.trial)
    return next((kept for kept in mine if _key(kept) == key), None)


def _key(conversation: StoredSession) -> str | None:
    handover = engine_session.from_json(conversation.body).facts.get("handover")
    return handover.get("key") if isinstance(handover, dict) else None


def _fact(turn: Turn, handover: Handover, key: str) -> dict[str, str]:
    """Give what the conversation may know: nothing of the author but the words in the message with the button.

    They are read from there and not from the database, for the author may be gone from it, and nobody is to see that.
    """
    team = next(each.name for each in teams.every(turn.db) if each.id == handover.team_id)
    return {"key": key, "team": team, "role": handover.audience, "words": _words(turn, handover)}


def _words(turn: Turn, handover: Handover) -> str:
    quote = "" if turn.heard is None else turn.heard.quote
    words = " ".join((quote.partition(": ")[2] if handover.is_named else quote).split())
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST].rstrip()}…"


BUTTONS = (  # where one of a pair is typed, the other is still wanted
    OwnButton("reply", answer, REFERENCE, stays=True),
    OwnButton("promise", promise, REFERENCE, stays=True),
)
