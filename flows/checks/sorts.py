"""What a name in a flow may hold: a text, a number, one of a few keys, a list; as far as that is known beforehand."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flows import enquiry, flow, vocabulary
from flows.checks.subject import Subject
from flows.kinds import choice, number, preview, scale, several, text
from flows.nodes import ask, call, enter, previewed, remember, reply, share, shuffle

TEXT, NUMBER, TRUTH, LIST, MAPPING = "text", "number", "yes or no", "list", "value with parts"
_DAYS = frozenset(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))


@dataclass(frozen=True, slots=True)
class Sort:
    """`word` is '' where anything may come. `missing`: it may be nothing, or an empty text."""

    word: str = ""
    keys: frozenset[str] | None = None
    """all the texts that it may be, or that the list may hold"""
    low: float = float("-inf")
    high: float = float("inf")
    whole: bool = False
    missing: bool = False
    longest: int = 200
    """characters that it may take in a text"""
    asked: str = ""
    """the question whose labels its keys have"""
    told_by: str = ""
    """the filter that turns it into words"""
    mixed: bool = False
    """one of several words, so that nothing goes with all of it"""

    def or_(self, other: "Sort") -> "Sort":
        """Give the sort of a value that is of one sort or of the other."""
        missing, longest = self.missing or other.missing, max(self.longest, other.longest)
        if self.word != other.word:
            mixed = self.mixed or other.mixed or ("" not in (self.word, other.word))
            return Sort(missing=missing, longest=longest, mixed=mixed and {self.word, other.word} != {NUMBER, TRUTH})
        keys = None if self.keys is None or other.keys is None else self.keys | other.keys
        low, high = min(self.low, other.low), max(self.high, other.high)
        asked, told_by = self.asked or other.asked, self.told_by or other.told_by
        return Sort(self.word, keys, low, high, self.whole and other.whole, missing, longest, asked, told_by)


ANY = Sort(missing=True)
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
    **dict.fromkeys(("trial", "prompted", "habit_due", "team_item_due"), _YES_OR_NO),
    "team": _SOME,
    "prompt_time": replace(_SOME, longest=5, told_by="clock"),
    **dict.fromkeys(("controller", "privacy_contact", "legal_ground", "works_council_decision", "help_contact"), _SOME),
    "working_days": Sort(LIST, _DAYS, longest=40, told_by="weekday"),
    "prompt_day": Sort(TEXT, _DAYS, longest=3, told_by="weekday"),
    "team_item": _PRINCIPLE,
    "wording": Sort(TEXT, missing=True, longest=2),
    "promises": Sort(LIST, missing=True, longest=20 * 200),
    **dict.fromkeys(
        ("last_plan", "earlier_success", "promise", "last", "kept", "often", "recipients", "receivers", "handover"),
        Sort(MAPPING, missing=True),
    ),
    **dict.fromkeys(("low", "weeks_since", "topic"), Sort(MAPPING)),
}
PARTS: Mapping[str, Sort] = {
    "low": Sort(NUMBER, low=0, high=1, whole=True, longest=1),
    "weeks_since": Sort(NUMBER, low=1, whole=True, longest=4),
}
"""what the parts of a fact hold, where all hold the same"""


def of(subject: Subject) -> dict[str, Sort]:
    """Every name that the flow may look at; whatever else sets a name of a fact makes it anything."""
    own: dict[str, Sort] = {}
    for node in subject.flow.nodes.values():
        for name, sort in _set_by(node).items():
            own[name] = own[name].or_(sort) if name in own else sort
    return {**FACTS, **own, **dict.fromkeys(_handed(subject), ANY)}


def _handed(subject: Subject) -> set[str]:
    """What other flows on the shelf hand to this one."""
    entrances = (
        node
        for other in (subject.shelf or {}).values()
        for node in other.nodes.values()
        if isinstance(node, enter.Enter)
    )
    return {name for node in entrances if node.entered == subject.flow.name for name in node.given}


def _set_by(node: flow.Node) -> dict[str, Sort]:
    match node:
        case previewed.PreviewedCall():
            return {
                **dict.fromkeys(node.enquiry.takes, replace(ANY, missing=False, longest=enquiry.LONGEST)),
                node.variable: Sort(TEXT, frozenset((preview.SENT, preview.DECLINED)), longest=8),
            }
        case share.Share():
            return {node.variable: Sort(TEXT, frozenset(("named", "unnamed", "kept")), longest=8)}
        case reply.Reply():
            return {node.variable: Sort(TEXT, frozenset(("sent", "kept")), longest=4)}
        case ask.Ask():
            return {node.variable: _answer(node)}
        case shuffle.Shuffle() if node.save_as:
            return {node.save_as: Sort(TEXT, frozenset(node.arms), longest=24)}
        case call.Call():
            return dict.fromkeys(node.enquiry.takes, replace(ANY, missing=False, longest=enquiry.LONGEST))
        case enter.Enter():
            return dict.fromkeys(node.takes, replace(ANY, longest=1_000))
        case remember.Remember():
            return {name: FACTS.get(name, ANY) for name in node.kept}
    return {}


def _answer(node: ask.Ask) -> Sort:
    """What a question stores; that it may be skipped is another check's."""
    kind = node.answers
    match kind:
        case choice.Choice() | several.Several():
            keys = None if kind.options.supplied else frozenset(kind.options.keys())
            many = isinstance(kind, several.Several)
            return Sort(LIST if many else TEXT, keys, longest=20 * 66 if many else 66, asked=node.name)
        case scale.Scale():
            return Sort(NUMBER, low=1, high=len(kind.labels), whole=True, missing=kind.na is not None, longest=2)
        case number.Number():
            low = float("-inf") if kind.least is None else kind.least
            high = float("inf") if kind.most is None else kind.most
            return Sort(NUMBER, low=low, high=high, whole=kind.whole, longest=20)
        case text.Text():
            return Sort(TEXT, longest=kind.most)
    match kind.word:
        case "yesno":
            return Sort(TRUTH, longest=5, asked=node.name)
        case "plan":
            return Sort(MAPPING, longest=500, asked=node.name)
        case "date":
            return Sort(TEXT, longest=10, told_by="day")
        case "time":
            return Sort(TEXT, longest=5, told_by="clock")
    return replace(ANY, longest=1_000)  # a kind of which this check knows nothing may store whatever it likes
