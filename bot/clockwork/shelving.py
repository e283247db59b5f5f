"""Looks after the shelves while the bot runs: a flow that was saved is live at the next look, a broken one is told."""

from datetime import datetime

import structlog

from bot.authoring import coaching
from bot.dialogue import programme
from bot.turns.runtime import Runtime
from store.database import Transaction

_log = structlog.get_logger()


def look_again(db: Transaction, runtime: Runtime, now: datetime) -> bool:
    """Take into use what changed on the organisation's own shelf; what broke was logged, and shows in `status`;
    coaches are told in the chat."""
    news = runtime.library.look_again(db, now)
    if news is None:
        return False
    programme.refresh(db, runtime.library.programme.version, now)
    if news.live:
        _log.info("flows were taken into use", action="flows", flows=", ".join(news.live))
    if news.live or news.broke or news.mended or news.programme:
        coaching.tell(db, runtime, news, now)
    return True
