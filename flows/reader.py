"""What a node needs to read itself from a file: its parts, with texts translated and conditions compiled."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from flows import catalogue, complaints, expressions, flow, lengths, marked_text, source, texts, values, vocabulary
from flows.findings import Finding
from flows.remark import Remark

Made = TypeVar("Made")
COMMON = ("next", "technique")


@dataclass(slots=True)
class FlowFile:
    """One flow file while it is read; mistakes in catalogues are collected, others are raised."""

    path: str
    language: str
    catalogues: Mapping[str, catalogue.Catalogue]
    default: flow.Unanswered | None = None
    """what the head says about questions that nobody answers"""
    mistakes: list[Finding] = field(default_factory=list)

    def text(self, part: source.Part, place: str, *, marked: bool) -> texts.PlacedText:
        """Read the text at a place with all its translations; `marked` for messages, plain for labels."""
        base = part.text()
        forms = {self.language: _compiled(part, lambda: self._template(base, marked=marked))}
        for key, entries in self.catalogues.items():
            entry = entries.translation(place, base)
            if entry:
                try:
                    forms[key] = self._template(entry.text, marked=marked)
                except expressions.ExpressionError as error:
                    remedy = "write it as in the base text"
                    self.mistakes.append(
                        complaints.complaint(
                            entries.path,
                            entry.line,
                            Remark("{place}: {error}", place=place, error=Remark(error.args[0])),
                            remedy,
                        )
                    )
        return texts.PlacedText(place, part.line, base, marked, self.language, forms, part.behind)

    def _template(self, written: str, *, marked: bool) -> expressions.Template:
        if not source.sound(written):
            raise expressions.ExpressionError(source.UNSOUND)
        open_tag = marked_text.unclosed(written) if marked else None
        if open_tag:
            raise expressions.ExpressionError(
                Remark("{open_tag} is not closed, or closed in the wrong order", open_tag=open_tag)
            )
        return expressions.template(written, marked=marked)

    def wording(self, part: source.Part, place: str) -> texts.Wording:
        """Read one text, or a list of wordings of it."""
        if not part.is_list:
            return texts.Wording((self.text(part, place, marked=True),))
        wordings = [self.text(one, f"{place}.{number}", marked=True) for number, one in enumerate(part.items(), 1)]
        if not wordings:
            raise part.mistake("an empty list of wordings", "write at least one text")
        return texts.Wording(tuple(wordings))

    def unanswered(self, part: source.Part, place: str) -> flow.Unanswered:
        fields = part.fields(["after"], ["remind", "give_up", "then"])
        remind = source.optional(fields, "remind")
        if "give_up" in fields and not remind:
            raise fields["give_up"].mistake("give_up comes after a reminder", "add remind: TEXT, or use after: alone")
        return flow.Unanswered(
            after=moment(fields["after"]),
            give_up=moment(fields["give_up"]) if "give_up" in fields else None,
            remind=self.wording(remind, place) if remind else None,
            then=fields["then"].text() if "then" in fields else None,
            line=part.line,
        )


@dataclass(slots=True)
class UnreadNode:
    """One node of a file, about to be read."""

    file: FlowFile
    name: str
    number: int
    part: source.Part
    following: str | None
    """the node written below it"""
    parts: Mapping[str, source.Part] = field(default_factory=dict)

    def only(self, required: Iterable[str], optional: Iterable[str] = ()) -> Mapping[str, source.Part]:
        """Take the node's parts, when it has no other keys than these, `next` and `technique`."""
        self.parts = self.part.fields(required, [*optional, *COMMON])
        return self.parts

    def common(self, keys: Collection[str] | None = None) -> dict[str, Any]:
        """Name, place, exits and techniques; `keys` are those that an exit may go by."""
        return {
            "name": self.name,
            "line": self.part.line,
            "number": self.number,
            "exits": self.exits(keys or ()),
            "technique": self._techniques(),
        }

    def _techniques(self) -> tuple[str, ...]:
        part = source.optional(self.parts, "technique")
        if not part:
            return ()
        items = part.items() if part.is_list else [part]
        return tuple(one.text() for one in items)

    def wording(self, key: str) -> texts.Wording:
        return self.file.wording(self.parts[key], f"{self.name}.{key}")

    def text(self, part: source.Part, place: str) -> texts.PlacedText:
        return self.file.text(part, f"{self.name}.{place}", marked=True)

    def label(self, part: source.Part, place: str) -> texts.PlacedText:
        return self.file.text(part, f"{self.name}.{place}", marked=False)

    def value(self, part: source.Part) -> values.Value:
        return _compiled(part, lambda: values.compile_value(part.literal()))

    def condition(self, part: source.Part) -> expressions.Expression:
        return condition(part)

    def exits(self, keys: Collection[str]) -> tuple[flow.Exit, ...]:
        """Read what `next` says, and add the silent way to the node below where it leaves one open."""
        part = self.parts.get("next")
        written = read_exits(part, keys) if part else []
        if not any(way.open for way in written):
            below = self.following or vocabulary.END
            written.append(flow.Exit(below, self.part.line, written=False))
        return tuple(written)


def read_exits(part: source.Part, keys: Collection[str]) -> list[flow.Exit]:
    """Read the exits of a node: the four forms of `next`."""
    if part.is_list:
        return _cases(part)
    if not part.is_mapping:
        return [flow.Exit(part.text(), part.line)]
    pairs = part.pairs()
    if "when" in pairs or "go" in pairs:
        return cases(part)
    ways = [_keyed(key, one, keys) for key, one in pairs.items()]
    return sorted(ways, key=lambda way: way.key == vocabulary.ANY)


def _keyed(key: str, part: source.Part, keys: Collection[str]) -> flow.Exit:
    if key != vocabulary.ANY and key not in keys:
        reason = Remark("{key!r} is not a choice of this node", key=key)
        allowed = [*keys, vocabulary.ANY] if keys else []
        raise part.mistake(
            reason, source.nearest(key, allowed) if allowed else "write next: NODE, or use when: … go: …"
        )
    return flow.Exit(part.text(), part.line, key=key)


def cases(part: source.Part) -> list[flow.Exit]:
    """Read `{when, go, else}` or a list of such cases, as `next` and `branch` have them."""
    if part.is_list:
        return _cases(part)
    fields = part.fields(["when", "go"], ["else"])
    ways = [flow.Exit(fields["go"].text(), fields["go"].line, when=condition(fields["when"]))]
    if "else" in fields:
        ways.append(flow.Exit(fields["else"].text(), fields["else"].line))
    return ways


def _cases(part: source.Part) -> list[flow.Exit]:
    ways: list[flow.Exit] = []
    for entry in part.items():
        if any(way.open for way in ways):
            raise entry.mistake("nothing can come after else", "put else last")
        if "else" in entry.pairs() and "when" not in entry.pairs():
            fields = entry.fields(["else"])
            ways.append(flow.Exit(fields["else"].text(), fields["else"].line))
        else:
            ways += cases(entry)
    return ways


def condition(part: source.Part) -> expressions.Expression:
    return _compiled(part, lambda: expressions.expression(part.text()))


def _compiled(part: source.Part, make: Callable[[], Made]) -> Made:
    try:
        return make()
    except expressions.ExpressionError as error:
        raise part.mistake(error.args[0], "see 'Conditions and values' in docs/flow-language.md") from None


def moment(part: source.Part) -> str:
    """Read a length of time or the name of a moment."""
    written = part.text()
    length = lengths.read(written)
    if written not in vocabulary.MOMENTS and (length is None or length.total_seconds() <= 0):
        remedy = Remark("write 30m, 24h, 3d or 2w, or one of {moments}", moments=", ".join(vocabulary.MOMENTS))
        raise part.mistake(Remark("{written!r} is not a time", written=written), remedy)
    return written


def variable(part: source.Part) -> str:
    """Read a name that the flow may give to a value."""
    name = part.name(vocabulary.NAME, "a name of a–z, 0–9 and _ that begins with a letter")
    if name in vocabulary.RESERVED_NAMES:
        raise part.mistake(Remark("{name!r} is a word of the language", name=name), "choose another name")
    return name
