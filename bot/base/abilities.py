"""Says how much the configured channels can show at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flows.message_room import MessageRoom


@dataclass(frozen=True, slots=True)
class Abilities:
    """The largest text and the largest caption of one message, by the `count` of the channel; marks are not counted."""

    largest_text: int
    largest_caption: int
    count: Callable[[str], int] = len

    @property
    def room(self) -> MessageRoom:
        """How much one message of a flow, or of the bot's own, holds."""
        return MessageRoom(self.largest_text, count=self.count)


def least(several: Sequence[Abilities]) -> Abilities:
    """What each of several channels can show."""
    counts = {one.count for one in several}
    return Abilities(
        min(one.largest_text for one in several),
        min(one.largest_caption for one in several),
        counts.pop() if len(counts) == 1 else lambda words: max(count(words) for count in counts),
    )
