"""Marked text: what is a mark, what is shown as it is, and what earlier versions wrote."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as some

from flows import marked_text
from flows.marked_text import Run
from flows.message_room import MessageRoom
from tests.flows import stage

HALVES = (
    "<",
    ">",
    "&",
    "<b",
    "<b>",
    "</b>",
    "<quote>",
    "</quote>",
    '<a href="https://x.example/?a=1&b=2">',
    "</a>",
    "<u>",
)
PIECES = some.one_of(
    some.sampled_from((*HALVES, "&amp;", "&lt", "&#39;", "*", "_", '"', "😀", "</u>")), some.text(max_size=8)
)
WORDS = some.lists(PIECES, max_size=40).map("".join)


@given(WORDS)
def test_somebodys_own_words_are_shown_as_they_are(words: str) -> None:
    """Also where they look like a mark, half a mark or an escape."""
    assert words == marked_text.plain(marked_text.escape(words))
    assert all(run == Run(run.text) for run in marked_text.parse(marked_text.escape(words)))


@given(WORDS)
def test_of_what_an_author_wrote_only_the_marks_are_not_shown(written: str) -> None:
    """Nothing else is lost, and nothing turns into another letter."""
    assert marked_text.without_marks(written) == marked_text.plain(marked_text.authored(written))


def shown(text: str) -> str:
    """What can be seen of it."""
    return "".join(letter for letter in marked_text.plain(text) if unicodedata.category(letter)[0] not in "ZC")


@given(WORDS, some.integers(40, 90))
def test_a_text_that_is_divided_shows_the_same_words(written: str, most: int) -> None:
    """No part is longer than what there is room for, and nothing that can be seen is lost between two."""
    text, room = marked_text.authored(written), MessageRoom(most)
    parts = marked_text.divide(text, room.fits)
    assert shown(text) == "".join(map(shown, parts))
    assert [] == [part for part in parts if not room.fits(part)]


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("gewoon", [Run("gewoon")]),
        (
            "<b>vet <i>en schuin</i></b> los",
            [Run("vet ", bold=True), Run("en schuin", bold=True, italic=True), Run(" los")],
        ),
        ("<quote>3 &lt; 4</quote>", [Run("3 < 4", quote=True)]),
        ('<a href="https://x.example/?a=1&b=2">hier</a>', [Run("hier", link="https://x.example/?a=1&b=2")]),
        ("<b>nooit dicht", [Run("nooit dicht", bold=True)]),
        ("nooit open</b>", [Run("nooit open")]),
        ("<b><i>over</b>heen</i>", [Run("over", bold=True, italic=True), Run("heen", italic=True)]),
        ('<a href="javascript:x">geen link</a>', [Run('<a href="javascript:x">geen link')]),
        ("", []),
    ],
)
def test_marks_become_runs(text: str, runs: list[Run]) -> None:
    """Every text can be read, also one whose marks are not in order."""
    assert runs == list(marked_text.parse(text))


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("<blockquote>Ik bel &lt;ICT&gt;.</blockquote>", [Run("Ik bel <ICT>.", quote=True)]),
        (
            "<u>onder</u>, <s>door</s> en <code>a &amp; b</code>",
            [Run("onder"), Run(", "), Run("door"), Run(" en "), Run("a & b")],
        ),
        ("&#34;Anna&#39;s&quot; &#x27;bon&#x27;", [Run("\"Anna's\" 'bon'")]),
    ],
)
def test_what_an_earlier_version_wrote_reads_as_it_did(text: str, runs: list[Run]) -> None:
    """Messages that wait to be sent, questions that stand open: no word is lost, and no tag is shown."""
    assert runs == list(marked_text.parse(text))


def test_a_flow_with_marks_of_an_earlier_version_is_played_on() -> None:
    """A quotation is one, and of what has no mark any more the words are there."""
    talk = stage.play("a:\n  end: '<blockquote>Zo & zo</blockquote> <u>was</u> het <code>dan</code>.'")
    assert ["<quote>Zo &amp; zo</quote> was het dan."] == talk.texts


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("<b>vet</b>", None),
        ("<b><i>beide</i></b>", None),
        ("<b>open", "<b>"),
        ("dicht</b>", "</b>"),
        ("<b><i>over</b></i>", "</b>"),
        ('<a href="https://x.example/">link</a>', None),
        ('<a href="https://x.example/">link', '<a href="https://x.example/">'),
        ("<B>geen tag", None),
        ("3 < 4", None),
    ],
)
def test_tags_must_be_closed_in_order(text: str, tag: str | None) -> None:
    """Who wrote it otherwise meant something else than what would be shown."""
    assert marked_text.unclosed(text) == tag
