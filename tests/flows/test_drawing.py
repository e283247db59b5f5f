"""Pictures of a flow: every node and way is in them, nothing overlaps, and they can be read by eye and by ear."""

import json
from io import StringIO
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree as Tree

import pytest
from hypothesis import given
from playwright.sync_api import sync_playwright
from rich.console import Console

from bot.cli import flows_graph
from flows import loader
from flows.drawing import diagram, layers, lettering, mermaid, svg
from flows.flow import Flow
from tests.flows import made_up, stage

LIBRARY = loader.shelf([Path(loader.__file__).parent / "library"])
NAMES = sorted(LIBRARY.flows)
SVG = "{http://www.w3.org/2000/svg}"
NODES = """
    plek:
      ask: "<b>Plek</b>\\nWaar was het, {{ team }}?"
      choice: {balie: Balie & telefoon, brief: "Brief <snel>", geen: Geen}
      unanswered: {after: 1d, then: slot}
      next: {geen: slot, "*": hoe}
    hoe:
      branch: [{when: week > 2, go: plek}, {else: verder}]
    verder:
      enter: ander
      next: {declined: weg, "*": slot}
    weg:
      say: Dat kan.
      next: end
    slot:
      end: Klaar.
"""


def drawn(flow: Flow) -> Tree.Element:
    return Tree.fromstring(svg.draw(diagram.of(flow)))  # noqa: S314 - our own picture


def test_a_box_shows_its_words_and_its_ways_with_their_answers() -> None:
    """As a coach would point at them."""
    boxes = diagram.of(stage.flow(NODES)).boxes
    assert boxes["plek"] == diagram.Box(
        "plek",
        "ask",
        "Plek · Waar was het, …?",
        (
            diagram.BoxExit("slot", ("Geen", "geen antwoord")),
            diagram.BoxExit("hoe", ("Balie & telefoon", "Brief <snel>", "Overgeslagen")),
        ),
    )
    assert boxes["hoe"].ways == (diagram.BoxExit("plek", ("week > 2",)), diagram.BoxExit("verder", ("anders",)))
    assert boxes["verder"] == diagram.Box(
        "verder", "enter", "ander", (diagram.BoxExit("weg", ("declined",)), diagram.BoxExit("slot", ("anders",)))
    )
    assert boxes["end"] == diagram.Box("end", "end", "einde")


def test_a_target_that_does_not_exist_is_drawn_as_such() -> None:
    """A picture of a flow with a mistake shows the mistake."""
    boxes = diagram.of(stage.flow("a:\n  say: Hoi.\n  next: weg")).boxes
    assert boxes["weg"] == diagram.Box("weg", "missing", "deze stap bestaat niet")


def test_a_picture_speaks_the_language_that_was_asked_for() -> None:
    """The flow's title and the drawing's own words are both in it."""
    english = diagram.of(LIBRARY.flow("dilemma"), "en")
    dutch = diagram.of(LIBRARY.flow("dilemma"))
    assert english.title == LIBRARY.flow("dilemma").titles["en"] != dutch.title
    assert {"begins at", "begint bij"} == {english.word("start"), dutch.word("start")}


@pytest.mark.parametrize("name", NAMES)
def test_every_node_and_way_of_the_library_is_in_both_pictures(name: str) -> None:
    """Nothing is left out, however large the flow."""
    graph = diagram.of(LIBRARY.flow(name))
    picture = drawn(LIBRARY.flow(name))
    assert {f"step-{box}" for box in graph.boxes} == {group.get("id") for group in picture.iter(f"{SVG}g")} - {None}
    text = mermaid.draw(graph)
    ways = [(box.name, way.to) for box in graph.boxes.values() for way in box.ways]
    assert len(ways) == text.count("-->")
    assert all(f"  n_{box}" in text for box in graph.boxes)


@pytest.mark.parametrize("name", NAMES)
def test_no_two_cards_overlap_and_all_lie_on_the_paper(name: str) -> None:
    """A picture that must be untangled is no help."""
    picture = drawn(LIBRARY.flow(name))
    width, height = float(picture.get("width", 0)), float(picture.get("height", 0))
    cards = []
    for group in picture.iter(f"{SVG}g"):
        frame = group.find(f"{SVG}rect")
        if frame is not None:
            x, y = (float(number) for number in group.get("transform", "")[10:-1].split())
            cards.append((x, y, x + float(frame.get("width", 0)), y + float(frame.get("height", 0))))
    assert len(cards) > 1
    assert all(0 <= left and 0 <= top and right < width and low < height for left, top, right, low in cards)
    for card, other in combinations(cards, 2):
        assert card[2] <= other[0] or other[2] <= card[0] or card[3] <= other[1] or other[3] <= card[1], (card, other)


def test_ways_lead_to_the_right_and_those_that_lead_back_are_said_in_words() -> None:
    """A line that runs against the reading direction would cross everything."""
    picture = drawn(stage.flow(NODES))
    words = [text.text or "" for text in picture.iter(f"{SVG}text")]
    assert any(word.endswith("terug naar plek") for word in words)
    shapes = {
        name: layers.Shape(10, 10, ports, 5)
        for name, ports in {"a": {"b": 5.0}, "b": {"a": 5.0, "c": 5.0}, "c": {}}.items()
    }
    layout = layers.arrange(shapes, "a")
    assert {("a", "b"), ("b", "c")} == set(layout.lines)
    assert layout.places["a"][0] < layout.places["b"][0] < layout.places["c"][0]


@given(made_up.flows())
def test_any_flow_can_be_drawn(flow: Flow) -> None:
    """Also one with circles, unknown targets and nodes that nobody reaches."""
    graph = diagram.of(flow)
    assert len(list(drawn(flow).iter(f"{SVG}g"))) == len(graph.boxes) + 2
    assert mermaid.draw(graph).startswith("flowchart TD")


def test_lines_break_between_words_and_never_run_over() -> None:
    """What does not fit shows that it was cut."""
    text = "Een korte zin met een ontzettendlangwoordzonderspaties erin, en nog wat erachter."
    lines = lettering.lines(text, 13, 120, 20)
    assert text.replace(" ", "") == "".join(lines).replace(" ", "")
    assert all(lettering.width(line, 13) <= 120 for line in lines)
    short = lettering.lines(text, 13, 120, 2)
    assert (2, "…") == (len(short), short[-1][-1])


def test_what_mermaid_would_take_for_markup_is_written_as_a_code() -> None:
    """Quotes, brackets and tags are words of the flow, not of the chart."""
    text = mermaid.draw(diagram.of(stage.flow(NODES)))
    assert "Brief #60;snel#62;" in text
    assert "<snel>" not in text


def test_a_screen_reader_finds_title_description_and_cards_in_a_browser(tmp_path: Path, chromium: str) -> None:
    """Chromium reads the picture as a document with named parts, and no words stick out of their card."""
    (tmp_path / "flow.svg").write_text(svg.draw(diagram.of(LIBRARY.flow("weekreflectie"))))
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        page.goto((tmp_path / "flow.svg").as_uri())
        assert page.title() == LIBRARY.flow("weekreflectie").title
        wide = page.evaluate(
            "[...document.querySelectorAll('g[role=graphics-symbol]')].flatMap(g => [...g.querySelectorAll('text')]"
            ".filter(t => t.getBBox().x < 0 || t.getBBox().x + t.getBBox().width > 240).map(t => t.textContent))"
        )
        labelled = page.evaluate(
            "[...document.querySelectorAll('g[role=graphics-symbol]')].filter(g => g.getAttribute('aria-label')).length"
        )
        browser.close()
    assert [] == wide, json.dumps(wide)
    assert len(LIBRARY.flow("weekreflectie").nodes) <= labelled


KEPT = ("proef.yaml", "ander.en.po", "brief.txt", "leeg.svg")


@pytest.mark.parametrize("name", KEPT)
def test_a_drawing_takes_the_place_of_no_other_file(tmp_path: Path, name: str) -> None:
    """By what is in it, whatever it is called: not of the flow itself, and not of a letter called leeg.svg."""
    flow = tmp_path / "proef.yaml"
    flow.write_text(stage.source("a:\n  end: Dag."))
    (tmp_path / name).write_bytes((tmp_path / name).read_bytes() if name == flow.name else b"Beste Carla,")
    before = (tmp_path / name).read_bytes()
    page = Console(file=StringIO(), width=200, highlight=False)
    assert 1 == flows_graph.graph(str(flow), to=tmp_path / name, console=page)
    assert before == (tmp_path / name).read_bytes()
    assert isinstance(page.file, StringIO)
    assert "is there already and is no drawing" in page.file.getvalue()


@pytest.mark.parametrize("form", ["svg", "mermaid"])
def test_a_drawing_lands_beside_its_flow_and_is_drawn_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: flows_graph.Form
) -> None:
    """Not in the folder where somebody happens to work; in a folder that is named it is called after the flow."""
    (tmp_path / "elders").mkdir()
    (tmp_path / "mijn").mkdir()
    monkeypatch.chdir(tmp_path / "elders")
    flow = tmp_path / "mijn" / "proef.yaml"
    flow.write_text(stage.source("a:\n  end: Dag."))
    for _ in range(2):
        assert 0 == flows_graph.graph(str(flow), form=form, console=Console(file=StringIO()))
    assert 0 == flows_graph.graph(str(flow), form=form, to=tmp_path / "elders", console=Console(file=StringIO()))
    ending = {"svg": "svg", "mermaid": "mmd"}[form]
    assert [f"proef.{ending}"] == [one.name for one in (tmp_path / "elders").iterdir()]
    assert [f"proef.{ending}", "proef.yaml"] == sorted(
        (one.name for one in (tmp_path / "mijn").iterdir()), key=lambda name: name.endswith("yaml")
    )
