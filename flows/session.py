"""One person in one flow: frozen data that goes to JSON and back between all turns."""

import zlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

import msgspec

from flows.errors import FlowsError
from flows.json_value import JSON

FORMAT = 2


class SessionStatus(StrEnum):
    WAITING = "waiting"
    COMPLETED = "completed"
    STOPPED = "stopped"
    EXPIRED = "expired"
    FAILED = "failed"


class SessionError(FlowsError, ValueError):
    """These bytes are no session of this version of the program: they were not written by `to_json`."""


class Wait(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the session waits for. `answer` is False in a pause, which ends at `until`, and in a call, which is
    given up then."""

    node: str
    visit: int
    answer: bool = True
    call: bool = False
    remind_at: datetime | None = None
    until: datetime | None = None


class Frame(
    msgspec.Struct,
    frozen=True,
    omit_defaults=True,
    rename={"flow": "f", "version": "r", "parent": "p", "node": "n", "values": "x", "handed": "g"},
):
    """A flow being played: the session's own (the first) or an entered one, with its variables."""

    flow: str = ""
    """'' in the first: that of the session"""
    version: str = ""
    parent: int = -1
    node: str = ""
    """the node of the parent that entered it"""
    values: dict[str, JSON] = {}
    handed: dict[str, JSON] = {}


class Mark(msgspec.Struct, frozen=True, array_like=True, omit_defaults=True):
    """A question that was answered, or an act that was logged (visit 0): the way back."""

    frame: int
    node: int
    """place of the node in its flow, from 0"""
    visit: int
    ref: str = ""
    """of the typed message; '': it was pressed"""
    check: int = 0
    """of its words; 0: not known"""


_SHORT = {
    "flow": "f",
    "version": "r",
    "status": "s",
    "language": "l",
    "tone": "t",
    "person": "p",
    "started": "b",
    "sprint": "n",
    "wait": "w",
    "visits": "i",
    "facts": "k",
    "frames": "x",
    "at": "a",
    "trail": "h",
    "undone": "u",
    "depth": "d",
    "partial": "o",
    "refused": "q",
    "refused_check": "c",
    "misses": "m",
}
"""Names on the wire: a session is read and written with every turn."""


class Session(msgspec.Struct, frozen=True, omit_defaults=True, tag_field="v", tag=FORMAT, rename=_SHORT):
    """`sprint` grows with every resume that changes something; a wake-up that bears an older one is stale."""

    flow: str
    version: str
    status: SessionStatus
    language: str
    tone: str
    person: str
    started: int
    """seconds since 1970"""
    sprint: int = 0
    wait: Wait | None = None
    visits: int = 0
    facts: dict[str, JSON] = {}
    frames: tuple[Frame, ...] = ()
    at: int = 0
    trail: tuple[Mark, ...] = ()
    undone: tuple[Mark, ...] = ()
    """what was answered or logged before somebody went back, and was not passed again yet"""
    depth: int = 0
    """answers on the path that led here"""
    refused: str | None = None
    """the typed message that the open question did not understand"""
    refused_check: int = 0
    misses: int = 0
    """how often in a row the open question did not understand what was typed"""
    partial: dict[str, JSON] = {}
    """what the open question has so far: options marked, a plan half written"""


def check_of(text: str) -> int:
    """Make a number from 1 to 65535 by which the same words are known again: an edit that left them as they were.

    It lies within the sealed session alone. Whoever opens that can hold a guess of the words against it.
    """
    return zlib.crc32(text.encode("utf-8", "surrogatepass")) % 65535 + 1


def without(data: bytes, name: str) -> bytes:
    """Take out what a session holds under this name, as if it was skipped. Raises SessionError.

    The checks of typed words go too: one of them may be of what is taken out.
    """
    session = from_json(data)
    frames = tuple(
        msgspec.structs.replace(frame, values={**frame.values, name: None}) if name in frame.values else frame
        for frame in session.frames
    )
    trail, undone = (
        tuple(msgspec.structs.replace(mark, check=0) for mark in marks) for marks in (session.trail, session.undone)
    )
    partial = {name: part for name, part in session.partial.items() if name != "check"}
    return to_json(
        msgspec.structs.replace(session, frames=frames, trail=trail, undone=undone, partial=partial, refused_check=0)
    )


_ENCODER = msgspec.json.Encoder()
_DECODER = msgspec.json.Decoder(Session)


def to_json(session: Session) -> bytes:
    return _ENCODER.encode(session)


def from_json(data: bytes) -> Session:
    """Read a session from the JSON that `to_json` wrote. Raises SessionError."""
    try:
        return _DECODER.decode(data)
    except msgspec.ValidationError:
        return _with_numbers(data)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise SessionError(str(error)) from None


def _with_numbers(data: bytes) -> Session:
    """Read a session of the format before, in which the references of messages were numbers. It is read here and not
    migrated: it lies sealed, and the next turn writes it in the new one."""
    try:
        fields = msgspec.json.decode(data, type=dict[str, Any])
        if fields.get("v") == FORMAT - 1:
            fields |= {"v": FORMAT, **_in_text(fields)}
        return msgspec.convert(fields, Session)
    except (msgspec.DecodeError, TypeError, IndexError) as error:
        raise SessionError(str(error)) from None


def _in_text(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Give the parts of a session that refer to messages, with text in the place of numbers."""
    marks = {name: [_mark_in_text(mark) for mark in fields.get(name, ())] for name in ("h", "u")}
    refused = {"q": str(fields["q"])} if fields.get("q") else {}
    partial = fields.get("o", {})
    return {**marks, **refused, "o": {**partial, "ref": str(partial["ref"])} if partial.get("ref") else partial}


def _mark_in_text(mark: Sequence[Any]) -> Sequence[Any]:
    return [*mark[:3], str(mark[3] or ""), *mark[4:]] if len(mark) > 3 else mark
