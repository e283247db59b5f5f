"""Made-up answers in Telegram's place and made-up updates: what is right, with something in it changed."""

import copy
import json
import random
from collections.abc import Iterator
from typing import Any

from telegram.error import TelegramError

EXPECTED = (TelegramError,)
_ODD: list[Any] = [
    None, True, False, 0, -1, 1.5, 1 << 31, 1 << 63, 1 << 64, -(1 << 63), 10**40, float("nan"), float("inf"), "", " ",
    "x", "\0", "\ud83d", "é" * 500, "/start", "/", "/start\u00a0x", "<b>", [], {}, [[]], [None], {"id": "x"},
    {"": ""}, {"type": "private"}, "private", "group", 7,
]  # fmt: skip
_STATUSES = [200] * 6 + [201, 204, 301, 302, 400, 401, 403, 404, 409, 413, 429, 500, 502, 503, 504, 520, 999]
_USER = {"id": 7, "is_bot": False, "first_name": "A", "language_code": "nl"}
_CHAT = {"id": 7, "type": "private", "first_name": "A"}
_MESSAGE = {"message_id": 5, "date": 1, "chat": _CHAT, "from": _USER, "text": "/start abc"}
_UPDATES: list[dict[str, Any]] = [
    {"update_id": 9, "message": _MESSAGE},
    {"update_id": 9, "message": {**_MESSAGE, "text": None, "photo": [{"file_id": "f"}], "caption": "c"}},
    {"update_id": 9, "message": {**_MESSAGE, "document": {"file_id": "f", "file_name": "a.yaml", "file_size": 5}}},
    {"update_id": 9, "message": {"message_id": 5, "chat": _CHAT, "from": _USER, "rich_message": {"blocks": [
        {"type": "paragraph", "text": ["a", {"type": "bold", "text": "b"}]},
        {"type": "list", "items": [{"blocks": [{"type": "paragraph", "text": "c"}]}]},
    ]}}},
    {"update_id": 9, "message": {"message_id": 5, "chat": _CHAT, "from": _USER, "checklist": {"title": "t"}}},
    {"update_id": 9, "edited_message": {**_MESSAGE, "edit_date": 2, "text": "anders"}},
    {"update_id": 9, "callback_query": {"id": "1", "from": _USER, "message": _MESSAGE, "data": "1:1:yes"}},
    {"update_id": 9, "callback_query": {"id": "1", "from": _USER, "message": _MESSAGE, "data": "!set:day:4"}},
    {"update_id": 9, "my_chat_member": {"chat": _CHAT, "from": _USER, "new_chat_member": {"status": "kicked"}}},
]  # fmt: skip


def updates(chance: random.Random) -> Iterator[dict[str, Any]]:
    """Updates without end, each changed in one to three places; their numbers are left alone."""
    while True:
        update = json.loads(json.dumps(chance.choice(_UPDATES)))
        for _ in range(chance.randint(1, 3)):
            _change({name: part for name, part in update.items() if name != "update_id"}, update, chance)
        yield update


def answers(chance: random.Random) -> Iterator[tuple[int, bytes]]:
    """(status, body) without end: whole, changed, cut short, or something else altogether."""
    made_up = updates(chance)
    while True:
        result: Any = [next(made_up) for _ in range(chance.randint(0, 3))]
        answer: dict[str, Any] = {"ok": True, "result": result}
        if chance.random() < 0.3:
            answer = {"ok": False, "error_code": chance.choice(_STATUSES), "description": "Bad", "parameters": {
                "retry_after": chance.choice(_ODD), "migrate_to_chat_id": chance.choice(_ODD)}}  # fmt: skip
        if chance.random() < 0.7:
            _change(answer, answer, chance)
        body = json.dumps(answer, ensure_ascii=chance.random() < 0.5).encode("utf-8", "surrogatepass")
        yield chance.choice(_STATUSES), _damaged(body, chance)


def _change(parts: dict[str, Any], whole: Any, chance: random.Random) -> None:
    """Change one place somewhere below."""
    if not parts:
        return
    name: Any = chance.choice(list(parts))
    inner: Any = parts[name]
    while chance.random() < 0.75 and isinstance(inner, dict | list) and inner:
        whole, name = inner, chance.choice(list(inner)) if isinstance(inner, dict) else chance.randrange(len(inner))
        inner = whole[name]
    match chance.randrange(4):
        case 0 if isinstance(whole, dict):
            del whole[name]
        case 1 if isinstance(whole, dict):
            whole[str(chance.choice(_ODD))] = copy.deepcopy(inner)
        case _:
            whole[name] = copy.deepcopy(chance.choice(_ODD))


def _damaged(body: bytes, chance: random.Random) -> bytes:
    match chance.randrange(12):
        case 0:
            return body[: chance.randrange(len(body))]
        case 1:
            at = chance.randrange(len(body))
            return body[:at] + bytes([chance.randrange(256)]) + body[at + 1 :]
        case 2:
            return chance.choice([b"", b"null", b"<html>", b"[]", b'"x"', b"\xff\xfe", b"[" * 5000, b"{}"])
        case 3:
            return b"\xef\xbb\xbf" + body
        case _:
            return body
