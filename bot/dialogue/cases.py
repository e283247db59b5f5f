"""Gathers what flows need for cases from the work: the kinds of work to choose from, and a case for each habit now."""

from collections.abc import Mapping, Sequence

from bot.rhythm import own_rhythm
from bot.turns.turn import Turn
from nudges import cases as rules
from nudges.reflection import Principle
from store import answers, verdicts

ANSWER = "werk"  # the name under which a flow keeps which kind of work was chosen
OTHER = "anders"  # the kind of whoever finds no other; the flow has a button of its own for it
KIND = "case"
"""What the name of a case begins with, where verdicts of texts are kept: `case bakker_verbouwt`."""


def kinds_of_work(turn: Turn) -> Sequence[Mapping[str, str]]:
    """List the kinds of work that somebody can choose, in their language."""
    kinds = turn.runtime.library.cases.work.values()
    return [{"key": kind.key, "label": _said(kind.labels, turn)} for kind in kinds if kind.key != OTHER]


def work(turn: Turn) -> Mapping[str, str] | None:
    """Say which kind of work the person chose; None where they chose none, or one that the file has no more."""
    newest = answers.latest(turn.db, turn.person.id, ANSWER)
    key = newest[0].value if newest and not newest[0].skipped else None
    kind = turn.runtime.library.cases.work.get(key) if isinstance(key, str) else None
    return (
        None if kind is None else {"key": kind.key, "label": _said(kind.labels, turn), "doing": _said(kind.doing, turn)}
    )


def is_work_due(turn: Turn) -> bool:
    """Say whether the person was never asked what kind of work they do, as far as answers are kept."""
    return bool(turn.runtime.library.cases.work) and answers.last_time(turn.db, turn.person.id, ANSWER) is None


def of_habits(turn: Turn) -> Mapping[str, Mapping[str, str]]:
    """Choose for each habit the case that may take the place of its open question now; none where it is not due."""
    chosen = work(turn)
    if chosen is None:
        return {}
    met = verdicts.of_person(turn.db, turn.person.id)
    last_met = max((verdict.at for verdict in met), default=None)
    week = own_rhythm.programme_week(turn.db, turn.person, turn.now)
    if not rules.is_due(week, last_met, turn.now):
        return {}
    keys = {verdict.text.removeprefix(f"{KIND} ") for verdict in met}
    offered = {habit: _chosen(turn, chosen, habit, keys) for habit in Principle}
    return {habit.value: case for habit, case in offered.items() if case is not None}


def _chosen(turn: Turn, chosen: Mapping[str, str], habit: Principle, met: set[str]) -> Mapping[str, str] | None:
    written = turn.runtime.library.cases.cases
    case = rules.choose(
        (one.case for one in written.values()), chosen["key"], habit, met, f"{turn.person.pseudonym} {len(met)}"
    )
    if case is None:
        return None
    words = written[case.key].in_words(turn.person.language, turn.person.tone)
    about = turn.plain(f"habit.{habit}")
    return {
        "name": f"{KIND} {case.key}",
        "case": words.case,
        "thing": words.thing,
        "doing": chosen["doing"],
        "about": about,
    }


def _said(words: Mapping[str, str], turn: Turn) -> str:
    return words.get(turn.person.language, words.get("nl", ""))
