"""What a text or condition may cost: counted in steps and letters, found when it is loaded where that can be."""

import pytest

from flows import bounds, events, expressions, loader
from flows.session import SessionStatus
from tests.flows import stage

LONG = ["ab"] * 1_000
KNOWN = {"lijst": LONG, "tekst": "x" * 1_000, "n": 10**200, "p": 3}
LOOP = "{% for x in lijst %}{{ x }}{% endfor %}"


@pytest.mark.parametrize(
    "source",
    [
        "{% for a in lijst %}{% for b in lijst %}x{% endfor %}{% endfor %}",
        "{% for a in lijst %}{% if a %}{% for b in lijst %}x{% endfor %}{% endif %}{% endfor %}",
        "{% for a in [1, 2] %}x{% endfor %}",
        "{% for a in 'abc' %}x{% endfor %}",
        "{% for a in lijst + lijst %}x{% endfor %}",
        "{% for a in (lijst if p else lijst) %}x{% endfor %}",
        "{{ p | _rounds }}",
        "{{ " + "p | upper" + " | upper" * 200 + " }}",
        "{% if p %}" * 60 + "x" + "{% endif %}" * 60,
        "{{ " + "(" * 400 + "p" + ")" * 400 + " }}",
        "a" + "{{ p }}" * 6_000,
        "{{ 9 ** 9 ** 9 }}",
        "{{ " + "9" * 5_000 + " }}",
        "{{ 1e400 }}",
    ],
)
def test_a_text_that_may_cost_too_much_is_refused_when_it_is_loaded(source: str) -> None:
    """As a mistake of its author, never as a traceback."""
    with pytest.raises(expressions.ExpressionError):
        expressions.template(source, marked=True)


@pytest.mark.parametrize(
    "source",
    [
        *("(" * depth + "p" + ")" * depth for depth in (25, 75, 400, 2_000)),
        *("not " * depth + "p" for depth in (100, 500, 1_000)),
        *("-" * depth + "p" for depth in (100, 4_000)),
        " and ".join(["p"] * 500),
        "[" * 300 + "]" * 300,
        "p" + ".a" * 900,
        "'x' * 10 ** 9",
    ],
)
def test_an_expression_that_is_nested_too_deeply_is_refused_when_it_is_loaded(source: str) -> None:
    """By a depth that is counted, so it is the same on every machine and under every caller."""
    with pytest.raises(expressions.ExpressionError):
        expressions.expression(source)


@pytest.mark.parametrize(
    "source",
    ["tekst | join(tekst) | join(tekst)", "lijst | join(tekst)", " ~ ".join(["tekst"] * 30), "tekst + tekst ~ tekst"],
)
def test_what_is_put_together_stays_within_a_length(source: str) -> None:
    """Whatever joins texts, one text never grows past the bound."""
    try:
        text = expressions.expression(source).value(KNOWN)
    except bounds.TooMuch:
        return
    assert len(text) <= bounds.LONGEST_TEXT


def test_numbers_end_somewhere() -> None:
    """A sum of somebody's enormous number is a large number, and no memory without end."""
    assert bounds.LARGEST_NUMBER == expressions.expression("n * n * n").value(KNOWN)
    assert -bounds.LARGEST_NUMBER == expressions.expression("p - n").value(KNOWN)
    assert 0 == expressions.expression("5 | round(-1000000000)").value({})


def test_one_loop_over_a_list_is_what_it_was() -> None:
    """The bound is for bombs, not for promises."""
    assert "ab" * 1_000 == expressions.template(LOOP, marked=True).render(KNOWN)
    filtered = expressions.template("{% for x in lijst | without('a') %}{{ x }}{% endfor %}", marked=False)
    assert "b" == filtered.render({"lijst": ["a", "b"]})


def test_rounds_are_counted_over_the_whole_turn() -> None:
    """Three texts, each within the bound, end the conversation kindly: its person hears sorry, nobody else waits."""
    text = "{% for x in lijst %}{% endfor %}."
    nodes = "".join(f"n{number}:\n  say: '{text}'\n" for number in range(3)) + "z:\n  end: Klaar."
    talk = stage.play(nodes, lijst=LONG)
    assert ("too_much", "n2") == (talk.only(events.FlowFailed).code, talk.only(events.FlowFailed).node)
    assert (SessionStatus.FAILED, True) == (talk.status, talk.texts[-1].startswith("Sorry"))


def test_the_next_turn_begins_with_a_whole_budget() -> None:
    """What was said yesterday costs nothing today."""
    question = "  ask: '{% for x in lijst %}{% endfor %}Nog?'\n  yesno: true\n"
    talk = stage.play("".join(f"n{number}:\n{question}" for number in range(9)) + "z:\n  end: Klaar.", lijst=LONG)
    for _ in range(9):
        talk.press("yes")
    assert talk.status is SessionStatus.COMPLETED


def test_a_text_handed_on_through_flows_cannot_grow_without_end() -> None:
    """Each flow doubles what it was given; the chain ends with a sorry."""
    double = "{{ x ~ x }}"
    inner = [
        stage.flow(f'a:\n  enter: f{n + 1}\n  with: {{x: "{double}"}}\nz:\n  end:', name=f"f{n}") for n in range(7)
    ]
    last = stage.flow("a:\n  say: '{{ x | length }}'\nz:\n  end:", name="f7")
    talk = stage.begin(*inner, last, x="x" * 1_000)
    assert "too_much" == talk.only(events.FlowFailed).code


@pytest.mark.parametrize(
    ("nodes", "is_kept"),
    [
        ("a:\n  ask: Wat?\n  text: true\n  save: false\nb:\n  say: '{{ 1 / week }}'\nc:\n  end:", False),
        ("a:\n  ask: Wat?\n  text: true\nb:\n  say: '{{ 1 / week }}'\nc:\n  end:", True),
        ("a:\n  act: act\nb:\n  say: '{{ 1 / week }}'\nc:\n  end:", True),
    ],
    ids=["save: false", "stored", "logged"],
)
def test_whoever_gets_stuck_is_told_the_truth_about_what_was_kept(nodes: str, is_kept: bool) -> None:
    """That it is kept is said where something is kept, and nowhere else."""
    talk = stage.play(nodes, week=0)
    if talk.status is SessionStatus.WAITING:
        talk.write("Iets")
    assert talk.status is SessionStatus.FAILED
    assert is_kept == ("is bewaard" in talk.texts[-1])


@pytest.mark.parametrize("text", ["shuffle: {x: -1, y: 2}", "shuffle: {x: .inf, y: 2}", "shuffle: {x: 1e999, y: 1}"])
def test_a_weight_that_is_no_weight_is_told_with_its_line(text: str) -> None:
    """It was an exception that stopped whoever loaded it."""
    with pytest.raises(loader.CannotLoad) as caught:
        stage.flow(f"a:\n  {text}\nz:\n  end:")
    assert [8] == [one.line for one in caught.value.complaints]


@pytest.mark.parametrize(("language", "key"), [("nl", "nl"), ("en", "en"), ("en", "u"), ("nl", "xyz"), ("nl", "e1")])
def test_a_catalogue_of_what_the_flow_is_not_translated_into_is_told(language: str, key: str) -> None:
    """By the name of that file: the language it is written in itself, a form with u without Dutch, no language."""
    with pytest.raises(loader.CannotLoad) as caught:
        stage.flow("a:\n  end: Dag.", f"language: {language}", catalogues={key: stage.po(a__end=("Dag.", "Dag."))})
    assert [f"proef.{key}.po"] == [one.path for one in caught.value.complaints]


@pytest.mark.parametrize("value", [r'"\0"', r'"\a"', r'"\ud800"', r'"\x9f"'])
def test_a_character_that_no_text_may_hold_is_told_with_its_line(value: str) -> None:
    """Also written as an escape: Telegram, a drawing and a file would each do something else with it."""
    with pytest.raises(loader.CannotLoad) as caught:
        stage.flow(f"a:\n  end: {value}")
    assert [8] == [one.line for one in caught.value.complaints]


def test_lists_in_lists_in_lists_are_told() -> None:
    """However deep, and however deep its reader stands."""
    for depth in (30, 300, 3_000):
        with pytest.raises(loader.CannotLoad):
            stage.flow(f"a:\n  remember: {{tone: {'[' * depth}{']' * depth}}}\nz:\n  end:")
