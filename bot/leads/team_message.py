"""Writes what /team says: taking part, the principles, the own rhythm, and one question to ask; as marked text."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.base.outgoing import OutgoingKind
from bot.base.voice import Voice
from bot.leads import level_word
from bot.leads import topic as topics
from bot.leads.team_view import TeamView
from bot.leads.topic import Topic
from bot.turns.turn import Turn
from flows import marked_text
from nudges import reflection
from nudges.steering import Rhythm
from nudges.summary import PrincipleView, Sight


def compose(view: TeamView, topic: Topic, voice: Voice) -> str:
    """Write what /team says."""
    parts = [
        [voice.say("team.title", team=view.team.team)],
        *_published(view, voice),
        [voice.say("team.rhythm"), marked_text.escape(rhythm(view.summary.rhythm, voice))],
        question(topic, voice),
        [voice.say("team.more")],
    ]
    return "\n\n".join("\n".join(lines) for lines in parts)


def caption(drawing: Mapping[str, Any], longest: int) -> str:
    """Describe a picture in words: a chat knows no other alternative text."""
    return marked_text.escape(str(drawing["alt"])[:longest])


def put_picture(turn: Turn, drawing: Mapping[str, Any] | None) -> None:
    """Queue a picture, with its words below it, as a reply; nothing where there is nothing to draw."""
    if drawing is not None:
        words = caption(drawing, turn.runtime.abilities.largest_caption)
        turn.put(OutgoingKind.PICTURE, {"drawing": drawing, "caption": words})


def rhythm(rhythm_figures: Rhythm, voice: Voice) -> str:
    """Word the lead's own rhythm in two sentences, or one where there is nothing yet."""
    if not rhythm_figures.completed:
        return weeks(rhythm_figures, voice)
    gap = (
        voice.count("rhythm.gap", rhythm_figures.longest_gap)
        if rhythm_figures.longest_gap
        else voice.plain("rhythm.gap.none")
    )
    return f"{weeks(rhythm_figures, voice)} {gap}"


def weeks(rhythm_figures: Rhythm, voice: Voice) -> str:
    """Say in how many weeks a lead steered; a log that stays empty says nothing of what was done."""
    if not rhythm_figures.eligible:
        return voice.plain("rhythm.none")
    if not rhythm_figures.completed:
        return voice.count("rhythm.unlogged", rhythm_figures.eligible)
    return voice.count("rhythm.weeks", rhythm_figures.eligible, kept=rhythm_figures.completed)


def content(view: TeamView, voice: Voice, *, titled: bool = False) -> Sequence[str]:
    """Write the lines about the last content window; `titled` with the team's name, where several teams are told of."""
    if not view.content:
        return [voice.say("team.content.none"), sentence(voice.say("sight.no_window"))]
    last = view.content[-1]
    lines = [voice.say("team.title", team=view.team.team)] * titled
    lines.append(voice.say("team.content", period=voice.period(last.opens_on, last.closes_on)))
    lines += [_principle(each, voice) for each in view.summary.principles]
    lines += [voice.say("team.changed")] * last.changed + [voice.say("team.whole")] * last.whole
    lines += [voice.say("team.together")] * last.together
    return lines


def question(topic: Topic, voice: Voice) -> Sequence[str]:
    """Write what to ask one colleague this week, and why that; or how it stands with the line that is open."""
    if topic.line is not None:
        return _open_line(topic, topic.line.case, voice)
    lines = [
        voice.say("team.question", habit=topics.about(topic, voice)),
        marked_text.escape(topics.why(topic, voice)),
    ]
    words = topics.question(topic, voice)
    if topic.question is None:
        return [*lines, marked_text.escape(words)]
    return [*lines, voice.say("team.question.how"), voice.say("team.quote", question=words)]


def _open_line(topic: Topic, case: str | None, voice: Voice) -> Sequence[str]:
    return [
        voice.say("line.title", habit=topics.about(topic, voice)),
        voice.say("team.quote", question=topics.question(topic, voice)),
        *([voice.say("line.case", case=case)] if case else []),
        marked_text.escape(topics.why(topic, voice)),
        voice.say("line.go_on"),
    ]


def sentence(words: str) -> str:
    """Make a sentence of its own from words."""
    return f"{words[0].upper()}{words[1:]}."


def _published(view: TeamView, voice: Voice) -> Sequence[Sequence[str]]:
    if not view.participation and not view.content:
        return [[voice.say("team.no_window")]]
    return [_participation(view, voice), content(view, voice)]


def _participation(view: TeamView, voice: Voice) -> Sequence[str]:
    if not view.participation:
        return [voice.say("team.participation.none"), sentence(voice.say("sight.no_window"))]
    last, band = view.participation[-1], view.summary.participation
    key = f"share.{band}" if band else f"sight.{view.summary.participation_sight}"
    heading = voice.say("team.participation", period=voice.period(last.opens_on, last.closes_on))
    return [heading, sentence(voice.say(key))]


def _principle(view: PrincipleView, voice: Voice) -> str:
    name = voice.plain(f"principle.{view.principle}")
    if view.sight is not Sight.SHOWN:
        return voice.say("team.line.unseen", principle=name, sight=voice.plain(f"sight.{view.sight}"))
    level = level_word.of(reflection.WEEKLY[view.principle], str(view.level), voice)
    if view.direction is None:
        return voice.say("team.line", principle=name, level=level)
    return voice.say(
        "team.line.direction", principle=name, level=level, direction=voice.plain(f"direction.{view.direction}")
    )
