"""Which calls tell nothing by being made: whatever people answer, everybody comes by once, or nobody does."""

from collections.abc import Callable, Iterator, Mapping
from itertools import product

from flows import flow, vocabulary

_CALL, _ENTER = "call", "enter"
_MOST_COURSES = 64
Ways = Mapping[str, frozenset[str]]


def of(start: str, nodes: Mapping[str, flow.Node], is_free: Callable[[flow.Node], bool]) -> frozenset[str]:
    """List the calls and entrances that nobody's answers lead to or away from. What another program answers to a call
    that `is_free` (nobody is asked about it) may lead anywhere: it tells nothing of a person."""
    asked = [name for name, node in nodes.items() if node.word in (_CALL, _ENTER)]
    if not asked:
        return frozenset()
    courses = list(_courses(nodes, is_free))
    return frozenset(name for name in asked if courses and all(_once_or_never(start, name, ways) for ways in courses))


def _courses(nodes: Mapping[str, flow.Node], is_free: Callable[[flow.Node], bool]) -> Iterator[Ways]:
    """List the ways on from each node, once for each course that free calls may take; none when there are too many."""
    ways = {name: frozenset(go for go, _ in node.targets()) for name, node in nodes.items()}
    free = {name: sorted(ways[name]) for name, node in nodes.items() if is_free(node) and _by_the_answer(node)}
    count = 1
    for targets in free.values():
        count *= len(targets)
    if count <= _MOST_COURSES:
        for chosen in product(*free.values()):
            yield {**ways, **{name: frozenset((go,)) for name, go in zip(free, chosen, strict=True)}}


def _by_the_answer(node: flow.Node) -> bool:
    """Say whether only the other program decides where it goes on: a condition may look at anything."""
    return all(way.when is None for way in node.exits)


def _once_or_never(start: str, name: str, ways: Ways) -> bool:
    if name not in _from(start, ways):
        return True
    around = {other: further - {name} for other, further in ways.items()}
    escapes = start != name and any(_ends(ways[other], ways) for other in _from(start, around) if other in ways)
    comes_back = any(name in _from(go, ways) for go in ways[name])
    return not escapes and not comes_back


def _ends(further: frozenset[str], ways: Ways) -> bool:
    return not further or vocabulary.END in further or not further <= ways.keys()


def _from(start: str, ways: Ways) -> set[str]:
    """List every place that some way leads to, the beginning included."""
    reached: set[str] = set()
    todo = [start]
    while todo:
        name = todo.pop()
        if name not in reached:
            reached.add(name)
            todo += ways.get(name, ())
    return reached
