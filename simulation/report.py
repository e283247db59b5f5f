"""What a simulation tells: what happened to how many, and who got what when, for people to read and to compare."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from simulation.people import ZONE
from simulation.run import BEGINS, Result, Scenario
from simulation.watch import CAPS, WatchedEvent

INVARIANTS = (
    "nothing was begun outside anybody's own days and hours, or while away or gone",
    "no dose was broken",
    "no nudge came twice",
    "none was lost",
    "whatever was not sent has a reason",
)
_SHOWN = 20  # people on a screen; a file holds all


def summary(asked: Scenario, result: Result) -> Iterator[str]:
    """What there is to say of all together, a line at a time."""
    manners = Counter(manner.value for _, manner in result.people)
    whats = Counter(event.what for event in result.events)
    weeks = "1 week" if asked.weeks == 1 else f"{asked.weeks} weeks"
    people = "1 person" if asked.people == 1 else f"{asked.people} people"
    yield f"{people}, {weeks} from {BEGINS.astimezone(ZONE):%Y-%m-%d}, seed {asked.seed}"
    yield "  " + ", ".join(f"{number} {manner}" for manner, number in sorted(manners.items()))
    late = sum(1 for event in result.events if event.what == "answered" and event.detail.endswith("late"))
    yield f"Sent: {whats['sent']}. Answered: {whats['answered']} ({late} late). Expired: {whats['expired']}."
    yield f"Reminders: {whats['reminded']}. Failed: {whats['failed']}."
    skipped = Counter(event.detail.rpartition(" ")[2] for event in result.events if event.what == "skipped")
    yield "Not sent, or ended by the person, by reason:"
    for reason, number in sorted(skipped.items(), key=lambda item: (-item[1], item[0])):
        yield f"  {reason}: {number}"
    doses = ", ".join(f"{result.doses[hours]} in {hours} hours (at most {most})" for most, hours in CAPS)
    yield f"Most prompts that anybody got: {doses}."
    yield f"Between due and sent: {_lateness(result.late)}."
    yield f"Messages and edits: {result.calls}; refused for going too fast: {result.refused}."
    yield f"Held against {result.looked_at} messages that the bot began:"
    yield from (f"  {item}" for item in INVARIANTS)


def _lateness(late: Sequence[float]) -> str:
    if not late:
        return "nothing was sent"
    ordered = sorted(late)
    half, most = ordered[len(ordered) // 2], ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]
    return f"half within {half:.1f} s, 99 of 100 within {most:.1f} s, the last after {ordered[-1]:.1f} s"


def persons(result: Result, most: int | None = _SHOWN) -> Iterator[str]:
    """A line for each person: what they got, what they did with it, and why they did not get the rest."""
    mine: Mapping[str, list[WatchedEvent]] = _by_person(result)
    for name, manner in sorted(result.people)[:most]:
        whats = Counter(event.what for event in mine[name])
        reasons = Counter(event.detail.rpartition(" ")[2] for event in mine[name] if event.what == "skipped")
        rest = ", ".join(f"{reason} {number}" for reason, number in sorted(reasons.items()))
        line = (
            f"{name} {manner.value}: sent {whats['sent']}, answered {whats['answered']}, reminded {whats['reminded']}"
        )
        yield f"{line}; {rest}" if rest else line
    left = len(result.people) - (most if most is not None else len(result.people))
    if left > 0:
        yield f"… and {left} more; --out FILE writes all of them, and every event."


def _by_person(result: Result) -> Mapping[str, list[WatchedEvent]]:
    events: defaultdict[str, list[WatchedEvent]] = defaultdict(list)
    for event in result.events:
        events[event.who].append(event)
    return events


def everything(asked: Scenario, result: Result) -> str:
    """The whole report as text: summary, people, and every event, local time first."""
    lines = [*summary(asked, result), "", *persons(result, None), ""]
    lines += [
        f"{event.at.astimezone(ZONE):%Y-%m-%d %H:%M:%S}\t{event.who}\t{event.what}\t{event.detail}".rstrip()
        for event in sorted(result.events, key=lambda event: (event.at, event.who))
    ]
    return "\n".join(lines) + "\n"
