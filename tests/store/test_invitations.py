"""An invitation lets one person in, once, for a week; a wrong code reveals nothing and wears out."""

import asyncio
from datetime import timedelta

from sqlalchemy import select

from bot.channels.telegram.address import address_of
from store import erasure, invitations, people, tables, teams
from store.database import Database, Transaction
from store.people import Role
from tests.store.cast import CHATS, NOW, Cast
from tests.store.conftest import DatabasePlace, open_memory

_INVITATION = tables.table(tables.InvitationRow)


def _newcomer(db: Database, chat: int = 99) -> int:
    return db.call(people.add, address_of(chat), NOW, language="nl", zone="Europe/Amsterdam").id


def test_a_code_opens_once(db: Database, cast: Cast) -> None:
    """The second time it is a wrong code like any other."""
    handle, code = db.call(invitations.issue, cast.counter, Role.LEAD, NOW)
    eve = _newcomer(db)
    opened = db.call(invitations.redeem, code, eve, NOW)
    assert opened is not None
    assert (handle, cast.counter, Role.LEAD) == (opened.handle, opened.team_id, opened.role)
    assert db.call(invitations.redeem, code, cast.daan, NOW) is None
    assert eve == db.call(invitations.person_of, handle.lower())


def test_the_code_is_shown_once_and_kept_nowhere(db: Database, cast: Cast) -> None:
    """What lies in the database opens nothing; the code fits a deep link."""
    _, code = db.call(invitations.issue, cast.counter, Role.EMPLOYEE, NOW)
    rows = db.call(lambda tx: tx.execute(select(*_INVITATION.c)).all())
    assert all(code not in str(tuple(row)) for row in rows)
    assert 0 < len(code) <= 64
    assert code.replace("-", "").replace("_", "").isalnum()


def test_handles_are_numbers_that_grow(db: Database, cast: Cast) -> None:
    """Four for the cast, then V-0005, and so on."""
    issued = [db.call(invitations.issue, cast.counter, Role.EMPLOYEE, NOW)[0] for _ in range(3)]
    assert ["V-0005", "V-0006", "V-0007"] == issued
    assert ["V-0001", "V-0002", "V-0003", "V-0004"] == sorted(cast.handles.values())


def test_after_a_week_it_opens_nothing(db: Database, cast: Cast) -> None:
    """A second before that it still opens the door."""
    _, code = db.call(invitations.issue, cast.counter, Role.EMPLOYEE, NOW)
    week = timedelta(days=7)
    assert db.call(invitations.opens, code, NOW + week - timedelta(seconds=1)) is not None
    assert db.call(invitations.opens, code, NOW + week) is None
    assert db.call(invitations.redeem, code, _newcomer(db), NOW + week) is None


def test_what_is_revoked_opens_nothing(db: Database, cast: Cast) -> None:
    """Revoking something used, or something that never was, is no error and changes nothing for others."""
    handle, code = db.call(invitations.issue, cast.counter, Role.EMPLOYEE, NOW)
    _, other = db.call(invitations.issue, cast.counter, Role.EMPLOYEE, NOW)
    for said in (handle.lower(), handle, cast.handles["anna"], "V-9999"):
        db.call(invitations.revoke, said, NOW)
    assert db.call(invitations.opens, code, NOW) is None
    assert db.call(invitations.opens, other, NOW) is not None
    assert cast.anna == db.call(invitations.person_of, cast.handles["anna"])


def test_a_closed_team_is_entered_by_nobody(db: Database, cast: Cast) -> None:
    """Its unused invitations stop working, those of another team do not."""
    _, into_counter = db.call(invitations.issue, cast.counter, Role.EMPLOYEE, NOW)
    _, into_permits = db.call(invitations.issue, cast.permits, Role.EMPLOYEE, NOW)
    db.call(invitations.revoke_open, cast.counter, NOW)
    assert db.call(invitations.opens, into_counter, NOW) is None
    assert db.call(invitations.opens, into_permits, NOW) is not None


def test_a_handle_that_nobody_used_leads_to_nobody(db: Database, cast: Cast) -> None:
    """As does one that was never given out."""
    handle, _ = db.call(invitations.issue, cast.counter, Role.EMPLOYEE, NOW)
    assert (None, None) == (db.call(invitations.person_of, handle), db.call(invitations.person_of, "V-9999"))


def test_five_wrong_codes_an_hour_are_enough(db: Database) -> None:
    """The sixth is not looked at; another chat may still try, and after an hour this one may too."""

    def wrong(tx: Transaction, chat: int, minutes: int) -> bool:
        named = people.chat_hash(tx, address_of(chat))
        tired = invitations.too_many_failures(tx, named, NOW + timedelta(minutes=minutes))
        invitations.note_failure(tx, named, NOW + timedelta(minutes=minutes))
        return tired

    assert [False] * 5 + [True] == [db.call(wrong, CHATS["daan"], minute) for minute in range(6)]
    assert not db.call(wrong, CHATS["anna"], 6)
    assert not db.call(wrong, CHATS["daan"], 66)


def test_failed_attempts_are_forgotten_after_a_day(db: Database) -> None:
    """No longer than they are of use."""
    for hours in (0, 20):
        db.call(invitations.note_failure, "a" * 32, NOW + timedelta(hours=hours))
    assert (1, 0) == tuple(db.call(invitations.purge, NOW + timedelta(hours=25), NOW) for _ in range(2))


def test_an_invitation_that_leads_to_nobody_has_an_end(db: Database, cast: Cast) -> None:
    """Those that were never used, or whose person was erased; never the newest, for the next handle follows it."""
    db.call(invitations.issue, cast.counter, Role.EMPLOYEE, NOW)
    db.call(erasure.erase, cast.daan)
    newest, _ = db.call(invitations.issue, cast.counter, Role.EMPLOYEE, NOW)
    later = NOW + timedelta(days=500)
    assert 2 == db.call(invitations.purge, later, later - timedelta(days=400))
    assert cast.anna == db.call(invitations.person_of, cast.handles["anna"])
    assert int(newest[2:]) + 1 == int(db.call(invitations.issue, cast.counter, Role.EMPLOYEE, later)[0][2:])


def test_two_at_once_cannot_both_come_in_by_one_code(postgres_place: DatabasePlace) -> None:
    """On PostgreSQL, where two really are at once, one of many wins; two operators never give one handle twice."""
    with open_memory(postgres_place) as db:
        team = db.call(teams.add, "Balie", NOW).id
        newcomers = [_newcomer(db, chat) for chat in range(100, 108)]

        async def play() -> tuple[int, set[str]]:
            issued = await asyncio.gather(*[db.run(invitations.issue, team, Role.EMPLOYEE, NOW) for _ in range(20)])
            code = issued[0][1]
            opened = await asyncio.gather(*[db.run(invitations.redeem, code, who, NOW) for who in newcomers])
            return sum(one is not None for one in opened), {handle for handle, _ in issued}

        winners, handles = asyncio.run(play())
    assert (1, 20) == (winners, len(handles))
