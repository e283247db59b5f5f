"""The HTTP of the Bot API: bodies, methods, tokens and the shape of errors."""

import json
from typing import Any

import httpx
import pytest

from tests.sandbox.conftest import SandboxStage


def _path(stage: SandboxStage, method: str) -> str:
    return f"/bot{stage.telegram.token}/{method}"


async def test_every_way_of_saying_it_says_the_same(stage: SandboxStage) -> None:
    """Query, form, multipart and JSON, by GET or POST, and any case of the method's name, do the same."""
    said: dict[str, Any] = {"chat_id": str(stage.anna.id), "text": "Hoi & dag é"}
    nested = {"inline_keyboard": [[{"text": "Ja", "callback_data": "x"}]]}
    flat = {**said, "reply_markup": json.dumps(nested)}
    parts = {name: (None, value) for name, value in flat.items()}
    answers = [
        await stage.http.get(_path(stage, "sendMessage"), params=flat),
        await stage.http.post(_path(stage, "sendmessage"), data=flat),
        await stage.http.post(_path(stage, "SENDMESSAGE"), files=parts),
        await stage.http.post(_path(stage, "sendMessage"), json=flat),
        await stage.http.post(_path(stage, "sendMessage"), json={**said, "reply_markup": nested}),
    ]
    heard = [(answer.json()["result"]["text"], answer.json()["result"]["reply_markup"]) for answer in answers]
    assert heard == [("Hoi & dag é", nested)] * 5


@pytest.mark.parametrize(
    ("path", "code", "words"),
    [
        ("/bot1:wrong/getMe", 401, "Unauthorized"),
        ("/botnonsense/getMe", 404, "Not Found"),
        ("/bot/getMe", 404, "Not Found"),
    ],
)
async def test_a_wrong_token_is_refused(stage: SandboxStage, path: str, code: int, words: str) -> None:
    """A well-formed wrong token is unauthorized, a malformed one is not found."""
    answer = await stage.http.get(path)
    assert (answer.status_code, answer.json()) == (code, {"ok": False, "error_code": code, "description": words})


async def test_an_unknown_method_is_not_found(stage: SandboxStage) -> None:
    """The error has Telegram's exact shape."""
    assert {"ok": False, "error_code": 404, "description": "Not Found"} == await stage.call("sendTelepathy")


@pytest.mark.parametrize(
    ("body", "words"), [(b"{", "can't parse JSON object"), (b"[1]", "object expected as the request body")]
)
async def test_a_body_that_is_no_object_is_refused(stage: SandboxStage, body: bytes, words: str) -> None:
    """A broken JSON body is a bad request."""
    headers = {"Content-Type": "application/json"}
    answer = await stage.http.post(_path(stage, "getMe"), content=body, headers=headers)
    assert answer.json() == {"ok": False, "error_code": 400, "description": f"Bad Request: {words}"}


async def test_a_broken_multipart_body_is_refused(stage: SandboxStage) -> None:
    """A multipart body without its boundary is a bad request."""
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    answer = await stage.http.post(_path(stage, "sendMessage"), content=b"--y\r\nnonsense", headers=headers)
    assert answer.status_code == httpx.codes.BAD_REQUEST


async def test_a_large_body_comes_in_whole(stage: SandboxStage) -> None:
    """A body of many pieces is put together before it is read."""
    content = bytes(range(256)) * 4096
    files = {"document": ("groot.bin", content, "application/octet-stream")}
    answer = await stage.http.post(_path(stage, "sendDocument"), data={"chat_id": stage.anna.id}, files=files)
    assert answer.json()["result"]["document"]["file_size"] == len(content)
