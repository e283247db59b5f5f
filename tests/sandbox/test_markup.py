"""Telegram's HTML, accepted and refused in its own words."""

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox import entities, markup, refusals


@pytest.mark.parametrize(
    ("source", "text", "places"),
    [
        ("<b>Hoi</b> Anna", "Hoi Anna", [("bold", 0, 3)]),
        ("a <i>b <b>c</b></i>", "a b c", [("italic", 2, 3), ("bold", 4, 1)]),
        ("👍 <b>op</b>", "👍 op", [("bold", 3, 2)]),
        ("1 &lt; 2 &amp; 3 &gt; 2 &quot;&#233;&#xE9;", '1 < 2 & 3 > 2 "éé', []),
        ("R&D &copy;", "R&D &copy;", []),
        ("  <b> ruim </b>  ", "ruim", [("bold", 0, 4)]),
        ("<STRONG>x</strong>", "x", [("bold", 0, 1)]),
        ("<b></b>leeg", "leeg", []),
        ("<blockquote expandable>lang</blockquote>", "lang", [("expandable_blockquote", 0, 4)]),
        ("<tg-spoiler>s</tg-spoiler><span class='tg-spoiler'>t</span>", "st", [("spoiler", 0, 1), ("spoiler", 1, 1)]),
        ('<pre><code class="language-python">x</code></pre>', "x", [("code", 0, 1), ("pre", 0, 1)]),
        ("zie http://127.0.0.1:8080/team.", "zie http://127.0.0.1:8080/team.", [("url", 4, 26)]),
        ("typ /help of /pauze", "typ /help of /pauze", [("bot_command", 4, 5), ("bot_command", 13, 6)]),
        ("<code>/help</code> en/of", "/help en/of", [("code", 0, 5)]),
    ],
)
def test_marked_up_text_becomes_text_and_entities(source: str, text: str, places: list[tuple[str, int, int]]) -> None:
    """Tags become entities at UTF-16 offsets, references characters; the rest stays as it is."""
    plain, entities = markup.formatted(source, "HTML")
    assert (text, places) == (plain, [(one["type"], one["offset"], one["length"]) for one in entities])


def test_a_link_keeps_its_address() -> None:
    """An <a> is a text_link with the address it was given."""
    _, entities = markup.formatted('<a href="https://example.org/?a=1&amp;b=2">hier</a>', "HTML")
    assert [{"type": "text_link", "offset": 0, "length": 4, "url": "https://example.org/?a=1&b=2"}] == entities


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("<b>Hoi", 'Can\'t find end tag corresponding to start tag "b"'),
        ("a<div>b</div>", 'Unsupported start tag "div" at byte offset 1'),
        ("é <br/>", 'Unsupported start tag "br/" at byte offset 3'),
        ("Hoi</b>", "Unexpected end tag at byte offset 3"),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("1 <", "Unclosed start tag at byte offset 2"),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<a =x>y</a>", 'Empty attribute name in the tag "a" at byte offset 0'),
    ],
)
def test_what_telegram_cannot_parse_is_refused_in_its_words(source: str, complaint: str) -> None:
    """The complaint names the tag and the byte at which it stands."""
    with pytest.raises(refusals.BadRequest) as caught:
        markup.formatted(source, "HTML")
    assert caught.value.description == f"Bad Request: can't parse entities: {complaint}"


def test_without_a_parse_mode_nothing_is_marked_up() -> None:
    """Plain text keeps its angle brackets and ampersands."""
    assert ("<b>&amp;", []) == markup.formatted("<b>&amp;", "")


def test_another_parse_mode_is_refused() -> None:
    """The sandbox speaks HTML only and says so, as Telegram does of a mode it does not know."""
    with pytest.raises(refusals.BadRequest, match="unsupported parse_mode"):
        markup.formatted("*x*", "Wiki")


def test_control_characters_become_spaces() -> None:
    """Telegram cleans a text: NUL and tab become spaces, a carriage return goes."""
    assert ("a b c\nd", []) == markup.formatted("a\x00b\tc\r\nd", "")


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
def test_escaped_text_always_comes_back_as_it_was(text: str) -> None:
    """What a bot escapes is never refused, and reads as the same text as without a parse mode."""
    assert markup.formatted(html.escape(text), "HTML")[0] == markup.formatted(text, "")[0]


@given(st.text(alphabet="ab👍é ", max_size=30), st.integers(0, 10), st.integers(0, 10))
def test_cutting_and_counting_agree(text: str, offset: int, length: int) -> None:
    """A piece cut at whole characters is as long as was asked for, within the text."""
    whole = entities.units(text)
    start = entities.units(text[:offset])
    piece = text[offset : offset + length]
    assert piece == entities.cut(text, start, entities.units(piece))
    assert start + entities.units(piece) <= whole
