"""What an installation remembers about itself: its own keys, sealed under the operator's secret."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, insert, select

from store import tables
from store.addresses import FIRST_CHANNEL
from store.database import Keys, Transaction
from store.errors import StoreError
from store.prepared import Prepared
from store.vault import CannotOpen, Vault, place

_FACT = tables.table(tables.FactRow)
_NAME, _PULSE = "installation.name", "installation.pulse"
_BOT = "bot.id"
_RESTORED = "restored.at"
_KEY_NAMES = ("lookup", "study", "audit")
SEALED = ("key.", "chain.", "verdicts.")  # facts whose names begin so are sealed, the others are not
# Each tick looks at some of them.
_ONE = Prepared(select(_FACT.c.value).where(_FACT.c.name == bindparam("name")))
_FORGET = Prepared(delete(_FACT).where(_FACT.c.name == bindparam("name")))
_KEEP = Prepared(insert(_FACT))


class WrongSecret(StoreError):
    """KOERSVAST_SECRET_KEY does not open this database; put the key it was made with at the end of the list."""


def load_keys(connection: Connection, vault: Vault) -> Keys:
    """Load the installation's keys; make them at the first start. Raises WrongSecret when the secret does not fit."""
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


def name(connection: Connection) -> str | None:
    """Read the random name of this installation; None if it has none yet."""
    stored = connection.execute(select(_FACT.c.value).where(_FACT.c.name == _NAME)).scalar_one_or_none()
    return None if stored is None else bytes(stored).decode()


def christen(connection: Connection) -> str:
    """Read the random name of this installation, and give it one if it has none yet."""
    stored = name(connection)
    if stored is None:
        stored = secrets.token_hex(8)
        connection.execute(insert(_FACT), {"name": _NAME, "value": stored.encode()})
    return stored


def pulse(connection: Connection) -> int:
    """Count how often the pulse beat; 0 before it was first served."""
    stored = connection.execute(select(_FACT.c.value).where(_FACT.c.name == _PULSE)).scalar_one_or_none()
    return 0 if stored is None else int(stored)


def beat(db: Transaction) -> int:
    """Let the pulse beat once more, and give how often it did."""
    beats = int(fact(db, _PULSE) or b"0") + 1
    remember(db, _PULSE, str(beats).encode())
    return beats


def is_of_bot(db: Transaction, channel: str, identity: str) -> bool:
    """Say whether the people of this channel talk with this bot; the first that asks is taken for theirs."""
    name = of_channel(_BOT, channel)
    stored = fact(db, name)
    if stored is None:
        remember(db, name, identity.encode())
    return stored is None or stored.decode() == identity


def forget_bot(connection: Connection) -> None:
    """Let the next bot of each channel that asks be taken for theirs."""
    is_bot = (_FACT.c.name == _BOT) | _FACT.c.name.startswith(f"{_BOT}.", autoescape=True)
    connection.execute(delete(_FACT).where(is_bot))


def of_channel(name: str, channel: str) -> str:
    """Name a fact of one channel; those of the first were remembered before there were others."""
    return name if channel == FIRST_CHANNEL else f"{name}.{channel}"


def fact(db: Transaction, name: str) -> bytes | None:
    """Read one remembered fact."""
    value = db.ask(_ONE, {"name": name}).scalar_one_or_none()
    return None if value is None else bytes(value)


def remember(db: Transaction, name: str, value: bytes) -> None:
    """Remember a fact in place of the one before."""
    db.execute(_FORGET, {"name": name})
    db.execute(_KEEP, {"name": name, "value": value})


def restored(db: Transaction, now: datetime) -> None:
    """Remember that a copy was put back now."""
    remember(db, _RESTORED, now.isoformat().encode())


def restored_at(db: Transaction) -> datetime | None:
    """Say when a copy was last put back: what was due before it is not sent any more."""
    moment = fact(db, _RESTORED)
    return None if moment is None else datetime.fromisoformat(moment.decode())


def sealed_fact(db: Transaction, name: str) -> bytes | None:
    """Open a fact that was remembered sealed. Raises CannotOpen."""
    value = fact(db, name)
    return None if value is None else db.vault.open(value, _where(name))


def remember_sealed(db: Transaction, name: str, value: bytes, least: int = 0) -> None:
    """Remember a fact that nobody may read or make up; its name begins with one of `SEALED`. What is shorter than
    `least` bytes looks as long as that."""
    remember(db, name, db.vault.seal(value, _where(name), least))


def names(db: Transaction, prefix: str) -> Sequence[str]:
    """List the names of the remembered facts that begin so, in order."""
    return sorted(db.execute(select(_FACT.c.name).where(_FACT.c.name.startswith(prefix))).scalars())


def forget(db: Transaction, name: str) -> None:
    """Forget a remembered fact."""
    db.execute(_FORGET, {"name": name})


def _where(name: str) -> bytes:
    return place("fact", "value", name)
