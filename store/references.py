"""Writes and reads opaque references to rows, for buttons and links: no number of the database leaves the program.

Row numbers count what everybody does: two of them, seen an hour apart, tell how much others did in between. A reference
is one encrypted block over what it names, whose it is, and the number; it needs no column and stays the same.
"""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from enum import Enum
from functools import lru_cache

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import ECB

from store.database import Transaction


class ReferenceKind(Enum):
    """What a reference names; stored nowhere but in the reference itself."""

    SESSION = b"s"
    TEAM = b"t"
    SHARED_ITEM = b"i"
    PROMISE = b"p"
    ANSWER = b"a"
    HANDOVER = b"h"
    BUDDY_QUESTION = b"b"


_ONCE_PLAIN = (ReferenceKind.SESSION, ReferenceKind.SHARED_ITEM, ReferenceKind.PROMISE)
_LENGTH = 22  # of 128 bits in A–Z a–z 0–9 _ -
_KIND, _PERSON, _ROW = slice(0, 1), slice(1, 6), slice(6, 12)
_CHECK = bytes(4)  # at the end of each block: what somebody made up hardly ever ends so
_LARGEST = 2**47


def refer(db: Transaction, kind: ReferenceKind, person_id: int, row_id: int) -> str:
    """Refer to a row for this person: 22 characters that stand in a button or an address as they are."""
    block = kind.value + person_id.to_bytes(5) + row_id.to_bytes(6) + _CHECK
    return urlsafe_b64encode(_cipher(db.keys.lookup).encryptor().update(block)).decode().rstrip("=")


def row(db: Transaction, kind: ReferenceKind, person_id: int, shown: str) -> int | None:
    """Find the number of the row; None for a reference of another kind, of somebody else, or made up.

    Where buttons in chats may be older than references a plain number is taken as it is. Whoever asks must therefore
    look whose the row is, as before.
    """
    if kind in _ONCE_PLAIN and shown.isascii() and shown.isdecimal():
        return int(shown) if len(shown) < _LENGTH and int(shown) < _LARGEST else None
    block = _opened(db, shown)
    if block is None or (block[_KIND], int.from_bytes(block[_PERSON])) != (kind.value, person_id):
        return None
    return int.from_bytes(block[_ROW])


def _opened(db: Transaction, shown: str) -> bytes | None:
    if len(shown) != _LENGTH or not shown.isascii():
        return None
    try:
        sealed = urlsafe_b64decode(f"{shown}==")
    except ValueError:
        return None
    if len(sealed) != AES.block_size // 8 or urlsafe_b64encode(sealed).decode().rstrip("=") != shown:
        return None  # a character that the alphabet has not is passed over, and one reference has one spelling
    block = _cipher(db.keys.lookup).decryptor().update(sealed)
    return block if block.endswith(_CHECK) else None


@lru_cache(maxsize=8)
def _cipher(key: bytes) -> Cipher[ECB]:
    """Make a cipher of one block: no two references hold the same, so that nothing repeats for the mode to show."""
    return Cipher(AES(hmac.digest(key, b"references 1", "sha256")[:16]), ECB())  # noqa: S305 - see above
