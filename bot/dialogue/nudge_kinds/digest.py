"""The message that a lead gets at the beginning of their week."""

from typing import ClassVar

from bot.dialogue.nudge_kinds.message import MessageNudge
from bot.leads import digest_message
from bot.rhythm import digest_moment
from bot.turns.turn import Turn
from store.agenda import Nudge


class DigestNudge(MessageNudge):
    """What a lead chose to hear of their teams."""

    word: ClassVar[str] = digest_moment.KIND
    needless: ClassVar[str] = "leads_no_team"

    def settle(self, turn: Turn) -> None:
        digest_moment.settle(turn.db, turn.person, turn.now)

    def send(self, turn: Turn, nudge: Nudge) -> bool:
        return digest_message.send(turn, nudge.id)
