"""/maatje: two colleagues become each other's buddy by a code that they hand each other outside the bot."""

from collections.abc import Callable, Mapping
from zoneinfo import ZoneInfo

from bot.base.button_data import ButtonData
from bot.dialogue import buddies as pairs
from bot.dialogue import play
from bot.turns.command import REFERENCE, Command, Need, OwnButton
from bot.turns.turn import Turn
from flows import session as engine_session
from nudges.person import Status
from store import buddies, invitations, people, sessions
from store.buddies import Pairing
from store.people import Role
from store.sessions import StoredSession

_ANSWER_FLOW = "maatje-antwoord"


def buddy(turn: Turn, argument: str) -> None:
    """Say what a buddy is and offer a code; with a code, offer to use it; with a buddy, offer to stop (/maatje)."""
    pairing = buddies.of(turn.db, turn.person.id)
    hindrance = _hindrance(turn)
    if hindrance is not None:
        turn.say(hindrance)
    elif pairing is not None:
        _show_pair(turn, pairing, with_code=bool(argument.strip()))
    elif argument.strip():
        _offer_to_join(turn, argument)
    else:
        _offer_a_code(turn)


def _hindrance(turn: Turn) -> str | None:
    """Say why somebody can have no buddy now, as the key of a sentence; None: they can."""
    if turn.person.status != Status.ACTIVE:
        return "buddy.take_part_first"
    return None if pairs.may_have_one(turn.db, turn.person.id) else "buddy.employees_only"


def _hindrance_to_pair(turn: Turn) -> str | None:
    """Say why somebody cannot begin a pair now; one buddy at a time."""
    return _hindrance(turn) or ("buddy.has_one" if buddies.of(turn.db, turn.person.id) else None)


def _show_pair(turn: Turn, pairing: Pairing, *, with_code: bool) -> None:
    day = turn.voice.dated(pairing.since.astimezone(ZoneInfo(turn.person.zone)).date())
    key = "buddy.one_at_a_time" if with_code else "buddy.now"
    turn.say(key, [[turn.button("buddy.stop", "buddy", "stop")]], day=day)


def _offer_a_code(turn: Turn) -> None:
    until = buddies.waits_until(turn.db, turn.person.id, turn.now)
    if until is None:
        make, leave = turn.button("buddy.make", "buddy", "make"), turn.button("buddy.not", "buddy", "not")
        turn.say_marked(_meaning(turn, "buddy.make_ask"), [[make], [leave]])
        return
    day = turn.voice.moment(until.astimezone(ZoneInfo(turn.person.zone)))
    again, withdraw = turn.button("buddy.again", "buddy", "make"), turn.button("buddy.withdraw", "buddy", "withdraw")
    turn.say("buddy.waits", [[again], [withdraw]], day=day)


def _meaning(turn: Turn, question: str) -> str:
    """Explain what it means to be buddies, as both read it before they choose."""
    return f"{turn.text('buddy.meaning')}\n\n{turn.text(question)}"


def _offer_to_join(turn: Turn, typed: str) -> None:
    code = buddies.read(typed)
    maker = buddies.made_by(turn.db, code, turn.now)
    if maker == turn.person.id:
        turn.say("buddy.own_code")
    elif maker is None:
        turn.say(_closed(turn))
    else:
        yes = turn.button("buddy.join", "buddy", "join", code)
        turn.say_marked(_meaning(turn, "buddy.join_ask"), [[yes], [turn.button("buddy.not", "buddy", "not")]])


def _closed(turn: Turn) -> str:
    """Choose what to say of a code that opens nothing, whatever is wrong with it; guessing is slowed as at the door."""
    if turn.heard is None:
        return "buddy.closed"
    chat = people.chat_hash(turn.db, turn.heard.address)
    if invitations.too_many_failures(turn.db, chat, turn.now):
        return "buddy.wait"
    invitations.note_failure(turn.db, chat, turn.now)
    return "buddy.closed"


def pressed(turn: Turn, button: ButtonData) -> None:
    """Do what a button of /maatje says."""
    word, *rest = button.parts
    _DONE_BY[word](turn, *rest)


def _make(turn: Turn) -> None:
    hindrance = _hindrance_to_pair(turn)
    if hindrance is not None:
        turn.settle_press(hindrance)
        return
    _clear(turn)
    code = buddies.issue(turn.db, turn.person.id, turn.now)
    until = (turn.now + buddies.VALID_FOR).astimezone(ZoneInfo(turn.person.zone))
    turn.say("buddy.code", code=f"{code[:4]}-{code[4:]}", day=turn.voice.moment(until))


def _join(turn: Turn, code: str) -> None:
    hindrance = _hindrance_to_pair(turn)
    if hindrance is None and not pairs.pair(turn, code):
        hindrance = "buddy.closed"
    if hindrance is not None:
        turn.settle_press(hindrance)
        return
    _clear(turn)
    turn.say("buddy.paired")


def _clear(turn: Turn) -> None:
    """Take the buttons away from what explained it: that stays to be read, they have had their time."""
    turn.clear(None if turn.heard is None or turn.heard.callback_id is None else turn.heard.ref)


def _not(turn: Turn) -> None:
    turn.settle_press("buddy.nothing_done")


def _withdraw(turn: Turn) -> None:
    buddies.withdraw(turn.db, turn.person.id)
    turn.settle_press("buddy.withdrawn")


def _stop(turn: Turn) -> None:
    if buddies.of(turn.db, turn.person.id) is None:
        turn.settle_press("buddy.had_ended")
        return
    pairs.leave(turn.db, turn.runtime, turn.person.id, turn.now)
    turn.settle_press("buddy.stopped")


def answer(turn: Turn, button: ButtonData) -> None:
    """Begin to answer what the buddy asked, or go on with it; another answer that stands open is about another
    question."""
    pairing = buddies.of(turn.db, turn.person.id)
    shown = button.argument
    if pairing is None or shown != buddies.in_hands(turn.db, pairing):
        turn.say("buddy.no_question")
        return
    for conversation in _answering(turn):
        if _question_of(conversation) == shown:
            play.go_on_with(turn, conversation)
            return
        play.drop(turn, conversation)
    play.begin(turn, _ANSWER_FLOW, "command")


def _answering(turn: Turn) -> list[StoredSession]:
    mine = sessions.open_ones(turn.db, turn.person.id)
    return [conversation for conversation in mine if conversation.flow == _ANSWER_FLOW and not conversation.trial]


def _question_of(conversation: StoredSession) -> str | None:
    buddy_fact = engine_session.from_json(conversation.body).facts.get("buddy")
    return buddy_fact.get("question") if isinstance(buddy_fact, dict) else None


_DONE_BY: Mapping[str, Callable[..., None]] = {
    "make": _make,
    "join": _join,
    "not": _not,
    "withdraw": _withdraw,
    "stop": _stop,
}
BUDDY = Command(
    "buddy",
    {"nl": "maatje", "en": "buddy"},
    Need.NOW,
    buddy,
    frozenset({Role.EMPLOYEE}),
    buttons=(
        OwnButton("buddy", pressed, f"make|not|withdraw|stop|join:[{buddies.ALPHABET}]{{{buddies.LENGTH}}}"),
        OwnButton("answerbuddy", answer, REFERENCE, stays=True),
    ),
)
