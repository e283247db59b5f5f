"""What another programme changes in what is still to come."""

from dataclasses import replace
from datetime import time

import pytest

from bot.library import programme_changes
from nudges.programme import Fade, Programme, ProgrammeStep, Strand, Substitute, WeeklyFlow, WeeklyItem

WEEKLY = WeeklyFlow("weekreflectie", [Substitute("terugval", "unanswered == 2")], Fade("habit_strong >= 2", 2))
WHY = ProgrammeStep("waarom", "waarom", 2, day=2)
TALK = ProgrammeStep("teamgesprek", "teamgesprek", 4, every=4, until=12)
BEFORE = Programme(
    "P", 12, {"employee": Strand(WEEKLY, [WHY]), "lead": Strand(None, [TALK])}, {"habit": WeeklyItem((4,), 4)}
)


def employees(weekly: WeeklyFlow | None = WEEKLY, *steps: ProgrammeStep) -> Programme:
    """The programme with another strand of employees."""
    return replace(BEFORE, strands=dict(BEFORE.strands) | {"employee": Strand(weekly, steps)})


@pytest.mark.parametrize(
    ("after", "sentences"),
    [
        (BEFORE, []),
        (employees(WEEKLY), ["waarom disappears: waarom, in week 2"]),
        (employees(WEEKLY, WHY, ProgrammeStep("eerst", "welkom", 1)), ["eerst is new: welkom, in week 1"]),
        (employees(WEEKLY, replace(WHY, week=3, day=4)), ["waarom moves from week 2 to week 3"]),
        (employees(WEEKLY, replace(WHY, flow="samen")), ["waarom begins samen in place of waarom"]),
        (employees(WEEKLY, replace(WHY, when="week > 1")), ["waarom has another condition"]),
        (
            employees(WEEKLY, replace(WHY, at=time(9))),
            ["waarom comes on another day, at another hour, or returns otherwise"],
        ),
        (employees(None, WHY), ["employee: there is no weekly flow any more"]),
        (
            employees(replace(WEEKLY, flow="samen", instead=(), fade=None), WHY),
            [
                "employee: the weekly flow becomes samen in place of weekreflectie",
                "employee: something else may take the weekly flow's place",
                "employee: the weekly flow fades out otherwise",
            ],
        ),
        (replace(BEFORE, weeks=10), ["it lasts 10 weeks in place of 12"]),
        (replace(BEFORE, items={"habit": WeeklyItem((4,), 2)}), ["the question habit comes in other weeks"]),
        (
            replace(BEFORE, strands={"employee": BEFORE.strands["employee"]}),
            ["teamgesprek disappears: teamgesprek, in week 4"],
        ),
    ],
    ids=lambda change: change[0] if isinstance(change, list) and change else "",
)
def test_each_change_is_told(after: Programme, sentences: list[str]) -> None:
    """Once, and nothing where nothing changes."""
    assert sentences == [str(change.remark) for change in programme_changes.between(BEFORE, after)]


def test_a_step_that_returns_is_known_by_what_its_offers_are_called() -> None:
    """So that whoever counts can tell who has had which."""
    [gone] = programme_changes.between(BEFORE, replace(BEFORE, strands={"employee": BEFORE.strands["employee"]}))
    assert ("lead", {"teamgesprek 4", "teamgesprek 8", "teamgesprek 12"}) == (gone.role, set(gone.labels))
