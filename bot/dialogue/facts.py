"""Gathers what the bot tells a flow when it begins: only the facts that the flow looks at."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import timedelta
from itertools import takewhile
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import msgspec

from bot.base.settings import Settings, Text
from bot.dialogue import cases
from bot.leads import open_line, own_log, own_progress
from bot.leads import topic as topics
from bot.library import examples
from bot.rhythm import own_rhythm, promises
from bot.turns.turn import Turn
from flows.expressions import Reads
from flows.flow import Flow
from flows.session import Session
from nudges import windows
from nudges.lifecycle import NudgeState
from store import agenda, answers, buddies, goals, leaves, lines, people, references, sessions, sharing, steering
from store.agenda import Nudge
from store.answers import PastAnswer
from store.people import Role
from store.steering import SteeringAct

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
PRINCIPLES = ("why", "result", "ahead", "together")
ITEM_OF = {"why": "waarom", "result": "resultaat", "ahead": "vooruit", "together": "samen"}
_DEEPENED_LONG_AGO = 4  # weeks; for a principle that was never deepened
PLAN_WENT = "plan_lukte"
_DONE = ("elke", "meestal", "gelukt")  # the last is what earlier versions called it
STRONG = 6  # of 7, from where the habit is there
_LOOK_BACK = timedelta(weeks=8)


def gather(
    turn: Turn,
    flow: Flow,
    prompted: bool,
    promise_id: int | None = None,
    wording: str = "",
    handover: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Gather the facts that `flow` needs, for the person whose turn it is; `promise` is what a follow-up comes back on,
    `handover` the shared item in their hands."""
    facts: dict[str, Any] = {}
    for name in sorted(flow.needs):
        if name == "prompted":
            facts[name] = prompted
        elif name == "times":
            facts[name] = sessions.begun(turn.db, turn.person.id, flow.name)
        elif name == "promise":
            facts[name] = None if promise_id is None else _promise(turn, promise_id)
        elif name == "wording":
            facts[name] = wording
        elif name == "handover":
            facts[name] = handover
        elif name in _BY_SAVED_NAME:
            facts[name] = _BY_SAVED_NAME[name](turn, flow.attributes.get(name))
        elif name in _SOURCES:
            facts[name] = _SOURCES[name](turn)
    return facts


def of_trial(turn: Turn, flow: Flow) -> dict[str, Any]:
    """Gather facts for a coach who tries a flow: their own settings, and otherwise those of a made-up person."""
    own = {name: _SOURCES[name](turn) for name in sorted(flow.needs & _SETTINGS)}
    made_up = {name: examples.FACTS[name] for name in sorted(flow.needs & examples.FACTS.keys())}
    return made_up | own | {"trial": True, "prompted": False, "role": flow.audience[0]}


def named(turn: Turn, reads: Reads) -> dict[str, Any]:
    """Gather the facts that a condition of the programme looks at."""
    gathered: dict[str, Any] = {}
    for name in sorted(reads.names):
        if name in _BY_SAVED_NAME:
            saved = None if name in reads.whole else reads.attributes.get(name)
            gathered[name] = _BY_SAVED_NAME[name](turn, saved)
        else:
            gathered[name] = _SOURCES[name](turn)
    return gathered


def _last(turn: Turn, names: frozenset[str] | None) -> dict[str, Any]:
    newest_values = {}
    for name in sorted(names or ()):
        newest = answers.latest(turn.db, turn.person.id, name)
        if newest and not newest[0].skipped:
            newest_values[name] = newest[0].value
    return newest_values


def _kept(turn: Turn, names: frozenset[str] | None) -> dict[str, Any]:
    """Find what was kept with the goal that holds, by saved name."""
    return {name: value for name, value in goals.kept_with(turn.db, turn.person.id).items() if name in (names or ())}


def _often(turn: Turn, names: frozenset[str] | None) -> dict[str, Any]:
    """Count how often each choice was made since the goal that holds began, by saved name."""
    return {
        name: dict(Counter(past.value for past in _since_goal(turn, name) if isinstance(past.value, str)))
        for name in sorted(names or ())
    }


def _since_goal(turn: Turn, name: str, limit: int = 60) -> Sequence[PastAnswer]:
    """List answers of that name since the goal that holds began, newest first; without one all of them."""
    goal = goals.of_person(turn.db, turn.person.id)
    newest = answers.latest(turn.db, turn.person.id, name, limit=limit)
    return [past for past in newest if goal is None or past.answered_at >= goal.since]


def _role(turn: Turn) -> str:
    # Somebody with several roles is welcomed by the one that has most to choose: an employee has a moment, too.
    roles = people.roles(turn.db, turn.person.id)
    return next((role.value for role in (Role.EMPLOYEE, Role.LEAD, Role.COACH) if role in roles), Role.EMPLOYEE.value)


def _team(turn: Turn) -> str:
    return next((member.team for member in people.memberships(turn.db, turn.person.id)), "")


def _plan(turn: Turn) -> dict[str, Any] | None:
    plan = steering.plan(turn.db, turn.person.id, turn.now)
    return None if plan is None else dict(plan.words)


def _plan_weeks(turn: Turn) -> int:
    plan = steering.plan(turn.db, turn.person.id, turn.now)
    return 0 if plan is None else (turn.now - plan.made_at).days // 7


def _plan_misses(turn: Turn) -> int:
    went = (past.value for past in _since_goal(turn, PLAN_WENT))
    return sum(1 for _ in takewhile(lambda value: value == "niet", went))


def _plan_steady(turn: Turn) -> int:
    """Count how often in a row the plan was done each time or mostly; a week without the moment says nothing."""
    went = [past.value for past in _since_goal(turn, PLAN_WENT) if past.value != "kwam_niet_voor" and not past.skipped]
    return sum(1 for _ in takewhile(lambda value: value in _DONE, went))


def _earlier_success(turn: Turn) -> dict[str, Any] | None:
    worked = [plan for plan in steering.plans(turn.db, turn.person.id) if plan.outcome == "done"]
    return dict(worked[-1].words) if worked else None


def _low(turn: Turn) -> dict[str, int]:
    return {
        principle: int(any(past.level == "low" for past in answers.latest(turn.db, turn.person.id, item)))
        for principle, item in ITEM_OF.items()
    }


def _weeks_since(turn: Turn) -> dict[str, int]:
    return {principle: _weeks_since_one(turn, principle) for principle in PRINCIPLES}


def _weeks_since_one(turn: Turn, principle: str) -> int:
    drawn = [
        leaves.moment(draw.at)
        for leaf in leaves.of_person(turn.db, turn.person.id)
        for draw in leaf.content.draws
        if draw.arm == principle
    ]
    written = answers.last_time(turn.db, turn.person.id, f"diep_{ITEM_OF[principle]}")  # where a flow keeps it
    asked = max((at for at in (*drawn, written) if at is not None), default=None)
    return _DEEPENED_LONG_AGO if asked is None else max(1, (turn.now - asked).days // 7)


def _weeks(turn: Turn) -> tuple[int, int]:
    delivered = _prompts(turn, _LOOK_BACK)
    return sum(nudge.state == NudgeState.ANSWERED for nudge in delivered), len(delivered)


def unanswered(turn: Turn) -> int:
    """Count how many weekly prompts in a row nobody answered, with no other sign of life since."""
    return own_rhythm.silence(turn.db, turn.person)[0]


def _prompts(turn: Turn, back: timedelta) -> Sequence[Nudge]:
    return agenda.prompts(turn.db, turn.person.id, own_rhythm.REFLECTION, turn.now - back)


def _habit_due(turn: Turn) -> bool:
    """Say whether the habit item has its turn; it asks about the goal, so without one it never has."""
    return goals.of_person(turn.db, turn.person.id) is not None and _item_due(turn, "habit", [own_progress.HABIT])


def _habit_strong(turn: Turn) -> int:
    newest = own_progress.habit(turn.db, turn.person.id)
    return sum(1 for _ in takewhile(lambda past: not past.skipped and past.value >= STRONG, newest))


def _promises(turn: Turn) -> list[dict[str, Any]]:
    still_open = steering.open_promises(turn.db, turn.person.id)
    return [
        {"key": _key(turn, act.id), "label": act.text or "", "misses": act.misses, **_retention_of_promise(turn, act)}
        for act in still_open
    ]


def _key(turn: Turn, promise_id: int) -> str:
    return references.refer(turn.db, references.ReferenceKind.PROMISE, turn.person.id, promise_id)


def _promise(turn: Turn, number: int) -> dict[str, Any] | None:
    act = steering.promise(turn.db, turn.person.id, number)
    if act is None:
        return None
    return {**_promise_in_words(turn, act), **_retention_of_promise(turn, act)}


def _promise_in_words(turn: Turn, act: SteeringAct) -> dict[str, Any]:
    day = None if act.due_on is None else act.due_on.isoformat()
    return {
        "key": _key(turn, act.id),
        "text": act.text or "",
        "day": day,
        "misses": act.misses,
        "of_team": act.what == "team",
    }


def _retention_of_promise(turn: Turn, act: SteeringAct) -> dict[str, Any]:
    """Say how long the words of a promise are kept, as it stands and if it got another day now."""
    settings, zone = turn.runtime.settings, ZoneInfo(turn.person.zone)
    gone_on = promises.gone_on(turn.db, turn.person, act, settings, turn.now)
    kept_until = promises.has_its_time_on(replace(act, said_at=turn.now), settings, zone)
    going = promises.is_going(gone_on, turn.now.astimezone(zone).date())
    return {"gone_on": gone_on.isoformat(), "going": going, "kept_until": kept_until.isoformat()}


def _topic(turn: Turn) -> dict[str, str]:
    topic = topics.of(turn.db, turn.runtime.library, turn.person, turn.now)
    return {
        "habit": topic.habit.value,
        "about": topics.about(topic, turn.voice),
        "because": topic.because.value,
        "why": topics.why(topic, turn.voice),
        "question": "" if topic.question is None else topic.question.key,
    }


def _line(turn: Turn) -> dict[str, Any] | None:
    """Tell how it stands with the line of steering that is open."""
    line = lines.open_line(turn.db, turn.person.id)
    if line is None:
        return None
    promise = steering.promise(turn.db, turn.person.id, int(line.standing.promise or 0))
    return {
        "state": line.standing.state.value,
        "habit": line.habit,
        "about": turn.voice.plain(f"habit.{line.habit}"),
        "question": line.question,
        "words": open_line.words(turn.runtime.library, line, turn.voice),
        "case": line.case or "",
        "day": None if line.standing.day is None else line.standing.day.isoformat(),
        "misses": line.standing.misses,
        "heard": line.standing.heard or "",
        "hindrance": line.standing.hindrance or "",
        "promise": None if promise is None else _promise_in_words(turn, promise),
    }


def renewed(turn: Turn, session: Session) -> Session:
    """Give the session the topic of the week in which it goes on: it may have begun, and waited, in the one before."""
    if "topic" not in session.facts:
        return session
    return msgspec.structs.replace(session, facts={**session.facts, "topic": _topic(turn)})


def _recipients(turn: Turn) -> dict[str, str]:
    """Name the teams whose lead or coach would read what the person shares."""
    readers = {role: sharing.reader_of(turn.db, turn.person.id, role) for role in (Role.LEAD, Role.COACH)}
    return {role.value: member.team for role, member in readers.items() if member is not None}


def receivers(settings: Settings) -> dict[str, str]:
    """Map the names of the addresses that flows may call to their hosts."""
    return {name: urlsplit(url).hostname or url for name, url in settings.calls.items()}


def _days(turn: Turn) -> list[str]:
    return [WEEKDAYS[int(digit) - 1] for digit in turn.person.working_days]


def _item_due(turn: Turn, item: str, names: Sequence[str]) -> bool:
    """Say whether the programme has this item now and nobody asked it since its turn came."""
    asked = [at for name in names if (at := answers.last_time(turn.db, turn.person.id, name)) is not None]
    weeks = [own_rhythm.programme_week(turn.db, turn.person, at) for at in (turn.now, *asked)]
    weekly_item = turn.runtime.library.programme.programme.items.get(item)
    return weekly_item is not None and weekly_item.due(weeks[0], max(weeks[1:], default=None))


def _team_item(turn: Turn) -> str:
    # The same for everybody while a window of content is open, or too few would answer any of them.
    today = turn.now.astimezone(ZoneInfo(turn.person.zone)).date()
    opened = windows.opened_on(windows.WindowKind.CONTENT, today)
    return PRINCIPLES[opened.toordinal() // 28 % len(PRINCIPLES)]


def _setting(name: str) -> Callable[[Turn], Any]:
    return lambda turn: getattr(turn.runtime.settings, name)


def _text_setting(name: Text) -> Callable[[Turn], str]:
    return lambda turn: turn.runtime.settings.text_for_people(name, turn.person.language)


def _buddy(turn: Turn) -> dict[str, str] | None:
    """Find what stands for the pair, and for what the buddy asked and can still be answered; None without a buddy."""
    pairing = buddies.of(turn.db, turn.person.id)
    return None if pairing is None else {"pair": pairing.mark, "question": buddies.in_hands(turn.db, pairing)}


_SETTINGS = frozenset(
    (
        *("language", "tone", "working_days", "prompt_day", "prompt_time", "controller", "privacy_contact"),
        *(
            "legal_ground",
            "works_council_decision",
            "help_contact",
            "keep_text_days",
            "keep_goal_days",
            "keep_score_days",
        ),
        "receivers",
        "topic",
        "works",
    )
)
_BY_SAVED_NAME: Mapping[str, Callable[[Turn, frozenset[str] | None], dict[str, Any]]] = {
    "last": _last,
    "kept": _kept,
    "often": _often,
}
_SOURCES: Mapping[str, Callable[[Turn], Any]] = {
    "role": _role,
    "language": lambda turn: turn.person.language,
    "tone": lambda turn: turn.person.tone,
    "week": lambda turn: own_rhythm.programme_week(turn.db, turn.person, turn.now),
    "trial": lambda _: False,
    "team": _team,
    "working_days": _days,
    "prompt_day": lambda turn: WEEKDAYS[turn.person.prompt_day - 1],
    "prompt_time": lambda turn: turn.person.prompt_time,
    "controller": _text_setting("controller"),
    "privacy_contact": _text_setting("privacy_contact"),
    "legal_ground": _text_setting("legal_ground"),
    "works_council_decision": _text_setting("works_council_decision"),
    "help_contact": lambda turn: turn.runtime.settings.human(turn.person.language),
    "keep_text_days": _setting("keep_text_days"),
    "keep_goal_days": _setting("keep_goal_days"),
    "keep_score_days": _setting("keep_score_days"),
    "last_plan": _plan,
    "last_plan_weeks": _plan_weeks,
    "plan_misses": _plan_misses,
    "plan_steady": _plan_steady,
    "earlier_success": _earlier_success,
    "low": _low,
    "weeks_since": _weeks_since,
    "habit_due": _habit_due,
    "habit_strong": _habit_strong,
    "team_item_due": lambda turn: _item_due(turn, "team_item", [f"team_{item}" for item in ITEM_OF.values()]),
    "lookback_due": lambda turn: _item_due(turn, "lookback", [f"terug_{item}" for item in ITEM_OF.values()]),
    "booster_due": lambda turn: _item_due(turn, "booster", ["opfrisser"]),
    "month": lambda turn: turn.now.astimezone(ZoneInfo(turn.person.zone)).month,
    "team_item": _team_item,
    "unanswered": unanswered,
    "weeks_done": lambda turn: _weeks(turn)[0],
    "weeks_possible": lambda turn: _weeks(turn)[1],
    "promises": _promises,
    "work": cases.work,
    "work_due": cases.is_work_due,
    "works": cases.kinds_of_work,
    "cases": cases.of_habits,
    "topic": _topic,
    "line": _line,
    "quarter": lambda turn: asdict(own_log.of_quarter(turn.db, turn.person, turn.now)),
    "recipients": _recipients,
    "buddy": _buddy,
    "receivers": lambda turn: receivers(turn.runtime.settings),
}
