"""Buttons under a message and keyboards under the chat: checked as Telegram checks them."""

from typing import Any
from urllib.parse import urlsplit

from sandbox import refusals
from sandbox.arguments import JSON

Markup = dict[str, Any]
_ACTIONS = (
    "callback_data",
    "url",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "copy_text",
    "pay",
)
_REQUESTS = ("request_contact", "request_location", "request_poll", "request_users", "request_chat", "web_app")
MOST_BUTTONS, MOST_IN_A_ROW, MOST_REPLY_BUTTONS = 100, 8, 300
_LOOPBACK = ("localhost", "127.", "0.0.0.0", "[::1]", "::1")  # noqa: S104 - names to refuse, nothing is bound


def checked(markup: JSON) -> Markup | None:
    """Check the reply markup as it will be kept, None for none; BadRequest in Telegram's words for what it refuses."""
    if markup is None or markup == {}:
        return None
    if not isinstance(markup, dict):
        raise refusals.BadRequest("object expected as reply markup")
    if "inline_keyboard" in markup:
        return {"inline_keyboard": _inline(markup["inline_keyboard"])}
    if "keyboard" in markup:
        return {**markup, "keyboard": _reply(markup["keyboard"])}
    if markup.get("remove_keyboard") is True or markup.get("force_reply") is True:
        return dict(markup)
    return None


def inline_only(markup: Markup | None) -> Markup | None:
    """Check what an edited message may carry: BadRequest for a reply keyboard."""
    if markup is not None and "inline_keyboard" not in markup:
        raise refusals.BadRequest("inline keyboard expected")
    return markup if markup and markup["inline_keyboard"] else None


def _rows(keyboard: JSON, field: str) -> list[list[JSON]]:
    if not isinstance(keyboard, list):
        raise refusals.BadRequest(f'field "{field}" of the ReplyKeyboardMarkup must be an Array')
    for row in keyboard:
        if not isinstance(row, list):
            raise refusals.BadRequest("can't parse keyboard button: row of keyboard must be an Array of buttons")
    return [row for row in keyboard if isinstance(row, list) and row]


def _inline(keyboard: JSON) -> list[list[Markup]]:
    rows = [[_inline_button(button) for button in row] for row in _rows(keyboard, "inline_keyboard")]
    if sum(len(row) for row in rows) > MOST_BUTTONS:
        raise refusals.BadRequest("reply markup is too long")
    if any(len(row) > MOST_IN_A_ROW for row in rows):
        raise refusals.BadRequest("too many buttons in a row of the inline keyboard")
    return rows


def _inline_button(button: JSON) -> Markup:
    kind = "inline keyboard button"
    checked_button = _button(button, kind)
    actions = [name for name in _ACTIONS if name in checked_button]
    if not actions:
        raise refusals.BadRequest(f"can't parse {kind}: Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise refusals.BadRequest(f"can't parse {kind}: exactly one action is expected, found {', '.join(actions)}")
    if "callback_data" in checked_button:
        _check_data(checked_button["callback_data"])
    if "url" in checked_button:
        _check_url(checked_button["url"])
    return checked_button


def _button(button: JSON, kind: str) -> Markup:
    if not isinstance(button, dict):
        raise refusals.BadRequest(f"can't parse {kind}: {kind} must be an Object")
    text = button.get("text")
    if text is None:
        raise refusals.BadRequest(f"can't parse {kind}: Can't find field \"text\"")
    if not isinstance(text, str):
        raise refusals.BadRequest(f'can\'t parse {kind}: Field "text" must be of type String')
    if not text.strip():
        raise refusals.BadRequest(f"{kind} text must be non-empty")
    return dict(button)


def _check_data(data: object) -> None:
    if not isinstance(data, str):
        raise refusals.BadRequest('can\'t parse inline keyboard button: Field "callback_data" must be of type String')
    if not 1 <= len(data.encode()) <= 64:
        raise refusals.BadRequest("BUTTON_DATA_INVALID")


def _check_url(url: object) -> None:
    if not isinstance(url, str):
        raise refusals.BadRequest('can\'t parse inline keyboard button: Field "url" must be of type String')
    reason = _fault(url)
    if reason:
        raise refusals.BadRequest(f"inline keyboard button URL '{url}' is invalid: {reason}")


def _fault(url: str) -> str:
    if url.startswith("tg://"):
        return ""
    parts = urlsplit(url if "://" in url else f"http://{url}")
    host = parts.netloc.rpartition("@")[2]
    if parts.scheme not in ("http", "https"):
        return "Unsupported URL protocol"
    return "Wrong HTTP URL" if not host or "." not in host or host.startswith(_LOOPBACK) else ""


def _reply(keyboard: JSON) -> list[list[Markup]]:
    rows = [[_reply_button(button) for button in row] for row in _rows(keyboard, "keyboard")]
    if sum(len(row) for row in rows) > MOST_REPLY_BUTTONS:
        raise refusals.BadRequest("reply markup is too long")
    return rows


def _reply_button(button: JSON) -> Markup:
    if isinstance(button, str):
        button = {"text": button}
    markup = _button(button, "keyboard button")
    if sum(name in markup for name in _REQUESTS) > 1:
        raise refusals.BadRequest("can't parse keyboard button: at most one request is expected")
    return markup
