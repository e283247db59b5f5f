"""A conversation as lines that can be read aloud, for plays that are written as data."""

import json
from collections.abc import Mapping
from typing import Any

from flows import events, resumes, session
from tests.flows import stage


def lines(talk: stage.Talk) -> list[str]:
    """What the last turn brought, one line an event; and the wait, when it has hours."""
    written = [line(event) for event in talk.happened]
    wait = talk.state.wait
    if wait and (wait.remind_at or wait.until) and talk.status is session.SessionStatus.WAITING:
        hours = {"remind": wait.remind_at, "until": wait.until}
        written.append("waits, " + ", ".join(f"{name} {at:%d %b %H:%M}" for name, at in hours.items() if at))
    return written


def line(event: events.Event) -> str:
    match event:
        case events.Said():
            return f"says: {_flat(event.text)}"
        case events.Asked():
            manner = " again as a reminder" if event.reminder else " in its place" if event.replaces else ""
            rows = " / ".join(" | ".join(button.label for button in row) for row in event.buttons)
            return f"asks {event.visit}{manner}: {_flat(event.text)}{f'  [{rows}]' if rows else ''}"
        case events.Chosen():
            return f"shows {event.visit}: {_flat(event.text)}"
        case events.Answered():
            marks = [event.seen_by, *(["corrects"] if event.corrects else []), *(["skipped"] if event.skipped else [])]
            return f"stores {event.node}.{event.name} = {event.value!r} as {event.kind} for {', '.join(marks)}"
        case events.Remembered():
            return f"remembers {event.name} = {event.value!r}"
        case events.Acted():
            fields = ", ".join(f"{name} {value!r}" for name, value in event.fields.items()) or "nothing"
            return f"logs a {event.kind}: {fields}{' instead' if event.corrects else ''}"
        case events.Shared():
            called = f" as {event.name!r}" if event.name else " without a name"
            what = "nothing" if event.text is None else f"{event.text!r}{called}"
            return f"shares with the {event.audience}: {what}"
        case events.WroteBack():
            return f"writes back {event.manner} {event.text!r}{f' for {event.day}' if event.day else ''}"
        case events.WroteToBuddy():
            return f"writes to the buddy, {event.manner}: {event.text!r}"
        case events.Called():
            return f"calls {event.address}{f' with {dict(event.body)!r}' if event.body else ''}"
        case events.Drawn():
            chances = ", ".join(f"{arm} {chance:.2f}" for arm, chance in event.probabilities.items())
            return f"draws {event.arm} of {chances}"
        case events.Paused():
            return f"pauses until {event.until:%d %b %H:%M}{f', {event.outcome}' if event.outcome else ''}"
        case events.Finished():
            return f"ends {event.status}{f', {event.outcome}' if event.outcome else ''}"
        case events.Entered():
            return f"enters {event.flow}"
        case events.FlowFailed():
            return f"fails at {event.node}: {event.code}"
        case events.Empty():
            return f"is empty at {event.node}"
        case events.Withheld():
            return f"withholds the call at {event.node}"
        case events.Ignored():
            return f"ignores: {event.reason}"


def _flat(text: str) -> str:
    return text.replace("\n", " ⏎ ")


def resume(talk: stage.Talk, move: str) -> stage.Talk:
    """``press KEY``, ``press KEY on 3``, ``type …``, ``type #7 …``, ``edit #7 …`` or a single word."""
    word, _, rest = move.partition(" ")
    if word == "press":
        choice, _, visit = rest.partition(" on ")
        return talk.press(choice, int(visit) if visit else None)
    if word in ("type", "edit"):
        ref, _, said = rest.partition(" ") if rest.startswith("#") else ("#", "", rest)
        return talk.edit(said, ref[1:]) if word == "edit" else talk.write(said, ref[1:] or None)
    if word == "reply":
        return talk.resume(resumes.Replied(json.loads(rest) if rest else None))
    simple: Mapping[str, resumes.Resume] = {
        "back": resumes.Back(),
        "skip": resumes.Skip(),
        "stop": resumes.Stop(),
        "remind": resumes.Remind(),
        "timeout": resumes.Timeout(),
        "voice": resumes.UnreadableMessage("voice"),
    }
    return talk.reask() if word == "reask" else talk.resume(simple[word])


def played(play: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The turns of a play as they really go."""
    catalogues = play.get("catalogues", {})
    flows = [
        stage.flow(nodes, play.get("head", "") if not index else "", name, catalogues if not index else {})
        for index, (name, nodes) in enumerate({"proef": play["nodes"], **play.get("others", {})}.items())
    ]
    trigger = play.get("trigger", {})
    talk = stage.begin(*flows, **trigger, **play.get("facts", {}))
    turns: list[Mapping[str, Any]] = [{"do": "begin", "then": lines(talk)}]
    turns.extend({"do": turn["do"], "then": lines(resume(talk, turn["do"]))} for turn in play["turns"][1:])
    return turns
