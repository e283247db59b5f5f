"""What an installation remembers about itself: its own keys, sealed under the operator's secret."""

import secrets
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, insert, select

from store import tables
from store.database import Keys, Transaction
from store.errors import StoreError
from store.prepared import Prepared
from store.vault import CannotOpen, Vault, place

_FACT = tables.table(tables.Fact)
_RESTORED = "restored.at"
_KEY_NAMES = ("lookup", "study", "audit")
SEALED = ("key.", "chain.")  # facts whose names begin so are sealed, the others are not
# Each tick looks at some of them.
_ONE = Prepared(select(_FACT.c.value).where(_FACT.c.name == bindparam("name")))
_FORGET = Prepared(delete(_FACT).where(_FACT.c.name == bindparam("name")))
_KEEP = Prepared(insert(_FACT))


class WrongSecret(StoreError):
    """KOERSVAST_SECRET_KEY does not open this database; put the key it was made with at the end of the list."""


def load_keys(connection: Connection, vault: Vault) -> Keys:
    """The installation's keys; made at the first start. Raises WrongSecret when the secret does not fit."""
    stored = {row.name: row.value for row in connection.execute(select(_FACT.c.name, _FACT.c.value))}
    keys: dict[str, bytes] = {}
    for name in _KEY_NAMES:
        sealed = stored.get(f"key.{name}")
        if sealed is None:
            keys[name] = secrets.token_bytes(32)
            connection.execute(
                insert(_FACT), {"name": f"key.{name}", "value": vault.seal(keys[name], _where(f"key.{name}"))}
            )
            continue
        try:
            keys[name] = vault.open(sealed, _where(f"key.{name}"))
        except CannotOpen:
            raise WrongSecret(str(WrongSecret.__doc__)) from None
    return Keys(**keys)


def fact(db: Transaction, name: str) -> bytes | None:
    """One remembered fact."""
    value = db.execute(_ONE, {"name": name}).scalar_one_or_none()
    return None if value is None else bytes(value)


def remember(db: Transaction, name: str, value: bytes) -> None:
    """Remember a fact in place of the one before."""
    db.execute(_FORGET, {"name": name})
    db.execute(_KEEP, {"name": name, "value": value})


def restored(db: Transaction, now: datetime) -> None:
    """Remember that a copy was put back now."""
    remember(db, _RESTORED, now.isoformat().encode())


def restored_at(db: Transaction) -> datetime | None:
    """When a copy was last put back: what was due before it is not sent any more."""
    moment = fact(db, _RESTORED)
    return None if moment is None else datetime.fromisoformat(moment.decode())


def sealed_fact(db: Transaction, name: str) -> bytes | None:
    """A fact that was remembered sealed. Raises CannotOpen."""
    value = fact(db, name)
    return None if value is None else db.vault.open(value, _where(name))


def remember_sealed(db: Transaction, name: str, value: bytes) -> None:
    """Remember a fact that nobody may read or make up; its name begins with one of `SEALED`."""
    remember(db, name, db.vault.seal(value, _where(name)))


def _where(name: str) -> bytes:
    return place("fact", "value", name)
