"""What somebody answered, as they read it afterwards: the question as the flow words it, and the label or own words."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.shelf import LiveLibrary
from bot.texts import Texts
from flows import recalling
from flows.world import UnknownFlow
from store.answers import Past
from store.people import Person


def words(texts: Texts, library: LiveLibrary, person: Person, past: Past) -> tuple[str, str]:
    """(question, answer), plain; where the flow does not ask it any more, the flow's title and what was kept."""
    recalled = _recalled(library, person, past)
    question = recalled.question if recalled else f"{title(library, person, past.flow)}:"
    if past.skipped:
        return question, texts.plain("dossier.skipped", person.language)
    if past.kind == "scale" and past.value is None and recalled and recalled.answer != str(None):
        return question, recalled.answer  # not applicable is an answer too
    if past.gone or past.value is None:
        return question, texts.plain("dossier.gone" if past.gone else "dossier.skipped", person.language)
    return question, recalled.answer if recalled else _bare(texts, person, past.value)


def title(library: LiveLibrary, person: Person, flow: str) -> str:
    """What the person sees a flow called; its name where it is no more."""
    try:
        script = library.flow(flow)
    except UnknownFlow:
        return flow
    return script.titles.get(person.language, script.title)


def choosing(library: LiveLibrary, person: Person, past: Past) -> recalling.Choosing | None:
    """The buttons of this question as the flow has them now; None: it is no more, or was answered without buttons."""
    today: date = past.answered_at.date()
    try:
        script = library.flow(past.flow)
        return recalling.choosing(script, library.flow, past.node, past.kind, person.language, person.tone, today)
    except UnknownFlow:
        return None


def _recalled(library: LiveLibrary, person: Person, past: Past) -> recalling.Recalled | None:
    today: date = past.answered_at.date()
    try:
        script = library.flow(past.flow)
        return recalling.recall(script, library.flow, past.node, past.value, person.language, person.tone, today)
    except UnknownFlow:
        return None


def _bare(texts: Texts, person: Person, value: Any) -> str:
    match value:
        case str():
            return value
        case list():
            return ", ".join(map(str, value))
        case Mapping() if {"cue", "response"} <= value.keys():
            plan = {"cue": value["cue"], "response": value["response"]}
            return texts.plain("dossier.plan", person.language, person.tone, **plan)
        case _:
            return json.dumps(value, ensure_ascii=False)
