"""Words what somebody answered for reading afterwards: the question as the flow words it, and the answer."""

import json
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from bot.base.texts import Texts
from bot.library.live import LiveLibrary
from flows import recalling
from flows.world import UnknownFlow
from store.answers import PastAnswer
from store.people import Person

Seen = TypeVar("Seen", recalling.Recalled, recalling.Choosing)


def words(texts: Texts, library: LiveLibrary, person: Person, past: PastAnswer) -> tuple[str, str]:
    """Word a question and its answer, plain; where the flow does not ask it any more, the flow's title and what was
    kept."""
    recalled = _asked(recalling.recall, library, person, past, past.value)
    question = recalled.question if recalled else f"{title(library, person, past.flow)}:"
    if past.skipped:
        return question, texts.plain("dossier.skipped", person.language)
    if past.gone:
        return question, texts.plain("dossier.gone", person.language)
    if recalled and recalled.answer is not None:
        return question, recalled.answer
    return question, _bare(texts, person, past.value)


def title(library: LiveLibrary, person: Person, name: str) -> str:
    """Give the title of a flow as the person sees it; its name where it is no more."""
    try:
        flow = library.flow(name)
    except UnknownFlow:
        return name
    return flow.titles.get(person.language, flow.title)


def choosing(library: LiveLibrary, person: Person, past: PastAnswer) -> recalling.Choosing | None:
    """List the buttons of this question as the flow has them now; None: it is no more, or was answered without
    buttons."""
    return _asked(recalling.choosing, library, person, past, past.kind)


def _asked(
    find: Callable[..., Seen | None], library: LiveLibrary, person: Person, past: PastAnswer, by: Any
) -> Seen | None:
    """Look with `find` at the question that this answered, by its kind or its value; None: it is no more."""
    try:
        flow = library.flow(past.flow)
        return find(flow, library.flow, past.node, by, person.language, person.tone, past.answered_at.date())
    except UnknownFlow:
        return None


def _bare(texts: Texts, person: Person, value: Any) -> str:
    match value:
        case None:
            return texts.plain("dossier.skipped", person.language)
        case str():
            return value
        case list():
            return ", ".join(map(str, value))
        case Mapping() if {"cue", "response"} <= value.keys():
            plan = {"cue": value["cue"], "response": value["response"]}
            return texts.plain("dossier.plan", person.language, person.tone, **plan)
        case _:
            return json.dumps(value, ensure_ascii=False)
