"""Links to the page, single use and five minutes long, and the browsers that came in by them."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select, update

from store import tables
from store.database import Transaction
from store.vault import keyed_hash

_SIGN_IN = tables.table(tables.SignInRow)
_WEB_SESSION = tables.table(tables.WebSessionRow)

LINK_LIVES = timedelta(minutes=5)
BROWSER_STAYS = timedelta(hours=8)


def issue(db: Transaction, person_id: int, now: datetime) -> str:
    """Make a token for one link; it exists nowhere else afterwards."""
    token = secrets.token_urlsafe(24)
    values = {"token_hash": _hash(db, "link", token), "person_id": person_id, "expires_at": now + LINK_LIVES}
    db.execute(insert(_SIGN_IN), values)
    return token


def consume(db: Transaction, token: str, now: datetime) -> tuple[int, str] | None:
    """Use a link: (person, cookie token); None if it is wrong, used or too old."""
    usable = (
        (_SIGN_IN.c.token_hash == _hash(db, "link", token))
        & _SIGN_IN.c.used_at.is_(None)
        & (_SIGN_IN.c.expires_at > now)
    )
    person = db.execute(update(_SIGN_IN).where(usable).values(used_at=now).returning(_SIGN_IN.c.person_id)).scalar()
    if person is None:
        return None
    return int(person), _stay(db, int(person), now)


def enter(db: Transaction, person_id: int, proof: str, now: datetime) -> str | None:
    """Make a cookie token for somebody who proved who they are in another way; None if this proof was used before."""
    number = _hash(db, "proof", proof)
    if db.execute(select(_SIGN_IN.c.id).where(_SIGN_IN.c.token_hash == number)).first() is not None:
        return None
    used = {"token_hash": number, "person_id": person_id, "expires_at": now + 2 * LINK_LIVES, "used_at": now}
    db.execute(insert(_SIGN_IN), used)
    return _stay(db, person_id, now)


def person_in(db: Transaction, cookie: str, now: datetime) -> int | None:
    """Find who is signed in with this cookie."""
    same = (_WEB_SESSION.c.token_hash == _hash(db, "browser", cookie)) & (_WEB_SESSION.c.expires_at > now)
    return db.execute(select(_WEB_SESSION.c.person_id).where(same)).scalar()


def sign_out(db: Transaction, cookie: str) -> None:
    """End this browser's stay."""
    db.execute(delete(_WEB_SESSION).where(_WEB_SESSION.c.token_hash == _hash(db, "browser", cookie)))


def purge(db: Transaction, now: datetime) -> int:
    """Forget links and stays that are over; returns how many."""
    links = db.execute(delete(_SIGN_IN).where(_SIGN_IN.c.expires_at < now)).rowcount
    return links + db.execute(delete(_WEB_SESSION).where(_WEB_SESSION.c.expires_at < now)).rowcount


def _stay(db: Transaction, person_id: int, now: datetime) -> str:
    cookie = secrets.token_urlsafe(24)
    values = {"token_hash": _hash(db, "browser", cookie), "person_id": person_id, "expires_at": now + BROWSER_STAYS}
    db.execute(insert(_WEB_SESSION), values)
    return cookie


def _hash(db: Transaction, kind: str, token: str) -> str:
    return keyed_hash(db.keys.lookup, f"{kind} {token}")
