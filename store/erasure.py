"""Forgetting a person: afterwards no row of any table leads to them."""

from sqlalchemy import Table, delete, select, update
from sqlmodel import SQLModel

from store import audit, buddies, decisions, people, seats, tables, tally
from store.database import Transaction

ERASED = "erased decisions about"  # and the subject: the name of a count


def erase(db: Transaction, person_id: int) -> None:
    """Delete every row about this person; published cells stay, and empty seats: they hold no person."""
    leaver = people.by_id(db, person_id)
    session = tables.table(tables.SessionRow)
    wakeup = tables.table(tables.WakeupRow)
    own = select(session.c.id).where(session.c.person_id == person_id).scalar_subquery()
    db.execute(delete(wakeup).where(wakeup.c.session_id.in_(own)))
    for subject, number in decisions.numbers(db, leaver.pseudonym).items():
        # An estimate that somebody left behind says how much of it is gone.
        tally.count(db, f"{ERASED} {subject}", number)
    decisions.forget(db, leaver.pseudonym)
    audit.forget(db, leaver.audit_key)
    _unlink_invitations(db, person_id)
    _forget_attempts(db, person_id)
    seats.leave_empty(db, person_id)
    buddies.part(db, person_id)
    for table in _naming_a_person():
        db.execute(delete(table).where(table.c.person_id == person_id))
    own_row = tables.table(tables.PersonRow)
    db.execute(delete(own_row).where(own_row.c.id == person_id))
    db.opened.clear()
    db.caches.forget()
    db.after_commit.append(db.caches.forget)  # what another turn worked out meanwhile


def _unlink_invitations(db: Transaction, person_id: int) -> None:
    """Leave the invitation used, by nobody and at no moment: the moment would lead to a line of the audit trail."""
    invitation = tables.table(tables.InvitationRow)
    nobody = {"person_id": None, "used_at": invitation.c.created_at}
    db.execute(update(invitation).where(invitation.c.person_id == person_id).values(nobody))


def _forget_attempts(db: Transaction, person_id: int) -> None:
    own_row, inbox = tables.table(tables.PersonRow), tables.table(tables.InboxRow)
    attempt = tables.table(tables.JoinAttemptRow)
    chat = db.execute(select(own_row.c.chat_hash).where(own_row.c.id == person_id)).scalar_one()
    db.execute(delete(inbox).where(inbox.c.chat_hash == chat))
    db.execute(delete(attempt).where(attempt.c.chat_hash == chat))


def _naming_a_person() -> list[Table]:
    # Children first: a nudge points at a schedule, both at a person.
    return [table for table in reversed(SQLModel.metadata.sorted_tables) if "person_id" in table.c]
