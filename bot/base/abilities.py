"""Says how much the configured channels can show at once."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

from flows.message_room import MessageRoom

_DOUBLE = 296  # units that are left for what counts double among the characters of a page


@dataclass(frozen=True, slots=True)
class Abilities:
    """The largest text and the largest caption of one message, in UTF-16 units with their markup."""

    largest_text: int
    largest_caption: int

    @property
    def page(self) -> int:
        """How many characters of our own are put into one message."""
        return self.largest_text - _DOUBLE

    @property
    def room(self) -> MessageRoom:
        """The same for a flow."""
        return MessageRoom(self.largest_text)


def least(several: Sequence[Abilities]) -> Abilities:
    """What each of several channels can show."""
    return Abilities(*(min(getattr(one, field.name) for one in several) for field in fields(Abilities)))
