"""What a name in a flow may hold: a text, a number, one of a few keys, a list; as far as that is known beforehand."""

from collections.abc import Mapping
from dataclasses import replace

from flows import enquiry, flow, vocabulary
from flows.checks.subject import Subject
from flows.nodes import ask, call, enter, previewed, remember, shuffle
from flows.sort import ANY, LIST, MAPPING, NUMBER, TEXT, TRUTH, Sort

_DAYS = frozenset(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))
_SOME = Sort(TEXT)
_COUNT = Sort(NUMBER, low=0, whole=True, longest=20)
_YES_OR_NO = Sort(TRUTH, longest=5)
_PRINCIPLE = Sort(TEXT, frozenset(vocabulary.PRINCIPLES), longest=8)

FACTS: Mapping[str, Sort] = {
    "role": Sort(TEXT, frozenset(vocabulary.ROLES), longest=8),
    "language": replace(_SOME, longest=2),
    "tone": Sort(TEXT, frozenset(vocabulary.TONES), longest=2),
    **dict.fromkeys(("times", "week", "plan_misses", "plan_steady", "last_plan_weeks", "habit_strong"), _COUNT),
    **dict.fromkeys(("weeks_done", "weeks_possible", "unanswered"), _COUNT),
    **dict.fromkeys(("keep_text_days", "keep_goal_days", "keep_score_days"), replace(_COUNT, low=1)),
    **dict.fromkeys(
        ("trial", "prompted", "habit_due", "team_item_due", "lookback_due", "booster_due", "work_due"), _YES_OR_NO
    ),
    "month": replace(_COUNT, low=1),
    "team": _SOME,
    "prompt_time": replace(_SOME, longest=5, told_by="clock"),
    **dict.fromkeys(("controller", "privacy_contact", "legal_ground", "works_council_decision", "help_contact"), _SOME),
    "working_days": Sort(LIST, _DAYS, longest=40, told_by="weekday"),
    "prompt_day": Sort(TEXT, _DAYS, longest=3, told_by="weekday"),
    "team_item": _PRINCIPLE,
    "wording": Sort(TEXT, missing=True, longest=2),
    "promises": Sort(LIST, missing=True, longest=20 * 200),
    **dict.fromkeys(
        (
            "last_plan",
            "earlier_success",
            "promise",
            "last",
            "kept",
            "often",
            "recipients",
            "receivers",
            "handover",
            "buddy",
        ),
        Sort(MAPPING, missing=True),
    ),
    **dict.fromkeys(("work", "cases"), Sort(MAPPING, missing=True)),
    "works": Sort(LIST, longest=20 * 66),
    "line": Sort(MAPPING, missing=True),
    "quarter": Sort(MAPPING),
    **dict.fromkeys(("low", "weeks_since", "topic"), Sort(MAPPING)),
}
PARTS: Mapping[str, Sort] = {
    "quarter": _COUNT,
    "low": Sort(NUMBER, low=0, high=1, whole=True, longest=1),
    "weeks_since": Sort(NUMBER, low=1, whole=True, longest=4),
}
"""what the parts of a fact hold, where all hold the same"""


def of(subject: Subject) -> dict[str, Sort]:
    """List every name that the flow may look at; whatever else sets a name of a fact makes it anything."""
    own: dict[str, Sort] = {}
    for node in subject.flow.nodes.values():
        for name, sort in _set_by(node).items():
            own[name] = own[name].or_(sort) if name in own else sort
    return {**FACTS, **own, **dict.fromkeys(_handed(subject), ANY)}


def _handed(subject: Subject) -> set[str]:
    """List what other flows on the shelf hand to this one."""
    entrances = (
        node
        for other in (subject.shelf or {}).values()
        for node in other.nodes.values()
        if isinstance(node, enter.Enter)
    )
    return {name for node in entrances if node.entered == subject.flow.name for name in node.handed}


def _set_by(node: flow.Node) -> dict[str, Sort]:
    match node:
        case previewed.PreviewedCall():
            return {**_taken(node), node.variable: node.answers.stores(node.name)}
        case ask.Ask():
            return {node.variable: node.answers.stores(node.name)}
        case shuffle.Shuffle() if node.save_as:
            return {node.save_as: Sort(TEXT, frozenset(node.arms), longest=24)}
        case call.Call():
            return _taken(node)
        case enter.Enter():
            return dict.fromkeys(node.takes, replace(ANY, longest=1_000))
        case remember.Remember():
            return {name: FACTS.get(name, ANY) for name in node.settings}
    return {}


def _taken(node: call.Call | previewed.PreviewedCall) -> dict[str, Sort]:
    """List what is taken from the answer of another program."""
    return dict.fromkeys(node.enquiry.takes, replace(ANY, missing=False, longest=enquiry.LONGEST))
