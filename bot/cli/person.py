"""`person`: ends a participation by the handle of an invitation, for operators know no names."""

import typer

from bot import app
from bot.cli import desk, invite
from bot.cli.desk import Desk
from bot.dialogue import participation
from bot.turns.runtime import Runtime
from bot.turns.turn import Turn
from nudges.person import Status
from store import invitations, people
from store.database import Transaction


def end(handle: str) -> None:
    """End what began with this invitation; the answer is the same whether it was used or not."""
    with desk.opened("person end") as here:
        known = invite.the_handle(handle)
        runtime = app.build_runtime(here.settings, here.database, here.calendar, app.Bell(), "")
        here.do(_end, here, runtime, known)
        typer.echo(f"{known} lets nobody in any more, and whoever came in by it takes part no longer.")


def _end(db: Transaction, here: Desk, runtime: Runtime, handle: str) -> None:
    invitations.revoke(db, handle, here.now)
    number = invitations.person_of(db, handle)
    if number is not None:
        turn = Turn(db, runtime, people.by_id(db, number, lock=True), here.now)
        if turn.person.status != Status.ENDED:
            participation.end(turn)
            turn.say("ended")
    here.note(db, handle)
