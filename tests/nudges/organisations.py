"""Made-up organisations for property tests: teams in a tree, deputies in two teams, answers of some."""

from hypothesis import strategies as st

from nudges import cohort
from nudges.reflection import Level

levels = st.sampled_from(Level)


@st.composite
def teams(draw: st.DrawFn) -> tuple[cohort.CohortTeam, ...]:
    """One to eight teams of nobody up to fourteen people, some of whom are in another team as well."""
    so_far: list[cohort.CohortTeam] = []
    everybody: list[int] = []
    for id in range(1, draw(st.integers(1, 8)) + 1):
        newcomers = [id * 100 + step for step in range(draw(st.integers(0, 14)))]
        guests = draw(st.sets(st.sampled_from(everybody), max_size=6)) if everybody else set[int]()
        parent = draw(st.none() | st.sampled_from([team.id for team in so_far])) if so_far else None
        leads = frozenset(newcomers[:1]) | {id * 100 + 99}
        so_far.append(cohort.CohortTeam(id, parent, frozenset(newcomers) | guests | leads, leads))
        everybody += newcomers
    return tuple(so_far)


@st.composite
def answers(draw: st.DrawFn, people: frozenset[int]) -> dict[int, list[Level]]:
    """What most of these people answered in a window: nothing, or one to four levels."""
    silent = draw(st.sets(st.sampled_from(sorted(people)), max_size=8)) if people else set[int]()
    return {person: draw(st.lists(levels, min_size=1, max_size=4)) for person in sorted(people - silent)}


def everybody(units: tuple[cohort.PublishedUnit, ...]) -> frozenset[int]:
    """The people of all cohorts."""
    return frozenset[int]().union(*(unit.cohort for unit in units))
