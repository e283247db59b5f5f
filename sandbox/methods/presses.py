"""answerCallbackQuery."""

from sandbox import refusals
from sandbox.arguments import Arguments
from sandbox.exchange import Exchange

MOST_TEXT = 200


def answer_callback_query(exchange: Exchange, arguments: Arguments) -> bool:
    text = arguments.text("text")
    if len(text) > MOST_TEXT:
        raise refusals.BadRequest("MESSAGE_TOO_LONG")
    if arguments.text("url"):
        raise refusals.BadRequest("URL_INVALID")
    exchange.answer(arguments.text("callback_query_id"), text, alert=arguments.flag("show_alert"))
    return True
