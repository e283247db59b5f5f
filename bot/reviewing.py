"""Checks a flow file that came by the chat, beside the flows that are live; nothing of it is kept."""

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from bot.outgoing import Paper
from bot.shelf import LiveLibrary
from bot.texts import Texts
from bot.voice import Voice
from flows import check, complaints, loader
from flows.findings import Finding, Level
from flows.world import UnknownFlow

LARGEST = 256 * 1024  # bytes
_FLOW = re.compile(
    r"(?P<flow>[a-z][a-z0-9-]{0,31})(?: ?\(\d+\))?(?:\.(?P<key>[a-z]{1,2}))?(?: ?\(\d+\))?\.(?P<kind>yaml|po)"
)
_SHOWN = 8  # in the message; a file holds them all
_LONGEST = 3500


def is_flow_file(name: str) -> bool:
    """Whether it is called as a flow or one of its catalogues: waarom.yaml, waarom.en.po, also with a (1)."""
    found = _FLOW.fullmatch(name)
    return found is not None and bool(found["key"]) == (found["kind"] == "po")


def review(library: LiveLibrary, name: str, content: bytes, today: date) -> list[Finding]:
    """What is found in this file: a flow with the live catalogues, or a catalogue with the live flow."""
    named = _FLOW.fullmatch(name)
    if named is None:
        raise ValueError("no flow file")
    flow, key = named["flow"], named["key"]
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return [Finding(name, 1, "KV001", "not readable", "save it as UTF-8 text")]
    try:
        live = library.flow(flow)
    except UnknownFlow:
        live = None
    if key and live is None:
        return [Finding(name, 1, "KV001", f"there is no flow {flow!r}", "send the flow itself first")]
    source, catalogues = (live.source, dict(live.catalogues)) if live else ("", {})
    if key:
        catalogues[key] = text
    else:
        source = text
    return _checked(library, f"{flow}.yaml", source, catalogues, today)


def _checked(library: LiveLibrary, path: str, source: str, catalogues: dict[str, str], today: date) -> list[Finding]:
    try:
        script = loader.load(source, catalogues, path=path)
    except complaints.FlowError as error:
        return check.of_complaints(error.complaints)
    return check.check(script, today, {**{one.name: one for one in library.every()}, script.name: script})


def make(library: LiveLibrary, texts: Texts, body: Mapping[str, Any], content: bytes | None, today: date) -> Paper:
    """What to send to the coach who sent this file; `content` is None when Telegram does not hold it any more."""
    voice, name = Voice(texts, body["language"], body["tone"]), body["name"]
    if content is None:
        return Paper("", b"", "", [voice.say("file.gone", name=name)])
    return paper(name, review(library, name, content, today), voice)


def paper(name: str, found: list[Finding], voice: Voice) -> Paper:
    """The findings as a message, with the whole list as a file when it does not fit."""
    if not found:
        return Paper("", b"", "", [voice.say("file.clean", name=name)])
    errors = sum(one.level is Level.ERROR for one in found)
    title = voice.say("file.found", name=name, errors=errors, advice=len(found) - errors)
    lines = [line(one, voice) for one in sorted(found, key=lambda one: (one.level is not Level.ERROR, one))]
    shown = lines[:_SHOWN]
    while sum(map(len, shown)) > _LONGEST:
        shown.pop()
    message = "\n\n".join([title, *shown])
    if len(shown) == len(lines):
        return Paper("", b"", "", [message])
    whole = "\n".join(map(str, found)).encode()
    return Paper(f"{name}.txt", whole, voice.plain("file.all", count=len(found)), [message])


def line(one: Finding, voice: Voice) -> str:
    """One finding: where, its number, why, and what to do (HTML)."""
    place = f"{Path(one.path).name}:{one.line}"
    return voice.say("file.finding", place=place, number=one.number, reason=one.reason, remedy=one.remedy)
