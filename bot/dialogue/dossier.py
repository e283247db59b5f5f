"""Makes what /mijngegevens sends: a readable text and a JSON file, at the moment of sending."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.base import outgoing
from bot.base.outgoing import Paper
from bot.base.texts import Texts
from bot.base.voice import Voice
from bot.dialogue import became, look_back
from bot.leads import open_line
from bot.library.live import LiveLibrary
from flows import marked_text
from flows.marked_text import escape
from flows.message_room import MessageRoom
from nudges.person import Away
from store import absences, agenda, answers, dossier, lines, people, sharing, steering, windows
from store.answers import PastAnswer
from store.database import Transaction
from store.lines import SteeringLine
from store.people import Person
from store.sharing import SharedItem

_SHOWN = 20  # newest of a kind in the text; the file holds them all


def make(
    db: Transaction, texts: Texts, library: LiveLibrary, person_id: int, now: datetime, room: MessageRoom
) -> Paper:
    """Gather everything held about the person, in messages that have room; nothing of it is stored."""
    person = people.by_id(db, person_id)
    held = dossier.everything(db, person_id)
    settings = _settings(db, texts, person)
    chapters = [*_chapters(db, texts, library, person), *_traces(texts, person, held)]
    parts = [settings, *(_listed(texts, person, *chapter) for chapter in chapters), _rest(texts, person, held)]
    in_words: dict[str, Any] = {
        "settings": _plain(settings),
        **{key.partition(".")[2]: _plain(*lines) for key, lines in chapters},
    }
    in_words["answers"] = [_with_code(texts, library, person, past) for past in answers.every(db, person_id)]
    content = json.dumps({"in_words": in_words, **held}, ensure_ascii=False, indent=2).encode()
    name = "mijngegevens" if person.language == "nl" else "mydata"
    caption = texts.plain("dossier.caption", person.language, person.tone)
    return Paper(f"{name}-{now:%Y-%m-%d}.json", content, caption, outgoing.pages(parts, room))


def _plain(*texts: str) -> list[str]:
    """List the lines of what is shown, without marks."""
    return [line for text in texts for line in marked_text.plain(text).split("\n")]


def _with_code(texts: Texts, library: LiveLibrary, person: Person, past: PastAnswer) -> dict[str, Any]:
    """Give an answer in the words that the person saw, with what is kept of it beside them."""
    question, answer = look_back.words(texts, library, person, past)
    return {
        "at": past.answered_at.isoformat(),
        "when": became.moment(Voice(texts, person.language, person.tone), person, past.answered_at),
        "conversation": look_back.title(library, person, past.flow),
        "question": question,
        "answer": answer,
        "node": past.node,
        "value": past.value,
    }


def _settings(db: Transaction, texts: Texts, person: Person) -> str:
    voice = Voice(texts, person.language, person.tone)
    days = texts.plain("weekdays", person.language).split(",")
    values = {
        "language": texts.plain("dossier.language", person.language),
        "tone": person.tone,
        "days": ", ".join(days[int(digit) - 1] for digit in person.working_days),
        "prompt": voice.moment_of(person.prompt_day, person.prompt_time, person.prompt_until),
        "since": _day(texts, person, person.joined_at),
        "teams": ", ".join(member.team for member in people.memberships(db, person.id)) or "–",
    }
    quiet = (
        None if person.quiet_starts is None or person.quiet_ends is None else (person.quiet_starts, person.quiet_ends)
    )
    more = {
        "hours": voice.span(person.day_starts, person.day_ends),
        "quiet": voice.span(*quiet) if quiet else voice.plain("settings.quiet.none"),
        "extras": voice.plain(f"dossier.{'yes' if person.extras else 'no'}"),
        "school": person.school_region or "–",
    }
    return f"{voice.say('dossier.settings', **values)}\n{voice.say('dossier.settings.more', **more)}"


Chapter = tuple[str, Sequence[str]]  # the key of its heading, and its lines, as marked text


def _chapters(db: Transaction, texts: Texts, library: LiveLibrary, person: Person) -> list[Chapter]:
    voice = Voice(texts, person.language, person.tone)
    begun = agenda.of_person(db, person.id, datetime.min.replace(tzinfo=UTC))
    periods = [
        (voice.dated(first), voice.dated(until - timedelta(days=1)))
        for first, until in windows.counted_in(db, person.id)
    ]
    return [
        ("dossier.answers", [_answer(texts, library, person, past) for past in answers.every(db, person.id)]),
        ("dossier.plans", [_plan(texts, person, plan) for plan in steering.plans(db, person.id)]),
        ("dossier.acts", [_act(texts, person, act) for act in steering.every_act(db, person.id)]),
        ("dossier.lines", [_line(library, voice, line) for line in lines.lines(db, person.id)]),
        ("dossier.shared", [_shared(voice, item) for item in sharing.own(db, person.id)]),
        ("dossier.nudges", [escape(became.line(voice, library, person, nudge)) for nudge in begun]),
        ("dossier.away", [_absence(voice, away) for away in absences.of_person(db, person.id)]),
        ("dossier.windows", [f"{first} – {last}" for first, last in periods]),
    ]


def _shared(voice: Voice, item: SharedItem) -> str:
    named = (
        voice.say("dossier.shared.unnamed") if item.name is None else voice.say("dossier.shared.named", name=item.name)
    )
    return f"{escape(item.text)} ({voice.say(f'dossier.shared.{item.audience}')}, {named})"


def _absence(voice: Voice, away: Away) -> str:
    if away.last is None:
        return voice.say("dossier.away.open", first=voice.dated(away.first))
    return f"{voice.dated(away.first)} – {voice.dated(away.last)}"


def _listed(texts: Texts, person: Person, key: str, lines: Sequence[str]) -> str:
    if not lines:
        return ""
    shown = list(lines[-_SHOWN:])
    if len(lines) > _SHOWN:
        shown.append(texts.say("dossier.more", person.language, person.tone, count=len(lines) - _SHOWN))
    return "\n".join([texts.say(key, person.language, person.tone, count=len(lines)), *shown])


def _answer(texts: Texts, library: LiveLibrary, person: Person, past: PastAnswer) -> str:
    question, answer = look_back.words(texts, library, person, past)
    mark = f" ({texts.plain('dossier.corrected', person.language)})" if past.corrected_at and not past.gone else ""
    return f"{_day(texts, person, past.answered_at)} · {escape(question)} <b>{escape(answer)}</b>{mark}"


def _plan(texts: Texts, person: Person, plan: steering.IfThenPlan) -> str:
    words = {"cue": plan.words.get("cue", ""), "response": plan.words.get("response", "")}
    return f"{_day(texts, person, plan.made_at)} · " + texts.say("dossier.plan", person.language, person.tone, **words)


def _act(texts: Texts, person: Person, act: steering.SteeringAct) -> str:
    """Tell what was logged; a promise that was closed also says how, in the words of the page."""
    text = act.text or act.what or act.kind
    if act.closed_at is None:
        return f"{_day(texts, person, act.acted_at)} · {escape(text)}"
    became_of_it = texts.say(f"promise.{act.became}", person.language, person.tone)
    return f"{_day(texts, person, act.acted_at)} · {escape(text)} ({became_of_it})"


def _line(library: LiveLibrary, voice: Voice, line: SteeringLine) -> str:
    """Tell of a line of steering: its question, the case, and where it stands."""
    about = f" ({escape(line.case)})" if line.case else ""
    stands = voice.say(f"dossier.line.{line.standing.state}")
    return f"{voice.dated(line.standing.began_on)} · {escape(open_line.words(library, line, voice))}{about} ({stands})"


def _traces(texts: Texts, person: Person, held: Mapping[str, Sequence[Mapping[str, Any]]]) -> list[Chapter]:
    """Tell what is held beside the conversations, a line for each."""
    audit = [
        f"{_iso(texts, person, row['at'])} · {_event(texts, person, row['event'])}" for row in held.get("audit", ())
    ]
    set_aside = [_iso(texts, person, row["received_at"]) for row in held.get("inbox", ()) if row["set_aside_at"]]
    attempts = [_iso(texts, person, row["tried_at"]) for row in held.get("joinattempt", ())]
    return [
        ("dossier.audit", audit),
        ("dossier.set_aside", set_aside),
        ("dossier.attempts", attempts),
        ("dossier.places", _places(texts, person, held)),
        ("dossier.buddies", _buddies(texts, person, held)),
    ]


def _buddies(texts: Texts, person: Person, held: Mapping[str, Sequence[Mapping[str, Any]]]) -> list[str]:
    """Tell that they have a buddy, or a code to find one; who that is, the bot tells nobody."""
    moments = [("since", row["since"]) for row in held.get("buddy", ())]
    moments += [("code", row["expires_at"]) for row in held.get("buddycode", ())]
    return [
        texts.say(f"dossier.buddy.{what}", person.language, person.tone, day=_iso(texts, person, at))
        for what, at in moments
    ]


def _places(texts: Texts, person: Person, held: Mapping[str, Sequence[Mapping[str, Any]]]) -> list[str]:
    """Tell how somebody came in, and when they belonged where."""
    came = [row for row in held.get("invitation", ()) if row["used_at"]]
    lines = [
        texts.say("dossier.invited", person.language, person.tone, day=_iso(texts, person, row["used_at"]))
        for row in came
    ]
    for row in held.get("membership", ()):
        role = texts.plain(f"dossier.role.{row['role']}", person.language)
        until = _iso(texts, person, row["until"]) if row["until"] else texts.plain("dossier.now", person.language)
        lines.append(f"{role}: {_iso(texts, person, row['since'])} – {until}")
    return lines


def _event(texts: Texts, person: Person, event: str) -> str:
    key = f"dossier.event.{event.replace(' ', '_')}"
    return texts.say(key if texts.has(key) else "dossier.event", person.language, person.tone, event=event)


def _iso(texts: Texts, person: Person, moment: str) -> str:
    return _day(texts, person, datetime.fromisoformat(moment))


def _rest(texts: Texts, person: Person, held: Mapping[str, Sequence[object]]) -> str:
    count = {name: len(rows) for name, rows in held.items()}
    return texts.say(
        "dossier.rest",
        person.language,
        person.tone,
        sessions=count.get("session", 0),
        decisions=count.get("decision", 0),
    )


def _day(texts: Texts, person: Person, moment: datetime) -> str:
    """Write the day with its year: what is kept goes back further than one."""
    return Voice(texts, person.language, person.tone).dated(moment.astimezone(ZoneInfo(person.zone)).date())
