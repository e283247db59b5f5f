"""Files that a coach sends together: only flows and catalogues are taken, and no name leads anywhere."""

import io
import zipfile
from collections.abc import Mapping

import pytest

from bot import parcel

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\nLanguage: en\\n"\n\n'


def packed(files: Mapping[str, bytes]) -> bytes:
    """A zip of these files."""
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return body.getvalue()


NAMES = ("waarom.yaml", "map/waarom.yaml", "../../waarom.yaml", "/etc/waarom.yaml", "a\\waarom.yaml")


@pytest.mark.parametrize("name", NAMES)
def test_only_the_name_of_a_packed_file_counts(name: str) -> None:
    """In whatever folder it lies, and wherever its name would lead."""
    found = parcel.opened("x.zip", packed({name: b"flow: waarom", "waarom.en.po": b"", "leesmij.txt": b"hallo"}))
    assert ({"waarom": "flow: waarom"}, {"waarom": {"en": ""}}, []) == (found.sources, found.catalogues, found.wrong)


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
    found = parcel.opened("x.zip", content)
    assert [True] == [reason in one.reason for one in found.wrong]
    assert [] == found.flows


@pytest.mark.parametrize(
    ("name", "known"),
    [("waarom.yaml", True), ("waarom (1).en.po", True), ("alles.zip", True), ("waarom.po", False), ("foto.png", False)],
)
def test_what_may_be_sent_is_known_by_its_name(name: str, known: bool) -> None:
    """A flow, a catalogue of one, or a zip."""
    assert known is parcel.is_one(name)
