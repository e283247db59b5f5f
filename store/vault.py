"""Seals what people say before it reaches the disk, and opens it again where it belongs; keys rotate newest first."""

import hashlib
import hmac
import secrets
import zlib
from itertools import pairwise

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from store.errors import StoreError

SHORTEST_SECRET = 32
_LEAST_TO_SAY = 20  # bytes that a secret comes to once what repeats in it is said once; by chance it is 30 and more
_NONCE_BYTES = 12
_MARK_BYTES = 4
_LENGTH_BYTES = 4
_TAG_BYTES = 16
_START = _MARK_BYTES + _NONCE_BYTES
_SIZES = (64, 512, 2048)  # and each twice the one before from there on
_UNBOUND, _BOUND = b"koersvast field encryption 1", b"koersvast field encryption 2"


class VaultError(StoreError):
    """Something could not be sealed or opened."""


class SecretTooShort(VaultError):
    """A secret key needs at least 32 characters."""


class SecretTooPlain(VaultError):
    """The first secret key repeats itself and could be guessed: put one made by chance before it, such as
    `python3 -c "import secrets; print(secrets.token_urlsafe(32))"` prints."""


class CannotOpen(VaultError):
    """None of the secret keys opens this in this place: a key was removed too early, or the value belongs elsewhere."""


def place(table: str, column: str, row: object, person: object = None) -> bytes:
    """Name where a sealed value stands: it opens nowhere else, in no other row, and for nobody else."""
    return "\x1f".join((table, column, str(row), "" if person is None else str(person))).encode()


class Vault:
    """Authenticated encryption (AES-256-GCM) under keys derived from the operator's secrets.

    A sealed value is 4 bytes that name the key, 12 bytes of nonce, and the ciphertext with its tag. What is sealed is
    filled up to one of few sizes first, so that its length says next to nothing.
    """

    def __init__(self, secret_keys: str) -> None:
        """`secret_keys` is one secret, or a comma-separated list with the newest first."""
        parts = [part.strip() for part in secret_keys.split(",") if part.strip()]
        if not parts or any(len(part) < SHORTEST_SECRET for part in parts):
            raise SecretTooShort(str(SecretTooShort.__doc__))
        if is_plain(parts[0]):  # an older one may be what must be rotated away
            raise SecretTooPlain(" ".join(str(SecretTooPlain.__doc__).split()))
        derived = [_derive(part, _BOUND) for part in parts]
        self._ciphers = {_mark(key): AESGCM(key) for key in reversed(derived)}
        self._newest_mark = _mark(derived[0])
        self._newest = self._ciphers[self._newest_mark]
        self._unbound = {_mark(key): AESGCM(key) for key in (_derive(part, _UNBOUND) for part in parts)}

    def seal(self, plain: bytes, where: bytes, least: int = 0) -> bytes:
        """Encrypt for one place under the newest key; what is shorter than `least` bytes looks as long as that."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        filled = _filled(plain, least)
        return self._newest_mark + nonce + self._newest.encrypt(nonce, filled, where)

    def open(self, sealed: bytes, where: bytes) -> bytes:
        """Decrypt; raises CannotOpen when no key fits, or the value was altered or taken from another place."""
        filled = _opened(self._ciphers, sealed, where)
        return filled[_LENGTH_BYTES : _LENGTH_BYTES + int.from_bytes(filled[:_LENGTH_BYTES], "big")]

    def open_unbound(self, sealed: bytes) -> bytes:
        """Decrypt what an earlier version sealed for no place in particular; for its upgrade alone."""
        return _opened(self._unbound, sealed, None)

    def is_unbound(self, sealed: bytes) -> bool:
        """Say whether an earlier version sealed this."""
        return sealed[:_MARK_BYTES] in self._unbound

    def is_newest(self, sealed: bytes) -> bool:
        """Say whether a value already lies under the newest key, so that rotation may skip it."""
        return sealed[:_MARK_BYTES] == self._newest_mark


def room(sealed: bytes) -> int:
    """Say how much a sealed value could hold without growing: to seal it anew at the same length."""
    return max(len(sealed) - _START - _TAG_BYTES - _LENGTH_BYTES, 0)


def is_plain(secret: str) -> bool:
    """Say whether a secret is one letter, one word or one row of the keyboard's digits over and over."""
    said = secret.encode()
    steps = bytes((after - before) % 256 for before, after in pairwise(said))
    return min(map(_to_say, (said, steps))) < _LEAST_TO_SAY


def keyed_hash(key: bytes, value: str) -> str:
    """Hash `value` into a name that cannot be guessed without `key`: 32 hexadecimal digits of HMAC-SHA-256."""
    return hmac.digest(key, value.encode(), "sha256").hex()[:32]


def _to_say(content: bytes) -> int:
    squeezed = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return len(squeezed.compress(content) + squeezed.flush())


def _filled(plain: bytes, least: int) -> bytes:
    size = _size(max(len(plain), least) + _LENGTH_BYTES)
    return (len(plain).to_bytes(_LENGTH_BYTES, "big") + plain).ljust(size, b"\0")


def _size(length: int) -> int:
    for size in _SIZES:
        if size >= length:
            return size
    while size < length:
        size *= 2
    return size


def _opened(ciphers: dict[bytes, AESGCM], sealed: bytes, where: bytes | None) -> bytes:
    cipher = ciphers.get(sealed[:_MARK_BYTES])
    if cipher is None:
        raise CannotOpen(str(CannotOpen.__doc__))
    try:
        return cipher.decrypt(sealed[_MARK_BYTES:_START], sealed[_START:], where)
    except (InvalidTag, ValueError):  # altered, cut short, or from another place
        raise CannotOpen(str(CannotOpen.__doc__)) from None


def _derive(secret: str, purpose: bytes) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=purpose).derive(secret.encode())


def _mark(key: bytes) -> bytes:
    return hashlib.sha256(b"mark" + key).digest()[:_MARK_BYTES]
