"""A flow's texts out to translators and back; nothing that was written is ever lost."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from flows import po, texts
from flows.checks import translations
from flows.flow import Flow


@dataclass(frozen=True, slots=True)
class TranslationStanding:
    """Places by how their translation stands. `stale`: made from another text than there is now, or marked fuzzy."""

    done: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Merged:
    """A catalogue with a translator's work in it. `taken`: places that read differently now; `unsure`: marked fuzzy
    by the translator; `outdated`: translated from a text that has changed since; `unknown`: places that the flow
    does not have."""

    sheet: po.PoFile
    taken: list[str] = field(default_factory=list)
    unsure: list[str] = field(default_factory=list)
    outdated: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def export(flow: Flow, key: str, before: po.PoFile | None = None) -> po.PoFile:
    """Make the catalogue for a language, or 'u', with an entry for every text that needs one, on top of what there was.

    A translation of a text that has changed stays, marked fuzzy; one of a text that is gone stays as an old entry.
    """
    language = "nl" if key == translations.FORMAL else key
    earlier = {**before.gone, **before.units} if before else {}
    units: dict[str, po.PoEntry] = {}
    for text in flow.texts():
        if text.place in earlier:
            units[text.place] = earlier[text.place].against(text.base)
        elif _needs(text, key):
            units[text.place] = po.PoEntry(text.place, text.base)
    gone = {place: unit for place, unit in earlier.items() if place not in units}
    return po.PoFile(
        (before and before.head) or po.head(language, flow.name), units, gone, before.strays if before else ()
    )


def merge(flow: Flow, key: str, ours: po.PoFile | None, theirs: po.PoFile) -> Merged:
    """Merge what a translator sent back into the catalogue; theirs wins where it translates the text of today."""
    current = export(flow, key, ours)
    places = {text.place: text.base for text in flow.texts()}
    units = dict(current.units)
    merged = Merged(current, unknown=[place for place in theirs.units if place not in places])
    for place, sent in theirs.units.items():
        if place not in places or not sent.text:
            continue
        if sent.fuzzy:
            merged.unsure.append(place)
        elif sent.base != places[place]:
            merged.outdated.append(place)
        else:
            before = units.get(place)
            if before is None or (before.text, before.fuzzy) != (sent.text, False):
                merged.taken.append(place)
            units[place] = _together(before, sent)
    ordered = {place: units[place] for place in places if place in units}
    return replace(merged, sheet=replace(current, units=ordered))


def _together(before: po.PoEntry | None, sent: po.PoEntry) -> po.PoEntry:
    """Take the sent translation, with the comments of both."""
    if before is None:
        return sent
    return replace(
        sent,
        comments=tuple(dict.fromkeys((*before.comments, *sent.comments))),
        notes=tuple(dict.fromkeys((*before.notes, *sent.notes))),
    )


def standing(flow: Flow, key: str, units: Mapping[str, po.PoEntry]) -> TranslationStanding:
    """Say how the translation of each text stands that needs one."""
    places = TranslationStanding()
    for text in flow.texts():
        unit = units.get(text.place)
        if unit and unit.text:
            (places.stale if unit.fuzzy or unit.base != text.base else places.done).append(text.place)
        elif _needs(text, key):
            places.missing.append(text.place)
    return places


def _needs(text: texts.PlacedText, key: str) -> bool:
    """Say whether a text needs a translation: every text does, but a formal form only one that says je."""
    return key != translations.FORMAL or translations.addressed(text.base) is not None
