"""A graph without the ways that lead back, for whoever counts, measures or draws it from its beginning to its ends."""

from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

Place = TypeVar("Place", bound=Hashable)


def from_(start: Place, ways: Mapping[Place, Sequence[Place]]) -> dict[Place, list[Place]]:
    """List for each place the ways that do not lead back, in an order in which all ways lead onward. Depth first, from
    the start and then from whatever it does not reach; without recursion: a flow may be longer than the stack."""
    done: dict[Place, list[Place]] = {}
    going: set[Place] = set()
    for root in (start, *ways):
        todo = [(root, False)]
        while todo:
            place, left = todo.pop()
            onward = ways.get(place, ())
            if left:
                done[place] = [one for one in onward if one not in going]
                going.discard(place)
            elif place in ways and place not in done and place not in going:
                going.add(place)
                todo.append((place, True))
                todo += [(one, False) for one in reversed(onward) if one not in done and one not in going]
    return dict(reversed(done.items()))
