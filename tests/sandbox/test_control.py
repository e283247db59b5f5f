"""Playing people and troubles from outside, over HTTP."""

from typing import Any

import httpx
import pytest

from tests.sandbox.conftest import SandboxStage


async def _post(stage: SandboxStage, path: str, **content: Any) -> Any:
    answer = await stage.http.post(f"/sandbox/{path}", json=content)
    assert answer.status_code == httpx.codes.OK, answer.text
    return answer.json()


async def test_a_whole_conversation_from_outside(stage: SandboxStage) -> None:
    """Joining, starting, talking, pressing, editing, looking and waiting work without the Python client."""
    daan = await _post(stage, "people", name="Daan", language="en", role="employee")
    chat = f"chats/{daan['id']}"
    await _post(stage, f"{chat}/starts", payload="abc")
    button = {"inline_keyboard": [[{"text": "Ja", "callback_data": "1:ja"}]]}
    await stage.accepted("sendMessage", chat_id=daan["id"], text="Goed?", reply_markup=button)
    message = (await stage.http.get(f"/sandbox/{chat}/sees", params={"text": "Goed", "timeout": "1"})).json()
    assert "Goed?" == message["text"]
    assert "query" in await _post(stage, f"{chat}/presses", label="Ja")
    said = await _post(stage, f"{chat}/says", text="Hoi")
    await _post(stage, f"{chat}/edits", message=said["message"], text="Dag")
    kinds = [sorted(update.to_dict().keys() - {"update_id"})[0] for update in await stage.bot.get_updates()]
    assert ["message", "callback_query", "message", "edited_message"] == kinds
    look = (await stage.http.get(f"/sandbox/{chat}")).json()
    assert [
        ("/start abc", []),
        ("Goed?", ["Ja"]),
        ("Dag", []),
    ] == [(one["text"], one["buttons"]) for one in look["screen"]]
    lines = (await stage.http.get(f"/sandbox/{chat}/transcript")).json()
    assert ["says", "says", "presses", "says", "edits"] == [line["act"] for line in lines]


@pytest.mark.parametrize("act", ["photo", "voice", "sticker", "location", "blocks"])
async def test_every_act_reaches_the_bot(stage: SandboxStage, act: str) -> None:
    """Each act that a page offers makes one update."""
    await _post(stage, f"chats/{stage.anna.id}/{act}")
    assert 1 == len(await stage.bot.get_updates())


async def test_a_phone_is_changed_and_listed(stage: SandboxStage) -> None:
    """Language, role, deep link and whether it is shown; the others stay."""
    path = f"/sandbox/chats/{stage.anna.id}"
    changed = (await stage.http.patch(path, json={"language": "en", "role": "lead"})).json()
    assert ("en", "lead", True) == (changed["language"], changed["role"], changed["started"])
    assert (await stage.http.get("/sandbox/people")).json() == [changed]


async def test_history_from_outside(stage: SandboxStage) -> None:
    """The same as history.put, as JSON."""
    entries = [{"by": "bot", "date": "2026-07-02T15:30:00+02:00", "text": "Toen"}]
    answer = await stage.http.post(f"/sandbox/chats/{stage.anna.id}/history", json=entries)
    assert answer.json() == {"messages": [stage.anna.screen()[-1].id]}


async def test_faults_from_outside(stage: SandboxStage) -> None:
    """They are planned, counted and cleared."""
    await _post(stage, "faults", kind="internal", method="sendMessage", times=2)
    assert 500 == (await stage.call("sendMessage", chat_id=stage.anna.id, text="x"))["error_code"]
    listed = (await stage.http.get("/sandbox/faults")).json()
    assert ([1], {"internal": 1}) == ([fault["times"] for fault in listed["planned"]], listed["struck"])
    await stage.http.delete("/sandbox/faults")
    await stage.accepted("sendMessage", chat_id=stage.anna.id, text="x")


@pytest.mark.parametrize(
    ("path", "content", "status", "words"),
    [
        ("chats/1/says", {"text": "x"}, 409, "there is no chat 1"),
        ("chats/{anna}/dances", {}, 409, "nobody can do 'dances'"),
        ("chats/{anna}/presses", {"label": "Weg"}, 409, "sees no button 'Weg'"),
        ("chats/{anna}/says", {"tekst": "x"}, 400, "unknown field `tekst`"),
        ("faults", {"kind": "earthquake"}, 400, "earthquake"),
        ("clock", {"to": "next"}, 409, "not told of a clock"),
    ],
)
async def test_a_mistake_is_told_in_a_sentence(
    stage: SandboxStage, path: str, content: dict[str, str], status: int, words: str
) -> None:
    """What cannot be done is an error with words, never a crash."""
    answer = await stage.http.post(f"/sandbox/{path.format(anna=stage.anna.id)}", json=content)
    assert answer.status_code == status
    assert words in answer.json()["error"]


@pytest.mark.parametrize("headers", [{"Host": "evil.example"}, {"Origin": "https://evil.example"}, {"Origin": "null"}])
async def test_other_sites_are_kept_out(stage: SandboxStage, headers: dict[str, str]) -> None:
    """A rebound host name and a foreign origin are refused, and nothing is done."""
    path = f"/sandbox/chats/{stage.anna.id}/says"
    answer = await stage.http.post(path, json={"text": "x"}, headers=headers)
    assert answer.status_code == httpx.codes.FORBIDDEN
    assert 1 == len(stage.anna.screen())
