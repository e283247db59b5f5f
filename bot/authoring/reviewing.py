"""Checks flows, catalogues and a programme that came together, beside what is live; nothing of it is kept here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from bot.base.abilities import Abilities
from bot.base.outgoing import Paper
from bot.base.texts import Texts
from bot.base.voice import Voice
from bot.library import case_check, case_file, programme_changes, programme_file
from bot.library.case_file import CaseBook
from bot.library.live import LiveLibrary
from bot.library.parcel import Parcel, opened
from bot.library.programme_file import Loaded
from flows import check, complaints, expressions, loader, telling
from flows.findings import Finding, Severity
from flows.flow import Flow
from flows.message_room import MessageRoom
from flows.remark import Remark

_SHOWN = 8  # in the message; a file holds them all


@dataclass(frozen=True, slots=True)
class Reviewed:
    """Holds the flows, the programme and the cases that came together, as they read, and the findings about them."""

    findings: Sequence[Finding]
    flows: Mapping[str, Flow]
    programme: Loaded | None = None
    cases: CaseBook | None = None

    @property
    def errors(self) -> int:
        return sum(one.level is Severity.ERROR for one in self.findings)


def review(live: Mapping[str, Flow], parcel: Parcel, today: date, room: MessageRoom) -> Reviewed:
    """Read and check what came together: each flow with the catalogues that came along, else with the live ones; a
    catalogue alone with the live flow; a programme with the flows that came and those that are live; cases."""
    findings, flows = list(parcel.wrong), dict[str, Flow]()
    for flow in parcel.flows:
        try:
            flows[flow] = _loaded(live.get(flow), parcel, flow)
        except complaints.CannotLoad as error:
            findings += check.of_complaints(error.complaints)
    together = {**live, **flows}
    findings += [one for flow in flows.values() for one in check.check(flow, today, together, room=room)]
    programme = _programme(parcel, together, today, findings)
    return Reviewed(findings, flows, programme, _cases(parcel, today, findings))


def _programme(parcel: Parcel, together: Mapping[str, Flow], today: date, findings: list[Finding]) -> Loaded | None:
    """Read the programme that came along, if one did; what is wrong with it joins the findings."""
    if parcel.programme is None:
        return None
    path = parcel.path(programme_file.PLACE.stem)
    try:
        programme = programme_file.read(parcel.programme, together, path=path)
        findings += programme_file.overdue(programme, path, today)
    except complaints.CannotLoad as error:
        findings += check.of_complaints(error.complaints)
        return None
    return programme


def _cases(parcel: Parcel, today: date, findings: list[Finding]) -> CaseBook | None:
    """Read the cases that came along, if some did; what is wrong with them joins the findings."""
    if parcel.cases is None:
        return None
    path = parcel.path(case_file.PLACE.stem)
    try:
        book = case_file.read(parcel.cases, path=path)
        findings += case_check.of_book(book, path, today)
    except complaints.CannotLoad as error:
        findings += check.of_complaints(error.complaints)
        return None
    return book


def _loaded(live: Flow | None, parcel: Parcel, flow: str) -> Flow:
    live_catalogues = live.catalogues if live and flow not in parcel.places else {}
    sent = parcel.catalogues.get(flow, {})
    source = parcel.sources.get(flow, live.source if live else None)
    if source is None:
        place, reason = f"{flow}.{min(sent)}.po", Remark("there is no flow {flow!r}", flow=flow)
        raise complaints.CannotLoad([complaints.complaint(place, 1, reason, "send the flow as well")])
    return loader.load(source, {**live_catalogues, **sent}, path=parcel.path(flow))


def make(
    library: LiveLibrary,
    texts: Texts,
    body: Mapping[str, Any],
    content: bytes | None,
    today: date,
    abilities: Abilities,
) -> Paper:
    """Write the reply to a coach who sent a file; `content` is None when the channel does not hold it any more."""
    voice, name = Voice(texts, body["language"], body["tone"]), body["name"]
    if content is None:
        return Paper("", b"", "", [voice.say("file.gone", name=name)])
    reviewed = _looked_at(library, name, content, today, abilities.room)
    reply = paper(name, reviewed, voice, abilities.room)
    if reviewed.programme is None:
        return reply
    return replace(reply, messages=[*reply.messages, _changes(library.programme, reviewed.programme, voice)])


def _looked_at(library: LiveLibrary, name: str, content: bytes, today: date, room: MessageRoom) -> Reviewed:
    """Review a file; whatever it does, its sender has an answer."""
    try:
        return review({one.name: one for one in library.every()}, opened(name, content), today, room)
    except expressions.FAILURES as error:
        return Reviewed(check.of_complaints([complaints.unforeseen(name, 1, error)]), {})


def _changes(before: Loaded, after: Loaded, voice: Voice) -> str:
    """Say what another programme would change."""
    changes = programme_changes.between(before.programme, after.programme)
    if not changes:
        return voice.say("file.same" if before.version == after.version else "file.same_offer")
    lines = [voice.say("file.change", change=telling.translated(one.remark, voice.language)) for one in changes]
    return "\n".join([voice.say("file.changes"), *lines])


def paper(name: str, reviewed: Reviewed, voice: Voice, room: MessageRoom) -> Paper:
    """Put findings into a message, with the whole list as a file when it does not fit."""
    findings, errors = reviewed.findings, reviewed.errors
    if not findings:
        return Paper("", b"", "", [voice.say("file.clean", name=name)])
    title = voice.say("file.found", name=name, errors=errors, advice=len(findings) - errors)
    lines = [
        line(finding, voice)
        for finding in sorted(findings, key=lambda finding: (finding.level is not Severity.ERROR, finding))
    ]
    shown = lines[:_SHOWN]
    while shown and not room.fits("\n\n".join([title, *shown])):
        shown.pop()
    message = "\n\n".join([title, *shown])
    if len(shown) == len(lines):
        return Paper("", b"", "", [message])
    whole = "\n".join(telling.line(finding, voice.language) for finding in findings).encode()
    return Paper(f"{name}.txt", whole, voice.plain("file.all", count=len(findings)), [message])


def line(finding: Finding, voice: Voice) -> str:
    """Write one finding: where, its number, what, why, and what to do (marked text)."""
    place = f"{Path(finding.path).name}:{finding.line}"
    return voice.say(
        "file.finding",
        place=place,
        number=finding.number,
        title=telling.title(finding.number, voice.language),
        reason=telling.translated(finding.reason, voice.language),
        remedy=telling.translated(finding.remedy, voice.language),
    )
