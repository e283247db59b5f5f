"""What the decisions in the database show, in sentences: first what could be seen at all; never about one person."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from nudges import bands
from store import decisions
from store.database import Transaction
from store.decisions import StoredDecision
from study import conclusions, power
from study.conclusions import Findings, Observation
from study.estimate import Effect
from study.power import Design
from study.preregistration import Registration, RegistrationStanding

SUBJECT = ARM = "cue"
WORDING, ONE_WORDING = "wording", "a"
_AIM = 0.05  # what field trials hope for, and seldom find
_WEEKS = (12, 26, 52)


@dataclass(frozen=True, slots=True)
class Learned:
    """What was found, and how many decisions were made after the end, or were about another outcome.

    `wordings` is one wording of a cue against the other, None where nobody got a cue yet.
    """

    findings: Findings
    after_the_end: int
    other_outcome: int
    wordings: Findings | None = None


def learn(db: Transaction, registered: Registration | None) -> Learned:
    """Learn from all decisions of the registered subject up to its end, by the registered outcome."""
    subject = registered.subject if registered else SUBJECT
    logged = decisions.every(db, subject)
    in_time = _in_time(logged, registered)
    fitting = [one for one in in_time if registered is None or one.decision.outcome_definition == registered.outcome]
    arm = registered.arm if registered else ARM
    by_week = registered is not None and "week" in registered.moderators
    findings = conclusions.learn([decided(one, arm) for one in fitting], by_week)
    worded = [decided(one, ONE_WORDING) for one in _in_time(decisions.every(db, WORDING), registered)]
    wordings = conclusions.learn(worded) if worded else None
    return Learned(findings, len(logged) - len(in_time), len(in_time) - len(fitting), wordings)


def _in_time(logged: Sequence[StoredDecision], registered: Registration | None) -> list[StoredDecision]:
    return [one for one in logged if registered is None or one.decision.decided_at.date() <= registered.until]


def decided(logged: StoredDecision, arm: str) -> Observation:
    """Read a row of the log as the estimate takes it; whoever was not spoken to had no chance of anything."""
    decision, outcome = logged.decision, logged.outcome
    return Observation(
        person=logged.pseudonym,
        acted=decision.arm == arm,
        probability=decision.probabilities.get(arm, 0.0),
        eligible=decision.eligible,
        available=decision.available,
        outcome=outcome.value if outcome else None,
        missing=(outcome.missing or "unknown") if outcome and outcome.value is None else None,
        week=float(decision.context.get("week", 0)),
    )


class Sentences(Protocol):
    """Sentences by their key, in a language, as the bot keeps them."""

    def plain(self, key: str, language: str, tone: str = ..., /, **values: Any) -> str:
        """Give the sentence with its values put in."""


@dataclass(frozen=True, slots=True)
class Telling:
    """Tells what the decisions show, in one language."""

    texts: Sentences
    language: str

    def all(self, learned: Learned, registered: Registration | None, today: date) -> Iterator[str]:
        """Tell everything, a paragraph a line, with an empty line between parts."""
        yield from self._registered(registered, today)
        yield ""
        yield from self._possible(learned.findings)
        yield ""
        yield from self._counted(learned)
        yield ""
        yield from self._shown(learned.findings)
        if learned.wordings is not None:
            yield ""
            yield from self._worded(learned.wordings)

    def _say(self, key: str, **values: object) -> str:
        return self.texts.plain(key, self.language, **values)

    def _registered(self, registered: Registration | None, today: date) -> Iterator[str]:
        if registered is None:
            yield self._say("learn.registered.nothing")
            return
        yield self._say("learn.registered", until=registered.until.isoformat(), hash=registered.hash[:12])
        if registered.standing is not RegistrationStanding.AS_WRITTEN:
            yield self._say(f"learn.registered.{registered.standing}")
        if today <= registered.until:
            yield self._say("learn.too_early", until=registered.until.isoformat())

    def _possible(self, findings: Findings) -> Iterator[str]:
        yield self._say("learn.possible")
        needed = [str(power.people_needed(Design(weeks), _AIM)) for weeks in _WEEKS]
        yield self._say("learn.possible.aim", twelve=needed[0], half_year=needed[1], year=needed[2])
        if findings.counts.used and math.isfinite(findings.foreseen):
            yield self._say("learn.possible.here", points=self._points(findings.foreseen))
        yield self._say("learn.possible.field")

    def _counted(self, learned: Learned) -> Iterator[str]:
        counts = learned.findings.counts
        yield self._say(
            "learn.counted",
            people=self._about(counts.people),
            decisions=self._about(counts.decisions),
            used=self._about(counts.used),
        )
        for name in ("not_eligible", "unavailable", "certain", "not_known_yet"):
            if number := getattr(counts, name):
                yield self._say(f"learn.counted.{name}", number=self._about(number))
        if counts.missing:
            yield self._say("learn.counted.missing", number=self._about(sum(counts.missing.values())))
        if learned.after_the_end:
            yield self._say("learn.counted.after_the_end", number=self._about(learned.after_the_end))
        if learned.other_outcome:
            yield self._say("learn.counted.other_outcome", number=self._about(learned.other_outcome))
        yield self._say("learn.counted.erased")

    def _shown(self, findings: Findings) -> Iterator[str]:
        if findings.effect is None:
            yield from self._too_few()
            return
        yield self._difference(f"learn.estimate.{_direction(findings.effect)}", findings.effect)
        if findings.ratio is not None:
            low, high = (self._number(math.exp(edge), 2) for edge in findings.ratio.interval)
            yield self._say("learn.ratio", times=self._number(math.exp(findings.ratio.estimate), 2), low=low, high=high)
        if findings.change is not None:
            yield self._say(
                "learn.change", points=self._signed(findings.change.estimate), **self._interval(findings.change)
            )
        yield self._say("learn.detectable", points=self._points(findings.detectable))
        yield self._concluded(findings, findings.effect)

    def _worded(self, findings: Findings) -> Iterator[str]:
        """Compare one wording with the other among those who got a cue: looking around, for nobody registered it."""
        yield self._say("learn.wording")
        yield self._say(
            "learn.wording.counted", people=self._about(findings.counts.people), used=self._about(findings.counts.used)
        )
        if findings.effect is None:
            yield from self._too_few()
            return
        yield self._difference(f"learn.wording.{_direction(findings.effect)}", findings.effect)
        yield self._say("learn.detectable", points=self._points(findings.detectable))
        low, high = findings.effect.interval
        clear = findings.conclusive and not low <= 0 <= high
        yield self._say("learn.wording.hint") if clear else self._say("learn.no_conclusion")

    def _too_few(self) -> Iterator[str]:
        yield self._say("learn.nothing", people=conclusions.LEAST_PEOPLE)
        yield self._say("learn.no_conclusion")

    def _difference(self, key: str, effect: Effect) -> str:
        return self._say(key, points=self._points(abs(effect.estimate)), **self._interval(effect))

    def _concluded(self, findings: Findings, effect: Effect) -> str:
        low, high = effect.interval
        if not findings.conclusive:
            return self._say("learn.no_conclusion")
        if low > 0:
            return self._say("learn.concluded.more")
        if high < 0:
            return self._say("learn.concluded.less")
        return self._say("learn.concluded.none", points=self._points(findings.detectable))

    def _interval(self, effect: Effect) -> dict[str, str]:
        low, high = effect.interval
        return {"low": self._signed(low), "high": self._signed(high)}

    def _signed(self, share: float) -> str:
        points = self._number(abs(100 * share), 1)
        return points if points.strip("0,.") == "" else f"{'+' if share > 0 else '−'}{points}"

    def _points(self, share: float) -> str:
        return self._number(100 * share, 1)

    def _about(self, number: int) -> str:
        """Word a count of people, or of what a few people left behind, in steps of five."""
        least = bands.people(number)
        return self._say("learn.few") if least is None else self._say("learn.least", number=least)

    def _number(self, value: float, digits: int) -> str:
        text = f"{value:.{digits}f}"
        return text.replace(".", ",") if self.language == "nl" else text


def _direction(effect: Effect) -> str:
    return "more" if effect.estimate >= 0 else "less"
