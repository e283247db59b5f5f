"""What happens in a flow beside what is said, in words that a coach reads: saved, remembered, logged, drawn, ended."""

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from flows import events

_SEEN = {"self": "only the person", "team": "counted for the team", "shared": "by the person's own action"}


def line(event: events.Event, zone: ZoneInfo) -> str | None:
    """Word an event of a flow in one line; None for what the conversation itself shows."""
    match event:
        case events.Answered():
            return _answered(event)
        case events.Remembered():
            return f"remembers {event.name} = {event.value!r}"
        case events.Acted():
            what = f"logs a {event.kind}" if event.fields else f"takes back a {event.kind}"
            return f"{what}{_fields(event.fields)}"
        case events.Called():
            return f"asks {event.address}{_fields(event.body)} — type its answer as JSON, or /failed"
        case events.Shared():
            return _shared(event)
        case events.WroteBack():
            return f"says back to the author: {event.manner} {event.text!r}" + (f" on {event.day}" if event.day else "")
        case events.WroteToBuddy():
            return f"writes to the buddy: {event.manner} {event.text!r}"
        case events.Drawn():
            shares = ", ".join(f"{arm} {share:.0%}" for arm, share in event.probabilities.items())
            return f"chance chose {event.arm} ({shares})"
        case events.Paused():
            return f"pauses until {event.until.astimezone(zone):%Y-%m-%d %H:%M}" + _outcome(event.outcome)
        case events.Finished():
            return f"ends: {event.status}" + _outcome(event.outcome)
        case events.FlowFailed():
            return f"BROKEN at {event.node}: {event.detail} ({event.code})"
        case events.Empty():
            return f"EMPTY at {event.node}: the question has no words"
        case events.Ignored():
            return f"does nothing: {event.reason}"
        case events.Said() | events.Asked() | events.Chosen() | events.Entered():
            return None
    return repr(event)


def _answered(event: events.Answered) -> str:
    what = "corrects" if event.corrects else "saves"
    if event.skipped:
        return f"saves nothing for {event.name}: skipped"
    return f"{what} {event.name} = {event.value!r} ({_SEEN[event.seen_by]})"


def _shared(event: events.Shared) -> str:
    if event.text is None:
        return f"shares nothing with the {event.audience}"
    author = f"from {event.name}" if event.name else "without a name"
    return f"shares with the {event.audience}, {author}: {event.text!r}"


def _fields(fields: Mapping[str, object]) -> str:
    return ": " + ", ".join(f"{name} {value!r}" for name, value in fields.items()) if fields else ""


def _outcome(outcome: str | None) -> str:
    return f" ({outcome})" if outcome else ""
