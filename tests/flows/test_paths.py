"""Paths: every way through a flow with its length, and an honest word where there are too many to list."""

from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from bot.cli import flows_paths
from flows import loader, paths
from flows.checks import budget, states
from flows.flow import Flow
from tests.flows import stage

LIBRARY = loader.shelf([Path(loader.__file__).parent / "library"])
NODES = """
    plek:
      ask: Waar was het?
      choice: {balie: Balie, brief: Brief, geen: Geen}
      next: {geen: stil, "*": hoe}
    stil:
      end: Dat kan.
    hoe:
      ask: Hoe ging het?
      text: true
      next: {skipped: straks, "*": slot}
    straks:
      pause: {until: tomorrow}
      next: hoe
    slot:
      end: Klaar.
"""


def nodes(path: paths.Path) -> list[str]:
    return [step.node for step in path.steps]


def of(flow: Flow, most: int = 60, *, unusual: bool = False) -> paths.Paths:
    return paths.of(flow, {flow.name: flow}, most=most, unusual=unusual)


def test_each_path_is_listed_once_with_taps_texts_and_seconds() -> None:
    """Two ways: without a moment, and with one."""
    overview = of(stage.flow(NODES))
    assert 2 == overview.count
    assert [["plek", "stil"], ["plek", "hoe", "slot"]] == [nodes(path) for path in overview.listed]
    assert [(1, 0), (1, 1)] == [(path.length.taps, path.length.typed) for path in overview.listed]
    assert ("Geen",) == overview.listed[0].steps[0].labels
    assert overview.listed[1].length.seconds > 20 > overview.listed[0].length.seconds


def test_the_shortest_the_usual_and_the_longest_are_named() -> None:
    """Usual is where most answers lead."""
    overview = of(stage.flow(NODES))
    assert ["plek", "stil"] == nodes(overview.shortest)
    assert nodes(overview.usual) == nodes(overview.longest) == ["plek", "hoe", "slot"]


def test_skipping_is_left_out_unless_asked_for() -> None:
    """Skipping leads to a pause, and from there back: a circle, which is no path of its own."""
    overview = of(stage.flow(NODES), unusual=True)
    assert [["plek", "hoe", "slot"]] == [nodes(path) for path in overview.listed if "slot" in nodes(path)]
    assert all("straks" not in nodes(path) for path in overview.listed)


def test_a_pause_makes_a_path_two_contacts() -> None:
    """Each contact has the budget for itself."""
    flow = stage.flow("a:\n  ask: Ja?\n  yesno: true\nb:\n  pause: {for: 1d}\nc:\n  end: Klaar.")
    assert 2 == of(flow).longest.contacts


def test_too_many_paths_are_counted_and_not_listed() -> None:
    """Twelve forks of two make 4,096."""
    fork = "q{n}:\n  ask: Vraag {n}?\n  yesno: true\n  save: false\n  next: {{yes: r{n}, no: s{n}}}\n"
    both = "r{n}:\n  say: Zo.\n  next: {to}\ns{n}:\n  say: Anders.\n  next: {to}\n"
    text = "".join((fork + both).format(n=n, to=f"q{n + 1}" if n < 11 else "end") for n in range(12))
    overview = of(stage.flow(text))
    assert (4096, []) == (overview.count, overview.listed)
    assert 24 == len(nodes(overview.longest))
    assert 4096 == len(of(stage.flow(text), 4096).listed)


def test_a_flow_without_an_end_has_no_paths() -> None:
    """It is told, not looped over."""
    with pytest.raises(paths.NoEnd):
        of(stage.flow("a:\n  ask: Weer?\n  yesno: true\n  next: a"))


@pytest.mark.parametrize("name", sorted(LIBRARY.flows))
def test_no_path_of_the_library_is_longer_than_the_check_says(name: str) -> None:
    """Both measure with one ruler; a path with pauses is held against each of its contacts."""
    flow = LIBRARY.flow(name)
    overview = paths.of(flow, LIBRARY.flows, most=0)
    most = budget.longest(flow, LIBRARY.flows)
    assert overview.count >= 1
    assert overview.shortest.length.seconds <= overview.usual.length.seconds <= overview.longest.length.seconds
    if overview.longest.contacts == 1:
        assert overview.longest.length.seconds <= most.seconds
        assert overview.longest.length.taps <= most.taps


def printed(name: str, **how: object) -> tuple[int, str]:
    page = Console(file=StringIO(), width=400, highlight=False)
    status = flows_paths.listing(name, console=page, **how)  # type: ignore[arg-type]  # handed on as they are
    assert isinstance(page.file, StringIO)
    return status, page.file.getvalue()


def test_the_command_lists_few_and_sums_up_many(tmp_path: Path) -> None:
    """And says which of the two it does."""
    (tmp_path / "proef.yaml").write_text(stage.source(NODES))
    status, page = printed(str(tmp_path / "proef.yaml"))
    assert (0, True) == (status, "2 paths from the beginning to an end" in page)
    assert "plek [Geen] › stil" in page
    status, page = printed(str(tmp_path / "proef.yaml"), most=1)
    assert (0, True, True) == (status, "Too many to list" in page, "shortest" in page)


def test_what_cannot_be_followed_is_told_in_a_sentence(tmp_path: Path) -> None:
    """No such flow, no end, too large."""
    assert (1, True) == (printed("nergens")[0], "There is no flow" in printed("nergens")[1])
    (tmp_path / "rond.yaml").write_text(stage.source("a:\n  ask: Weer?\n  yesno: true\n  next: a", name="rond"))
    assert "No way through this flow" in printed(str(tmp_path / "rond.yaml"))[1]
    asks = "".join(f"q{n}:\n  ask: Vraag {n}?\n  text: true\n" for n in range(16))
    ending = "z:\n  end: '" + " ".join(f"{{{{ q{n} }}}}" for n in range(16)) + "'"
    (tmp_path / "groot.yaml").write_text(stage.source(asks + ending, name="groot"))
    assert f"{states.MOST}" in printed(str(tmp_path / "groot.yaml"))[1]
