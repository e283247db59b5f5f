"""Every flow can be played on every path, in Dutch with je and u and in English, with JSON between turns."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import pytest

from flows import events, resumes, session
from tests.library import stage, walks

_GOING = {"gone_on": "2026-12-07", "going": True, "kept_until": "2027-02-21"}
PROMISES = [{"key": "7", "label": "de wachtrij bekijken"}, {"key": "8", "label": "de buurt bellen"}]
WORLDS: tuple[dict[str, Any], ...] = (
    {},
    {
        "buddy": None,
        "prompted": True,
        "last_plan": stage.PLAN,
        "earlier_success": stage.SUCCESS,
    },
    {
        "last_plan": stage.PLAN,
        "plan_misses": 1,
        "team_item_due": True,
        "recipients": {"lead": "Vergunningen", "coach": "Vergunningen"},
    },
    {"prompted": True, "habit_due": True, "promises": [], "topic": stage.topic("why", 2, "empty")},
    {
        "role": "lead",
        "promise": {"key": "7", "text": "de wachtrij bekijken", "day": "2026-11-26"},
        "promises": PROMISES,
        "handover": {"key": "1", "team": "Vergunningen", "role": "lead", "words": "Het systeem lag eruit."},
    },
    {
        "last_plan": stage.PLAN,
        "last_plan_weeks": 6,
        "kept": {"doel_waarom": "voor de buren", "doel_reden": "eerder"},
        "often": {"plan_opbrengst": {"werk": 2}},
    },
    {
        "last_plan": stage.PLAN,
        "kept": {"plan_hielp": "een briefje", "plan_tussen": "de printer", "doel_verder": "houden"},
        "last": {
            "plan_lukte": "niet",
            "plan_belemmering": "tijd",
            "waarom_eigen_vraag": "Wat nu?",
            "samen_vraag": "Hoi",
        },
    },
    {"line": stage.line("promised", promise={"key": "7", "text": "bellen", "day": None, "misses": 2, "of_team": True})},
    {"role": "coach", "team_item_due": True, "promises": [{**PROMISES[0], **_GOING}], "topic": stage.topic("why")},
    {
        "last": {"nul_waarom": 1, "nul_samen": 3},
        "line": stage.line("asked", habit="ahead", question="ahead_2", case="het plein"),
        "topic": stage.topic("together", 5),
        "promises": PROMISES,
    },
    {
        "last": {"terug_waarom": 2, "terug_samen": 4},
        "line": stage.line(misses=2),
        "topic": stage.topic("result", 9),
        "weeks_possible": 0,
        "handover": {"key": "1", "team": "Vergunningen", "role": "lead", "words": ""},
    },
)
LINES: Sequence[Mapping[str, Any]] = (
    *({"line": stage.line(habit=habit, question=f"{habit}_1")} for habit in ("why", "result", "ahead", "together")),
    {"handover": {"key": "1", "team": "Vergunningen", "role": "lead", "words": "Te laat."}},
    {"booster_due": True, "kept": {"doel_waarom": "omdat het telt"}},
    {"line": stage.line(question="own"), "promise": {**PROMISES[0], "text": "bellen", "day": None, "misses": 1}},
    *({"topic": stage.topic(habit, number)} for habit in ("result", "ahead", "together") for number in (1, 4, 7)),
)
"""lines of steering as they may stand, and topics to begin one with"""
TYPED = ("Hoe kijk jij hier zelf tegenaan?", "dan ontsla ik hem", "Wanneer ontsla ik je?")
"""a question of a lead's own, and what is no question to a colleague"""
SEEDS = range(64)
PRINCIPLES = ("why", "result", "ahead", "together")
INFORMAL = re.compile(r"\b(je|jij|jou|jouw|jouwe|jezelf|jullie)\b", re.IGNORECASE)
NAMES_BOTH = ("Zal ik je of u zeggen?", "Zeg maar je", "In Dutch: shall I say je", "Say je")


@pytest.fixture(params=stage.names())
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=stage.VOICES, ids=lambda voice: "-".join(voice))
def voice(request: pytest.FixtureRequest) -> tuple[str, str]:
    language_and_tone: tuple[str, str] = request.param
    return language_and_tone


@cache
def moments(name: str, voice: tuple[str, str]) -> Sequence[stage.LibraryPlay]:
    """Every question with every button once in every world, and conversations by chance."""
    by_button = [play for world in WORLDS for play in walks.everywhere(name, voice, **world)]
    return by_button + [play for seed in SEEDS for play in by_chance(name, voice, seed)]


@cache
def by_chance(name: str, voice: tuple[str, str], seed: int) -> list[stage.LibraryPlay]:
    """One conversation in one of the worlds, in a week of its own."""
    own = {"times": seed, "team_item": PRINCIPLES[seed % 4], "topic": stage.topic(PRINCIPLES[seed % 4], seed % 9 + 1)}
    world = {**own, **WORLDS[seed // 4 % len(WORLDS)]}
    return walks.wander(name, voice, seed, **world)


def test_every_button_of_every_question_leads_on(name: str, voice: tuple[str, str]) -> None:
    """No flow fails anywhere, and every conversation by chance comes to its end."""
    for play in moments(name, voice):
        assert [] == [event for event in play.happened if isinstance(event, events.FlowFailed)]
        assert play.finished is None or play.finished.status is session.SessionStatus.COMPLETED


def test_conversations_by_chance_end(name: str, voice: tuple[str, str]) -> None:
    """Whatever is pressed, nobody walks in circles."""
    for seed in SEEDS:
        assert by_chance(name, voice, seed)[-1].finished is not None


def test_every_question_is_asked_somewhere(name: str) -> None:
    """There is no question that nobody can reach: some come only so many weeks after the first."""
    asked = {play.node for play in moments(name, ("nl", "je"))}
    asked |= {play.node for times in range(8) for play in walks.everywhere(name, ("nl", "je"), times=times)}
    asked |= {play.node for world in LINES for play in walks.everywhere(name, ("nl", "je"), typed=TYPED, **world)}
    assert set() == {f"{name}:{node}" for node in stage.questions(name)} - asked


def test_every_question_can_be_taken_back(name: str, voice: tuple[str, str]) -> None:
    """/terug goes to a question, or is not possible; it never breaks the conversation."""
    for play in walks.everywhere(name, voice, **WORLDS[1]):
        if play.node:
            back = play.hear(resumes.Back())
            assert back.node
            assert not any(isinstance(event, events.FlowFailed) for event in back.happened)


def test_what_is_shown_is_finished_text(name: str, voice: tuple[str, str]) -> None:
    """No placeholder, half sentence or empty message reaches a person."""
    for play in moments(name, voice):
        for text in play.shown():
            assert text.strip() == text, text
            assert text, play.node
            assert not re.search(r"\{\{|\}\}|\{%|  |None(?! of)|\n\n\n", text), text


def test_who_chose_u_never_reads_je(name: str) -> None:
    """Formal Dutch is formal on every path, but for the question which of the two it shall be."""
    for play in moments(name, ("nl", "u")):
        if play.remembered().get("tone") != "je":
            assert [] == [text for text in play.shown() if INFORMAL.search(text) and not text.startswith(NAMES_BOTH)]


def test_a_weekly_reflection_stays_small() -> None:
    """The state between turns stays within 1.2 kB, whatever is pressed."""
    sizes = [len(session.to_json(play.session)) for play in moments("weekreflectie", ("nl", "je")) if play.node]
    assert max(sizes) <= 1200
