"""Reads what lies on the shelves, our flows and the organisation's own; a broken one never takes a good one away."""

import contextlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path

from flows import check, complaints, folder, loader, welcome
from flows.checks.subject import Subject
from flows.findings import RULES, Finding
from flows.flow import Flow
from flows.shelves import Shelf
from store.versions import Source

OURS, OWN = "ours", "own"


class Fallback(StrEnum):
    """Names what people get while a file is broken."""

    LAST_GOOD = "last good"
    """the version that was live before"""
    OURS = "ours"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class BrokenFlow:
    """Names a flow of the organisation's own that is not taken into use as it lies there, and why."""

    name: str
    findings: tuple[Finding, ...]
    instead: Fallback


@dataclass(frozen=True, slots=True)
class Look:
    """Holds the shelf as it was read: ``origins`` is where each flow comes from, ``broken`` what is not taken into use,
    by name."""

    shelf: Shelf
    origins: Mapping[str, str]
    broken: tuple[BrokenFlow, ...] = ()


@dataclass(slots=True)
class _Gathered:
    """Own flows while they are looked at; ``good`` ones may still enter one that is not there."""

    good: dict[str, Flow] = field(default_factory=dict)
    wrong: dict[str, Sequence[Finding]] = field(default_factory=dict)


def look(ours: Shelf, folders: Sequence[Path], live: Mapping[str, Source], today: date) -> Look:
    """Read the organisation's own folders, and put what lies there over ours. A flow that cannot be loaded, or has a
    finding that stops, leaves its place to its version that was ``live`` from the own shelf, else to ours."""
    own = _read(path for each in folders for path in folder.flows(each))
    _stop(own, {**ours.flows, **_last_good_versions(own, live), **own.good}, live, today)
    last_good = _last_good_versions(own, live)
    mine = {**last_good, **own.good}
    origins = {**dict.fromkeys(ours.flows, OURS), **dict.fromkeys(mine, OWN)}
    wrong = {**own.wrong, **_strays(folders)}
    broken = [BrokenFlow(name, tuple(found), _instead(name, last_good, ours)) for name, found in sorted(wrong.items())]
    return Look(Shelf({**ours.flows, **mine}, ours.complaints), origins, tuple(broken))


def _read(paths: Iterable[Path]) -> _Gathered:
    gathered = _Gathered()
    for path in paths:
        try:
            flow = loader.read(path)
            gathered.good[flow.name] = flow
            gathered.wrong.pop(flow.name, None)
        except complaints.CannotLoad as error:
            gathered.wrong[path.stem] = check.of_complaints(error.complaints)
    return gathered


def _strays(folders: Iterable[Path]) -> dict[str, Sequence[Finding]]:
    """List files that somebody may take for flows, by their whole name: no flow can be called so."""
    return {one.name: check.of_complaints([folder.stray(one)]) for each in folders for one in folder.strays(each)}


def _last_good_versions(own: _Gathered, live: Mapping[str, Source]) -> dict[str, Flow]:
    """Find the last good version of what is wrong now."""
    flows = {}
    for source in (live[name] for name in own.wrong if name in live):
        if source.live_from == OWN and source.retired_at is None:
            # A newer program may not read what an older one could.
            with contextlib.suppress(complaints.CannotLoad):
                flow = loader.load(source.source, source.catalogues, path=f"{source.name}.yaml")
                if not _hides_who_answers(flow):
                    flows[source.name] = flow
    return flows


def _stop(own: _Gathered, together: Mapping[str, Flow], live: Mapping[str, Source], today: date) -> None:
    """Set aside what loads and must not be played; what is live already was looked at before."""
    for name, flow in list(own.good.items()):
        source = live.get(name)
        if _hides_who_answers(flow) or source is None or (source.version, source.live_from) != (flow.version, OWN):
            stops = [one for one in check.check(flow, today, together) if RULES[one.number].stops]
            if stops:
                own.wrong[name] = stops
                del own.good[name]


def _hides_who_answers(flow: Flow) -> bool:
    """Say whether a welcome lacks the disclosure: that is never played, however long it has been live."""
    return any(welcome.check(Subject(flow, date.max, {})))


def _instead(name: str, last_good: Mapping[str, Flow], ours: Shelf) -> Fallback:
    if name in last_good:
        return Fallback.LAST_GOOD
    return Fallback.OURS if name in ours.flows else Fallback.NOTHING
