"""What people say is sealed before it reaches the disk, and opens under the operator's keys alone."""

import pytest

from store import vault
from store.vault import CannotOpen, SecretTooPlain, SecretTooShort, Vault, keyed_hash, place

OLD = "an old secret of more than thirty-two letters"
HERE = place("leaf", "sealed", 7, 3)
NEW = "a new secret of more than thirty-two letters!"


def test_what_was_sealed_opens_again() -> None:
    """Every byte comes back, and none of it can be read meanwhile."""
    plain = "Als ik bel, dan vraag ik eerst waarom 🙂".encode()
    sealed = Vault(OLD).seal(plain, HERE)
    assert plain == Vault(OLD).open(sealed, HERE)
    assert b"waarom" not in sealed


def test_the_same_words_are_never_sealed_the_same() -> None:
    """Nobody can see from the disk that two answers are equal."""
    old_vault = Vault(OLD)
    assert old_vault.seal(b"ja", HERE) != old_vault.seal(b"ja", HERE)


def test_a_newer_key_in_front_still_opens_what_is_old() -> None:
    """Rotation loses nothing: the list opens all, its first key seals."""
    sealed = Vault(OLD).seal(b"ja", HERE)
    both = Vault(f"{NEW}, {OLD}")
    assert b"ja" == both.open(sealed, HERE)
    assert not both.is_newest(sealed)
    fresh = both.seal(b"ja", HERE)
    assert both.is_newest(fresh)
    assert b"ja" == Vault(NEW).open(fresh, HERE)


def test_without_its_key_nothing_opens() -> None:
    """A wrong key is an error that asks the right question, never rubbish."""
    sealed = Vault(OLD).seal(b"ja", HERE)
    with pytest.raises(CannotOpen, match="removed too early"):
        Vault(NEW).open(sealed, HERE)


@pytest.mark.parametrize("place", [0, 5, 20, -1], ids=["mark", "nonce", "content", "tag"])
def test_an_altered_value_does_not_open(place: int) -> None:
    """One changed bit, wherever it is, is noticed."""
    altered = bytearray(Vault(OLD).seal(b"ik vraag het na", HERE))
    altered[place] ^= 1
    with pytest.raises(CannotOpen):
        Vault(OLD).open(bytes(altered), HERE)


def test_a_cut_value_does_not_open() -> None:
    """Half a value is no value."""
    sealed = Vault(OLD).seal(b"ja", HERE)
    for length in (0, 3, 4, 15, len(sealed) - 1):
        with pytest.raises(CannotOpen):
            Vault(OLD).open(sealed[:length], HERE)


@pytest.mark.parametrize("secret", ["", "  ,", "short", f"{OLD},short"])
def test_a_short_secret_is_refused(secret: str) -> None:
    """Every key of the list needs 32 characters."""
    with pytest.raises(SecretTooShort, match="at least 32"):
        Vault(secret)


@pytest.mark.parametrize(
    "elsewhere",
    [
        place("act", "sealed", 7, 3),
        place("leaf", "text_sealed", 7, 3),
        place("leaf", "sealed", 8, 3),
        place("leaf", "sealed", 7, 4),
        place("leaf", "sealed", 7),
    ],
    ids=["table", "column", "row", "person", "nobody"],
)
def test_what_was_put_elsewhere_does_not_open(elsewhere: bytes) -> None:
    """A sealed value is bound to its table, column, row and person."""
    with pytest.raises(CannotOpen, match="belongs elsewhere"):
        Vault(OLD).open(Vault(OLD).seal(b"ja", HERE), elsewhere)


def test_what_is_sealed_has_one_of_few_lengths() -> None:
    """Yes, no, and a sentence look alike; so do a short way through a conversation and a long one."""
    old_vault = Vault(OLD)
    assert {96} == {len(old_vault.seal(b"x" * length, HERE)) for length in (0, 2, 3, 60)}
    assert {2080} == {len(old_vault.seal(b"x" * length, HERE, 2000)) for length in (0, 300, 2000, 2044)}
    assert 5 == len({len(old_vault.seal(b"x" * length, HERE)) for length in range(0, 8000, 7)})
    sealed = old_vault.seal(b"ja", HERE, 2000)
    assert len(sealed) == len(old_vault.seal(b"nee", HERE, vault.room(sealed)))


@pytest.mark.parametrize(
    "secret", ["a" * 32, "password" * 4, "welkom01" * 5 + "!", "0123456789" * 4, "abcdefghijklmnopqrstuvwxyz0123456789"]
)
def test_a_secret_that_can_be_guessed_is_refused(secret: str) -> None:
    """One letter, one word or one row of letters over and over; as the older key of a list it may be rotated away."""
    with pytest.raises(SecretTooPlain, match="could be guessed"):
        Vault(secret)
    assert b"ja" == Vault(f"{NEW},{secret}").open(Vault(NEW).seal(b"ja", HERE), HERE)


@pytest.mark.parametrize("secret", [OLD, "9f86d081884c7d659a2feaa0c55ad015", "DnKEHyoR_8Kb6MmvRshJNA5-XFR1RJdL"])
def test_a_secret_made_by_chance_or_of_words_is_taken(secret: str) -> None:
    """Nobody's good secret is refused."""
    assert not vault.is_plain(secret)


def test_a_keyed_hash_depends_on_key_and_value() -> None:
    """Without the key nobody can go through all chat numbers and find one again."""
    named = keyed_hash(b"key", "chat 5000000001")
    assert named == keyed_hash(b"key", "chat 5000000001")
    assert 3 == len({named, keyed_hash(b"other", "chat 5000000001"), keyed_hash(b"key", "chat 5000000002")})
    assert (32, True) == (len(named), set(named) <= set("0123456789abcdef"))
