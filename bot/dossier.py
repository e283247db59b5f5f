"""What /mijngegevens sends: a readable text and a JSON file, made at the moment of sending."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from html import escape
from typing import Any
from zoneinfo import ZoneInfo

from bot import look_back, outgoing
from bot.outgoing import Paper
from bot.shelf import LiveLibrary
from bot.texts import Texts
from bot.voice import Voice
from nudges.closure import Outcome
from store import answers, dossier, people, sharing, steering
from store.answers import Past
from store.database import Transaction
from store.people import Person

_SHOWN = 20  # newest of a kind in the text; the file holds them all


def make(db: Transaction, texts: Texts, library: LiveLibrary, person_id: int, now: datetime) -> Paper:
    """Everything held about the person; nothing of it is stored."""
    person = people.by_id(db, person_id)
    held = dossier.everything(db, person_id)
    content = json.dumps(held, ensure_ascii=False, indent=2).encode()
    parts = [
        _settings(db, texts, person),
        *_lists(db, texts, library, person),
        *_traces(texts, person, held),
        _rest(texts, person, held),
    ]
    name = "mijngegevens" if person.language == "nl" else "mydata"
    caption = texts.plain("dossier.caption", person.language, person.tone)
    return Paper(f"{name}-{now:%Y-%m-%d}.json", content, caption, outgoing.pages(parts))


def _settings(db: Transaction, texts: Texts, person: Person) -> str:
    voice = Voice(texts, person.language, person.tone)
    days = texts.plain("weekdays", person.language).split(",")
    return texts.say(
        "dossier.settings",
        person.language,
        person.tone,
        language=texts.plain("dossier.language", person.language),
        tone=person.tone,
        days=", ".join(days[int(digit) - 1] for digit in person.working_days),
        prompt=voice.moment_of(person.prompt_day, person.prompt_time, person.prompt_until),
        since=_day(texts, person, person.joined_at),
        teams=", ".join(member.team for member in people.memberships(db, person.id)) or "–",
    )


def _lists(db: Transaction, texts: Texts, library: LiveLibrary, person: Person) -> list[str]:
    past = answers.every(db, person.id)
    plans = [_plan(texts, person, plan) for plan in steering.plans(db, person.id)]
    acts = [_act(texts, person, act) for act in steering.every_act(db, person.id)]
    shared = [escape(item.text) for item in sharing.own(db, person.id)]
    return [
        _listed(texts, person, "dossier.answers", [_answer(texts, library, person, one) for one in past]),
        _listed(texts, person, "dossier.plans", plans),
        _listed(texts, person, "dossier.acts", acts),
        _listed(texts, person, "dossier.shared", shared),
    ]


def _listed(texts: Texts, person: Person, key: str, lines: Sequence[str]) -> str:
    if not lines:
        return ""
    shown = list(lines[-_SHOWN:])
    if len(lines) > _SHOWN:
        shown.append(texts.say("dossier.more", person.language, person.tone, count=len(lines) - _SHOWN))
    return "\n".join([texts.say(key, person.language, person.tone, count=len(lines)), *shown])


def _answer(texts: Texts, library: LiveLibrary, person: Person, past: Past) -> str:
    question, answer = look_back.words(texts, library, person, past)
    mark = f" ({texts.plain('dossier.corrected', person.language)})" if past.corrected_at and not past.gone else ""
    return f"{_day(texts, person, past.answered_at)} · {escape(question)} <b>{escape(answer)}</b>{mark}"


def _plan(texts: Texts, person: Person, plan: steering.Plan) -> str:
    words = {"cue": plan.words.get("cue", ""), "response": plan.words.get("response", "")}
    return f"{_day(texts, person, plan.made_at)} · " + texts.say("dossier.plan", person.language, person.tone, **words)


def _act(texts: Texts, person: Person, act: steering.Act) -> str:
    """What was logged; a promise that was closed also says how, in the words of the page."""
    text = act.text or act.what or act.kind
    if act.closed_at is None:
        return f"{_day(texts, person, act.acted_at)} · {escape(text)}"
    key = "promise.not_needed" if act.closed_as == Outcome.NOT_NEEDED else "promise.kept"
    return f"{_day(texts, person, act.acted_at)} · {escape(text)} ({texts.say(key, person.language, person.tone)})"


def _traces(texts: Texts, person: Person, held: Mapping[str, Sequence[Mapping[str, Any]]]) -> list[str]:
    """What is held beside the conversations, a line for each."""
    audit = [
        f"{_iso(texts, person, row['at'])} · {_event(texts, person, row['event'])}" for row in held.get("audit", ())
    ]
    set_aside = [_iso(texts, person, row["received_at"]) for row in held.get("inbox", ()) if row["set_aside_at"]]
    return [
        _listed(texts, person, "dossier.audit", audit),
        _listed(texts, person, "dossier.set_aside", set_aside),
        _listed(
            texts,
            person,
            "dossier.attempts",
            [_iso(texts, person, row["tried_at"]) for row in held.get("joinattempt", ())],
        ),
        _listed(texts, person, "dossier.places", _places(texts, person, held)),
    ]


def _places(texts: Texts, person: Person, held: Mapping[str, Sequence[Mapping[str, Any]]]) -> list[str]:
    """How somebody came in, and when they belonged where."""
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
        nudges=count.get("nudge", 0),
        sessions=count.get("session", 0),
        decisions=count.get("decision", 0),
        windows=count.get("windowmember", 0),
    )


def _day(texts: Texts, person: Person, moment: datetime) -> str:
    """The day with its year: what is kept goes back further than one."""
    return Voice(texts, person.language, person.tone).dated(moment.astimezone(ZoneInfo(person.zone)).date())
