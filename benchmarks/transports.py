"""The same dialogues by our own lines and by httpx, in turns within one run, so that both meet the same machine."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from benchmarks import over_http
from benchmarks.dialogue import TURNS
from benchmarks.over_http import HttpTimes, TalkingCrowd


@dataclass(frozen=True, slots=True)
class Pair:
    """What one and the same crowd saw of a bot with our own lines and, right before or after, of one with httpx."""

    lines: HttpTimes
    httpx: HttpTimes

    @property
    def rate(self) -> float:
        """Turns a second by httpx, as a part of those by our own lines."""
        return self.httpx.rate / self.lines.rate

    @property
    def cpu(self) -> float:
        """CPU a turn by httpx, in times that of our own lines."""
        return self.httpx.cpu_ms / self.lines.cpu_ms


def pairs(at_once: int, turns: int, times: int, now: datetime) -> Sequence[Pair]:
    """Measure so many pairs, each of about so many turns; every other one begins with httpx."""
    crowded = TalkingCrowd(people=at_once, dialogues=max(1, turns // (at_once * TURNS)), latency_ms=0.0)
    return [_pair(crowded, now, httpx_first=number % 2 == 1) for number in range(times)]


def _pair(crowded: TalkingCrowd, now: datetime, *, httpx_first: bool) -> Pair:
    measured = {httpx: _measured(crowded, now, httpx=httpx) for httpx in (httpx_first, not httpx_first)}
    return Pair(measured[False], measured[True])


def _measured(crowded: TalkingCrowd, now: datetime, *, httpx: bool) -> HttpTimes:
    with tempfile.TemporaryDirectory() as folder:
        return over_http.ours(Path(folder), crowded, now, httpx=httpx)
