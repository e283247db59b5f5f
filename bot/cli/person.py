"""`person`: ends a participation by the handle of an invitation, for operators know no names."""

import typer

from bot import app
from bot.cli import invite
from bot.cli.desk import Desk, open_desk
from bot.dialogue import participation
from bot.turns.runtime import Runtime
from bot.turns.turn import Turn
from nudges.person import Status
from store import invitations, people
from store.database import Transaction


def end(handle: str) -> None:
    """End what began with this invitation; the answer is the same whether it was used or not."""
    with open_desk("person end") as desk:
        handle_text = invite.the_handle(handle)
        runtime = app.build(desk.settings, desk.database, desk.calendar)
        desk.do(_end, desk, runtime, handle_text)
        typer.echo(f"{handle_text} lets nobody in any more, and whoever came in by it takes part no longer.")


def _end(db: Transaction, desk: Desk, runtime: Runtime, handle: str) -> None:
    invitations.revoke(db, handle, desk.now)
    number = invitations.person_of(db, handle)
    if number is not None:
        turn = Turn(db, runtime, people.by_id(db, number, lock=True), desk.now)
        if turn.person.status != Status.ENDED:
            participation.end(turn)
            turn.say("ended")
    desk.note(db, handle)
