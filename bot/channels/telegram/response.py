"""Tells a response of Telegram's from whatever else may come back: a proxy's page, half a document, nonsense."""

import json
import math
from collections.abc import Mapping
from typing import Any

import msgspec

LONGEST_PATIENCE = 24 * 3600  # seconds; nothing that Telegram asks for is longer
_REFUSED, _NO_SUCH, _GATEWAY_TIMEOUT = 400, 404, 504
_GREETING, _FILE = "getMe", ""
_NOTHING = (b"", b"null")
_FEWEST, _MOST = 400, 600  # codes of refusals


class TurnedAway(Exception):
    """Something on the way refused the request in Telegram's place, so it took no effect."""


class UnreadableAnswer(Exception):
    """What came back says nothing: the request may have taken effect or not."""


class _AnsweredChat(msgspec.Struct):
    id: int = 0
    type: str = "private"


class _AnsweredMessage(msgspec.Struct):
    message_id: int
    chat: _AnsweredChat = msgspec.field(default_factory=_AnsweredChat)
    date: int = 0


class _Bot(msgspec.Struct):
    id: int
    username: str
    is_bot: bool = True
    first_name: str = ""


class _AnsweredFile(msgspec.Struct):
    file_id: str
    file_path: str
    file_unique_id: str = ""


class _Response(msgspec.Struct):
    ok: bool
    result: msgspec.Raw = msgspec.Raw()
    error_code: Any = None
    description: Any = None
    parameters: Any = None


# Of these results only what we use goes on to the library, which would stumble over an odd field of the rest.
_RESULTS: Mapping[str, Any] = {
    _GREETING: _Bot,
    "getUpdates": list[msgspec.Raw],
    "getFile": _AnsweredFile,
    "sendMessage": _AnsweredMessage,
    "sendPhoto": _AnsweredMessage,
    "sendDocument": _AnsweredMessage,
    "editMessageText": bool | _AnsweredMessage,
    "editMessageReplyMarkup": bool | _AnsweredMessage,
}
_decoder = msgspec.json.Decoder(_Response)
_decoders = {method: msgspec.json.Decoder(shape) for method, shape in _RESULTS.items()}
_encode = msgspec.json.Encoder().encode


def checked(method: str, status: int, payload: bytes) -> tuple[int, bytes]:
    """Check status and payload before Telegram's library reads them. Raises TurnedAway, UnreadableAnswer."""
    response = _response(payload)
    if response is None:
        raise _not_telegram(status)
    if not response.ok:
        return _refusal(method, status, response)
    if not 200 <= status < 300 or bytes(response.result) in _NOTHING:
        raise UnreadableAnswer(f"an answer without a result ({status})")
    return 200, _result(method, response.result, payload)


def checked_file(status: int, payload: bytes) -> tuple[int, bytes]:
    """Check the answer that brings a file, whose content is whatever it is. Raises TurnedAway, UnreadableAnswer."""
    if 200 <= status < 300:
        return status, payload
    code, refusal = checked(_FILE, status, payload)
    return (_REFUSED if code == _NO_SUCH else code), refusal


def decoded(payload: bytes) -> Any:
    """Decode the JSON of an answer, also where half an emoji or a foreign byte stands in it. Raises ValueError."""
    try:
        return msgspec.json.decode(payload)
    except (msgspec.DecodeError, RecursionError):
        pass
    try:
        return json.loads(payload.decode("utf-8", "replace"))
    except RecursionError:
        raise ValueError("nested too deeply") from None


def _response(payload: bytes) -> _Response | None:
    try:
        return _decoder.decode(payload)
    except (msgspec.DecodeError, RecursionError):
        pass
    try:
        return msgspec.convert(_raw(decoded(payload)), _Response)
    except (ValueError, TypeError, RecursionError):  # ValidationError is a ValueError
        return None


def _raw(answer: Any) -> Any:
    # The fast decoder refuses half an emoji; such an answer is read slowly, and its result written anew.
    if isinstance(answer, dict) and "result" in answer:
        return {**answer, "result": msgspec.Raw(json.dumps(answer["result"]).encode())}
    return answer


def _result(method: str, result: msgspec.Raw, payload: bytes) -> bytes:
    decoder = _decoders.get(method)
    if decoder is None:
        return payload
    try:
        return b'{"ok":true,"result":%b}' % _encode(decoder.decode(result))
    except (msgspec.DecodeError, RecursionError):
        raise UnreadableAnswer(f"an odd result of {method}") from None


def _refusal(method: str, status: int, response: _Response) -> tuple[int, bytes]:
    code = response.error_code
    if not isinstance(code, int) or isinstance(code, bool) or not _FEWEST <= code < _MOST:
        raise _not_telegram(status)
    if code == _NO_SUCH and method not in (_GREETING, _FILE):
        raise TurnedAway("no such method")  # the library would say that the token is wrong
    said = response.description if isinstance(response.description, str) else ""
    refusal = {"ok": False, "error_code": code, "description": said, "parameters": _parameters(response.parameters)}
    return code, _encode(refusal)


def _parameters(parameters: Any) -> Mapping[str, int]:
    """Read how long to wait and where a chat has gone, if they say so in a way that can be."""
    if not isinstance(parameters, dict):
        return {}
    patience, chat = _number(parameters.get("retry_after")), _number(parameters.get("migrate_to_chat_id"))
    said = {} if patience is None or patience <= 0 else {"retry_after": min(patience, LONGEST_PATIENCE)}
    return said if chat is None or not 0 < abs(chat) < 1 << 52 else {**said, "migrate_to_chat_id": chat}


def _number(value: Any) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        return math.ceil(float(value))
    except (ValueError, OverflowError):
        return None


def _not_telegram(status: int) -> TurnedAway | UnreadableAnswer:
    # Whoever let it through may have lost the answer; whoever refused it, did not let it through.
    if status < _FEWEST or status == _GATEWAY_TIMEOUT:
        return UnreadableAnswer(f"no answer of Telegram's ({status})")
    return TurnedAway(f"refused on the way ({status})")
