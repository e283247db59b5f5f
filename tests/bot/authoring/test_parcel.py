"""Files that a coach sends together: only flows and catalogues are taken, and no name leads anywhere."""

import io
import random
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from bot.library import parcel
from flows import loader
from flows.findings import Severity

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\nLanguage: en\\n"\n\n'


def packed(files: Mapping[str, bytes]) -> bytes:
    """A zip of these files."""
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return body.getvalue()


NAMES = ("waarom.yaml", "map/waarom.yaml", "../../waarom.yaml", "/etc/waarom.yaml", "a\\waarom.yaml")


@pytest.mark.parametrize("name", NAMES)
def test_only_the_name_of_a_packed_file_counts(name: str) -> None:
    """In whatever folder it lies, and wherever its name would lead."""
    contents = parcel.opened("x.zip", packed({name: b"flow: waarom", "waarom.en.po": b"", "leesmij.txt": b"hallo"}))
    assert ({"waarom": "flow: waarom"}, {"waarom": {"en": ""}}, []) == (
        contents.sources,
        contents.catalogues,
        contents.wrong,
    )


def test_tests_and_leftovers_are_passed_over() -> None:
    """An author's tests bear the name of their flow, and so do a computer's own leftovers."""
    files = {"tests/waarom.yaml": b"tests:", "__MACOSX/waarom.yaml": b"x", "._waarom.yaml": b"x", "vooruit.yaml": b"y"}
    assert ["vooruit"] == parcel.opened("x.zip", packed(files)).flows


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"no zip", "cannot be opened"),
        (packed({"waarom.yaml": b"flow: waarom" * 99})[:-90], "cannot be opened"),
        (packed({}), "no flow is in this zip"),
        (packed({"leesmij.txt": b"hallo"}), "no flow is in this zip"),
        (packed({"waarom.yaml": b"#" * 50_000_000}), "larger than 256 kB"),
        (packed({"waarom.yaml": b"\xff"}), "no text in UTF-8"),
    ],
    ids=["no zip", "cut off", "empty", "no flow", "too large", "no text"],  # a packed file bears the time of day
)
def test_what_cannot_be_read_is_told(content: bytes, reason: str) -> None:
    """Of a file that unpacks to more than it may, no more is read than shows that."""
    contents = parcel.opened("x.zip", content)
    assert [True] == [reason in one.reason for one in contents.wrong]
    assert [] == contents.flows


@pytest.mark.parametrize(
    ("name", "readable"),
    [("waarom.yaml", True), ("waarom (1).en.po", True), ("alles.zip", True), ("waarom.po", False), ("foto.png", False)],
)
def test_what_may_be_sent_is_known_by_its_name(name: str, readable: bool) -> None:
    """A flow, a catalogue of one, or a zip."""
    assert readable is parcel.is_one(name)


def test_a_zip_of_a_whole_library_is_read_to_its_last_file() -> None:
    """Ours, with its tests and its programme, and one of many more files than that."""
    library = Path(loader.__file__).parent / "library"
    files = {str(one.relative_to(library)): one.read_bytes() for one in library.rglob("*.*") if one.is_file()}
    assert len(files) > 60
    contents = parcel.opened("alles.zip", packed(files))
    assert [] == contents.wrong
    assert sorted(one.stem for one in library.glob("*.yaml")) == sorted(contents.sources)
    assert contents.programme is not None
    many = parcel.opened("veel.zip", packed({f"flow-{number}.yaml": b"flow: x" for number in range(300)}))
    assert (300, []) == (len(many.flows), many.wrong)


def test_what_does_not_fit_is_told_by_name() -> None:
    """After the five hundredth file."""
    contents = parcel.opened("veel.zip", packed({f"flow-{number}.yaml": b"" for number in range(502)}))
    assert (500, ["flow-500.yaml", "flow-501.yaml"]) == (len(contents.flows), [one.path for one in contents.wrong])


JUNK = ("__MACOSX/._waarom.yaml", "map/.DS_Store", "Thumbs.db", "desktop.ini", "tests/waarom.yaml", "leesmij.txt")


@pytest.mark.parametrize("name", JUNK)
def test_what_computers_add_is_passed_over_in_silence(name: str) -> None:
    """The flow beside it is read, and nobody reads of a file that nobody put there."""
    contents = parcel.opened("x.zip", packed({name: b"x", "waarom.yaml": b"flow: waarom"}))
    assert (["waarom"], []) == (contents.flows, contents.wrong)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("Waarom.yaml", "not read"),
        ("waarom.yml", "not read"),
        ("waarom kopie.yaml", "not read"),
        ("waarom.po", "not read"),
        ("Één gesprek.yaml", "not read"),
        ("foto.png", "not read"),
        ("vertalingen.zip", "a zip in a zip"),
        ("map/vooruit.yaml", "two files in the zip have this name"),
    ],
)
def test_what_somebody_put_in_and_is_not_read_is_advice(name: str, reason: str) -> None:
    """By its name, in whatever letters; the flows beside it are read, and may go live."""
    contents = parcel.opened("x.ZIP", packed({"vooruit.yaml": b"flow: vooruit", name: b"anders"}))
    assert {"vooruit": "flow: vooruit"} == contents.sources
    assert [(name.rpartition("/")[2], "KV028")] == [(one.path, one.number) for one in contents.wrong]
    assert reason in contents.wrong[0].reason
    assert Severity.ADVICE is contents.wrong[0].level


def test_a_name_that_does_not_say_its_encoding_is_shown_as_it_was_written() -> None:
    """As programs on a Mac write them, and those of older Windows."""
    for stored, shown in (("Één.yaml".encode(), "Één.yaml"), ("één.yaml".encode("cp437"), "één.yaml")):
        content = packed({"x" * len(stored): b"x"}).replace(b"x" * len(stored), stored)
        assert [shown] == [one.path for one in parcel.opened("x.zip", content).wrong if one.number == "KV028"]


def test_a_file_that_is_locked_or_broken_keeps_no_other_from_being_read() -> None:
    """It is told by its name."""
    content = packed({"waarom.yaml": b"flow: waarom", "vooruit.yaml": bytes(range(200)) * 9})
    at = content.index(b"vooruit.yaml") + len("vooruit.yaml") + 20
    broken = content[:at] + bytes(8) + content[at + 8 :]
    contents = parcel.opened("x.zip", broken)
    assert (["waarom"], ["vooruit.yaml"]) == (contents.flows, [one.path for one in contents.wrong])
    assert "cannot be opened" in contents.wrong[0].reason
    entry = content.index(b"PK\x01\x02")
    locked = content[:6] + b"\x01" + content[7 : entry + 8] + b"\x01" + content[entry + 9 :]
    contents = parcel.opened("x.zip", locked)
    assert ["waarom.yaml"] == [one.path for one in contents.wrong if "cannot be opened" in one.reason]


def test_a_small_zip_that_unpacks_to_much_is_stopped() -> None:
    """Of each file no more is read than shows that it is too large, and of all together not much."""
    contents = parcel.opened("x.zip", packed({f"flow-{number}.yaml": b"#" * 300_000 for number in range(120)}))
    assert ([], 120) == (contents.flows, len(contents.wrong))


def _survives(seed: int, rounds: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - the same mutations each time
    whole = packed({"waarom.yaml": b"flow: waarom\n" * 20, "map/waarom.en.po": HEADER.encode(), "x.zip": packed({})})
    for _ in range(rounds):
        content = bytearray(whole)
        for _ in range(chance.randrange(1, 8)):
            at = chance.randrange(len(content))
            match chance.randrange(3):
                case 0:
                    del content[at : at + chance.randrange(1, 40)]
                case 1:
                    content[at] = chance.randrange(256)
                case _:
                    content[at:at] = content[chance.randrange(len(content)) :][:50]
        contents = parcel.opened("x.zip", bytes(content))
        assert contents.wrong or not contents.empty
        assert all(one.reason and one.remedy and one.path for one in contents.wrong)


def test_no_broken_zip_ends_in_anything_but_findings() -> None:
    """Whatever was lost, doubled or changed in it."""
    _survives(seed=1, rounds=1500)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(10))
def test_many_broken_zips_end_in_findings(seed: int) -> None:
    """The same, over many more."""
    _survives(seed=100 + seed, rounds=30_000)
