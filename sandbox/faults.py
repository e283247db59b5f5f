"""Troubles on request: what can go wrong between a bot and Telegram, for the next calls or by seeded chance."""

import random
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum


class FaultKind(StrEnum):
    """Each is a thing that really happens; `method` of an update's fault is always getUpdates."""

    TOO_MANY = "too_many"  # 429 with retry_after
    INTERNAL = "internal"  # 500
    BAD_GATEWAY = "bad_gateway"  # 502 with a page of HTML
    PAGE = "page"  # a proxy answers in Telegram's place: `status` and `body`, no effect
    REFUSED = "refused"  # 400
    CONFLICT = "conflict"  # 409, as after a kill
    SLOW = "slow"  # answers after `seconds`
    HALF = "half"  # takes effect; half an answer, then the line is cut
    LOST = "lost"  # takes effect; the line is cut before the answer
    UNHEARD = "unheard"  # no effect; the line is cut
    DUPLICATE_UPDATE = "duplicate_update"  # the next update comes twice
    UPDATES_OUT_OF_ORDER = "updates_out_of_order"  # the next batch of several comes backwards
    UNPARSEABLE_UPDATE = "unparseable_update"  # a broken update comes before the next one
    UNKNOWN_UPDATE = "unknown_update"  # an update of a kind from the future comes before the next one


ON_UPDATES = frozenset(kind for kind in FaultKind if "update" in kind)


@dataclass(slots=True)
class Fault:
    """One trouble: for the next `times` calls of `method` (None: without end), each with `probability`.

    `retry_after` is in seconds, for too_many; `seconds` is how long slow waits, and how long lost and unheard
    keep the line open before cutting it; `status` and `body` are what page answers with.
    """

    kind: FaultKind
    method: str = "*"
    times: int | None = 1
    probability: float = 1.0
    seed: int = 0
    retry_after: int = 1
    seconds: float = 0.0
    status: int = 403
    body: str | bytes = "<html><body><h1>403 Forbidden</h1></body></html>"
    _chance: random.Random = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.kind = FaultKind(self.kind)
        self._chance = random.Random(self.seed)  # noqa: S311 - repeatable on purpose

    def strikes(self, method: str) -> bool:
        """Say whether it hits this call; count down if so."""
        if self.times == 0 or (self.method != "*" and self.method.lower() != method):
            return False
        if self.probability < 1 and self._chance.random() >= self.probability:
            return False
        if self.times is not None:
            self.times -= 1
        return True


class Faults:
    """The troubles now asked for; `struck` counts by kind what really happened."""

    def __init__(self) -> None:
        self.planned: list[Fault] = []
        self.struck: Counter[str] = Counter()

    def add(self, fault: Fault) -> Fault:
        self.planned.append(fault)
        return fault

    def clear(self) -> None:
        self.planned.clear()

    def on_call(self, method: str) -> Fault | None:
        """Find the trouble for this call (method in lower case), if any."""
        return self._first(method, updates=False) if self.planned else None

    def on_update(self) -> Fault | None:
        """Find the trouble for the update that is about to be queued, if any."""
        return self._first("getupdates", updates=True) if self.planned else None

    def _first(self, method: str, *, updates: bool) -> Fault | None:
        for fault in self.planned:
            if (fault.kind in ON_UPDATES) is updates and fault.strikes(method):
                self.struck[fault.kind] += 1
                self.planned = [one for one in self.planned if one.times != 0]
                return fault
        return None
