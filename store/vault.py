"""Seals what people say before it reaches the disk, and opens it again; keys rotate newest first."""

import hashlib
import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from store.errors import StoreError

SHORTEST_SECRET = 32
_NONCE_BYTES = 12
_MARK_BYTES = 4


class VaultError(StoreError):
    """Something could not be sealed or opened."""


class SecretTooShort(VaultError):
    """A secret key needs at least 32 characters."""


class CannotOpen(VaultError):
    """None of the secret keys opens this; was a key removed from the list too early?"""


class Vault:
    """Authenticated encryption (AES-256-GCM) under keys derived from the operator's secrets.

    A sealed value is 4 bytes that name the key, 12 bytes of nonce, and the ciphertext with its tag.
    """

    def __init__(self, secret_keys: str) -> None:
        """`secret_keys` is one secret, or a comma-separated list with the newest first."""
        parts = [part.strip() for part in secret_keys.split(",") if part.strip()]
        if not parts or any(len(part) < SHORTEST_SECRET for part in parts):
            raise SecretTooShort(str(SecretTooShort.__doc__))
        derived = [_derive(part) for part in parts]
        self._ciphers = {_mark(key): AESGCM(key) for key in reversed(derived)}
        self._newest_mark = _mark(derived[0])
        self._newest = self._ciphers[self._newest_mark]

    def seal(self, plain: bytes) -> bytes:
        """Encrypt under the newest key."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return self._newest_mark + nonce + self._newest.encrypt(nonce, plain, None)

    def open(self, sealed: bytes) -> bytes:
        """Decrypt; raises CannotOpen when no key fits or the value was altered."""
        cipher = self._ciphers.get(sealed[:_MARK_BYTES])
        if cipher is None:
            raise CannotOpen(str(CannotOpen.__doc__))
        start = _MARK_BYTES + _NONCE_BYTES
        try:
            return cipher.decrypt(sealed[_MARK_BYTES:start], sealed[start:], None)
        except (InvalidTag, ValueError):  # altered, or cut short
            raise CannotOpen(str(CannotOpen.__doc__)) from None

    def is_newest(self, sealed: bytes) -> bool:
        """Whether a value already lies under the newest key, so that rotation may skip it."""
        return sealed[:_MARK_BYTES] == self._newest_mark


def keyed_hash(key: bytes, value: str) -> str:
    """A name for `value` that cannot be guessed without `key`: 32 hexadecimal digits of HMAC-SHA-256."""
    return hmac.digest(key, value.encode(), "sha256").hex()[:32]


def _derive(secret: str) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"koersvast field encryption 1").derive(
        secret.encode()
    )


def _mark(key: bytes) -> bytes:
    return hashlib.sha256(b"mark" + key).digest()[:_MARK_BYTES]
