"""What becomes of an outgoing row, for each fate that a channel can name."""

import pytest

from bot.base import outgoing
from bot.base.outgoing import OutgoingKind
from bot.channels import settlement
from bot.channels.fate import Fate
from bot.channels.settlement import Settlement
from bot.channels.telegram.address import address_of
from store.outbox import Outgoing, Priority

BUTTONS = [[("Ja", "1:1:yes")]]


def row(kind: OutgoingKind = OutgoingKind.MESSAGE, *, asks: bool = False, doubts: int = 0) -> Outgoing:
    """Something on its way to Anna."""
    body = outgoing.message("Hoe ging het?", BUTTONS if asks else ())
    return Outgoing(1, 1, address_of(1), kind, Priority.REPLY, body, 1, doubts, None, None)


@pytest.mark.parametrize(
    ("fate", "expected"),
    [
        (Fate.ARRIVED, Settlement.ARRIVED),
        (Fate.PUT_OFF, Settlement.LATER),
        (Fate.IN_DOUBT, Settlement.AGAIN),
        (Fate.REFUSED, Settlement.FAILED),
        (Fate.UNREACHABLE, Settlement.UNREACHABLE),
    ],
)
def test_a_plain_message(fate: Fate, expected: Settlement) -> None:
    """Refused is final, trouble passes, and after silence it is said once more."""
    assert expected == settlement.decide(row(), fate)


@pytest.mark.parametrize("asks", [True, False])
@pytest.mark.parametrize(
    ("doubts", "expected"), [(0, Settlement.AGAIN), (2, Settlement.AGAIN), (3, Settlement.LEFT_IN_DOUBT)]
)
def test_what_is_in_doubt_is_sent_three_times_more_at_most(asks: bool, doubts: int, expected: Settlement) -> None:
    """Question or closing words: a line that eats every answer must not fill a chat."""
    assert expected == settlement.decide(row(asks=asks, doubts=doubts), Fate.IN_DOUBT)


@pytest.mark.parametrize("kind", sorted(outgoing.REPEATABLE))
def test_what_may_be_repeated_is_repeated(kind: OutgoingKind) -> None:
    """An edit twice is seen once, however often it is in doubt."""
    assert Settlement.AGAIN == settlement.decide(row(kind, doubts=7), Fate.IN_DOUBT)


def test_an_edit_that_is_refused_becomes_a_message() -> None:
    """It carries the answer or the next question; only taking buttons away says nothing."""
    assert Settlement.AS_MESSAGE == settlement.decide(row(OutgoingKind.EDIT), Fate.REFUSED)
    assert Settlement.FAILED == settlement.decide(row(OutgoingKind.CLEAR), Fate.REFUSED)
