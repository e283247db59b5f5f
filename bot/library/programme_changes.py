"""What another programme changes in what is still to come: a sentence for each step, and for the weekly flow."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from flows.remark import Remark
from nudges.programme import Programme, ProgrammeStep, Strand


@dataclass(frozen=True, slots=True)
class ProgrammeChange:
    """Tells one difference between two programmes; ``labels``: what the offers that change are called until now; none
    when it concerns everybody of the ``role``."""

    role: str
    remark: Remark
    labels: frozenset[str] = frozenset()


def between(before: Programme, after: Programme) -> list[ProgrammeChange]:
    """List what differs between two programmes, in their order; nothing when both offer the same."""
    changes = list(_whole(before, after))
    for role in dict.fromkeys((*before.strands, *after.strands)):
        old, new = before.strands.get(role, Strand()), after.strands.get(role, Strand())
        changes += [*_weekly(role, old, new), *_steps(role, old, new)]
    return changes


def _whole(before: Programme, after: Programme) -> Iterator[ProgrammeChange]:
    if before.weeks != after.weeks:
        remark = Remark("it lasts {after} weeks in place of {before}", after=after.weeks, before=before.weeks)
        yield ProgrammeChange("", remark)
    for item in dict.fromkeys((*before.items, *after.items)):
        if before.items.get(item) != after.items.get(item):
            yield ProgrammeChange("", Remark("the question {item} comes in other weeks", item=item))


def _weekly(role: str, before: Strand, after: Strand) -> Iterator[ProgrammeChange]:
    old, new = before.weekly, after.weekly
    if old is None or new is None:
        if old is not new:
            template = (
                "{role}: there is a weekly flow from now on" if new else "{role}: there is no weekly flow any more"
            )
            yield ProgrammeChange(role, Remark(template, role=role))
        return
    if old.flow != new.flow:
        template = "{role}: the weekly flow becomes {after} in place of {before}"
        yield ProgrammeChange(role, Remark(template, role=role, after=new.flow, before=old.flow))
    if old.instead != new.instead:
        yield ProgrammeChange(role, Remark("{role}: something else may take the weekly flow's place", role=role))
    if old.fade != new.fade:
        yield ProgrammeChange(role, Remark("{role}: the weekly flow fades out otherwise", role=role))


def _steps(role: str, before: Strand, after: Strand) -> Iterator[ProgrammeChange]:
    old, new = {step.name: step for step in before.steps}, {step.name: step for step in after.steps}
    for name, step in old.items():
        now = new.get(name)
        remark = _gone(step) if now is None else _moved(step, now)
        if remark is not None:
            yield ProgrammeChange(role, remark, frozenset(map(step.label, step.weeks())))
    for name, step in new.items():
        if name not in old:
            yield ProgrammeChange(
                role, Remark("{step} is new: {flow}, in week {week}", step=name, flow=step.flow, week=step.week)
            )


def _gone(step: ProgrammeStep) -> Remark:
    return Remark("{step} disappears: {flow}, in week {week}", step=step.name, flow=step.flow, week=step.week)


def _moved(old: ProgrammeStep, new: ProgrammeStep) -> Remark | None:
    """Say what is different about a step; of several things the one that people notice most."""
    if old.flow != new.flow:
        return Remark("{step} begins {after} in place of {before}", step=old.name, after=new.flow, before=old.flow)
    if old.week != new.week:
        template = "{step} moves from week {before} to week {after}"
        return Remark(template, step=old.name, before=old.week, after=new.week)
    if old == new:
        return None
    if replace(old, when=new.when) == new:
        return Remark("{step} has another condition", step=old.name)
    return Remark("{step} comes on another day, at another hour, or returns otherwise", step=old.name)
