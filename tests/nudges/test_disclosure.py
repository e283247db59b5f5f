"""What may be published about a group."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nudges import bands, cohort, disclosure, reflection
from nudges.cohort import CohortTeam, PublishedUnit
from nudges.disclosure import Cell, DisclosureRules
from nudges.reflection import Level
from tests.nudges import organisations

LOW, MID, HIGH = Level
WHY = reflection.ITEMS["waarom"]
DILEMMA = reflection.ITEMS["dilemma"]
RULES = DisclosureRules()

TEAM = PublishedUnit(1, None, frozenset(range(12)), frozenset({1}))


def _band(answers: dict[int, list[Level]], item: reflection.Item = WHY, unit: PublishedUnit = TEAM) -> str | None:
    (cell,) = disclosure.close([unit], item, answers, RULES)
    return cell.band


def test_a_team_shows_the_level_of_its_median_person() -> None:
    """Two low, two mid, three high: mid."""
    answers = dict(enumerate([[LOW], [LOW], [MID], [MID], [HIGH], [HIGH], [HIGH]]))
    assert disclosure.close([TEAM], WHY, answers, RULES) == (Cell(1, tree=False, item="waarom", band="mid"),)


def test_a_person_counts_once_with_their_own_median() -> None:
    """Somebody who answered "high" four times weighs as much as who answered once."""
    assert "low" == _band({0: [HIGH] * 4, 1: [LOW], 2: [LOW], 3: [LOW], 4: [HIGH, LOW], 5: [HIGH]})


def test_a_person_without_a_value_does_not_count() -> None:
    """Four with a value and eight who skipped: too few."""
    assert _band({person: [MID] if person < 4 else [] for person in range(12)}) is None


def test_an_even_number_takes_the_lower_median() -> None:
    """Three low and three high: low."""
    assert "low" == _band({person: [LOW if person < 3 else HIGH] for person in range(6)})


def test_yes_and_no_need_ten_others_and_show_a_share() -> None:
    """Nine are too few; of eleven, six are more than half."""
    assert _band({person: [HIGH] for person in range(9)}, DILEMMA) is None
    assert "more_than_half" == _band({person: [HIGH if person < 6 else LOW] for person in range(11)}, DILEMMA)
    assert "at_most_half" == _band({person: [HIGH if person < 5 else LOW] for person in range(11)}, DILEMMA)


def test_answers_from_outside_the_cohort_do_not_count() -> None:
    """A newcomer, the lead, somebody of another team."""
    assert _band({person: [HIGH] for person in [0, 1, 2, 3, 99, 98, 97]}) is None


def test_every_reason_for_hiding_looks_the_same() -> None:
    """Too few answers, too small a cohort, a sibling to protect, too close to another team: one silence."""
    people = frozenset(range(100))
    answers = {person: [HIGH] for person in people}
    few = disclosure.close([TEAM], WHY, {0: [HIGH]}, RULES)
    small = disclosure.close([replace(TEAM, cohort=frozenset(range(6)))], WHY, answers, RULES)
    root = PublishedUnit(1, None, frozenset(), frozenset({1}))
    children = [
        PublishedUnit(2, 1, frozenset(range(4)), frozenset({2})),
        PublishedUnit(3, 1, frozenset(range(20, 32)), frozenset({3})),
    ]
    siblings = disclosure.close([root, *children], WHY, answers, RULES)
    close = [
        PublishedUnit(4, None, frozenset(range(8)), frozenset({4})),
        PublishedUnit(5, None, frozenset(range(9)), frozenset({5})),
    ]
    overlap = disclosure.close(close, WHY, answers, RULES)[:1]
    for cell in (*few, *small, *siblings, *overlap):
        assert cell == Cell(cell.unit, cell.tree, "waarom", None)
        assert not cell.shown


def test_a_cell_holds_no_number() -> None:
    """Neither of people who answered nor of those who did not."""
    assert ["unit", "tree", "item", "band"] == list(Cell.__dataclass_fields__)


@pytest.mark.parametrize(
    ("scale", "yes_no", "cohort"),
    [(4, 10, 7), (5, 9, 7), (5, 10, 6)],
)
def test_thresholds_may_be_raised_and_never_lowered(scale: int, yes_no: int, cohort: int) -> None:
    """A stricter organisation may; a curious one may not."""
    with pytest.raises(disclosure.LoweredThreshold):
        DisclosureRules(scale, yes_no, cohort)
    stricter = DisclosureRules(scale=8)
    answers = {person: [HIGH] for person in range(7)}
    assert disclosure.close([TEAM], WHY, answers, stricter)[0].band is None
    assert "high" == disclosure.close([TEAM], WHY, answers, RULES)[0].band


def test_taking_part_is_shown_in_bands_of_the_whole_cohort() -> None:
    """Of twelve, six are half; nobody and all are not told apart from nearly so."""
    shares = [disclosure.participation([TEAM], range(count), RULES)[0].band for count in range(13)]
    assert ["at_most_half"] * 7 + ["more_than_half"] * 6 == shares


def test_taking_part_is_hidden_in_a_cohort_under_seven() -> None:
    """Six people who all answered leave an empty band."""
    small = replace(TEAM, cohort=frozenset(range(6)))
    assert disclosure.participation([small], range(6), RULES) == (Cell(1, tree=False, item="participation", band=None),)


@st.composite
def _windows(draw: st.DrawFn) -> tuple[tuple[CohortTeam, ...], dict[int, list[Level]]]:
    teams = draw(organisations.teams())
    return teams, draw(organisations.answers(organisations.everybody(cohort.freeze(teams))))


@settings(max_examples=80)
@given(_windows(), st.sampled_from([WHY, DILEMMA]), st.data())
def test_another_answer_changes_no_decision_to_hide(
    window: tuple[tuple[CohortTeam, ...], dict[int, list[Level]]], item: reflection.Item, data: st.DataObject
) -> None:
    """Any values changed to any others: the same cells are shown and the same hidden."""
    units, answers = cohort.freeze(window[0]), window[1]
    others = {person: data.draw(st.lists(organisations.levels, min_size=1, max_size=3)) for person in answers}
    before = disclosure.close(units, item, answers, RULES)
    after = disclosure.close(units, item, others, RULES)
    assert [(cell.unit, cell.tree, cell.shown) for cell in before] == [
        (cell.unit, cell.tree, cell.shown) for cell in after
    ]


def _edited(teams: tuple[CohortTeam, ...], edits: list[tuple[int, int, bool]]) -> tuple[CohortTeam, ...]:
    """The teams after people came (True) and went."""
    members = {team.id: set(team.members) for team in teams}
    for index, person, comes in edits:
        team = teams[index % len(teams)].id
        (members[team].add if comes else members[team].discard)(person)
    return tuple(replace(team, members=frozenset(members[team.id])) for team in teams)


edits = st.lists(st.tuples(st.integers(0, 7), st.integers(100, 815), st.booleans()), max_size=10)


@settings(max_examples=80)
@given(_windows(), edits, st.data())
def test_no_edit_of_membership_changes_an_open_or_closed_window(
    window: tuple[tuple[CohortTeam, ...], dict[int, list[Level]]],
    edits: list[tuple[int, int, bool]],
    data: st.DataObject,
) -> None:
    """People come and go after the opening and answer; the cells are those of the frozen cohorts."""
    teams, answers = window
    units = cohort.freeze(teams)
    newcomers = organisations.everybody(cohort.freeze(_edited(teams, edits))) - organisations.everybody(units)
    theirs = {person: [data.draw(organisations.levels)] for person in sorted(newcomers)}
    closed = disclosure.close(units, WHY, answers, RULES)
    assert closed == disclosure.close(units, WHY, {**answers, **theirs}, RULES)
    took_part = disclosure.participation(units, answers.keys(), RULES)
    assert took_part == disclosure.participation(units, answers.keys() | theirs.keys(), RULES)


@settings(max_examples=100)
@given(_windows())
def test_a_shown_word_is_one_of_the_words(window: tuple[tuple[CohortTeam, ...], dict[int, list[Level]]]) -> None:
    """Levels for scales, shares for taking part; every group has one cell."""
    units, answers = cohort.freeze(window[0]), window[1]
    cells = disclosure.close(units, WHY, answers, RULES)
    shares = disclosure.participation(units, answers.keys(), RULES)
    assert {cell.band for cell in cells} <= {None, *Level}
    assert {cell.band for cell in shares} <= {None, *bands.ShareBand}
    groups = [(cell.unit, cell.tree) for cell in cells]
    assert len(groups) == len(set(groups))
    assert groups == [(cell.unit, cell.tree) for cell in shares]
