"""One drawing is an SVG on the page and a PNG in the chat; it speaks without colour, and in words."""

import struct
import subprocess
import sys
from datetime import date, timedelta
from typing import Any
from xml.etree import ElementTree

import pytest

from bot.base import texts
from bot.base.voice import Voice
from bot.leads import pictures, week_drawing
from bot.leads.week_drawing import Week

SVG = "{http://www.w3.org/2000/svg}"
PRINCIPLES: dict[str, Any] = {
    "kind": "principles",
    "title": "Vier weken werk voor inwoners",
    "subtitle": "12 oktober t/m 8 november",
    "alt": 'Balie & "Post" <1>. Waarom: vermoed of gevraagd.',
    "before": "vorige keer",
    "rows": [
        {"name": "Waarom", "word": "vermoed of gevraagd", "level": 1, "before": 0},
        {"name": "Resultaat", "word": "regels én resultaat", "level": 2, "before": None},
        {"name": "Vooruit", "word": "na een klacht of vraag", "level": 0, "before": 1},
        {"name": "Samen", "word": "te weinig antwoorden", "level": None, "before": None},
    ],
}
RHYTHM: dict[str, Any] = {
    "kind": "rhythm",
    "title": "Jouw ritme van sturen",
    "headline": "2 van 3 weken",
    "alt": "Jouw ritme van sturen: 2 van 3 weken.",
    "first": "28 sep",
    "last": "19 okt",
    "words": {"kept": "gestuurd", "missed": "niet gestuurd", "out": "telt niet mee"},
    "weeks": [True, False, None, True],
}
BOTH = pytest.mark.parametrize("drawing", [PRINCIPLES, RHYTHM], ids=["principles", "rhythm"])


def parse(drawing: dict[str, Any]) -> ElementTree.Element:
    """The drawing as a tree."""
    return ElementTree.fromstring(pictures.svg(drawing))  # noqa: S314 - our own


def words(root: ElementTree.Element) -> list[str]:
    """The words in a drawing."""
    return [str(text.text) for text in root.iter(f"{SVG}text")]


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(colour: str, other: str) -> float:
    """Contrast ratio of two colours (WCAG 2.2), 1 to 21."""
    light, dark = sorted((luminance(colour), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@BOTH
def test_the_alternative_text_is_in_the_picture(drawing: dict[str, Any]) -> None:
    """A screen reader gets the words, whatever signs are in a team's name."""
    root = parse(drawing)
    assert ("img", drawing["alt"]) == (root.get("role"), root.get("aria-label"))


@pytest.mark.parametrize(
    ("marks", "said"),
    [
        ([True, True], ""),
        ([True, False, None, False, True], " Niet gestuurd in de week van 14 sep, 28 sep."),
        ([True, None, None, True], ""),
        ([True, False, False, True, False], ""),
        ([False, False], ""),
    ],
)
def test_one_or_two_missed_weeks_are_named(marks: list[bool | None], said: str) -> None:
    """Under the picture in the chat stands no list of failures, and no week of holidays."""
    weeks = [Week(date(2026, 9, 7) + timedelta(weeks=index), each) for index, each in enumerate(marks)]
    drawn = week_drawing.draw(weeks, "rhythm", Voice(texts.load(), "nl"))
    assert drawn is not None
    assert drawn["alt"].partition("tot en met")[2].partition(".")[2] == said


@BOTH
def test_the_png_is_sharp_on_a_phone(drawing: dict[str, Any]) -> None:
    """The picture is a PNG of 1,080 pixels wide."""
    drawn = pictures.png(drawing)
    assert b"\x89PNG\r\n\x1a\n" == drawn[:8]
    assert 1080 == struct.unpack(">I", drawn[16:20])[0]


def test_the_fonts_are_found() -> None:
    """Words are drawn: the same picture without them is another picture."""
    silent = PRINCIPLES | {"title": "", "subtitle": ""}
    assert len(pictures.png(PRINCIPLES)) > len(pictures.png(silent)) + 2000


def test_every_level_differs_in_shape_and_in_word() -> None:
    """Low is one full part, high is three; a hidden one is dashed: nothing rests on colour."""
    boxes = list(parse(PRINCIPLES).iter(f"{SVG}rect"))[1:]
    full = [sum(box.get("fill") != "none" for box in boxes[row * 3 : row * 3 + 3]) for row in range(4)]
    assert [2, 3, 1, 0] == full
    assert [False, False, False, True] == [boxes[row * 3].get("stroke-dasharray") is not None for row in range(4)]
    assert {"vermoed of gevraagd", "regels én resultaat", "na een klacht of vraag", "te weinig antwoorden"} <= set(
        words(parse(PRINCIPLES))
    )


def test_kept_weeks_bear_a_mark_and_others_do_not() -> None:
    """A kept week has a check, a missed one an empty box, one that does not count a dash; the legend says so."""
    root = parse(RHYTHM)
    checks = [path for path in root.iter(f"{SVG}path") if path.get("class") == "d-check"]
    boxes = list(root.iter(f"{SVG}rect"))[1:]
    assert (2 + 1, 3 + 2) == (len(checks), len(boxes))
    assert {"gestuurd", "niet gestuurd", "telt niet mee"} <= set(words(root))


def test_the_page_has_titles_of_its_own() -> None:
    """On the page a picture does not repeat the heading above it."""
    assert PRINCIPLES["title"] in pictures.svg(PRINCIPLES)
    assert PRINCIPLES["title"] not in pictures.svg(PRINCIPLES, titled=False)


@pytest.mark.parametrize("weeks", [1, 2, 9, 10, 26])
def test_any_number_of_weeks_fits(weeks: int) -> None:
    """No box sticks out of the paper."""
    root = parse(RHYTHM | {"weeks": [True] * weeks})
    paper, *boxes = root.iter(f"{SVG}rect")
    for box in boxes:
        assert float(box.get("x", 0)) + float(box.get("width", 0)) <= float(paper.get("width", 0)) - 8
        assert float(box.get("y", 0)) + float(box.get("height", 0)) <= float(paper.get("height", 0)) - 8


def test_the_colours_can_be_told_apart_by_every_eye() -> None:
    """Words have a contrast of 4.5 with the paper, shapes of 3, a full part 3 with an empty one."""
    colour = pictures.COLOURS
    assert min(contrast(colour[name], colour["paper"]) for name in ("ink", "muted")) >= 4.5
    assert min(contrast(colour[name], colour["paper"]) for name in ("line", "accent")) >= 3
    assert contrast(colour["on_accent"], colour["accent"]) >= 4.5


def test_who_draws_nothing_does_not_load_what_draws() -> None:
    """Starting the bot does not import the rasteriser or its fonts."""
    asked = "import sys, bot.leads.pictures; print('resvg_py' in sys.modules, 'font_roboto' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert "False False" == done.stdout.strip()
