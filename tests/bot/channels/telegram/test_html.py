"""Marked text as Telegram's HTML: the strict sandbox takes it, and shows the words with their marks."""

from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.channels.telegram import html
from flows import expressions, marked_text
from sandbox import entities, markup

LINK = '<a href="https://x.example/?a=1&b=2">'
HALVES = (
    "<",
    ">",
    "&",
    "<b",
    "<b>",
    "</b>",
    "<i>",
    "</i>",
    "<quote>",
    "</quote>",
    LINK,
    "</a>",
    "<u>",
    "</blockquote>",
)
SIGNS = ("&amp;", "&lt", "&#39;", "*", "_", '"', "'", "😀", "[x](y)", "{", "}", "#", "-")
LETTERS = some.text(some.characters(codec="utf-8", categories=("L", "N", "P", "S")), max_size=8)
TYPED = some.lists(some.one_of(some.sampled_from((*HALVES, *SIGNS)), LETTERS), max_size=12).map("".join)
BEFORE, AFTER = "Je zei: ", " En dan?"


def received(text: str) -> tuple[str, list[entities.Entity]]:
    """What the sandbox makes of a marked text, as Telegram would."""
    return markup.formatted(html.render(text), "HTML")


@given(TYPED)
def test_typed_words_are_shown_exactly(typed: str) -> None:
    """Whatever somebody types: bare, in bold and in a quotation."""
    words = marked_text.escape(typed)
    for text in (words, f"<b>{words}</b>", f"<quote>{words}</quote>"):
        shown, _ = received(f"{BEFORE}{text}{AFTER}")
        assert f"{BEFORE}{typed}{AFTER}" == shown


@given(TYPED, TYPED)
def test_an_authors_text_is_taken_with_what_is_filled_in(written: str, typed: str) -> None:
    """Also with marks that are not in order, around and inside of which typed words stand."""
    author = reduce(lambda text, brace: text.replace(brace, ""), "{}", written)
    filled = expressions.template(f"x{author}{{{{ said }}}}{author}x", marked=True).render({"said": typed})
    bare = marked_text.without_marks(author)
    shown, _ = received(filled)
    assert f"x{bare}{typed}{bare}x" == shown


@pytest.mark.parametrize(
    ("text", "shown", "marks"),
    [
        ("<b>vet</b> en <i>schuin</i>", "vet en schuin", [("bold", 0, 3), ("italic", 7, 6)]),
        ("<quote>a <b>b</b> c</quote>", "a b c", [("blockquote", 0, 5), ("bold", 2, 1)]),
        (f"{LINK}een <b>link</b></a>", "een link", [("text_link", 0, 8), ("bold", 4, 4)]),
        ("<b>half <quote>om</b> half</quote>", "half om half", [("bold", 0, 5), ("blockquote", 5, 7), ("bold", 5, 2)]),
        ("<quote>a <quote>b</quote> c</quote>", "a b c", [("blockquote", 0, 5)]),
        ("<u>oud</u> <code>&amp;</code>", "oud &", []),
    ],
)
def test_each_mark_is_shown(text: str, shown: str, marks: list[tuple[str, int, int]]) -> None:
    """A quotation stays one, whatever is marked in it."""
    words, entity_list = received(text)
    assert (shown, marks) == (words, [(one["type"], one["offset"], one["length"]) for one in entity_list])


def test_a_link_leads_where_it_was_written_to() -> None:
    """An address with & in it too."""
    _, entity_list = received(f"{LINK}hier</a>")
    assert ["https://x.example/?a=1&b=2"] == [one["url"] for one in entity_list]


def test_lengths_are_counted_as_telegram_counts() -> None:
    """An emoji outside the basic plane is two units."""
    assert [3, 2, 4, 1] == [html.units(text) for text in ("abc", "👍", "👍👍", "é")]
