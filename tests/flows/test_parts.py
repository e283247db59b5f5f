"""Files as parts, values, shelves and the stack of flows: what the engine and the loader stand on."""

import pytest

from flows import complaints, expressions, reader, session, shelves, source, stack, values
from tests.flows import stage

TEXT = """\
naam: proef
getal: 3
komma: 2.5
waar: true
leeg:
lijst: [a, 1]
diep:
  een: x
"""


@pytest.fixture
def parts() -> dict[str, source.Part]:
    """A small file."""
    return source.read(TEXT).pairs()


def test_every_part_knows_its_line_and_its_place(parts: dict[str, source.Part]) -> None:
    """From 1, and by dots."""
    assert [("naam", 1), ("getal", 2), ("komma", 3)] == [(name, part.line) for name, part in parts.items()][:3]
    assert "diep.een" == parts["diep"].pairs()["een"].place
    assert 8 == parts["diep"].pairs()["een"].line
    assert "lijst.2" == parts["lijst"].items()[1].place


def test_parts_read_as_what_they_are(parts: dict[str, source.Part]) -> None:
    """Text, number, truth, list, mapping, nothing."""
    assert ("proef", 3, 2.5) == (parts["naam"].text(), parts["getal"].number(), parts["komma"].number())
    assert (True, True, "3") == (parts["waar"].truth(), parts["leeg"].empty, parts["getal"].text())
    assert {"een": "x"} == parts["diep"].literal()
    assert ["a", 1] == parts["lijst"].literal()
    assert [3, 2.5, True, None] == [parts[name].literal() for name in ("getal", "komma", "waar", "leeg")]


def test_parts_read_as_something_else_are_a_mistake(parts: dict[str, source.Part]) -> None:
    """With place, reason and remedy."""
    for read in (
        parts["lijst"].text,
        parts["leeg"].text,
        parts["naam"].number,
        parts["naam"].truth,
        parts["naam"].items,
        parts["naam"].pairs,
        lambda: parts["komma"].whole(0, 9),
        lambda: parts["getal"].whole(4, 9),
        lambda: parts["naam"].one_of(["een", "twee"]),
        lambda: parts["diep"].fields(["twee"], ["een"]),
        lambda: parts["diep"].fields([], ["twee"]),
    ):
        with pytest.raises(complaints.Mistake) as caught:
            read()
        assert caught.value.line >= 1
        assert ": " in caught.value.reason
        assert caught.value.remedy


def test_yes_and_no_are_words_in_a_flow_file() -> None:
    """YAML 1.2: only true and false are truths, and an hour is a text."""
    pairs = source.read("yes: no\nuur: 15:30\ndag: 2027-06-01\n").pairs()
    assert ("no", "15:30", "2027-06-01") == (pairs["yes"].text(), pairs["uur"].literal(), pairs["dag"].text())


def test_an_optional_part_may_be_left_out_or_empty(parts: dict[str, source.Part]) -> None:
    """A part that is missing and one that is empty both give nothing."""
    assert source.optional(parts, "weg") is None
    assert source.optional(parts, "leeg") is None
    assert source.optional(parts, "naam") is parts["naam"]


@pytest.mark.parametrize(
    ("literal", "value"),
    [
        ("tekst", "tekst"),
        (4, 4),
        (True, True),
        (["a", "b"], ["a", "b"]),
        ("{{ lijst }}", ["x", "y"]),
        ("{{ getal + 1 }}", 4),
        ("{{ weg }}", None),
        ("{{ plan }}", {"cue": "x"}),
        ("{{ getal }} keer", "3 keer"),
        ("{{ getal }}{{ getal }}", "33"),
        ("{{ naam | upper }}", "ANNA"),
        ("een { haak", "een { haak"),
    ],
)
def test_values_keep_their_type(literal: object, value: object) -> None:
    """One placeholder is the thing itself; more, or words around it, are a text."""
    names = {"lijst": ["x", "y"], "getal": 3, "plan": {"cue": "x"}, "naam": "Anna"}
    assert values.compile_value(literal).of(names) == value


def test_a_value_that_is_no_data_is_refused() -> None:
    """Nothing but JSON goes into a session."""
    with pytest.raises(TypeError):
        values.plain(object())
    with pytest.raises(TypeError):
        values.plain([{"x": {1, 2}}])


def test_values_say_what_they_read() -> None:
    """A placeholder reads its name, and a literal reads nothing."""
    assert [{"a"}] == [one.names for one in values.compile_value("{{ a.b }}").reads()]
    assert [] == values.compile_value("a").reads()


def exits(written: str, keys: tuple[str, ...] = ()) -> list[tuple[str, str | None, bool]]:
    part = source.read(f"next: {written}").pairs()["next"]
    return [(way.go, way.key, way.when is not None) for way in reader.read_exits(part, keys)]


def test_the_forms_of_next() -> None:
    """One node, by key, by condition, by several conditions."""
    assert [("b", None, False)] == exits("b")
    assert [("b", "x", False), ("c", "*", False)] == exits("{x: b, '*': c}", ("x",))
    assert [("b", None, True), ("c", None, False)] == exits("{when: a, go: b, else: c}")
    assert [
        ("b", None, True),
        ("e", None, True),
        ("c", None, False),
    ] == exits("[{when: a, go: b}, {when: d, go: e}, {else: c}]")


def test_whatever_is_not_named_comes_last() -> None:
    """A star above a key does not swallow it."""
    assert [("b", "x", False), ("c", "*", False)] == exits("{'*': c, x: b}", ("x",))


def test_what_next_leaves_open_goes_to_the_node_below() -> None:
    """In the silence of the file."""
    flow = stage.flow("a:\n  ask: Ja?\n  yesno: true\n  next: {yes: c}\nb:\n  end:\nc:\n  end:")
    assert [
        ("c", "yes", True),
        ("b", None, False),
    ] == [(way.go, way.key, way.written) for way in flow.nodes["a"].exits]


def frame(parent: int, node: str = "") -> session.Frame:
    return session.Frame("f", "v", parent, node)


def test_frames_that_nothing_points_at_are_dropped() -> None:
    """And those that stay keep their places towards each other."""
    frames = [frame(-1), frame(0, "a"), frame(1, "b"), frame(0, "c")]
    left, places = stack.compact(frames, 0, [session.Mark(3, 0, 1)])
    assert [(-1, ""), (0, "c")] == [(one.parent, one.node) for one in left]
    assert {0: 0, 3: 1} == places


def test_frames_around_what_is_used_stay() -> None:
    """A way back into the innermost needs all of them."""
    frames = [frame(-1), frame(0, "a"), frame(1, "b")]
    left, places = stack.compact(frames, 0, [session.Mark(2, 0, 1)])
    assert (left, places) == (tuple(frames), {0: 0, 1: 1, 2: 2})


def test_a_missing_value_prints_as_nothing_and_equals_no_text() -> None:
    """It is what a name is before anybody answered."""
    missing = expressions.Missing(name="x")
    assert ("", False, False, 0, 0.0) == (str(missing), bool(missing), missing == "", int(missing), float(missing))
    assert [] == list(missing)
    assert missing.anything["else"] is missing


def test_a_shelf_knows_only_what_lies_there_now() -> None:
    """Older versions are the bot's to keep."""
    shelf = stage.begin(stage.flow("a:\n  end:")).library
    newest = shelf.flow("proef")
    assert shelf.version("proef", newest.version) is newest
    for name, version in (("proef", "0000"), ("weg", newest.version)):
        with pytest.raises(KeyError):
            shelf.version(name, version)


def test_flows_that_enter_each_other_do_not_need_for_ever() -> None:
    """The needs of a circle of flows are the needs of all in it."""
    first = stage.flow("a:\n  enter: twee\nb:\n  end: '{{ team }}'", name="een")
    two = stage.flow("a:\n  enter: een\nb:\n  end: '{{ week }}'", name="twee")
    assert {"team", "week"} == shelves.Shelf({"een": first, "twee": two}).flow("een").needs
