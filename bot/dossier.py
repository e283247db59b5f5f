"""What /mijngegevens sends: a readable text and a JSON file, made at the moment of sending."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from html import escape
from typing import Any
from zoneinfo import ZoneInfo

from bot.outgoing import Paper
from bot.texts import Texts
from nudges.closure import Outcome
from store import answers, dossier, people, sharing, steering
from store.answers import Past
from store.database import Transaction
from store.people import Person

_SHOWN = 20  # newest of a kind in the text; the file holds them all
_LONGEST = 3800  # Telegram takes 4,096


def make(db: Transaction, texts: Texts, person_id: int, now: datetime) -> Paper:
    """Everything held about the person; nothing of it is stored."""
    person = people.by_id(db, person_id)
    held = dossier.everything(db, person_id)
    content = json.dumps(held, ensure_ascii=False, indent=2).encode()
    parts = [_settings(db, texts, person), *_lists(db, texts, person), _rest(texts, person, held)]
    name = "mijngegevens" if person.language == "nl" else "mydata"
    caption = texts.plain("dossier.caption", person.language, person.tone)
    return Paper(f"{name}-{now:%Y-%m-%d}.json", content, caption, _messages(parts))


def _settings(db: Transaction, texts: Texts, person: Person) -> str:
    days = texts.plain("weekdays", person.language).split(",")
    return texts.say(
        "dossier.settings",
        person.language,
        person.tone,
        language=person.language,
        tone=person.tone,
        days=", ".join(days[int(digit) - 1] for digit in person.working_days),
        prompt=f"{days[person.prompt_day - 1]} {person.prompt_time}",
        since=_day(person, person.joined_at),
        teams=", ".join(member.team for member in people.memberships(db, person.id)) or "–",
    )


def _lists(db: Transaction, texts: Texts, person: Person) -> list[str]:
    past = answers.every(db, person.id)
    plans = [_plan(texts, person, plan) for plan in steering.plans(db, person.id)]
    acts = [_act(texts, person, act) for act in steering.every_act(db, person.id)]
    shared = [escape(item.text) for item in sharing.own(db, person.id)]
    return [
        _listed(texts, person, "dossier.answers", [_answer(texts, person, one) for one in past]),
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


def _answer(texts: Texts, person: Person, past: Past) -> str:
    if past.skipped:
        value = texts.plain("dossier.skipped", person.language)
    elif past.value is None:
        value = texts.plain("dossier.gone", person.language)
    else:
        value = _readable(texts, person, past.value)
    mark = f" ({texts.plain('dossier.corrected', person.language)})" if past.corrected_at else ""
    return f"{_day(person, past.answered_at)} · {escape(past.name)}: {escape(value)}{mark}"


def _readable(texts: Texts, person: Person, value: Any) -> str:
    match value:
        case str():
            return value
        case list():
            return ", ".join(map(str, value))
        case {"cue": cue, "response": response}:
            return texts.plain("dossier.plan", person.language, person.tone, cue=cue, response=response)
        case _:
            return json.dumps(value, ensure_ascii=False)


def _plan(texts: Texts, person: Person, plan: steering.Plan) -> str:
    words = {"cue": plan.words.get("cue", ""), "response": plan.words.get("response", "")}
    return f"{_day(person, plan.made_at)} · " + texts.say("dossier.plan", person.language, person.tone, **words)


def _act(texts: Texts, person: Person, act: steering.Act) -> str:
    """What was logged; a promise that was closed also says how, in the words of the page."""
    text = act.text or act.what or act.kind
    if act.closed_at is None:
        return f"{_day(person, act.acted_at)} · {escape(text)}"
    key = "promise.not_needed" if act.closed_as == Outcome.NOT_NEEDED else "promise.kept"
    return f"{_day(person, act.acted_at)} · {escape(text)} ({texts.say(key, person.language, person.tone)})"


def _rest(texts: Texts, person: Person, held: Mapping[str, Sequence[object]]) -> str:
    count = {name: len(rows) for name, rows in held.items()}
    return texts.say(
        "dossier.rest",
        person.language,
        person.tone,
        nudges=count.get("nudge", 0),
        sessions=count.get("session", 0),
        decisions=count.get("decision", 0),
    )


def _messages(parts: Sequence[str]) -> list[str]:
    """The parts as messages within Telegram's limit, broken between lines."""
    messages, current = [], ""
    for line in "\n\n".join(part for part in parts if part).split("\n"):
        if len(current) + len(line) > _LONGEST:
            messages.append(current.strip())
            current = ""
        current += line[:_LONGEST] + "\n"
    return [*messages, current.strip()]


def _day(person: Person, moment: datetime) -> str:
    return f"{moment.astimezone(ZoneInfo(person.zone)):%d-%m-%Y}"
