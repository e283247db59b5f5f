"""Says in words what became of a message that the bot began, for the person it was for."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.base.voice import Voice
from bot.dialogue.nudge_kinds import registry
from bot.library.live import LiveLibrary
from nudges.lifecycle import NudgeState
from store.agenda import Nudge
from store.people import Person

_LATE = "answered late"


def moment(voice: Voice, person: Person, at: datetime) -> str:
    """Write a day with its year and an hour on the person's own clock: what is kept goes back further than a year."""
    local = at.astimezone(ZoneInfo(person.zone))
    return voice.plain("moment.at", day=voice.dated(local.date()), at=voice.clock(f"{local:%H:%M}"))


def line(voice: Voice, library: LiveLibrary, person: Person, nudge: Nudge) -> str:
    """Write when a message of the bot's came or was to come, what it was, and what became of it; plain."""
    at = moment(voice, person, nudge.sent_at or nudge.due_at)
    title = registry.of(nudge.kind).title(voice, library, person, nudge)
    return f"{at} · {title}: {_became(voice, nudge)}"


def _became(voice: Voice, nudge: Nudge) -> str:
    match nudge.state:
        case NudgeState.SKIPPED if nudge.sent_at is not None:
            return voice.plain("became.declined")
        case NudgeState.SKIPPED:
            reason = f"reason.{nudge.reason}"
            has_words = voice.texts.has(reason)
            return (
                voice.plain("became.skipped", why=voice.plain(reason)) if has_words else voice.plain("became.not_sent")
            )
        case NudgeState.ANSWERED if nudge.outcome == _LATE:
            return voice.plain("became.late")
        case state:
            return voice.plain(f"became.{state}")
