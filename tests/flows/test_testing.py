"""Authors' tests: what they can say, how they fail, and what of a flow they reach."""

from datetime import datetime
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from bot.cli import flows_test, flows_world
from flows import check, complaints, engine, loader, paths
from flows.findings import Finding
from flows.testing import player, reach, written
from tests.flows import findings, stage

NODES = """
    plek:
      ask: Waar was het?
      choice: {balie: Balie, brief: Brief, geen: Geen moment}
      unanswered: {after: 1d, remind: Nog even?, give_up: 3d, then: later}
      next: {geen: stil, "*": hoe}
    hoe:
      ask: Hoe ging het?
      text: {max: 40}
      next: {skipped: stil, "*": belofte}
    belofte:
      act: promise
      fields: {text: "{{ hoe }}"}
      next: binnen
    binnen:
      enter: ander
    klaar:
      end: "Dank je. Het was {{ plek | label('plek') }}."
    stil:
      end: Dat kan.
    later:
      end: Een andere keer.
      outcome: postponed
"""
INNER = "a:\n  ask: Zeker?\n  yesno: true\nb:\n  end:"


def played(steps: str, extra: str = "", nodes: str = NODES) -> tuple[Finding | None, reach.StepsPassed]:
    """One test of the flow above."""
    lines = "\n".join(f"      {line}" for line in steps.strip().splitlines())
    text = f"flow: proef\ntests:\n  een:\n    steps:\n{lines}\n{extra}"
    [test] = written.read(text, path="tests/proef.yaml", flow="proef")
    flow = stage.flow(nodes)
    shelf = loader.Shelf({"proef": flow, "ander": stage.flow(INNER, name="ander")})

    def world(now: datetime) -> engine.World:
        return flows_world.world(shelf, now)

    return player.play(shelf.flow("proef"), test, {}, world, flows_test.NOON, "tests/proef.yaml")


WHOLE = """
- expect: Waar was het?
- buttons: [Balie, Brief, Geen moment]
- say: Balie
- expect: Hoe ging het?
- say: Rustig gebleven
- expect: Zeker?
- say: ja
- expect: Dank je. Het was Balie.
- never: Dat kan.
"""


def test_a_whole_conversation_is_said_and_heard() -> None:
    """Buttons by their label, words as they are; what was saved and logged is held against it."""
    extra = "    ends: completed\n    saved: {plek: balie, hoe: Rustig gebleven, a: true}\n    logged: [promise]\n"
    assert played(WHOLE, extra)[0] is None


def test_time_goes_by() -> None:
    """The reminder comes after a day, giving up after three; or one after the other with next."""
    assert (
        played("- later: 25h\n- expect: Nog even?\n- later: 3d\n- expect: Een andere keer.", "    ends: postponed\n")[0]
        is None
    )
    assert played("- later: next\n- expect: Nog even?\n- later: next\n- expect: Een andere keer.")[0] is None
    assert played("- later: 23h\n- say: Brief\n- expect: Hoe ging het?")[0] is None


def test_commands_work_as_in_the_chat() -> None:
    """A written test may go back, skip and stop."""
    assert (
        played("- say: Balie\n- say: /terug\n- expect: Waar was het?\n- say: Geen moment\n- expect: Dat kan.")[0]
        is None
    )
    assert played("- say: Balie\n- say: /overslaan\n- expect: Dat kan.")[0] is None
    assert played("- say: /stop", "    ends: stopped\n")[0] is None


@pytest.mark.parametrize(
    ("steps", "extra", "line", "reason"),
    [
        ("- say: Balie\n- expect: Tot ziens", "", 6, "expected 'Tot ziens'; the bot said 'Hoe ging het?'"),
        ("- never: Waar", "", 5, "'Waar' was heard"),
        ("- buttons: [Balie]", "", 5, "the buttons are Balie, Brief, Geen moment"),
        ("- say: Geen moment\n- say: Nog iets", "", 6, "nothing is asked when 'Nog iets' is said"),
        ("- say: /terug", "", 5, "that does nothing here: nothing_to_go_back_to"),
        ("- say: Geen moment\n- later: next", "", 6, "nothing happens by itself here"),
        ("- say: Geen moment", "    ends: stopped\n", 3, "it ends completed, not stopped"),
        ("- say: Geen moment", "    saved: {plek: balie}\n", 3, "plek is 'geen', and should be 'balie'"),
        ("- say: Geen moment", "    saved: {hoe: x}\n", 3, "hoe is not saved, and should be 'x'"),
        ("- say: Geen moment", "    logged: [act]\n", 3, "logged: nothing"),
    ],
)
def test_what_goes_otherwise_is_told_with_its_line(steps: str, extra: str, line: int, reason: str) -> None:
    """In one sentence, with what happened instead."""
    failed, _ = played(steps, extra)
    assert failed is not None
    assert (failed.path, failed.line, failed.reason) == ("tests/proef.yaml", line, reason)


CALLING = """
    vraag:
      call: wachttijd
      take: {minuten: balie.minuten}
      next: {failed: onbekend, "*": bekend}
    bekend:
      end: "{{ minuten }} minuten."
    onbekend:
      end: Dat weet ik niet.
"""


def test_another_program_answers_as_the_test_says() -> None:
    """Or fails; where none is asked, that is told."""
    assert played("- answer: {balie: {minuten: 12}}\n- expect: 12 minuten.", nodes=CALLING)[0] is None
    assert played("- answer: failed\n- expect: Dat weet ik niet.", nodes=CALLING)[0] is None
    failed, _ = played("- answer: {x: 1}")
    assert failed is not None
    assert "no other program is asked here" == failed.reason


def test_what_a_call_takes_has_no_value_where_it_failed() -> None:
    """The check follows both ways, and failing is not the usual one."""
    careless = CALLING.replace("failed: onbekend, ", "")
    assert "KV010" in {one.number for one in check.check(stage.flow(careless), findings.TODAY)}
    assert "KV010" not in {one.number for one in check.check(stage.flow(CALLING), findings.TODAY)}
    usual = paths.of(stage.flow(CALLING), {}, most=9)
    assert [["vraag", "bekend"]] == [[step.node for step in path.steps] for path in usual.listed]


def test_a_flow_that_breaks_fails_its_test() -> None:
    """A mistake of the flow is never an end that was meant."""
    failed, _ = played("- say: ja", nodes="a:\n  ask: Ja?\n  yesno: true\n  next: nergens")
    assert failed is not None
    assert "the flow broke at a: a leads to nergens" in failed.reason


def test_steps_and_ways_are_counted_over_all_conversations() -> None:
    """Of the flow itself: what an entered flow does is its own affair."""
    flow = stage.flow(NODES)
    first, other = played(WHOLE)[1], played("- say: Geen moment")[1]
    reached = reach.of(flow, [first])
    assert (7, ("stil", "later")) == (reached.nodes, reached.missed_nodes)
    assert (("plek", "stil"), ("plek", "later"), ("hoe", "stil")) == reached.missed_ways
    both = reach.of(flow, [first, other])
    assert (7, (("plek", "later"), ("hoe", "stil"))) == (both.ways, both.missed_ways)
    assert both.percent == pytest.approx(100 * (1 - 3 / 14))


def test_going_back_takes_no_way() -> None:
    """The next answer leads on from the question that was gone back to."""
    _, passed = played("- say: Balie\n- say: /terug\n- say: Geen moment")
    assert {("proef", "plek", "hoe"), ("proef", "plek", "stil")} == passed.ways


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("flow: ander\ntests: {}", 1),
        ("flow: proef\ntests:\n  een:\n    stappen: []", 4),
        ("flow: proef\ntests:\n  een:\n    steps:\n      - {say: a, expect: b}", 5),
        ("flow: proef\ntests:\n  een:\n    steps:\n      - later: straks", 5),
        ("flow: proef\ntests:\n  een:\n    steps: []\n    ends: mooi", 5),
    ],
)
def test_a_mistake_in_a_test_is_told_like_one_in_a_flow(text: str, line: int) -> None:
    """The author reads file and line of what is wrong."""
    with pytest.raises(complaints.CannotLoad) as caught:
        written.read(text, path="tests/proef.yaml", flow="proef")
    assert [("tests/proef.yaml", line)] == [(one.path, one.line) for one in caught.value.complaints]


def printed(folder: Path, tests: str | None, least: int = 0) -> tuple[int, str]:
    page = Console(file=StringIO(), width=200, highlight=False)
    (folder / "proef.yaml").write_text(stage.source(NODES))
    (folder / "ander.yaml").write_text(stage.source(INNER, name="ander"))
    if tests is not None:
        (folder / "tests").mkdir(exist_ok=True)
        (folder / "tests" / "proef.yaml").write_text(tests)
    status = flows_test.play([str(folder / "proef.yaml")], console=page, least=least)
    assert isinstance(page.file, StringIO)
    return status, page.file.getvalue()


PASSING = "flow: proef\ntests:\n  stil:\n    steps:\n      - say: Geen moment\n      - expect: Dat kan.\n"


def test_the_command_prints_each_test_and_what_was_reached(tmp_path: Path) -> None:
    """And ends with 0 when all pass."""
    status, page = printed(tmp_path, PASSING)
    assert (0, True) == (status, "✓ stil" in page)
    assert "2 of 7 steps played, 1 of 7 ways taken" in page
    assert "never taken: plek › hoe, plek › later" in page


def test_the_command_fails_on_a_failure_on_too_little_and_on_nothing(tmp_path: Path) -> None:
    """A continuous integration may lean on it."""
    assert 1 == printed(tmp_path, None)[0]
    assert 1 == printed(tmp_path, PASSING, least=90)[0]
    assert 1 == printed(tmp_path, PASSING.replace("Dat kan", "Nee"))[0]
    assert 1 == printed(tmp_path, "flow: [")[0]


def test_our_own_authors_tests_pass() -> None:
    """Those that stand beside the library."""
    page = Console(file=StringIO(), width=200, highlight=False)
    status = flows_test.play(console=page)
    assert isinstance(page.file, StringIO)
    assert 0 == status, page.file.getvalue()


def test_a_test_chooses_the_arm_of_a_shuffle() -> None:
    """Each arm can be played; one that weighs nothing cannot be had that way."""
    nodes = "kans:\n  shuffle: {een: 1, twee: 1, drie: 0}\n  next: {een: a, twee: b, drie: c}\n" + "".join(
        f"{name}:\n  end: Weg {name}.\n" for name in "abc"
    )
    for arm, said in (("een", "Weg a."), ("twee", "Weg b.")):
        failed, _ = played(f"- expect: {said}", f"    arms: {{kans: {arm}}}\n", nodes)
        assert failed is None
    failed, _ = played("- never: Weg c.", "    arms: {kans: drie}\n", nodes)
    assert failed is None


def test_a_file_that_cannot_be_loaded_skips_the_tests_of_no_other(tmp_path: Path) -> None:
    """The broken one is told, the others are played, and the command ends with 1."""
    printed(tmp_path, PASSING)
    (tmp_path / "stuk.yaml").write_text("flow: [")
    page = Console(file=StringIO(), width=200, highlight=False)
    names = [str(tmp_path / name) for name in ("stuk.yaml", "nergens.yaml", "proef.yaml")]
    assert 1 == flows_test.play(names, console=page)
    assert isinstance(page.file, StringIO)
    said = page.file.getvalue()
    assert all(word in said for word in ("stuk.yaml:1", "nergens.yaml:1", "✓ stil"))
