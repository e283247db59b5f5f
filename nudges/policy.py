"""Decisions by chance that anybody can make again: the number, and the arm on whose stretch it falls."""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass

_BITS = 53  # what a float holds below 1


@dataclass(frozen=True, slots=True)
class Draw:
    """What came out, with all it takes to draw it again: `probabilities` in the order in which they were laid out."""

    arm: str
    probabilities: Mapping[str, float]
    u: float


def chance(study_key: bytes, policy_version: str, pseudonym: str, decision: str) -> float:
    """u = HMAC-SHA256(study_key, policy_version | pseudonym | decision) / 2^256, in [0, 1), cut to 53 bits.

    Cut, not rounded: the nearest float could be 1. ValueError for a part that holds the separator.
    """
    parts = (policy_version, pseudonym, decision)
    if any("|" in part for part in parts):
        raise ValueError("the parts of a draw hold no '|'")
    digest = hmac.digest(study_key, "|".join(parts).encode(), "sha256")
    return float((int.from_bytes(digest) >> (256 - _BITS)) / (1 << _BITS))


def draw(probabilities: Mapping[str, float], u: float) -> Draw:
    """Draw the arm on whose stretch of [0, 1) u falls, the arms laid out in the order given.

    An arm of probability 0 is never drawn. ValueError unless the probabilities are of [0, 1] and add up to 1.
    """
    if any(not 0 <= p <= 1 for p in probabilities.values()) or abs(sum(probabilities.values()) - 1) > 1e-9:
        raise ValueError("probabilities are between 0 and 1 and add up to 1")
    possible = [arm for arm, p in probabilities.items() if p > 0]
    reached = 0.0
    for arm in possible:
        reached += probabilities[arm]
        if u < reached:
            return Draw(arm, dict(probabilities), u)
    # The sum may stay a rounding error below 1.
    return Draw(possible[-1], dict(probabilities), u)
