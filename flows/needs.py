"""Which facts a flow looks at: every name that none of its nodes gives a value."""

from collections.abc import Iterable, Sequence

from flows import expressions, flow, texts, vocabulary

_OWN = frozenset(("language", "tone"))


def of(
    nodes: Iterable[flow.Node], reads: Sequence[expressions.Reads]
) -> tuple[frozenset[str], dict[str, frozenset[str] | None]]:
    """List the facts that a flow looks at, and per fact the attributes in use (None: all of it)."""
    nodes = tuple(nodes)
    set_by_nodes = frozenset(name for node in nodes for name in node.sets()) - vocabulary.FACTS
    names = frozenset(name for one in reads for name in one.names) - set_by_nodes - _OWN
    if any(_varied(text) for node in nodes for text in node.texts()):
        names |= {"times"}
    return names, {name: _attributes(name, reads) for name in names}


def _attributes(name: str, reads: Sequence[expressions.Reads]) -> frozenset[str] | None:
    if any(name in one.whole for one in reads):
        return None
    return frozenset(attribute for one in reads for attribute in one.attributes.get(name, ()))


def _varied(text: texts.PlacedText) -> bool:
    return text.place.rsplit(".", 1)[-1].isdecimal()
