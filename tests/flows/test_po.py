"""PO files as programs and people write them: read whole, or told with line and remedy; nothing is cut or dropped."""

import random
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from bot.cli import flows_check, flows_texts
from bot.library import parcel
from flows import check, complaints, decoding, folder, loader, po
from tests.flows import findings, stage

NODES = "a:\n  end: Dag."
HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Language: en\\n"\n'
TITLE = '\nmsgctxt "title"\nmsgid "Proef"\nmsgstr "Trial"\n'
BYE = '\nmsgctxt "a.end"\nmsgid "Dag."\nmsgstr "Até logo, café."\n'
WHOLE = HEAD + TITLE + BYE


def taken(folder: Path, content: bytes, nodes: str = NODES) -> str:
    """What a flow says in English, with this file beside it; the chat must read the same."""
    (folder / "proef.yaml").write_text(stage.source(nodes), "utf-8")
    (folder / "proef.en.po").write_bytes(content)
    flow = loader.read(folder / "proef.yaml")
    sent = parcel.opened("proef.en.po", content)
    assert ([], flow.catalogues) == (sent.wrong, sent.catalogues["proef"])
    return next(text.forms["en"].source for text in flow.texts() if text.place == "a.end")


@pytest.mark.parametrize(
    "content",
    [
        WHOLE.encode(),
        b"\xef\xbb\xbf" + WHOLE.encode(),
        WHOLE.replace("utf-8", "ISO-8859-1").encode(),
        WHOLE.replace("utf-8", "CHARSET").encode(),
        WHOLE.replace("utf-8", "ISO-8859-1").encode("latin-1"),
        WHOLE.replace("utf-8", "windows-1252").encode("cp1252"),
        WHOLE.encode("utf-16"),
        WHOLE.encode("utf-16-le"),
        WHOLE.replace("\n", "\r\n").encode(),
        WHOLE.replace("\n", "\r").encode(),
        WHOLE.replace(HEAD, "").encode(),
        WHOLE.replace("charset=utf-8", "").encode(),
        WHOLE.replace('msgstr "Até', 'msgstr ""\n"Até').encode(),
    ],
    ids=[
        "UTF-8",
        "BOM",
        "head says Latin",
        "head says CHARSET",
        "Latin",
        "Windows",
        "UTF-16",
        "UTF-16 unmarked",
        "CRLF",
        "CR",
        "no head",
        "no charset",
        "on two lines",
    ],
)
def test_a_catalogue_is_read_however_it_is_stored(tmp_path: Path, content: bytes) -> None:
    """In the folder and in the chat alike, to the letter."""
    assert "Até logo, café." == taken(tmp_path, content)


def test_an_exported_catalogue_says_the_encoding_that_it_has() -> None:
    """Under a head that says Latin, every other program would break the letters."""
    assert "charset=utf-8" in po.write(po.read(WHOLE.replace("utf-8", "ISO-8859-1")))


@pytest.mark.parametrize("content", [WHOLE.encode("latin-1"), WHOLE.replace("utf-8", "CHARSET").encode("latin-1")])
def test_letters_that_nobody_can_know_are_told_with_their_line(tmp_path: Path, content: bytes) -> None:
    """Where the head does not say in which encoding they are."""
    (tmp_path / "proef.en.po").write_bytes(content)
    with pytest.raises(complaints.CannotLoad) as caught:
        folder.text(tmp_path / "proef.en.po")
    assert [12] == [one.line for one in caught.value.complaints]
    assert "UTF-8" in caught.value.complaints[0].remedy
    assert ["KV001"] == [one.number for one in parcel.opened("proef.en.po", content).wrong]


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        (WHOLE.replace('"Trial"', '"Trial'), 8, "quotes around this text are not closed"),
        (WHOLE.replace('msgid "Proef"', 'msgid Proef"'), 7, "quotes around this text are not closed"),
        (WHOLE.replace('"Trial"', "“Trial”"), 8, "no straight ones"),
        (WHOLE.replace('"Trial"', '"A "trial" run"'), 8, "not closed"),
        (WHOLE.replace('msgstr "Trial"\n', ""), 7, "has no msgstr"),
        (WHOLE.replace('msgid "Proef"\n', ""), 7, "msgstr is not expected here"),
        (WHOLE.replace('msgctxt "title"', "msgctx 'title'"), 6, "quotes around"),
        (HEAD + "\n<html>Log in</html>\n", 6, "none of a PO file"),
        ("zomaar wat", 1, "none of a PO file"),
        (WHOLE + '\nmsgctxt "b.end"\n', 14, "has no msgid"),
        ('"Hoi"\n' + WHOLE, 1, "belongs to nothing"),
    ],
)
def test_what_is_no_po_is_told_at_its_line(content: str, line: int, reason: str) -> None:
    """And no text is ever taken cut."""
    with pytest.raises(complaints.CannotLoad) as caught:
        stage.flow(NODES, catalogues={"en": content})
    assert ["proef.en.po"] == [one.path for one in caught.value.complaints]
    assert (line, True) == (caught.value.complaints[0].line, reason in caught.value.complaints[0].reason), caught.value


STRAYS = [
    ('\nmsgid "Los"\nmsgstr "Loose"\n', "does not say which text"),
    ('\nmsgctxt "title"\nmsgid "Proef"\nmsgstr "Another"\n', "title stands here a second time"),
    (
        '\nmsgctxt "x"\nmsgid "dag"\nmsgid_plural "dagen"\nmsgstr[0] "day"\nmsgstr[1] "days"\n',
        "forms for one and for many",
    ),
]


@pytest.mark.parametrize(("stray", "reason"), STRAYS)
def test_an_entry_that_is_not_read_is_found_and_kept(stray: str, reason: str) -> None:
    """With its line; the entries around it are read, and writing the file again loses nothing of it."""
    flow = stage.flow(NODES, catalogues={"en": HEAD + TITLE + stray + BYE})
    faults = [one for one in check.check(flow, findings.TODAY) if one.number == "KV027"]
    assert [("proef.en.po", True)] == [(one.path, reason in one.reason) for one in faults]
    assert 10 <= faults[0].line <= 13
    assert {"nl": "Proef", "en": "Trial"} == flow.titles
    assert stray.strip() in po.write(po.read(flow.catalogues["en"]))


def test_what_is_out_of_use_is_kept_and_not_told() -> None:
    """Old entries, references, notes of programs, an earlier text: as they were."""
    old = '#~ msgctxt "oud"\n#~ msgid "Oud"\n#~ msgstr "Old"\n\n#~ msgid "Ouder"\n#~ msgstr "Older"\n'
    marked = '\n# Of a person\n#. Of a program\n#: proef.yaml:3\n#, fuzzy\n#| msgid "Doei."' + BYE
    flow = stage.flow(NODES, catalogues={"en": HEAD + TITLE + marked + "\n" + old})
    assert "KV027" not in [one.number for one in check.check(flow, findings.TODAY)]
    written = po.write(po.read(flow.catalogues["en"]))
    for line in (old + marked).splitlines():
        assert line in written
    assert written == po.write(po.read(written))


@pytest.fixture
def page() -> Console:
    """A console that can be read back."""
    return Console(file=StringIO(), width=300, highlight=False)


def printed(page: Console) -> str:
    assert isinstance(page.file, StringIO)
    return page.file.getvalue()


def test_an_import_names_and_counts_what_it_does_not_take(tmp_path: Path, page: Console) -> None:
    """A file without places is no success."""
    (tmp_path / "proef.yaml").write_text(stage.source(NODES))
    sent = tmp_path / "weg" / "proef.en.po"
    sent.parent.mkdir()
    sent.write_text(HEAD + '\nmsgid "Proef"\nmsgstr "Trial"\n\nmsgid "Dag."\nmsgstr "Bye."\n' + BYE)
    assert 1 == flows_texts.take([sent], beside=tmp_path, console=page)
    said = printed(page)
    assert "1 taken; now 1 translated, 1 missing" in said
    assert "not taken, line 6: this entry does not say which text it translates" in said
    assert "2 entries of 3 belong to no text" in said


def test_an_import_tells_a_broken_file_as_the_check_does(tmp_path: Path, page: Console) -> None:
    """The same line, reason and remedy; and nothing is written."""
    broken = WHOLE.replace('"Trial"', '"Trial')
    (tmp_path / "proef.yaml").write_text(stage.source(NODES))
    (tmp_path / "proef.en.po").write_text(broken)
    assert 1 == flows_check.check([tmp_path / "proef.yaml"], today=findings.TODAY, console=page)
    (tmp_path / "proef.en.po").unlink()
    sent = tmp_path / "weg" / "proef.en.po"
    sent.parent.mkdir()
    sent.write_text(broken)
    assert 1 == flows_texts.take([sent], beside=tmp_path, console=page)
    lines = [line.strip().replace("KV001 ", "") for line in printed(page).splitlines() if "quotes around" in line]
    assert lines[0].replace(str(tmp_path), "") == lines[1].replace(str(tmp_path / "weg"), "")
    assert not (tmp_path / "proef.en.po").exists()


def test_an_import_finds_the_flow_beside_the_file_or_says_where_to_look(tmp_path: Path, page: Console) -> None:
    """No setting is needed for a folder of one's own."""
    (tmp_path / "proef.yaml").write_text(stage.source(NODES))
    (tmp_path / "proef.en.po").write_text(WHOLE)
    assert 0 == flows_texts.take([tmp_path / "proef.en.po"], console=page)
    (tmp_path / "los").mkdir()
    (tmp_path / "los" / "proef.en.po").write_text(WHOLE)
    assert 1 == flows_texts.take([tmp_path / "los" / "proef.en.po"], console=page)
    assert "--in FOLDER, or set KOERSVAST_FLOWS_DIR=FOLDER" in printed(page)


def test_a_dutch_flow_gets_no_empty_english(tmp_path: Path, page: Console) -> None:
    """Only the form with u, and a word on how to ask for more; English comes by name, and says what it costs."""
    flow = tmp_path / "proef.yaml"
    flow.write_text(stage.source("a:\n  end: Dank je."))
    assert 0 == flows_texts.export(str(flow), console=page)
    assert ["proef.u.po", "proef.yaml"] == sorted(one.name for one in tmp_path.iterdir())
    assert "--language en" in printed(page)
    assert 0 == flows_texts.export(str(flow), ["en"], console=page)
    assert "without this file it names none" in printed(page)


_PIECES = [
    '"',
    '\\"',
    "\\",
    "msgid ",
    "msgstr ",
    'msgctxt "title"\n',
    "#~ ",
    "#| ",
    "#, fuzzy\n",
    "\n",
    "\n\n",
    "[0]",
    "_plural",
    "\x00",
    "\u2028",
    "\u00a0",
    "é",
    'msgid ""\n',
    "charset=",
    "#",
    "{{ x",
]


def _mutated(text: str, chance: random.Random) -> bytes:
    changed = text
    for _ in range(chance.randrange(1, 6)):
        at, end = sorted(chance.randrange(len(changed) + 1) for _ in range(2))
        match chance.randrange(3):
            case 0:
                changed = changed[:at] + changed[min(end, at + 20) :]
            case 1:
                changed = changed[:at] + chance.choice(_PIECES) + changed[at:]
            case _:
                changed = changed[:at] + changed[at : at + 40] + changed[at:]
    encoding = chance.choice(("utf-8", "utf-8", "utf-8", "cp1252", "utf-16"))
    return changed.encode(encoding, "replace")


def _survives(seed: int, rounds: int) -> None:
    chance, whole = random.Random(seed), WHOLE + "".join(stray for stray, _ in STRAYS)  # noqa: S311 - the same each time
    places: list[tuple[int, str]] = []
    for _ in range(rounds):
        content = _mutated(whole, chance)
        try:
            flow = stage.flow(NODES, catalogues={"en": decoding.text(content, "proef.en.po")})
        except complaints.CannotLoad as error:
            places += [(one.line, one.remedy) for one in error.complaints]
            continue
        sheet = po.read(flow.catalogues["en"])
        assert sheet == po.read(po.write(sheet)), content
        check.check(flow, findings.TODAY)
    assert all(line >= 1 and remedy for line, remedy in places)


def test_no_broken_catalogue_ends_in_anything_but_findings() -> None:
    """Whatever was lost, doubled or put in; and what is read is written as it was."""
    _survives(seed=1, rounds=400)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(10))
def test_many_broken_catalogues_end_in_findings(seed: int) -> None:
    """The same, over many more."""
    _survives(seed=100 + seed, rounds=8000)
