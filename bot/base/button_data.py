"""Writes and reads what a button of the bot's own bears: the name of what it does, and what stands behind that name.

`!away:until:2026-12-01:2026-12-04`. People keep the buttons of long ago in their chats, so this form is for ever.
"""

from dataclasses import dataclass
from typing import Self

_MARK = "!"  # no button of a flow begins so: that begins with a reference to its conversation
_BETWEEN = ":"


@dataclass(frozen=True, slots=True)
class ButtonData:
    """The name by which a button of the bot's own is looked up, and its argument: parts with colons between them."""

    name: str
    argument: str = ""

    @classmethod
    def of(cls, name: str, *parts: object) -> Self:
        """Put it together; a part that holds a colon is read back as several."""
        return cls(name, _BETWEEN.join(map(str, parts)))

    @classmethod
    def read(cls, data: str) -> Self | None:
        """Read what a button bears; None for a button of a flow, and for a link."""
        if not data.startswith(_MARK):
            return None
        name, _, argument = data.removeprefix(_MARK).partition(_BETWEEN)
        return cls(name, argument)

    def __str__(self) -> str:
        """Write it as a button bears it."""
        return f"{_MARK}{self.name}{_BETWEEN}{self.argument}"

    @property
    def parts(self) -> list[str]:
        """Split the argument into its parts; one empty part where there is none."""
        return self.argument.split(_BETWEEN)


def is_own(data: str) -> bool:
    """Say whether a button that bears this is the bot's own, and no flow's."""
    return data.startswith(_MARK)
