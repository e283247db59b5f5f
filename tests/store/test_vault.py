"""What people say is sealed before it reaches the disk, and opens under the operator's keys alone."""

import pytest

from store.vault import CannotOpen, SecretTooShort, Vault, keyed_hash

OLD = "an old secret of more than thirty-two letters"
NEW = "a new secret of more than thirty-two letters!"


def test_what_was_sealed_opens_again() -> None:
    """Every byte comes back, and none of it can be read meanwhile."""
    plain = "Als ik bel, dan vraag ik eerst waarom 🙂".encode()
    sealed = Vault(OLD).seal(plain)
    assert plain == Vault(OLD).open(sealed)
    assert b"waarom" not in sealed


def test_the_same_words_are_never_sealed_the_same() -> None:
    """Nobody can see from the disk that two answers are equal."""
    vault = Vault(OLD)
    assert vault.seal(b"ja") != vault.seal(b"ja")


def test_a_newer_key_in_front_still_opens_what_is_old() -> None:
    """Rotation loses nothing: the list opens all, its first key seals."""
    sealed = Vault(OLD).seal(b"ja")
    both = Vault(f"{NEW}, {OLD}")
    assert b"ja" == both.open(sealed)
    assert not both.is_newest(sealed)
    fresh = both.seal(b"ja")
    assert both.is_newest(fresh)
    assert b"ja" == Vault(NEW).open(fresh)


def test_without_its_key_nothing_opens() -> None:
    """A wrong key is an error that asks the right question, never rubbish."""
    sealed = Vault(OLD).seal(b"ja")
    with pytest.raises(CannotOpen, match="removed from the list too early"):
        Vault(NEW).open(sealed)


@pytest.mark.parametrize("place", [0, 5, 20, -1], ids=["mark", "nonce", "content", "tag"])
def test_an_altered_value_does_not_open(place: int) -> None:
    """One changed bit, wherever it is, is noticed."""
    altered = bytearray(Vault(OLD).seal(b"ik vraag het na"))
    altered[place] ^= 1
    with pytest.raises(CannotOpen):
        Vault(OLD).open(bytes(altered))


def test_a_cut_value_does_not_open() -> None:
    """Half a value is no value."""
    sealed = Vault(OLD).seal(b"ja")
    for length in (0, 3, 4, 15, len(sealed) - 1):
        with pytest.raises(CannotOpen):
            Vault(OLD).open(sealed[:length])


@pytest.mark.parametrize("secret", ["", "  ,", "short", f"{OLD},short"])
def test_a_short_secret_is_refused(secret: str) -> None:
    """Every key of the list needs 32 characters."""
    with pytest.raises(SecretTooShort, match="at least 32"):
        Vault(secret)


def test_a_keyed_hash_depends_on_key_and_value() -> None:
    """Without the key nobody can go through all chat numbers and find one again."""
    named = keyed_hash(b"key", "chat 5000000001")
    assert named == keyed_hash(b"key", "chat 5000000001")
    assert 3 == len({named, keyed_hash(b"other", "chat 5000000001"), keyed_hash(b"key", "chat 5000000002")})
    assert (32, True) == (len(named), set(named) <= set("0123456789abcdef"))
