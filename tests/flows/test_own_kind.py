"""A kind of answer is one class: what reads, checks, plays and documents flows asks the class and keeps no list."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Self

import pytest

from flows import check, events, phrases, reader, reference, session, texts
from flows.checks import budget
from flows.kinds import kind, registry
from flows.view import View
from tests.flows import stage

TODAY = date(2026, 11, 30)
HEAVY = 9  # choices: more than the check thinks easy


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating(kind.AnswerKind):
    """So many stars; stored as a number.

    ::

        ask: Hoeveel sterren?
        rating: 5
    """

    word: ClassVar[str] = "rating"
    most: int

    @classmethod
    def read(cls, step: reader.UnreadNode) -> Self:
        return cls(most=step.parts["rating"].whole(1, 20))

    def effort(self) -> kind.Effort:
        return kind.Effort(taps=3, typed=2)

    def count(self) -> int:
        return self.most

    def show(self, _view: View, _partial: kind.PartialAnswer) -> kind.Show:
        return kind.Show(tuple(events.Button(str(stars), "★" * stars) for stars in range(1, self.most + 1)))

    def press(self, _view: View, _partial: kind.PartialAnswer, choice: str) -> kind.Heard | None:
        return kind.Taken(int(choice), "★" * int(choice)) if choice in map(str, range(1, self.most + 1)) else None

    def type(self, view: View, partial: kind.PartialAnswer, said: str) -> kind.Heard:
        return self.press(view, partial, said.strip()) or kind.Refused(view.phrase(phrases.RETRY_CHOICE))

    def texts(self) -> Iterator[texts.PlacedText]:
        return iter(())


@pytest.fixture(autouse=True)
def _registered(monkeypatch: pytest.MonkeyPatch) -> None:
    """One line in the registry, as a kind of the house's own has."""
    monkeypatch.setitem(registry.KINDS, Rating.word, Rating)


NODES = """
    a:
      ask: Hoeveel sterren?
      rating: {stars}
      save: sterren
    b:
      say: "Dus {{{{ sterren }}}}."
    c:
      end:
"""


@pytest.mark.parametrize(("pressed", "said"), [("3", None), (None, " 3 ")])
def test_it_is_read_shown_and_played(pressed: str | None, said: str | None) -> None:
    """Its buttons, its answer and its value are those of the class; what is stored bears its word."""
    talk = stage.play(NODES.format(stars=5))
    assert ["★", "★★", "★★★", "★★★★", "★★★★★"] == [
        button.label for row in talk.asked.buttons for button in row if button.label.startswith("★")
    ]
    if pressed:
        talk.press(pressed)
    else:
        talk.write(said or "")
    (answered,) = [event for event in talk.all if isinstance(event, events.Answered)]
    assert (3, "rating") == (answered.value, answered.kind)
    assert "Dus 3." in [event.text for event in talk.all if isinstance(event, events.Said)]
    assert talk.status is session.SessionStatus.COMPLETED


def test_what_it_takes_counts_in_the_budget() -> None:
    """Neither taken for a tap nor for a text: as many of both as it says of itself."""
    length = budget.longest(stage.flow(NODES.format(stars=5)), {})
    assert (3, 2) == (length.taps, length.typed)


@pytest.mark.parametrize(("stars", "expected"), [(5, False), (HEAVY, True)])
def test_its_choices_are_counted(stars: int, expected: bool) -> None:
    """Many choices are found many, whoever offers them."""
    findings = check.check(stage.flow(NODES.format(stars=stars)), TODAY)
    assert expected == ("KV033" in {finding.number for finding in findings})


def test_it_is_documented_by_its_own_words() -> None:
    """The reference for coaches has what the class says, with its example."""
    assert "### rating\n\nSo many stars; stored as a number." in reference.page()
