"""What a coach sends in one go: a flow, a catalogue, the programme, or a zip of them; read in memory, kept nowhere."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field

from bot.library import case_file, programme_file, zip_file
from flows import check, complaints, decoding
from flows.findings import Finding, Severity
from flows.remark import Remark

LARGEST = 256 * 1024  # bytes: of what is sent, and of each file in it
_FLOW = re.compile(
    r"(?P<flow>[a-z][a-z0-9-]{0,31})(?: ?\(\d+\))?(?:\.(?P<key>[a-z]{1,2}))?(?: ?\(\d+\))?\.(?P<kind>yaml|po)"
)


@dataclass(slots=True)
class Parcel:
    """Holds what a coach sent in one go: sources of flows by name, catalogues by flow and key, the programme,
    the cases, and what could not be read; ``places``: the file of a flow that was read from a folder, with all its
    catalogues beside it."""

    sources: dict[str, str] = field(default_factory=dict)
    catalogues: dict[str, dict[str, str]] = field(default_factory=dict)
    programme: str | None = None
    cases: str | None = None
    wrong: list[Finding] = field(default_factory=list)
    places: dict[str, str] = field(default_factory=dict)

    @property
    def flows(self) -> list[str]:
        """Name every flow of which something was sent."""
        return sorted(self.sources.keys() | self.catalogues.keys())

    def path(self, flow: str) -> str:
        """Name the file of this flow."""
        return self.places.get(flow, f"{flow}.yaml")

    def add(self, other: "Parcel") -> None:
        """Add what came beside it; of two of the same name the last one counts."""
        self.sources |= other.sources
        for flow, catalogues in other.catalogues.items():
            self.catalogues.setdefault(flow, {}).update(catalogues)
        self.programme = self.programme if other.programme is None else other.programme
        self.cases = self.cases if other.cases is None else other.cases
        self.wrong += other.wrong
        self.places |= other.places

    @property
    def empty(self) -> bool:
        return not self.flows and self.programme is None and self.cases is None


def is_one(name: str) -> bool:
    """Say whether a file is called as a flow, one of its catalogues, or a zip: waarom.yaml, waarom.en.po, also with a
    (1)."""
    return _is_zip(name) or _named(name) is not None


def refused(name: str, reason: str, remedy: str) -> Parcel:
    """Make a parcel of a file that cannot even be opened."""
    return Parcel(wrong=[_not(name, reason, remedy)])


def opened(name: str, content: bytes, place: str = "") -> Parcel:
    """Open a file that a coach sent; ``place``: where it was read from, if not from the chat. Of a zip only the last
    part of each name counts, so a name cannot lead anywhere."""
    parcel = Parcel()
    if not _is_zip(name):
        _add(parcel, name, content, place)
    elif len(content) > LARGEST:
        parcel.wrong.append(_not(place or name, "larger than 256 kB", "send fewer files at once"))
    else:
        _unpack(parcel, name, content, place)
    return parcel


def _unpack(parcel: Parcel, name: str, content: bytes, place: str) -> None:
    try:
        inside = list(zip_file.members(content, LARGEST))
    except zip_file.NoZip:
        broken = _not(place or name, "this zip cannot be opened", "pack the files again, without a password")
        parcel.wrong.append(broken)
        return
    names = set[str]()
    for member in inside:
        if member.content is None:
            parcel.wrong.append(_not(member.name, "this file in the zip cannot be opened", _AGAIN))
        elif left := _left(member.name, names):
            parcel.wrong.append(left)
        else:
            _add(parcel, member.name, member.content)
        names.add(member.name)
    if parcel.empty and not any(one.level is Severity.ERROR for one in parcel.wrong):
        remedy = "pack waarom.yaml, waarom.en.po and so on into it"
        parcel.wrong.append(_not(place or name, "no flow is in this zip", remedy))


_AGAIN = Remark("pack it again, without a password, or send fewer files at once")


def _left(name: str, before: Collection[str]) -> Finding | None:
    """Say why a file in a zip is not read."""
    if name in before:
        return Finding(
            name, 1, "KV028", "two files in the zip have this name; the first is read", "keep one of the two"
        )
    if _is_zip(name):
        return Finding(name, 1, "KV028", "a zip in a zip is not opened", "send it by itself")
    if _named(name) is None:
        remedy = "if it is a flow, call it as waarom.yaml, and a catalogue of it waarom.en.po"
        return Finding(name, 1, "KV028", "this file in the zip is not read", remedy)
    return None


def _is_zip(name: str) -> bool:
    return name.lower().endswith(".zip")


def _add(parcel: Parcel, name: str, content: bytes, place: str = "") -> None:
    named = _named(name)
    if named is None:
        raise ValueError("no flow file")
    if len(content) > LARGEST:
        parcel.wrong.append(_too_large(place or name))
        return
    try:
        text = decoding.text(content, place or name)
    except complaints.CannotLoad as error:
        parcel.wrong += check.of_complaints(error.complaints)
        return
    if named["key"]:
        parcel.catalogues.setdefault(named["flow"], {})[named["key"]] = text
    else:
        called = _put(parcel, named["flow"], text)
        if place:
            parcel.places[called] = place


def _put(parcel: Parcel, flow: str, text: str) -> str:
    """Put a file where it belongs by what it says, and give the name by which it is known from then on."""
    if programme_file.is_one(text):
        parcel.programme = text
        return programme_file.PLACE.stem
    if case_file.is_one(text):
        parcel.cases = text
        return case_file.PLACE.stem
    parcel.sources[flow] = text
    return flow


def _named(name: str) -> re.Match[str] | None:
    match = _FLOW.fullmatch(name)
    return match if match and bool(match["key"]) == (match["kind"] == "po") else None


def _too_large(name: str) -> Finding:
    return _not(name, "larger than 256 kB", "split it into flows that enter each other")


def _not(name: str, reason: str, remedy: str) -> Finding:
    return Finding(name, 1, "KV001", reason, remedy)
