"""/wie and /mijngegevens: who answers for this, and everything that is held."""

from bot.base.button_data import ButtonData
from bot.base.outgoing import OutgoingKind
from bot.dialogue import facts
from bot.turns.command import Command, Need, OwnButton
from bot.turns.turn import Turn
from store import audit, people
from store.people import Role


def who(turn: Turn, _: str) -> None:
    """Say what this is and who answers for it (/wie)."""
    settings, language = turn.runtime.settings, turn.person.language
    roles = people.roles(turn.db, turn.person.id)
    statement = turn.text(
        "who",
        controller=settings.text_for_people("controller", language),
        contact=settings.text_for_people("privacy_contact", language),
        ground=settings.text_for_people("legal_ground", language),
        council=settings.text_for_people("works_council_decision", language),
        text_days=settings.keep_text_days,
        goal_days=settings.keep_goal_days,
        score_days=settings.keep_score_days,
        longer=f" {turn.text('who.longer')}" if roles & {Role.LEAD, Role.COACH} else "",
        sees="\n".join(turn.text(f"who.sees.{role}") for role in Role if role in (roles or {Role.EMPLOYEE})),
        human=settings.human(language),
    )
    turn.say_marked("\n\n".join([statement, *_receivers(turn)]))


def _receivers(turn: Turn) -> list[str]:
    """List which other programs the flows on the shelf may ask something, if any."""
    hosts_of = facts.receivers(turn.runtime.settings)
    called = {address for flow in turn.runtime.library.every() for address in flow.calls}
    hosts = [f"{name} ({hosts_of[name]})" for name in sorted(called & hosts_of.keys())]
    return [turn.text("who.calls", receivers=", ".join(hosts))] if hosts else []


def my_data(turn: Turn, _: str) -> None:
    """Ask whether to send everything that is held, for somebody may be looking along (/mijngegevens, the first of two
    steps)."""
    turn.say("mydata.ask", [[turn.button("mydata.yes", "mydata", "yes"), turn.button("mydata.no", "mydata", "no")]])


def my_data_pressed(turn: Turn, button: ButtonData) -> None:
    """Send everything that is held (the second step): made at the moment of sending, stored nowhere."""
    if button.argument != "yes":
        turn.settle_press("mydata.not_now")
        return
    turn.settle_press("mydata.comes")
    key = turn.person.audit_key
    audit.note(turn.db, turn.now, actor=key, event="export own data", subject=key, origin="chat")
    turn.put(OutgoingKind.DOSSIER, {})


WHO = Command("who", {"nl": "wie", "en": "who"}, Need.RIGHTS, who)
MY_DATA = Command(
    "mydata",
    {"nl": "mijngegevens", "en": "mydata"},
    Need.RIGHTS,
    my_data,
    buttons=(OwnButton("mydata", my_data_pressed, "yes|no"),),
)
