"""Fits a message into what a channel can show: a button for which it has no place is written out, to be typed."""

from collections.abc import Sequence

from bot.base import outgoing
from bot.base.abilities import Abilities
from bot.base.outgoing import Row
from flows import marked_text

Button = tuple[str, str]


def fit(text: str, rows: Sequence[Row], can: Abilities) -> tuple[str, Sequence[Row]]:
    """Give the text, with the labels of buttons that find no place below it, and the rows of those that do."""
    fitting, written, left = list[Row](), list[str](), can.most_buttons
    for row in rows:
        taken = [(label, data) for label, data in row if _bears(data, can)][:left]
        left -= len(taken)
        written += [label for label, data in row if (label, data) not in taken]
        fitting += outgoing.rows(taken, can.buttons_in_row)
    lines = "\n".join(f"– {marked_text.escape(label)}" for label in written)
    return f"{text}\n\n{lines}" if lines else text, fitting


def _bears(data: str, can: Abilities) -> bool:
    return outgoing.is_link(data) or len(data.encode()) <= can.largest_button
