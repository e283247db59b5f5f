"""Texts go out to translators and come back, and nothing that anybody wrote is lost on the way."""

from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some
from rich.console import Console

from bot.cli import flows_texts
from flows import check, loader, po, translating
from tests.flows import findings, stage

LIBRARY = loader.shelf([Path(loader.__file__).parent / "library"])
NODES = "a:\n  ask: Wat wil je?\n  choice: {x: Dit, y: Dat}\nb:\n  end: Dag."
ENGLISH = {"title": "Trial", "a.ask": "What do you want?", "a.choice.x": "This", "a.choice.y": "That", "b.end": "Bye."}

written = some.text(some.characters(exclude_categories=("Cs", "Cc"), include_characters="\n"), min_size=1, max_size=60)
comments = some.lists(
    some.text("abc é", min_size=1, max_size=20).map(str.strip).filter(bool), max_size=2, unique=True
).map(tuple)
marks = some.sampled_from((frozenset(), frozenset({"fuzzy"})))
units = some.builds(po.PoEntry, some.just(""), written, written, marks, some.just(""), comments)


def sheet(texts: dict[str, str], nodes: str = NODES) -> po.PoFile:
    """The English catalogue with these translations."""
    catalogue = translating.export(stage.flow(nodes), "en")
    return po.PoFile(catalogue.head, {p: po.PoEntry(p, u.base, texts.get(p, "")) for p, u in catalogue.units.items()})


@given(some.dictionaries(some.from_regex(r"\A[a-z]{1,5}\.[a-z]{1,5}\Z"), units, max_size=4), written)
def test_a_file_read_and_written_and_read_is_the_same(entries: dict[str, po.PoEntry], previous: str) -> None:
    """Whatever the words, the marks and the comments."""
    placed = {
        p: po.PoEntry(p, u.base, u.text, u.flags, previous if u.fuzzy else "", u.comments) for p, u in entries.items()
    }
    file = po.PoFile(po.head("en", "proef"), placed)
    assert po.read(po.write(file)) == file


@pytest.mark.parametrize(
    ("name", "key"), [(flow.name, key) for flow in LIBRARY.flows.values() for key in flow.catalogues]
)
def test_exporting_a_whole_catalogue_changes_nothing(name: str, key: str) -> None:
    """Every entry, comment and mark of the library."""
    flow = LIBRARY.flow(name)
    before = po.read(flow.catalogues[key])
    assert translating.export(flow, key, before).units == before.units
    back = translating.merge(flow, key, before, po.read(po.write(before)))
    assert (back.sheet.units, back.taken, back.outdated, back.unknown) == (before.units, [], [], [])


def test_a_new_language_has_an_empty_entry_for_every_text() -> None:
    """In the order of the file; formal Dutch only for what says je."""
    flow = stage.flow(NODES)
    assert ["title", "a.ask", "a.choice.x", "a.choice.y", "b.end"] == list(translating.export(flow, "de").units)
    assert ["a.ask"] == list(translating.export(flow, "u").units)
    assert "Language: nl" in translating.export(flow, "u").head


def test_a_text_that_changed_keeps_its_translation_as_a_guess() -> None:
    """Fuzzy, with the text that it was made from; the check calls it stale until somebody has looked."""
    changed = stage.flow(NODES.replace("Dag.", "Tot ziens."))
    catalogue = translating.export(changed, "en", sheet(ENGLISH))
    assert catalogue.units["b.end"] == po.PoEntry("b.end", "Tot ziens.", "Bye.", frozenset({"fuzzy"}), "Dag.")
    assert translating.export(changed, "en", po.read(po.write(catalogue))) == catalogue
    loaded = stage.flow(NODES.replace("Dag.", "Tot ziens."), catalogues={"en": po.write(catalogue)})
    assert ["KV021"] == [one.number for one in check.check(loaded, findings.TODAY) if one.path.endswith("en.po")]
    assert ["b.end"] == translating.standing(changed, "en", catalogue.units).stale


def test_a_text_that_is_gone_keeps_its_translation_and_may_return() -> None:
    """As an old entry at the end of the file."""
    without = translating.export(stage.flow("a:\n  end: Dag."), "en", sheet(ENGLISH))
    catalogue = po.read(po.write(without))
    assert {"a.ask", "a.choice.x", "a.choice.y", "b.end"} == set(catalogue.gone)
    again = translating.export(stage.flow(NODES), "en", catalogue)
    assert {place: unit.text for place, unit in again.units.items()} == ENGLISH


def test_what_a_translator_sent_is_taken_where_it_translates_the_text_of_today() -> None:
    """The rest is named: fuzzy, from an older text, of no text."""
    flow = stage.flow(NODES)
    ours = sheet({**ENGLISH, "a.choice.x": "", "b.end": ""})
    sent = po.PoFile(
        ours.head,
        {
            "a.ask": po.PoEntry("a.ask", "Wat wil je?", "What would you like?", comments=("softer",)),
            "a.choice.x": po.PoEntry("a.choice.x", "Dit", "This", frozenset({"fuzzy"})),
            "a.choice.y": po.PoEntry("a.choice.y", "Dat", ""),
            "b.end": po.PoEntry("b.end", "Doei.", "Bye-bye."),
            "c.say": po.PoEntry("c.say", "Hoi.", "Hi."),
        },
    )
    merged = translating.merge(flow, "en", ours, sent)
    assert (["a.ask"], ["a.choice.x"], ["b.end"], ["c.say"]) == (
        merged.taken,
        merged.unsure,
        merged.outdated,
        merged.unknown,
    )
    texts = {place: unit.text for place, unit in merged.sheet.units.items()}
    assert texts == {**ENGLISH, "a.ask": "What would you like?", "a.choice.x": "", "b.end": ""}
    assert ("softer",) == merged.sheet.units["a.ask"].comments


@pytest.fixture
def page() -> Console:
    """A console that can be read back."""
    return Console(file=StringIO(), width=200, highlight=False)


def printed(page: Console) -> str:
    assert isinstance(page.file, StringIO)
    return page.file.getvalue()


def test_a_catalogue_goes_out_and_comes_home(tmp_path: Path, page: Console) -> None:
    """Exported to a folder, translated there, imported, exported again: the same file."""
    flow = tmp_path / "proef.yaml"
    flow.write_text(stage.source(NODES))
    assert 0 == flows_texts.export(str(flow), ["en"], to=tmp_path / "weg", console=page)
    sent = tmp_path / "weg" / "proef.en.po"
    assert "0 translated, 5 missing, 0 stale" in printed(page)
    sent.write_text(po.write(sheet(ENGLISH)))
    assert 0 == flows_texts.take([sent], folders=[tmp_path], console=page)
    assert "5 taken; now 5 translated, 0 missing, 0 stale" in printed(page)
    home = (tmp_path / "proef.en.po").read_text()
    assert 0 == flows_texts.export(str(flow), console=page)
    assert home == (tmp_path / "proef.en.po").read_text() == sent.read_text()


def test_work_is_never_overwritten(tmp_path: Path, page: Console) -> None:
    """A file that holds something else is left alone."""
    flow, away = tmp_path / "proef.yaml", tmp_path / "proef" / "proef.en.po"
    flow.write_text(stage.source(NODES))
    away.parent.mkdir()
    away.write_text(po.write(sheet(ENGLISH)))
    assert 1 == flows_texts.export(str(flow), ["en"], to=away.parent, console=page)
    assert "holds other work" in printed(page)
    assert po.read(away.read_text()) == sheet(ENGLISH)


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("los.po", "", "FLOW.LANGUAGE.po"),
        ("nergens.en.po", "", "There is no flow nergens"),
        ("proef.en.po", "msgid onzin", "not"),
        ("proef.en.po", po.write(sheet({"b.end": "Bye {{ "})), "b.end"),
    ],
)
def test_what_cannot_be_imported_is_told_and_changes_nothing(
    name: str, text: str, says: str, tmp_path: Path, page: Console
) -> None:
    """In a sentence, with status 1."""
    (tmp_path / "proef.yaml").write_text(stage.source(NODES))
    (tmp_path / "weg").mkdir()
    (tmp_path / "weg" / name).write_text(text)
    assert 1 == flows_texts.take([tmp_path / "weg" / name], folders=[tmp_path], console=page)
    assert says in printed(page)
    assert not (tmp_path / "proef.en.po").exists()
