"""Writes what a lead reads at the beginning of their week: three sentences, their rhythm, and one question."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.base import access, outgoing
from bot.base.outgoing import OutgoingKind
from bot.base.voice import Voice
from bot.leads import shared, team_drawings, team_message, team_view
from bot.leads import topic as topics
from bot.leads.team_view import TeamView
from bot.leads.topic import Topic
from bot.rhythm import digest_moment
from bot.turns.turn import Turn
from store import agenda, outbox
from store.outbox import Priority
from store.steering import SteeringAct

_FIRST_LOOKS_BACK = timedelta(weeks=4)  # what is new to somebody who had no message before


def send(turn: Turn, nudge_id: int | None = None) -> bool:
    """Queue the message at the beginning of a lead's week as that nudge, or (None) as a trial; False, and nothing, for
    who leads no team."""
    teams = access.told_teams(turn.db, turn.person, turn.now)
    if not teams:
        return False
    voice = Voice(turn.runtime.texts, turn.person.language, turn.person.tone)
    views = [team_view.gather(turn.db, turn.person, member, turn.now) for member in teams]
    since = agenda.last_of_kind(turn.db, turn.person.id, digest_moment.KIND) or turn.now - _FIRST_LOOKS_BACK
    drawing = team_drawings.rhythm(views[0].own, voice)
    if drawing is not None:
        _put(
            turn,
            OutgoingKind.PICTURE,
            {"drawing": drawing, "caption": team_message.caption(drawing, turn.runtime.abilities.largest_caption)},
            nudge_id,
            carries=False,
        )
    for item in (
        [] if nudge_id is None else shared.digest(turn.db, voice, turn.person, turn.now)
    ):  # a trial uses nothing up
        _put(turn, OutgoingKind.MESSAGE, item, nudge_id, carries=False)
    today = turn.now.astimezone(ZoneInfo(turn.person.zone)).date()
    topic = topics.of(turn.db, turn.runtime.library, turn.person, turn.now)
    text = compose(views, topic, since, today, voice, trial=nudge_id is None)
    if _first_of_month(turn, since):
        text = f"{text}\n\n{voice.say('digest.debrief', link=_sheet(turn, views[0]))}"
    buttons = [[turn.button("digest.asked", "asked"), turn.button("digest.settings", "digest")]]
    _put(turn, OutgoingKind.MESSAGE, outgoing.message(text, buttons), nudge_id, carries=True)
    return True


def _first_of_month(turn: Turn, since: datetime) -> bool:
    """Say whether a month began since then: once a month it invites to a debrief of the team."""
    before, now = (moment.astimezone(ZoneInfo(turn.person.zone)) for moment in (since, turn.now))
    return (before.year, before.month) != (now.year, now.month)


def _sheet(turn: Turn, view: TeamView) -> str:
    return f"{turn.runtime.page_address}/team/{access.shown(turn.db, view.team)}/debrief"


def _put(turn: Turn, kind: OutgoingKind, body: dict[str, Any], nudge_id: int | None, *, carries: bool) -> None:
    priority = Priority.REPLY if nudge_id is None else Priority.NUDGE
    outbox.put(turn.db, turn.person.id, kind, body, turn.now, priority=priority, nudge_id=nudge_id if carries else None)


def compose(views: Sequence[TeamView], topic: Topic, since: datetime, today: date, voice: Voice, *, trial: bool) -> str:
    """Write the whole message; windows published after `since` are new."""
    parts = [
        [voice.say("digest.trial" if trial else "digest.title")],
        [
            _steered(views[0], voice),
            *_promised(views[0].own.promises, topic.promise, today, voice),
            *(_share(view, voice) for view in views),
        ],
        *(team_message.content(view, voice, titled=len(views) > 1) for view in views if _is_new(view, since)),
        team_message.question(topic, voice),
    ]
    return "\n\n".join("\n".join(lines) for lines in parts)


def _steered(view: TeamView, voice: Voice) -> str:
    return team_message.weeks(view.summary.rhythm, voice)


def _promised(every: Sequence[SteeringAct], of_line: SteeringAct | None, today: date, voice: Voice) -> Sequence[str]:
    """Say how many promises are open, and the one whose day comes or came first; that of the open line is told with
    it."""
    promises = [promise for promise in every if of_line is None or promise.id != of_line.id]
    if not promises:
        return [] if every else [voice.say("digest.promises.none")]
    first = min(promises, key=lambda promise: promise.due_on or date.max)
    key = f"digest.promises.{'one' if len(promises) == 1 else 'more'}"
    text = (first.text or "").rstrip(".")
    return [voice.say(key, number=len(promises), text=text) + _due(first.due_on, today, voice)]


def _due(day: date | None, today: date, voice: Voice) -> str:
    if day is None:
        return ""
    return voice.say("digest.promises.day" if day >= today else "digest.promises.past", day=voice.day(day))


def _share(view: TeamView, voice: Voice) -> str:
    if not view.participation:
        return voice.say("digest.share.none", team=view.team.team)
    last, band = view.participation[-1], view.summary.participation
    word = voice.plain(f"share.{band}" if band else f"sight.{view.summary.participation_sight}")
    return voice.say("digest.share", team=view.team.team, period=voice.period(last.opens_on, last.closes_on), word=word)


def _is_new(view: TeamView, since: datetime) -> bool:
    return bool(view.content) and view.content[-1].published_at > since
