"""Cases from the work as a file: ours is good, mistakes are told with their line, and the last good one counts."""

import shutil
from collections import Counter
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from bot.cli import flows_check
from bot.library import case_check, case_file, live
from bot.library.shelves import Fallback
from bot.turns.runtime import Runtime
from flows import reading
from flows.complaints import CannotLoad
from nudges.reflection import Principle
from tests.bot import building

TODAY = date(2026, 12, 1)
HEAD = """title: Onze gevallen
owner: coach
review: 2027-06-01
work:
  post: {label: Post, with: met post, en: {label: Mail, with: on mail}}
cases:
"""
CASE = """  brief:
    work: [post]
    habit: why
    case: Een brief komt terug. Niemand vroeg waarom.
    thing: Vraag het één keer.
    en: {case: A letter comes back. Nobody asked why., thing: Ask it once.}
"""


def complaint(text: str) -> str:
    with pytest.raises(CannotLoad) as caught:
        case_file.read(text, path="gevallen.yaml")
    return str(caught.value)


def numbers(text: str) -> list[str]:
    book = case_file.read(text, path="gevallen.yaml")
    return [finding.number for finding in case_check.of_book(book, "gevallen.yaml", TODAY)]


def own(folder: Path, text: str) -> Path:
    path = folder / case_file.PLACE
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    return folder


def test_ours_has_sixty_and_more_for_every_kind_of_work_and_habit() -> None:
    """Nothing is found in it; whoever chose a kind of work has at least two cases of each habit, in three forms."""
    book = case_file.read_file(live.OURS / case_file.PLACE)
    assert len(book.cases) >= 60
    assert [] == case_check.of_book(book, "gevallen.yaml", TODAY)
    fits = Counter((work, one.case.habit) for one in book.cases.values() for work in one.case.work)
    assert [] == [(work, habit) for work in book.work for habit in Principle if fits[work, habit] < 2]
    assert [] == [key for key, one in book.cases.items() if {"nl", "en"} - one.words.keys()]


def test_no_two_of_ours_say_the_same() -> None:
    """In Dutch or in English, of the case or of the thing to do."""
    words = [
        each for one in case_file.read_file(live.OURS / case_file.PLACE).cases.values() for each in one.words.items()
    ]
    for language in ("nl", "en"):
        said = [text for key, each in words if key == language for text in (each.case, each.thing)]
        assert len(said) == len(set(said))


def test_ours_read_easily() -> None:
    """Dutch of B1 by Flesch-Douma, as a flow's texts."""
    book = case_file.read_file(live.OURS / case_file.PLACE)
    assert reading.ease(f"{one.words['nl'].case} {one.words['nl'].thing}" for one in book.cases.values()).score >= 60


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("habit: why", "habit: waarom", "'waarom' is not known here"),
        ("work: [post]", "work: [balie]", "'balie' is not known here"),
        ("work: [post]", "work: []", "a case needs a kind of work"),
        ("Een brief komt terug. Niemand vroeg waarom.", "Een brief komt terug.", "a case has two sentences"),
        ("Niemand vroeg waarom.", "Wie vroeg waarom?", "no button answers"),
        ("thing: Vraag het één keer.", "thing: Vraag het. En bel.", "is one sentence"),
        ("thing: Vraag het één keer.", "thing: Wie vraag je het?", "no button answers"),
        ("thing: Vraag het één keer.", f"thing: {'Vraag ' * 60}het.", "words with its thing"),
        ("  brief:\n", "  Brief 1:\n", "cannot be a key"),
        ("    habit: why\n", "", "'habit' is missing"),
        ("    habit: why\n", "    habit: why\n    gewoonte: x\n", "'gewoonte' is not a key that can stand here"),
        ("review: 2027-06-01", "review: ooit", "a date is expected"),
        ("title: Onze gevallen\n", "", "'title' is missing"),
        ("case: Een brief", "case: [Een brief", "gevallen.yaml:"),
        ("  post: {", "  post: &post {", "put the text in quotes"),
        (
            "  post: {label: Post",
            "  leeg: {label: L, en: {label: L}}\n  post: {label: Post",
            "no case is for this kind of work",
        ),
    ],
)
def test_a_mistake_is_told_with_its_line(old: str, new: str, said: str) -> None:
    """What is wrong, where, and what to do."""
    text = (HEAD + CASE).replace(old, new)
    assert text != HEAD + CASE
    complained = complaint(text)
    assert said in complained
    assert complained.startswith("gevallen.yaml:")
    assert " — " in complained


def test_every_case_with_a_mistake_is_told_at_once() -> None:
    """A coach who wrote ten does not hear of them one by one."""
    text = HEAD + CASE.replace("why", "x") + CASE.replace("brief:", "tweede:").replace("[post]", "[x]")
    assert 2 == len(complaint(text).splitlines())


@pytest.mark.parametrize(
    ("old", "new", "number"),
    [
        ("    en: {case: A letter comes back. Nobody asked why., thing: Ask it once.}\n", "", "KV020"),
        ("Vraag het één keer.", "Vraag het als je belt.", "KV024"),
        ("Niemand vroeg waarom.", "Niemand vroeg je waarom.", "KV024"),
        ("    en:", "    u: Vraag het als je belt.\n    en:", "KV025"),
        ("Niemand vroeg waarom.", f"Niemand {'vroeg ' * 22}waarom.", "KV042"),
        ("Niemand vroeg waarom.", "Dat gaf geen draagvlak.", "KV044"),
        ("Niemand vroeg waarom.", "Goed zo.", "KV045"),
        ("één", "Ã©Ã©n", "KV046"),
        ("2027-06-01", "2026-11-30", "KV061"),
        ("2027-06-01", "2026-12-20", "KV062"),
    ],
)
def test_what_can_be_read_is_weighed_like_a_flow(old: str, new: str, number: str) -> None:
    """Its translations, its words, and when it must be read again."""
    assert [] == numbers(HEAD + CASE)
    assert [number] == numbers((HEAD + CASE).replace(old, new))


def test_the_check_knows_the_file_by_what_it_says(tmp_path: Path) -> None:
    """In a folder of flows and named by itself, with the sentence in Dutch."""
    own(tmp_path, HEAD + CASE.replace("[post]", "[balie]"))
    for paths in ([tmp_path], [tmp_path / case_file.PLACE]):
        out = StringIO()
        assert 1 == flows_check.check(paths, today=TODAY, language="nl", console=Console(file=out, width=200))
        assert "Kies uit: post" in out.getvalue()


def test_own_cases_take_the_place_of_ours_and_a_mistake_leaves_the_last_good_ones(
    runtime: Runtime, tmp_path: Path
) -> None:
    """Within one look; after a restart too, and without the file ours are there again."""
    shelf = own(tmp_path, HEAD + CASE)
    folders = [live.OURS, shelf]
    library = runtime.database.call(live.open_library, folders, building.START)
    assert ["brief"] == list(library.cases.cases)
    own(tmp_path, HEAD + CASE.replace("why", "waarom"))
    news = runtime.database.call(library.look_again, building.START)
    assert news is not None
    assert [(live.CASES, Fallback.LAST_GOOD)] == [(broken.name, broken.instead) for broken in library.broken]
    again = runtime.database.call(live.open_library, folders, building.START)
    assert ["brief"] == list(again.cases.cases)
    shutil.rmtree(shelf / "cases")
    news = runtime.database.call(again.look_again, building.START)
    assert news is not None
    assert news.cases
    assert "carport_haast" in again.cases.cases
