"""getUpdates: long polling by one poller at a time."""

from sandbox import refusals
from sandbox.arguments import Arguments
from sandbox.exchange import Exchange
from sandbox.updates import Update

LONGEST_SECONDS = 50
_WEBHOOK = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
POLLER = "terminated by other getUpdates request; make sure that only one bot instance is running"


async def get_updates(exchange: Exchange, arguments: Arguments) -> list[Update]:
    """Give what is held from `offset` on, waiting `timeout` seconds for the first; Conflict if another poller comes."""
    if exchange.webhook["url"]:
        raise refusals.Conflict(_WEBHOOK)
    queue, clock = exchange.queue, exchange.clock
    choose_kinds(exchange, arguments)
    ticket = queue.interrupt(POLLER)
    exchange.forget(queue.expire(clock.steady()))
    exchange.forget(queue.confirm(arguments.integer("offset")))
    limit = arguments.between("limit", 100, 1, 100)
    until = clock.steady() + arguments.between("timeout", 0, 0, LONGEST_SECONDS)
    while not (queue.held or queue.repeats or queue.closed) and (left := until - clock.steady()) > 0:
        await queue.arrival(left)
        queue.check(ticket)
    return queue.take(limit)


def choose_kinds(exchange: Exchange, arguments: Arguments) -> None:
    """Remember which kinds of update the bot wants, if this call says so."""
    listed = arguments.structure("allowed_updates", "can't parse allowed_updates JSON array")
    if listed is None:
        return
    if not isinstance(listed, list):
        raise refusals.BadRequest("expected an Array of String as allowed_updates")
    wanted = [kind for kind in listed if isinstance(kind, str)] or None
    if wanted != exchange.queue.allowed:
        exchange.queue.allowed = wanted
        exchange.save_settings()
