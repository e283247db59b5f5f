"""Every command of the bot's own, in the order in which people are told of them; each stands in its own file.

Those in the menu of the chat come in this order there too, /help last.
"""

from bot.dialogue.commands import (
    altering,
    asking,
    away,
    buddy,
    caring,
    diary,
    digesting,
    helping,
    joining,
    leading,
    leaving,
    moving,
    progress,
    replying,
    rights,
    settings,
    sharing,
    trying,
)
from bot.turns.command_list import CommandList

COMMANDS = CommandList(
    (
        leading.TEAM,
        leading.PAGE,
        digesting.DIGEST,
        trying.TRY,
        progress.PROGRESS,
        diary.DIARY,
        sharing.SHARED,
        buddy.BUDDY,
        settings.SETTINGS,
        asking.NEXT,
        asking.WHY_NOW,
        away.AWAY,
        leaving.PAUSE,
        leaving.RESUME,
        moving.BACK,
        moving.SKIP,
        joining.START,
        rights.WHO,
        rights.MY_DATA,
        leaving.STOP,
        leaving.ERASE,
        helping.HELP,
    ),
    (*altering.BUTTONS, *caring.BUTTONS, *replying.BUTTONS),
)
