"""Chance in a flow: turns weights into probabilities, and a drawn number into the arm on which it falls."""

from collections.abc import Mapping


def probabilities(weights: Mapping[str, float], floor: float) -> dict[str, float]:
    """Share the chance by weight: each arm with a weight is lifted to `floor`, the rest shared in proportion. Weight 0
    is probability 0; when nothing weighs anything, all arms are equal. `floor` × arms is at most 1."""
    total = sum(weights.values())
    if not total:
        return {arm: 1 / len(weights) for arm in weights}
    lifted: set[str] = set()
    while True:
        room = 1 - floor * len(lifted)
        rest = sum(weight for arm, weight in weights.items() if arm not in lifted)
        low = {arm for arm, weight in weights.items() if weight and arm not in lifted and weight / rest * room < floor}
        if not low:
            break
        lifted |= low
    return {
        arm: floor if arm in lifted else (weight / rest * room if weight else 0.0) for arm, weight in weights.items()
    }


def pick(chances: Mapping[str, float], u: float) -> str:
    """Pick the arm in whose stretch of [0, 1) u falls; the arms lie in the order of the flow."""
    reached, arm = 0.0, ""
    for name, probability in chances.items():
        if probability:
            reached += probability
            arm = name
            if u < reached:
                break
    return arm
