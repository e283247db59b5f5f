"""Reads the launch data by which Telegram says who opens the page, signed with the bot's token.

The algorithm is Telegram's ("Validating data received via the Mini App"): HMAC-SHA256 over the sorted fields, with
HMAC-SHA256("WebAppData", token) as its key; the field `signature`, which lets others check without the token, is one of
the fields.
"""

import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl

from bot.base.launch import Launch, NotSigned
from bot.base.settings import Settings
from bot.channels.telegram.address import address_of

FRESH_FOR = timedelta(minutes=5)
_LONGEST = 4096  # characters; Telegram's are some hundreds


def read(settings: Settings, data: str, now: datetime) -> Launch:
    """Check the signature of launch data and read what they say. Raises NotSigned."""
    token = settings.bot_token
    fields = dict(parse_qsl(data, keep_blank_values=True)) if 0 < len(data) <= _LONGEST and token else {}
    signature_sent = fields.pop("hash", "")
    checked = "\n".join(f"{name}={fields[name]}" for name in sorted(fields))
    key = hmac.digest(b"WebAppData", token.encode(), hashlib.sha256)
    signature = hmac.digest(key, _bytes(checked), hashlib.sha256).hex()
    if not hmac.compare_digest(_bytes(signature), _bytes(signature_sent)):
        raise NotSigned(str(NotSigned.__doc__))
    try:
        age = now - datetime.fromtimestamp(int(fields["auth_date"]), UTC)
        chat_id = int(json.loads(fields["user"])["id"])
    except (KeyError, TypeError, ValueError, OverflowError, OSError) as error:
        raise NotSigned(str(NotSigned.__doc__)) from error
    if not -FRESH_FOR <= age <= FRESH_FOR:
        raise NotSigned(str(NotSigned.__doc__))
    return Launch(address_of(chat_id), signature_sent)


def _bytes(text: str) -> bytes:
    """Encode any text at all: what a stranger sends may hold half a character, and texts are compared as ASCII only."""
    return text.encode(errors="surrogatepass")
