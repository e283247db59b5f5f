"""Reading a programme: ours is good, mistakes are told with their line, and the last good one counts."""

from collections.abc import Iterator
from datetime import date, time
from functools import cache
from io import StringIO
from pathlib import Path
from random import Random

import pytest
from rich.console import Console

from bot.cli import flows_check
from bot.dialogue import facts
from bot.library import live, programme_file
from bot.library.shelves import Fallback
from bot.turns.runtime import Runtime
from flows import loader, vocabulary
from flows.complaints import CannotLoad
from flows.expressions import Reads
from flows.flow import Flow
from tests.bot import building
from tests.bot.building import Town
from tests.flows import mutations

HEAD = "programme: programma\ntitle: Kort\nowner: coach\nreview: 2027-06-01\nweeks: 4\n"
GOOD = f"{HEAD}employee:\n  weekly: {{flow: weekreflectie}}\n"
STEP = HEAD + "employee:\n  steps:\n    een: {week: 1, flow: waarom%s}\n"


@cache
def flows() -> dict[str, Flow]:
    return dict(loader.shelf([live.OURS]).flows)


def complaint(text: str) -> str:
    with pytest.raises(CannotLoad) as caught:
        programme_file.read(text, flows(), path="programma.yaml")
    return str(caught.value)


def own(folder: Path, text: str) -> Path:
    """A shelf with this programme on it."""
    path = folder / programme_file.PLACE
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    return folder


def test_ours_is_good() -> None:
    """A year, for employees, leads and coaches; every flow it offers when the bot begins asks whether it suits."""
    loaded = programme_file.read_file(live.OURS / programme_file.PLACE, flows())
    assert 52 == loaded.programme.weeks
    assert {"employee", "lead", "coach"} == set(loaded.programme.strands)
    for strand in loaded.programme.strands.values():
        for step in strand.steps:
            assert "komt_uit" in flows()[step.flow].nodes, step.name


def test_a_step_is_read_as_it_is_written() -> None:
    """What is left out has its usual value."""
    text = STEP % ', day: 2, at: "09:30", every: 2, until: 3, when: week > 1'
    (step,) = programme_file.read(text, flows(), path="").programme.strands["employee"].steps
    assert ("een", "waarom", 1, 2, time(9, 30), 2, 3, "week > 1") == (
        step.name, step.flow, step.week, step.day, step.at, step.every, step.until, step.when,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("programme: programma\n", 1, "'title' is missing"),
        (HEAD + "employees:\n  steps: {}\n", 6, "did you mean 'employee'?"),
        (STEP % ", day: 9", 8, "a whole number from 1 to 7"),
        (STEP % ", until: 3", 8, "until is for a step that returns"),
        (STEP % ", at: half tien", 8, "a time of day is expected"),
        (STEP % ", when: wekk > 2", 8, "'wekk' is not a fact — did you mean 'week'?"),
        (STEP % ", when: times > 2", 8, "'times' is known inside a conversation only"),
        (STEP % ", when: low.waarom", 8, "'low.waarom' is never known — choose from ahead, result, together, why"),
        (STEP % ", when: last.dilema", 8, "'last.dilema' is never known — did you mean 'dilemma'?"),
        (STEP % ", when: week >", 8, "see 'Conditions and values'"),
        ((STEP % "").replace("waarom", "waarrom"), 8, "did you mean 'waarom'?"),
        ((STEP % "").replace("employee", "lead"), 8, "'waarom' is not for the role 'lead'"),
        ((STEP % "").replace("week: 1", "week: 5"), 8, "a whole number from 1 to 4"),
        ((STEP % "") + "lead:\n  steps:\n    een: {week: 1, flow: sturen}\n", 11, "there is a step 'een' already"),
        ((STEP % "").replace("een:", "Een:"), 8, "cannot be the name of a step"),
        (GOOD.replace("2027-06-01", "straks"), 4, "a date is expected"),
        (GOOD.replace("programma", "anders"), 1, "choose from programma"),
        (GOOD + "items:\n  mood: {week: 1, every: 4}\n", 9, "'mood' is not a key that can stand here"),
    ],
)
def test_a_mistake_is_told_with_its_line(text: str, line: int, reason: str) -> None:
    """As in a flow: file, line, reason, remedy."""
    mistake = complaint(text)
    assert mistake.startswith(f"programma.yaml:{line} ")
    assert reason in mistake


@pytest.fixture
def runtime(tmp_path: Path) -> Iterator[Runtime]:
    with building.built(tmp_path / "data") as runtime:
        yield runtime


def opened(runtime: Runtime, folder: Path) -> live.LiveLibrary:
    return runtime.database.call(live.open_library, [live.OURS, folder], building.START)


def test_the_organisations_own_programme_replaces_ours(runtime: Runtime, tmp_path: Path) -> None:
    """It lies at the same place on their shelf; saved while the bot runs, it is taken into use at the next look."""
    library = opened(runtime, tmp_path)
    assert 52 == library.programme.programme.weeks
    own(tmp_path, GOOD)
    runtime.database.call(library.look_again, building.START)
    assert "Kort" == library.programme.programme.title


def test_a_mistake_on_their_shelf_leaves_the_last_good_one_in_place(runtime: Runtime, tmp_path: Path) -> None:
    """The bot goes on with what it had, also after a restart, and knows what to tell."""
    library = opened(runtime, own(tmp_path, GOOD))
    own(tmp_path, GOOD + "weeks: 5\n")
    news = runtime.database.call(library.look_again, building.START)
    assert news is not None
    for now_live in (library, opened(runtime, tmp_path)):
        assert "Kort" == now_live.programme.programme.title
        assert [(live.PROGRAMME, Fallback.LAST_GOOD)] == [(broken.name, broken.instead) for broken in now_live.broken]
    assert (library.broken, False) == (news.broke, news.programme)


def test_a_first_programme_with_a_mistake_leaves_ours_in_place(runtime: Runtime, tmp_path: Path) -> None:
    """There is no good one of their own yet; once it is mended it is taken into use, and taken away ours is back."""
    library = opened(runtime, own(tmp_path, GOOD + "weeks: 5\n"))
    assert (52, [Fallback.OURS]) == (library.programme.programme.weeks, [one.instead for one in library.broken])
    place = own(tmp_path, GOOD) / programme_file.PLACE
    news = runtime.database.call(library.look_again, building.START)
    assert news is not None
    assert ((live.PROGRAMME,), True, "Kort") == (news.mended, news.programme, library.programme.programme.title)
    place.unlink()
    runtime.database.call(library.look_again, building.START)
    assert 52 == library.programme.programme.weeks == opened(runtime, tmp_path).programme.programme.weeks


@pytest.mark.parametrize(
    ("text", "today", "printed"),
    [
        (GOOD, date(2026, 11, 26), "✓ programma"),
        (GOOD, date(2027, 6, 2), "programma.yaml:4 KV061"),
        (STEP % ", day: 9", date(2026, 11, 26), "programma.yaml:8 KV001"),
    ],
)
def test_flows_check_reads_it_too(tmp_path: Path, text: str, today: date, printed: str) -> None:
    """A folder is checked with its programme; the file alone as well."""
    for path in (own(tmp_path, text), tmp_path / programme_file.PLACE):
        page = Console(file=StringIO(), width=200, highlight=False)
        assert int("KV" in printed) == flows_check.check([path], today=today, console=page)
        assert isinstance(page.file, StringIO)
        assert printed in page.file.getvalue()


def test_the_example_in_the_documentation_loads() -> None:
    """Word for word as it stands on the page, it makes a programme of six weeks."""
    page = (Path(__file__).parents[3] / "docs" / "programme.md").read_text()
    example = page.split("```yaml\n")[1].split("```")[0]
    assert 6 == programme_file.read(example, flows(), path="docs/programme.md").programme.weeks


def test_every_fact_that_a_programme_may_look_at_can_be_told(runtime: Runtime, town: Town) -> None:
    """The check lets through no condition that the rounds could not judge."""
    names = vocabulary.FACTS - vocabulary.OF_A_CONVERSATION
    reads = Reads(names, attributes={"last": frozenset(("waarom",))})
    values = runtime.database.call(lambda db: facts.named(building.turn(db, runtime, town.anna), reads))
    assert names == values.keys()


ODD = "\0", "\t", "week: 99999999999999999999\n", "[" * 3000, "{", "&a ", "*a", "!!set ", "'", "review: 2027-13-45\n"
"""what a file may hold by accident or by a bad line"""


def mangled(chance: Random) -> str:
    """One of two programmes, ours or a small one, with a few places of it broken, lost, doubled or moved."""
    written = chance.choice((GOOD, STEP % "", (live.OURS / programme_file.PLACE).read_text()))
    if chance.random() < 0.3:
        return mutations.lines_moved(written, chance)
    if chance.random() < 0.3:
        at = chance.randrange(len(written))
        return written[:at] + chance.choice(ODD) + written[at:]
    return mutations.mangled(written, chance, chance.randrange(1, 4))


def holds_for_programme(seed: int) -> None:
    """It is read, or told with a line, a reason and a remedy."""
    text = mangled(Random(seed))  # noqa: S311 - to be had again
    try:
        programme_file.read(text, flows(), path="programma.yaml")
    except CannotLoad as error:
        parts = [(one.line >= 1, bool(one.reason), bool(one.remedy)) for one in error.complaints]
    else:
        return
    assert {(True, True, True)} == set(parts), text


def test_a_mangled_programme_is_read_or_told() -> None:
    """Each of a sample loads, or is refused with line, reason and remedy."""
    for seed in range(60):
        holds_for_programme(seed)


@pytest.mark.long
def test_thousands_of_mangled_programmes_are_read_or_told() -> None:
    """Each of five thousand loads, or is refused with line, reason and remedy."""
    for seed in range(1_000, 6_000):
        holds_for_programme(seed)


def test_a_mangled_programme_in_the_folder_leaves_a_good_one_in_use(runtime: Runtime, tmp_path: Path) -> None:
    """Whatever lies there at a look, the bot has a programme, and knows of what is broken."""
    library = opened(runtime, own(tmp_path, GOOD))
    for seed in range(20):
        own(tmp_path, mangled(Random(seed)))  # noqa: S311 - to be had again
        runtime.database.call(library.look_again, building.START)
        assert library.programme.programme.weeks >= 1
        assert all(broken.findings for broken in library.broken)
