"""Writes what /voortgang says to somebody of their own weeks, plans and habit; as marked text."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.base.voice import Voice
from bot.leads import week_drawing
from bot.leads.own_progress import Progress
from flows import marked_text

_WENT = ("elke", "meestal", "een", "niet", "kwam_niet_voor", "gelukt", "deels")
"""The last two are of earlier versions."""


def compose(progress: Progress, voice: Voice) -> str:
    """Write what /voortgang says."""
    parts = [
        [voice.say("progress.title")],
        [voice.say("progress.rhythm"), *_rhythm(progress, voice)],
        [voice.say("progress.plans"), *_plans(progress, voice)],
        [voice.say("progress.habit"), *_habit(progress.habit, voice)],
        [voice.say("progress.alone")],
    ]
    return "\n\n".join("\n".join(lines) for lines in parts)


def drawing(progress: Progress, voice: Voice) -> dict[str, Any] | None:
    """Draw the weeks as a picture; None before the first that counts."""
    return week_drawing.draw(progress.weeks, "progress", voice)


def _rhythm(progress: Progress, voice: Voice) -> Sequence[str]:
    rhythm = progress.rhythm
    if not rhythm.eligible:
        return [voice.say("progress.none")]
    lines = [voice.count("progress.weeks", rhythm.eligible, kept=rhythm.completed)]
    if rhythm.completed and rhythm.longest_gap:
        lines.append(voice.count("rhythm.gap", rhythm.longest_gap))
    if progress.lately is not None:
        lines.append(voice.say(f"progress.lately.{progress.lately}"))
    return lines


def _plans(progress: Progress, voice: Voice) -> Sequence[str]:
    lines = []
    if progress.plan is not None:
        words = {"cue": progress.plan.words.get("cue", ""), "response": progress.plan.words.get("response", "")}
        lines.append(voice.say("progress.plan", **words))
    went = _went(progress.went, voice)
    return [*lines, went] if went else lines or [voice.say("progress.no_plan")]


def _went(went: Mapping[str, int], voice: Voice) -> str:
    total = sum(went.get(key, 0) for key in _WENT)
    if not total:
        return ""
    parts = ", ".join(voice.plain(f"progress.went.{key}", number=went[key]) for key in _WENT if went.get(key))
    return voice.count("progress.went", total, each=marked_text.escape(parts))


def _habit(answers: Sequence[int], voice: Voice) -> Sequence[str]:
    """Put the first answer beside the last; how reliable one item is nobody has shown, so the two are not compared."""
    if len(answers) < 2:
        return [voice.say(f"progress.habit.{len(answers)}", now=answers[-1] if answers else "")]
    return [voice.say("progress.habit.2", before=answers[0], now=answers[-1])]
