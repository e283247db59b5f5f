"""/start: in by a single-use code, on with what was begun, or back after a stop."""

from datetime import datetime

from bot.base.incoming import Heard
from bot.base.texts import LANGUAGES
from bot.dialogue import buddies, menu, onlookers, participation, play, welcoming
from bot.turns.command import Command, Need
from bot.turns.runtime import Runtime
from bot.turns.turn import Turn
from nudges.person import Status
from store import audit, invitations, people, seats, sessions, teams
from store.database import Transaction
from store.people import Role


def knock(db: Transaction, runtime: Runtime, heard: Heard, now: datetime) -> str | None:
    """Let somebody unknown in, or give a sentence to send them; None is silence.

    Whatever is wrong with a code, the sentence is the same: it reveals nothing.
    """
    chat = people.chat_hash(db, heard.address)
    spoken = language(runtime, heard)
    code = _code(heard.text)
    if heard.name != "start" or invitations.opens(db, code, now) is None:
        # The brake is on guessing; a code that opens was not guessed, so it opens whatever was tried before.
        if invitations.too_many_failures(db, chat, now):
            return None
        invitations.note_failure(db, chat, now)
        closed = invitations.too_many_failures(db, chat, now)
        return runtime.texts.say("door.wait" if closed else "door.closed", spoken)
    person = people.add(db, heard.address, now, language=spoken, zone=runtime.settings.timezone)
    turn = Turn(db, runtime, person, now, heard)
    _enter(turn, code)
    play.begin(turn, welcoming.FLOW, "join")
    return None


def start(turn: Turn, argument: str) -> None:
    """Lead somebody known into another team, back after a stop, or on with the open question (/start again)."""
    code = _code(argument)
    if code and invitations.used_by(turn.db, code, turn.person.id):
        code = ""  # their own link tapped once more opens nothing new, and is no guess
    roles = people.roles(turn.db, turn.person.id)
    if code and _clashes(turn, code):
        turn.say("start.clash")
        return
    if code and not _another_team(turn, code):
        turn.say("door.closed")
        return
    match turn.person.status:
        case Status.ENDED | Status.STOPPED if not people.memberships(turn.db, turn.person.id):
            turn.say("start.ended")
        case Status.ENDED | Status.STOPPED:
            _come_back(turn)
        case _ if code and roles and Role.EMPLOYEE in people.roles(turn.db, turn.person.id) - roles:
            turn.say("start.joined")
            _welcome_again(turn)
        case Status.JOINING:
            go_on(turn)
        case _ if code:
            turn.say("start.joined")
            participation.refresh(turn)
        case _:
            if not play.go_on(turn):
                turn.say("start.again")


def _come_back(turn: Turn) -> None:
    participation.come_back(turn)
    if turn.person.status == Status.JOINING:
        go_on(turn)
    else:
        turn.say("start.back")


def go_on(turn: Turn) -> None:
    """Go on with the welcome of somebody who is joining, from its beginning where none stands open any more."""
    if not play.go_on(turn):
        play.begin(turn, welcoming.FLOW, "join")


def _welcome_again(turn: Turn) -> None:
    """Welcome a lead or coach who becomes an employee as one: a moment is theirs to choose, and nobody asked yet."""
    for conversation in sessions.open_ones(turn.db, turn.person.id):
        if conversation.flow == welcoming.FLOW and not conversation.trial:
            play.drop(turn, conversation)
    play.begin(turn, welcoming.FLOW, "join")
    menu.refresh(turn)


def _clashes(turn: Turn, code: str) -> bool:
    """Say whether somebody would become both coach and lead of the same people; the code stays unused.

    Who leads a team steers the teams below it as well.
    """
    offered = invitations.opens(turn.db, code, turn.now)
    if offered is None:
        return False
    places = [(member.role, member.team_id) for member in people.memberships(turn.db, turn.person.id)]
    places.append((offered.role, offered.team_id))
    led = {team for role, team in places if role == Role.LEAD}
    return any(led & teams.above(turn.db, team) for role, team in places if role == Role.COACH)


def _another_team(turn: Turn, code: str) -> bool:
    if turn.heard is None:
        return False
    chat = people.chat_hash(turn.db, turn.heard.address)
    if _enter(turn, code):
        return True
    if not invitations.too_many_failures(turn.db, chat, turn.now):
        invitations.note_failure(turn.db, chat, turn.now)
    return False


def _enter(turn: Turn, code: str) -> bool:
    invitation = invitations.redeem(turn.db, code, turn.person.id, turn.now)
    if invitation is None:
        return False
    looked = {(place.team_id, place.role) for place in people.memberships(turn.db, turn.person.id)}
    people.join(turn.db, turn.person.id, invitation.team_id, invitation.role, turn.now)
    if turn.person.status == Status.ACTIVE:
        seats.take(turn.db, turn.person.id)
    if (invitation.team_id, invitation.role) not in looked:
        onlookers.came(turn.db, turn.runtime, invitation.team_id, invitation.role, turn.person.id, turn.now)
    if not buddies.may_have_one(turn.db, turn.person.id):
        buddies.leave(turn.db, turn.runtime, turn.person.id, turn.now)
    key, team = turn.person.audit_key, f"team {invitation.team_id}"  # the handle would say whose key it is
    audit.note(turn.db, turn.now, actor=key, event="join", subject=team, origin="chat")
    return True


def _code(argument: str) -> str:
    """Read what stands first behind /start; people add a word of their own."""
    return next(iter(argument.split()), "")


def language(runtime: Runtime, heard: Heard) -> str:
    """Choose the language to speak with somebody new: that of their app, if it is one of ours."""
    spoken = (heard.language or "")[:2]
    return spoken if spoken in LANGUAGES else runtime.settings.language


START = Command("start", {"nl": "start", "en": "start"}, Need.STUCK, start)
