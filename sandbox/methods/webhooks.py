"""setWebhook, deleteWebhook and getWebhookInfo."""

import re
from urllib.parse import urlsplit

from sandbox import refusals
from sandbox.arguments import Arguments
from sandbox.chats import Message
from sandbox.exchange import Exchange
from sandbox.methods import polling

_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}\Z")
_PORTS = (443, 80, 88, 8443)
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


def set_webhook(exchange: Exchange, arguments: Arguments) -> bool:
    url, secret = arguments.text("url"), arguments.text("secret_token")
    if secret and not _SECRET.match(secret):
        raise refusals.BadRequest("secret token contains unallowed characters")
    if url:
        _check(url)
    polling.choose_kinds(exchange, arguments)
    if arguments.flag("drop_pending_updates"):
        exchange.forget(list(exchange.queue.held))
        exchange.queue.held.clear()
    exchange.webhook = {"url": url, "secret": secret} if url else {"url": ""}
    exchange.queue.interrupt("terminated by setWebhook request")
    exchange.save_settings()
    exchange.queue.wake()
    return True


def delete_webhook(exchange: Exchange, arguments: Arguments) -> bool:
    values = {name: value for name, value in arguments.values.items() if name == "drop_pending_updates"}
    return set_webhook(exchange, Arguments(values))


def get_webhook_info(exchange: Exchange, _arguments: Arguments) -> Message:
    exchange.forget(exchange.queue.expire(exchange.clock.steady()))
    info: Message = {
        "url": exchange.webhook["url"],
        "has_custom_certificate": False,
        "pending_update_count": len(exchange.queue.held),
    }
    if exchange.webhook.get("last_error_date"):
        info["last_error_date"] = exchange.webhook["last_error_date"]
        info["last_error_message"] = exchange.webhook["last_error_message"]
    if exchange.queue.allowed:
        info["allowed_updates"] = exchange.queue.allowed
    if exchange.webhook["url"]:
        info["max_connections"] = 40
    return info


def _check(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme == "http" and parts.hostname in _LOOPBACK:
        return  # a Bot API server of one's own accepts plain HTTP on the machine itself
    if parts.scheme != "https":
        raise refusals.BadRequest("bad webhook: An HTTPS URL must be provided for webhook")
    if (parts.port or 443) not in _PORTS:
        raise refusals.BadRequest("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
