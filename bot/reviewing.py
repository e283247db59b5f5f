"""Checks what came by the chat, a flow file or a zip of them, beside the flows that are live; nothing of it is kept."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from bot.outgoing import Paper
from bot.parcel import Parcel, opened
from bot.shelf import LiveLibrary
from bot.texts import Texts
from bot.voice import Voice
from flows import check, complaints, loader, telling
from flows.findings import Finding, Level
from flows.flow import Flow
from flows.remark import Remark
from flows.world import UnknownFlow

_SHOWN = 8  # in the message; a file holds them all
_LONGEST = 3500


def review(library: LiveLibrary, parcel: Parcel, today: date) -> list[Finding]:
    """What is found in what came together: each flow with the catalogues that came along, else with the live ones; a
    catalogue alone with the live flow."""
    found, scripts = list(parcel.wrong), dict[str, Flow]()
    for flow in parcel.flows:
        try:
            scripts[flow] = _loaded(library, parcel, flow)
        except complaints.FlowError as error:
            found += check.of_complaints(error.complaints)
    together = {**{one.name: one for one in library.every()}, **scripts}
    return found + [one for script in scripts.values() for one in check.check(script, today, together)]


def _loaded(library: LiveLibrary, parcel: Parcel, flow: str) -> Flow:
    try:
        live = library.flow(flow)
    except UnknownFlow:
        live = None
    sent = parcel.catalogues.get(flow, {})
    source = parcel.sources.get(flow, live.source if live else None)
    if source is None:
        place, reason = f"{flow}.{min(sent)}.po", Remark("there is no flow {flow!r}", flow=flow)
        raise complaints.FlowError([complaints.Complaint(place, 1, reason, "send the flow as well")])
    return loader.load(source, {**(live.catalogues if live else {}), **sent}, path=f"{flow}.yaml")


def make(library: LiveLibrary, texts: Texts, body: Mapping[str, Any], content: bytes | None, today: date) -> Paper:
    """What to send to the coach who sent this file; `content` is None when Telegram does not hold it any more."""
    voice, name = Voice(texts, body["language"], body["tone"]), body["name"]
    if content is None:
        return Paper("", b"", "", [voice.say("file.gone", name=name)])
    parcel = opened(name, content)
    return paper(name, review(library, parcel, today), voice, parcel.flows)


def paper(name: str, found: list[Finding], voice: Voice, flows: Sequence[str]) -> Paper:
    """The findings as a message, with the whole list as a file when it does not fit."""
    if not found:
        files = " ".join(f"{flow}.yaml" for flow in flows)
        return Paper("", b"", "", [voice.say("file.clean", name=name, files=files)])
    errors = sum(one.level is Level.ERROR for one in found)
    title = voice.say("file.found", name=name, errors=errors, advice=len(found) - errors)
    lines = [line(one, voice) for one in sorted(found, key=lambda one: (one.level is not Level.ERROR, one))]
    shown = lines[:_SHOWN]
    while sum(map(len, shown)) > _LONGEST:
        shown.pop()
    message = "\n\n".join([title, *shown])
    if len(shown) == len(lines):
        return Paper("", b"", "", [message])
    whole = "\n".join(telling.line(one, voice.language) for one in found).encode()
    return Paper(f"{name}.txt", whole, voice.plain("file.all", count=len(found)), [message])


def line(one: Finding, voice: Voice) -> str:
    """One finding: where, its number, what, why, and what to do (HTML)."""
    place = f"{Path(one.path).name}:{one.line}"
    return voice.say(
        "file.finding",
        place=place,
        number=one.number,
        title=telling.title(one.number, voice.language),
        reason=telling.told(one.reason, voice.language),
        remedy=telling.told(one.remedy, voice.language),
    )
