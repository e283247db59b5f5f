"""What an installation remembers about itself: its own keys, sealed under the operator's secret."""

import secrets

from sqlalchemy import Connection, insert, select

from store import tables
from store.database import Keys
from store.errors import StoreError
from store.vault import CannotOpen, Vault

_FACT = tables.table(tables.Fact)
_KEY_NAMES = ("lookup", "study", "audit")


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
            connection.execute(insert(_FACT), {"name": f"key.{name}", "value": vault.seal(keys[name])})
            continue
        try:
            keys[name] = vault.open(sealed)
        except CannotOpen:
            raise WrongSecret(str(WrongSecret.__doc__)) from None
    return Keys(**keys)


def fact(connection: Connection, name: str) -> bytes | None:
    """One remembered fact."""
    return connection.execute(select(_FACT.c.value).where(_FACT.c.name == name)).scalar_one_or_none()


def remember(connection: Connection, name: str, value: bytes) -> None:
    """Remember a fact in place of the one before."""
    connection.execute(_FACT.delete().where(_FACT.c.name == name))
    connection.execute(insert(_FACT), {"name": name, "value": value})
