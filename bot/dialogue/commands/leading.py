"""/team and /pagina: what a lead may see of a team, and the way to the page."""

from bot.base import access, outgoing
from bot.base.button_data import ButtonData
from bot.base.outgoing import OutgoingKind
from bot.base.voice import Voice
from bot.leads import shared, team_drawings, team_message, team_view, topic
from bot.turns.command import REFERENCE, Command, Need, OwnButton
from bot.turns.turn import Turn
from store import audit, signins
from store.people import Role, TeamMember

SIGN_IN = "/sign-in/"


def team(turn: Turn, _: str) -> None:
    """Show the last published windows; a lead of several teams is asked which (/team)."""
    teams = access.led_teams(turn.db, turn.person.id)
    if not teams:
        turn.say("unknown_command")
    elif len(teams) == 1:
        _show(turn, access.shown(turn.db, teams[0]))
    else:
        choice = [turn.button("team.name", "team", access.shown(turn.db, each), team=each.team) for each in teams]
        turn.say("team.which", [[button] for button in choice])


def team_pressed(turn: Turn, button: ButtonData) -> None:
    """Show one of several teams; a team that is not theirs is no team at all."""
    if not _show(turn, button.argument):
        turn.toast = turn.plain("ignored.old_button")


def page(turn: Turn, _: str) -> None:
    """Send a link to the page that works once, as text, for a channel may refuse an address as a button (/pagina)."""
    token = signins.issue(turn.db, turn.person.id, turn.now)
    key = turn.person.audit_key
    audit.note(turn.db, turn.now, actor=key, event="ask for page", subject=key, origin="chat")
    root = turn.runtime.page_address
    inside = [[(turn.plain("page.open"), f"{root}/app")]] if root.startswith("https://") else []
    turn.say("page.link", inside, link=f"{root}{SIGN_IN}{token}")


def _show(turn: Turn, shown: str) -> bool:
    member = access.look(turn.db, turn.person, shown, turn.now, "chat")
    if member is None:
        return False
    _tell(turn, member)
    return True


def _tell(turn: Turn, member: TeamMember) -> None:
    voice = Voice(turn.runtime.texts, turn.person.language, turn.person.tone)
    view = team_view.gather(turn.db, turn.person, member, turn.now)
    about = topic.of(turn.db, turn.runtime.library, turn.person, turn.now)
    if turn.heard is not None and turn.heard.callback_id is not None:
        turn.settle_press("team.title", team=member.team)
    turn.put(OutgoingKind.MESSAGE, outgoing.message(team_message.compose(view, about, voice)))
    for item in shared.digest(turn.db, voice, turn.person, turn.now):  # since the last Monday message, if there was one
        turn.put(OutgoingKind.MESSAGE, item)
    team_message.put_picture(turn, team_drawings.picture(view, voice))


TEAM = Command(
    "team",
    {"nl": "team", "en": "team"},
    Need.TEAM,
    team,
    frozenset({Role.LEAD}),
    is_in_menu=True,
    buttons=(OwnButton("team", team_pressed, REFERENCE),),
)
PAGE = Command(
    "page", {"nl": "pagina", "en": "page"}, Need.TEAM, page, frozenset({Role.LEAD, Role.COACH}), is_in_menu=True
)
