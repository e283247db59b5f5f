"""The choices of one question: fixed ones from the flow, and those of a list that the bot supplies."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from flows import expressions, flow, marked_text, reader, source, texts, vocabulary
from flows.json_value import JSON
from flows.kinds import kind
from flows.remark import Remark
from flows.view import View

MOST = 20
LONGEST_LABEL = 64
LONGEST_STORED = LONGEST_LABEL + 2
SUPPLIED = "choices_from"
"""the key for a list that the bot supplies"""


@dataclass(frozen=True, slots=True)
class Choices:
    fixed: tuple[kind.Option, ...]
    supplied: expressions.Expression | None = None
    """gives a list of texts or of {key, label}"""

    def listed(self, view: View) -> list[kind.Listed]:
        """List them as shown now, supplied ones first; wires of those are their place in the list. What has no words
        now, such as the situation of a plan that there is not, cannot be chosen."""
        options = [one for one in (*self._of_list(view), *self._of_flow(view)) if one.label]
        if not options:
            raise flow.PlayError("nothing_to_choose", "no choice has any words")
        return options

    def _of_list(self, view: View) -> Iterator[kind.Listed]:
        entries = self.supplied.value(view.context) if self.supplied else None
        room = MOST - len(self.fixed)
        for place, entry in enumerate(entries[:room] if isinstance(entries, list) else []):
            if isinstance(entry, Mapping):
                label = str(entry.get("label") or entry.get("key", ""))
                yield kind.Listed(f"+{place}", entry.get("key", label), shorten(label))
            else:
                yield kind.Listed(f"+{place}", entry, shorten(str(entry)))

    def _of_flow(self, view: View) -> Iterator[kind.Listed]:
        for option in self.fixed:
            yield kind.Listed(option.key, option.key, shown(view, option.label), option.key)

    def label(self, view: View, value: JSON) -> str:
        all_of_them = (*self._of_list(view), *self._of_flow(view))
        return next((one.label for one in all_of_them if one.value == value and one.label), str(value))

    def labels(self) -> Mapping[str, texts.PlacedText]:
        return {option.key: option.label for option in self.fixed}

    def all_keys(self) -> frozenset[str] | None:
        """List all that may be stored; None where the bot supplies more."""
        return None if self.supplied else self.keys()

    def reads(self) -> Iterator[expressions.Reads]:
        if self.supplied:
            yield replace(self.supplied.reads, guarded=self.supplied.reads.names)

    def keys(self) -> frozenset[str]:
        return frozenset(option.key for option in self.fixed)


def shown(view: View, label: texts.PlacedText) -> str:
    """Show how a label reads now; '' where nothing of it can be seen."""
    read = shorten(view.render(label))
    return read if marked_text.visible(marked_text.escape(read)) else ""


def shorten(label: str) -> str:
    """Shorten it to one line that fits on a button."""
    line = " ".join(label.split())
    return line if len(line) <= LONGEST_LABEL else line[: LONGEST_LABEL - 1] + "…"


def read(step: reader.UnreadNode, word: str) -> Choices:
    """Read `choice` or `several` with `choices_from` beside it."""
    part, supplied = source.optional(step.parts, word), step.parts.get(SUPPLIED)
    pairs = part.pairs() if part else {}
    if not pairs and not supplied:
        raise step.part.mistake("there is nothing to choose", "write {key: Label, key: Label}")
    if part and len(pairs) > MOST:
        raise part.mistake(Remark("more than {most} choices", most=MOST), "split the question")
    fixed = tuple(kind.Option(key_of(key, part), step.label(part, f"{word}.{key}")) for key, part in pairs.items())
    return Choices(fixed, reader.condition(supplied) if supplied else None)


def key_of(key: str, part: source.Part) -> str:
    if not vocabulary.KEY.fullmatch(key) or key in vocabulary.RESERVED_KEYS:
        raise part.mistake(
            Remark("{key!r} cannot be a key", key=key), "use at most 24 of a–z, 0–9 and _, not skipped, when, go, else"
        )
    return key
