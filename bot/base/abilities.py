"""Says how much the configured channels can show at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields

from flows.message_room import MessageRoom

_QUESTION = 28  # bytes by which a button of a flow says which question it belongs to


@dataclass(frozen=True, slots=True)
class Abilities:
    """Holds the largest text and caption of a message, by the `count` of the channel, marks not counted; how many
    buttons stand under it, and in one row; and how many bytes a button bears."""

    largest_text: int
    largest_caption: int
    most_buttons: int
    buttons_in_row: int
    largest_button: int
    count: Callable[[str], int] = len

    @property
    def room(self) -> MessageRoom:
        """Say how much one message of a flow, or of the bot's own, holds."""
        return MessageRoom(self.largest_text, self.most_buttons, max(0, self.largest_button - _QUESTION), self.count)


_SIZES = [field.name for field in fields(Abilities) if field.name != "count"]


def least(several: Sequence[Abilities]) -> Abilities:
    """Find what each of several channels can show."""
    counts = {one.count for one in several}
    count = counts.pop() if len(counts) == 1 else lambda words: max(each(words) for each in counts)
    return Abilities(**{size: min(getattr(one, size) for one in several) for size in _SIZES}, count=count)
