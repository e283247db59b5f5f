"""A flow as boxes with ways out, each with the words of the answer that it takes: what any picture of it shows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flows import phrases, reading, vocabulary
from flows.flow import Flow, Node
from flows.nodes import act, ask, call, end, enter, pause, previewed, remember

_WORDS: Mapping[str, Mapping[str, str]] = {
    "other": {"nl": "anders", "en": "otherwise"},
    "silent": {"nl": "geen antwoord", "en": "no answer"},
    "end": {"nl": "einde", "en": "end"},
    "back": {"nl": "terug naar", "en": "back to"},
    "missing": {"nl": "deze stap bestaat niet", "en": "there is no such step"},
    "steps": {"nl": "stappen", "en": "steps"},
    "start": {"nl": "begint bij", "en": "begins at"},
}


@dataclass(frozen=True, slots=True)
class BoxExit:
    """A way out of a box; `labels` are the answers or conditions that take it, none where it is the only one."""

    to: str
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Box:
    """One node. `word` is its kind, 'missing' for a target that no node has."""

    name: str
    word: str
    text: str
    ways: tuple[BoxExit, ...] = ()


@dataclass(frozen=True, slots=True)
class Diagram:
    """`boxes` in the order of the file; a box called 'end' closes it where some way leads to an end without words."""

    title: str
    language: str
    start: str
    boxes: Mapping[str, Box]

    def word(self, name: str) -> str:
        """Give one of the picture's own words."""
        return word(name, self.language)


def of(flow: Flow, language: str = "nl") -> Diagram:
    """Draw up the flow in one of its languages; a text without a translation is shown as it was written."""
    boxes = {node.name: _box(node, language) for node in flow.nodes.values()}
    targets = dict.fromkeys(way.to for box in boxes.values() for way in box.ways)
    for name in [flow.start, *targets]:
        if name not in boxes:
            kind = "end" if name == vocabulary.END else "missing"
            boxes[name] = Box(name, kind, word(kind, language))
    return Diagram(flow.titles.get(language, flow.title), language, flow.start, boxes)


def word(name: str, language: str) -> str:
    """Give a word that stands in a picture beside what the flow itself says."""
    return _WORDS[name].get(language, _WORDS[name]["en"])


def _box(node: Node, language: str) -> Box:
    said = next((reading.sketched(text.form(language, "je").source) for text in node.texts() if text.marked), "")
    return Box(node.name, node.word, said or _about(node), tuple(_ways(node, language)))


def _about(node: Node) -> str:
    """Say what a node without words is about."""
    match node:
        case enter.Enter():
            return node.entered
        case call.Call():
            return node.address
        case pause.Pause():
            return node.until or f"{node.day} {node.clock}"
        case act.Act():
            return node.kind
        case remember.Remember():
            return ", ".join(node.settings)
    return ""


def _ways(node: Node, language: str) -> Iterator[BoxExit]:
    """List the ways by target, in the order of the file."""
    if isinstance(node, end.End):
        return
    labels_by_target: dict[str, list[str]] = {}
    for go, label in _labelled(node, language):
        labels_by_target.setdefault(go, []).append(label)
    for go, labels in labels_by_target.items():
        yield BoxExit(go, tuple(label for label in labels if label) if len(labels_by_target) > 1 else ())


def _labelled(node: Node, language: str) -> Iterator[tuple[str, str]]:
    """List every target with what leads there."""
    named, keys = {way.key for way in node.exits} - {None, vocabulary.ANY}, _keys(node)
    for way in node.exits:
        if way.when is not None:
            yield way.go, way.when.source
        elif way.key not in (None, vocabulary.ANY):
            yield way.go, label_of(node, str(way.key), language)
        elif keys and named:
            yield from ((way.go, label_of(node, key, language)) for key in keys if key not in named)
        else:
            yield way.go, word("other", language) if len(node.exits) > 1 else ""
    if isinstance(node, ask.Ask) and node.unanswered and node.unanswered.then:
        yield node.unanswered.then, word("silent", language)


def _keys(node: Node) -> list[str]:
    """List the answers that can be named, in the order of the file, and that a question is skipped; none where anything
    may be said, or where an entered flow may end as it will."""
    keys = node.keys() if not isinstance(node, enter.Enter) else None
    placed = [text.place.rpartition(".")[2] for text in node.texts() if not text.marked]
    skips = isinstance(node, ask.Ask) and node.skip and not isinstance(node, previewed.PreviewedCall)
    skipped = [vocabulary.SKIPPED] if skips else []
    ordered = sorted(keys or (), key=lambda key: (placed.index(key) if key in placed else len(placed), key))
    return [*ordered, *skipped] if keys else []


def label_of(node: Node, key: str, language: str) -> str:
    """Show how an answer reads on its button; the key itself where it has no words."""
    for text in node.texts():
        if not text.marked and text.place.endswith(f".{key}"):
            return reading.sketched(text.form(language, "je").source, marked=False)
    spoken = {vocabulary.SKIPPED: phrases.SKIPPED, **node.answers.spoken} if isinstance(node, ask.Ask) else {}
    return phrases.say(spoken[key], language, "je") if key in spoken else key
