"""The operator's way to the page: a single-use link made on the machine itself, and the browser that came in by it."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, insert, select, update

from store import tables
from store.database import Transaction
from store.vault import keyed_hash

_PASS = tables.table(tables.OperatorPassRow)

LINK_LIVES = timedelta(minutes=5)
BROWSER_STAYS = timedelta(hours=2)
_LINK, _BROWSER = "link", "browser"


def issue(db: Transaction, now: datetime) -> str:
    """Make a token for one link; it exists nowhere else afterwards."""
    return _add(db, _LINK, now + LINK_LIVES)


def consume(db: Transaction, token: str, now: datetime) -> str | None:
    """Use a link: the cookie's token; None if it is wrong, used or too old."""
    usable = _is(db, _LINK, token) & _PASS.c.used_at.is_(None) & (_PASS.c.expires_at > now)
    if db.execute(update(_PASS).where(usable).values(used_at=now)).rowcount != 1:
        return None
    return _add(db, _BROWSER, now + BROWSER_STAYS)


def holds(db: Transaction, cookie: str, now: datetime) -> bool:
    """Say whether an operator is signed in with this cookie."""
    return (
        db.execute(select(_PASS.c.id).where(_is(db, _BROWSER, cookie) & (_PASS.c.expires_at > now))).first() is not None
    )


def sign_out(db: Transaction, cookie: str) -> None:
    """End this browser's stay."""
    db.execute(delete(_PASS).where(_is(db, _BROWSER, cookie)))


def purge(db: Transaction, now: datetime) -> int:
    """Forget links and stays that are over; returns how many."""
    return db.execute(delete(_PASS).where(_PASS.c.expires_at < now)).rowcount


def _add(db: Transaction, kind: str, expires_at: datetime) -> str:
    token = secrets.token_urlsafe(24)
    db.execute(insert(_PASS), {"token_hash": _hash(db, kind, token), "kind": kind, "expires_at": expires_at})
    return token


def _is(db: Transaction, kind: str, token: str) -> ColumnElement[bool]:
    return (_PASS.c.kind == kind) & (_PASS.c.token_hash == _hash(db, kind, token))


def _hash(db: Transaction, kind: str, token: str) -> str:
    return keyed_hash(db.keys.lookup, f"operator {kind} {token}")
