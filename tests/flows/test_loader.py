"""Reading flow files: every mistake with file, line, reason and remedy, and never a traceback."""

from pathlib import Path

import pytest

from flows import complaints, loader, source
from flows.findings import Finding
from tests.flows import stage

GOOD = "a:\n  ask: Ja?\n  yesno: true\nb:\n  end: Dag."


def complaint(text: str, catalogues: dict[str, str] | None = None) -> Finding:
    with pytest.raises(complaints.CannotLoad) as caught:
        loader.load(text, catalogues or {}, path="proef.yaml")
    assert 1 == len(caught.value.complaints), caught.value
    return caught.value.complaints[0]


@pytest.mark.parametrize(
    ("nodes", "line", "reason"),
    [
        ("a:\n  zeg: Hoi.", 7, "no node"),
        ("a:\n  say: Hoi.\n  ask: En?", 9, "'ask' is not a key"),
        ("a:\n  say: Hoi.\n  nxt: b", 9, "'nxt' is not a key"),
        ("a:\n  ask: Wat?", 7, "one kind of answer"),
        ("a:\n  ask: Wat?\n  text: true\n  yesno: true", 7, "cannot go together"),
        ("a:\n  ask: Wat?\n  choice: {}", 7, "nothing to choose"),
        ("a:\n  ask: Wat?\n  choice: {Ja: Ja}", 9, "cannot be a key"),
        ("a:\n  ask: Wat?\n  choice: {skipped: Ja}", 9, "cannot be a key"),
        ("a:\n  ask: Wat?\n  choice: [ja, nee]", 9, "keys with values"),
        ("a:\n  ask: Wat?\n  scale: [Een]", 9, "2 to 10 steps"),
        ("a:\n  ask: Wat?\n  yesno: false", 9, "says nothing"),
        ("a:\n  ask: Wat?\n  yesno: {ja: Ja, nee: Nee}", 9, "not a key"),
        ("a:\n  ask: Wat?\n  number: {min: 3, max: 1}", 9, "min is more than max"),
        ("a:\n  ask: Wat?\n  number: {min: een}", 9, "a number is expected"),
        ("a:\n  ask: Wat?\n  number: {max: 1, suggest: [2]}", 9, "out of bounds"),
        ("a:\n  ask: Wat?\n  date: {latest: 3h}", 9, "number of days"),
        ("a:\n  ask: Wat?\n  date: {earliest: 3d, latest: 1d}", 9, "latest is before"),
        ("a:\n  ask: Wat?\n  time: {from: 9 uur}", 9, "not an hour"),
        ("a:\n  ask: Wat?\n  time: {from: '10:00', until: '09:00'}", 9, "from is after"),
        ("a:\n  ask: Wat?\n  text: {max: veel}", 9, "a number is expected"),
        ("a:\n  ask: Wat?\n  plan: {suggest: {own: {cue: x, response: y}}}", 9, "kept for the bot"),
        ("a:\n  ask: Wat?\n  plan: {suggest: {x: {cue: x}}}", 9, "'response' is missing"),
        ("a:\n  ask: Wat?\n  several: {x: X}\n  alone: [y]", 10, "'y' is not known"),
        ("a:\n  ask: Wat?\n  text: true\n  save: {as: a-b}", 10, "is not a name"),
        ("a:\n  ask: Wat?\n  text: true\n  save: tone", 10, "word of the language"),
        ("a:\n  ask: Wat?\n  text: true\n  save: true", 10, "says nothing"),
        ("a:\n  ask: Wat?\n  text: true\n  save: {seen_by: boss}", 10, "'boss' is not known"),
        ("a:\n  ask: Wat?\n  text: true\n  per_row: 9", 10, "whole number"),
        ("a:\n  ask: Wat?\n  text: true\n  unanswered: {remind: Nog?}", 10, "'after' is missing"),
        ("a:\n  ask: Wat?\n  text: true\n  unanswered: {after: straks}", 10, "is not a time"),
        ("a:\n  ask: Wat?\n  text: true\n  unanswered: {after: -3d}", 10, "is not a time"),
        ("a:\n  ask: Wat?\n  text: true\n  unanswered: {after: 1d, give_up: 2d}", 10, "after a reminder"),
        ("a:\n  ask: Wat?\n  text: true\n  unanswered: nooit", 10, "'nooit' is not known"),
        ("a:\n  ask: Wat?\n  yesno: true\n  next: {ja: b}", 10, "is not a choice of this node"),
        ("a:\n  ask: Wat?\n  text: true\n  next: {x: b}", 10, "is not a choice of this node"),
        ("a:\n  say: Hoi.\n  next: {x: b}", 9, "is not a choice of this node"),
        ("a:\n  say: Hoi.\n  next: {when: x ==, go: b}", 9, "unexpected 'end'"),
        ("a:\n  say: Hoi.\n  next: {when: x}", 9, "'go' is missing"),
        ("a:\n  say: Hoi.\n  next: [{else: b}, {when: x, go: b}]", 9, "nothing can come after else"),
        ("a:\n  branch: {when: x, go: b}", 8, "else is missing"),
        ("a:\n  branch: []", 8, "else is missing"),
        ("a:\n  branch: {when: x, go: b, else: c}\n  next: d", 9, "no next"),
        ("a:\n  shuffle: {x: 1}", 8, "two arms"),
        ("a:\n  shuffle: {x: 1, y: 1}\n  floor: 0.6", 9, "floor does not fit"),
        ("a:\n  shuffle: {X: 1, y: 1}", 8, "cannot be an arm"),
        ("a:\n  shuffle: {x: 1, y: 1}\n  next: {z: b}", 9, "is not a choice of this node"),
        ("a:\n  remember: {Naam: x}", 8, "is not a name"),
        ("a:\n  remember: {tone: '{{ x'}", 8, "end of"),
        ("a:\n  enter: Als Dan", 8, "is not the name of a flow"),
        ("a:\n  enter: ander\n  take: {item: x}", 9, "cannot be a variable"),
        ("a:\n  pause: {until: ooit}", 8, "is not a time"),
        ("a:\n  pause: {for: 3d, until: tomorrow}", 8, "one moment"),
        ("a:\n  pause: {until: tomorrow, at: '09:00'}", 8, "one moment"),
        ("a:\n  act: doen", 8, "'doen' is not known"),
        ("a:\n  act: act\n  fields: {cue: x}", 9, "'cue' is not a key"),
        ("a:\n  end: Dag.\n  next: b", 9, "nothing comes after"),
        ("a:\n  end: Dag.\n  outcome: moe", 9, "'moe' is not known"),
        ("a:\n  say: <b>Hoi", 8, "<b> is not closed"),
        ("a:\n  say: <b>Hoi</i>", 8, "</i> is not closed"),
        ("a:\n  say: '{{ x }'", 8, "unexpected '}'"),
        ("a:\n  say: []", 8, "empty list of wordings"),
        ("a:\n  say: {x: y}", 8, "a text is expected"),
        ("A:\n  say: Hoi.", 7, "cannot be the name of a node"),
        ("end:\n  say: Hoi.", 7, "cannot be the name of a node"),
        ("a: Hoi.", 7, "keys with values"),
    ],
)
def test_each_mistake_in_a_node_is_told_with_its_line(nodes: str, line: int, reason: str) -> None:
    """Line 7 is the first below nodes:."""
    mistake = complaint(stage.source(nodes))
    assert (mistake.path, mistake.line) == ("proef.yaml", line), mistake
    assert reason in mistake.reason, mistake
    assert mistake.remedy
    assert "\n" not in str(mistake)


@pytest.mark.parametrize(
    ("head", "reason"),
    [
        ("policy: soms", "'soms' is not known"),
        ("principle: geluk", "'geluk' is not known"),
        ("language: nederlands", "is not a language"),
        ("card: ja", "true or false"),
        ("budget: {uren: 3}", "is not a key"),
        ("commands: {nl: [Met Spatie]}", "is not a command"),
        ("commands: {dutch: [x]}", "is not a language"),
        ("colour: red", "is not a key"),
        ("unanswered: {after: 1d, remind: '{{ x'}", "end of"),
    ],
)
def test_each_mistake_in_the_head_is_told(head: str, reason: str) -> None:
    """With the key that was written wrong."""
    mistake = complaint(stage.source(GOOD, head))
    assert 6 == mistake.line
    assert reason in mistake.reason


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("", 1, "not a flow"),
        ("- a\n- b", 1, "not a flow"),
        ("flow: [", 1, "not readable as YAML"),
        ("flow: a: b", 1, "not readable as YAML"),
        ("flow: a\n\ttitle: b", 2, "not readable as YAML"),
        ("flow: a\ntitle: \x00", 2, "a character stands here that no text may hold"),
        ("programme: programma\n", 1, "this is a programme, and no flow"),
        ("flow: proef\nflow: proef\n", 2, "twice"),
        ("flow: proef\n", 1, "'title' is missing"),
        ("a: &x 1\nb: *x", 1, "anchors"),
        ("x: " + "[" * 3000, 1, "nested too deeply"),
        ("x: " + "[" * 200_000, 1, "nested too deeply"),
        ("x: [" + "a, " * 80_000 + "]", 1, "more than 6000 keys, texts and lists"),
        ("a: &a\n" * 40_000, 3000, "more than 6000 keys, texts and lists"),
        ("x: " + "a" * 300_000, 1, "larger than 256 kB"),
    ],
)
def test_a_file_that_is_no_flow_is_told_in_one_sentence(text: str, line: int, reason: str) -> None:
    """Whatever a file holds, a coach reads a line and a remedy."""
    mistake = complaint(text)
    assert (mistake.line, reason in mistake.reason) == (line, True), mistake


def test_name_dates_and_nodes_of_the_head_are_checked() -> None:
    """The file is called as the flow; the date is a date; there is at least one node."""
    good = stage.source(GOOD)
    assert "and the file" in complaint(good.replace("flow: proef", "flow: anders")).reason
    assert "a date is expected" in complaint(good.replace("2027-06-01", "juni")).reason
    assert "'boss' is not known" in complaint(good.replace("[employee]", "[boss]")).reason
    assert "keys with values" in complaint(good.split("nodes:")[0] + "nodes: []").reason
    assert "no nodes" in complaint(good.split("nodes:")[0] + "nodes: {}").reason


def test_all_mistakes_are_told_at_once() -> None:
    """One for each node, in the order of the file."""
    with pytest.raises(complaints.CannotLoad) as caught:
        loader.load(stage.source("a:\n  zeg: x\nb:\n  end:\nc:\n  act: y"), {}, path="proef.yaml")
    assert [7, 12] == [one.line for one in caught.value.complaints]
    assert "proef.yaml:7 a: this is no node — begin with one of say" in str(caught.value)


def test_a_slip_of_the_pen_gets_the_word_that_was_meant() -> None:
    """The remedy names the nearest word, or all words where none is near."""
    assert "did you mean 'technique'?" == complaint(stage.source("a:\n  say: Hoi.\n  tecnique: x")).remedy
    assert "choose from a, b" == source.nearest("zzz", ["b", "a"])


def test_a_mistake_in_a_translation_is_told_where_it_stands() -> None:
    """In the PO file, at its line."""
    broken = complaint(stage.source(GOOD), {"en": stage.po(a__ask=("Ja?", "Yes {{ x"))})
    assert ("proef.en.po", 5) == (broken.path, broken.line)
    assert "proef.en.po" == complaint(stage.source(GOOD), {"en": "zomaar wat"}).path


def test_a_flow_knows_its_head() -> None:
    """What stands there, and what holds when it is left out."""
    plain = stage.flow(GOOD)
    assert ("proef", "Proef", "nl", ("nl",)) == (plain.name, plain.title, plain.language, plain.languages)
    assert ("wait", False, False, False, None) == (plain.policy, plain.card, plain.back, plain.private, plain.principle)
    assert (1.5, 11, 1) == (plain.budget.minutes, plain.budget.taps, plain.budget.typed)
    assert ("a", ("employee",), {}) == (plain.start, plain.audience, plain.commands)
    head = "policy: join\ncommands: {nl: [doe, ook], en: [do]}\nbudget: {minutes: 3}\nstart: b\nprinciple: why"
    rich = stage.flow(GOOD, head, catalogues={"en": stage.po(title=("Proef", "Trial")), "u": ""})
    assert ("join", {"nl": ("doe", "ook"), "en": ("do",)}) == (rich.policy, rich.commands)
    assert (3, 11) == (rich.budget.minutes, rich.budget.taps)
    assert ("b", ("nl", "en"), {"nl": "Proef", "en": "Trial"}) == (rich.start, rich.languages, rich.titles)


def test_the_version_changes_with_the_source_and_with_every_catalogue() -> None:
    """The order in which catalogues are read makes no other version."""
    text = stage.source(GOOD)
    versions = {
        loader.version_of(text, {}),
        loader.version_of(text + " ", {}),
        loader.version_of(text, {"en": "x"}),
        loader.version_of(text, {"en": "y"}),
        loader.version_of(text, {"u": "x"}),
    }
    assert 5 == len(versions)
    assert loader.version_of(text, {"en": "x", "u": "y"}) == loader.version_of(text, {"u": "y", "en": "x"})
    assert stage.flow(GOOD).version == loader.version_of(text, {})


def test_a_flow_can_be_loaded_again_from_what_it_keeps() -> None:
    """The bot stores source and catalogues, and needs nothing else."""
    first = stage.flow(GOOD, catalogues={"en": stage.po(title=("Proef", "Trial"))})
    again = loader.load(first.source, first.catalogues, path=first.path)
    assert (again.version, again.titles) == (first.version, first.titles)


def test_needs_are_the_names_that_no_node_sets() -> None:
    """With the attributes in use, so that the session keeps no more than that."""
    nodes = """
        a:
          say: ["{{ last.plek }} {{ team }}", "{{ last.waarom }} {{ team }}"]
        b:
          ask: "{{ a }}?"
          text: true
          save: c
        d:
          end: "{% if c and last_plan %}{{ c }}{{ language }}{% endif %}"
    """
    flow = stage.flow(nodes)
    assert {"last", "team", "a", "last_plan", "times"} == flow.needs
    assert ["plek", "waarom"] == sorted(flow.attributes["last"] or ())
    assert flow.attributes["team"] is None
    assert {"c", "last"} <= flow.variables_in_use


def test_a_shelf_holds_what_lies_in_its_folders(tmp_path: Path) -> None:
    """A later folder replaces by name; a bad file hides no other, and the flow that it would replace stays."""
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    for folder in (ours, theirs):
        folder.mkdir()
    (ours / "een.yaml").write_text(stage.source(GOOD, name="een"))
    (ours / "twee.yaml").write_text(stage.source(GOOD, name="twee"))
    (ours / "een.en.po").write_text(stage.po(title=("Proef", "Trial")))
    (theirs / "een.yaml").write_text(stage.source(GOOD, "card: true", name="een"))
    (theirs / "twee.yaml").write_text("flow: [")
    (theirs / "drie.yaml").write_bytes(b"\xff\xfe")
    shelf = loader.shelf([ours, theirs])
    assert (True, False) == (shelf.flow("een").card, shelf.flow("twee").card)
    assert [("drie.yaml", 1), ("twee.yaml", 1)] == [(Path(one.path).name, one.line) for one in shelf.complaints]
    assert "Trial" == loader.shelf([ours]).flow("een").titles["en"]
    assert {} == loader.shelf([tmp_path / "nowhere"]).flows


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_a_flow_in_another_encoding_is_told_to_become_utf_8(tmp_path: Path, encoding: str) -> None:
    """With how to do that; a mark before UTF-8 and other ends of lines are no matter."""
    good = stage.source("a:\n  end: Eén.")
    (tmp_path / "proef.yaml").write_bytes(good.encode(encoding))
    with pytest.raises(complaints.CannotLoad) as caught:
        loader.read(tmp_path / "proef.yaml")
    [mistake] = caught.value.complaints
    assert ("this is no text in UTF-8", True) == (mistake.reason, "save it as UTF-8" in mistake.remedy)
    (tmp_path / "proef.yaml").write_bytes(b"\xef\xbb\xbf" + good.replace("\n", "\r\n").encode())
    assert "proef" == loader.read(tmp_path / "proef.yaml").name
