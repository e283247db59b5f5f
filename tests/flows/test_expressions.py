"""The expression language: what it can, what it refuses, and what it reads."""

from typing import Any

import pytest

from flows import expressions
from tests.flows import stage

KNOWN: dict[str, Any] = {
    "plek": "balie",
    "n": 3,
    "lijst": ["a", "b"],
    "plan": {"cue": "x", "values": "y", "leeg": None},
    "ja": True,
    "language": "nl",
}


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("plek == 'balie'", True),
        ("plek != 'balie'", False),
        ("n <= 3 and not weg", True),
        ("weg > 2", False),
        ("weg < 2", False),
        ("weg == 2", False),
        ("weg != 2", True),
        ("weg >= 0 or n >= 0", True),
        ("'a' in lijst", True),
        ("'a' in weg", False),
        ("'a' not in weg", True),
        ("weg.veld.veld is answered", False),
        ("plan.cue is answered", True),
        ("plan.leeg is answered", False),
        ("plan.values", "y"),
        ("lijst[1]", "b"),
        ("lijst[-1]", "b"),
        ("lijst[7] is answered", False),
        ("(1 + weg.laag) * 2", 2),
        ("(1 + ja) * n", 6),
        ("weg * n", 0),
        ("n - weg", 3),
        ("weg - n", -3),
        ("7 // 2 + 7 % 2", 4),
        ("n / 2", 1.5),
        ("plek ~ n", "balie3"),
        ("'x' if n > 2 else 'y'", "x"),
        ("lijst | length", 2),
        ("weg | default('leeg')", "leeg"),
        ("lijst | join(', ')", "a, b"),
        ("weg | int", 0),
    ],
)
def test_what_is_missing_is_false_empty_or_nothing(source: str, value: object) -> None:
    """A flow never stumbles over what somebody did not answer."""
    assert expressions.expression(source).value(KNOWN) == value


@pytest.mark.parametrize(
    "source",
    [
        "plek()",
        "plek.upper()",
        "range(9)",
        "2 ** 99",
        "a b",
        "n ==",
        "",
        "{'a': 1}",
        "lijst[0:1]",
        "plek | attr('x')",
        "plek | map('upper')",
        "n is divisibleby(3)",
        "_geheim",
        "plek | label",
        "plek | label(plek)",
        "n; plek",
        "a) or (b",
        "x" * 5000,
        "[i for i in lijst]",
        "lambda: 1",
    ],
)
def test_what_is_not_part_of_the_language_is_refused_when_loading(source: str) -> None:
    """No calls, no powers, no slices, no foreign filters, one expression."""
    with pytest.raises(expressions.ExpressionError):
        expressions.expression(source)


@pytest.mark.parametrize(
    "source",
    [
        "{% set x = 1 %}",
        "{% include 'x' %}",
        "{% macro m() %}{% endmacro %}",
        "{% for i in lijst recursive %}{% endfor %}",
        "{% for a, b in lijst %}{% endfor %}",
        "{{ plek.__class__.__mro__ }}{{ plek() }}",
        "{{ plek",
        "{% if n %}",
        "{{ self }}{% block x %}{% endblock %}",
    ],
)
def test_what_a_text_may_not_hold_is_refused_when_loading(source: str) -> None:
    """Only if, for and placeholders."""
    with pytest.raises(expressions.ExpressionError):
        expressions.template(source, marked=True)


def test_attributes_of_python_cannot_be_reached() -> None:
    """A dot reads a key, never a method."""
    for source in (
        "{{ plek.__class__ }}",
        "{{ plan.items }}",
        "{{ plan.keys }}",
        "{{ lijst.append }}",
        "{{ plek.upper }}",
    ):
        assert "" == expressions.template(source, marked=True).render(KNOWN)


def test_memory_cannot_be_filled() -> None:
    """Multiplying texts and formatting numbers are refused while playing."""
    for source in ("'x' * 1000000000", "'%999999999d' % 1", "1000000000 * plek"):
        with pytest.raises(expressions.FAILURES):
            expressions.expression(source).value(KNOWN)


def test_own_words_are_escaped_and_the_authors_tags_stay() -> None:
    """Telegram HTML out of two sources."""
    template = expressions.template("<b>Q&A</b> 3 < 4 <script> {{ said }}", marked=True)
    assert "<b>Q&amp;A</b> 3 &lt; 4 &lt;script&gt; &lt;b&gt;&amp;&lt;/b&gt;" == template.render({"said": "<b>&</b>"})
    constant = expressions.template("a & b", marked=True)
    assert "a &amp; b" == constant.render({})


def test_labels_are_plain() -> None:
    """A button shows letters, not markup."""
    assert "A&B & co" == expressions.template("{{ said }} & co", marked=False).render({"said": "A&B"})


def test_texts_may_choose_and_list() -> None:
    """If and for, with the place in the list."""
    template = expressions.template(
        "{% if n > 2 %}veel{% else %}weinig{% endif %}: "
        "{% for x in lijst %}{{ loop.index }}{{ x }}{% if not loop.last %}, {% endif %}{% endfor %}",
        marked=True,
    )
    assert "veel: 1a, 2b" == template.render(KNOWN)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("{{ p | sentence }}", "Als ik bel, dan luister ik."),
        ("{{ weg | sentence }}", ""),
        ("{{ d | day }}", "donderdag 26 november"),
        ("{{ d | weekday }}", "donderdag"),
        ("{{ 'thu' | weekday }}", "donderdag"),
        ("{{ weg | day }}{{ weg | weekday }}{{ weg | clock }}{{ weg | quote }}{{ weg | and_list }}", ""),
        ("{{ t | clock }}", "15.30 uur"),
        ("{{ ['a'] | and_list }}", "a"),
        ("{{ ['a', 'b', 'c'] | and_list }}", "a, b en c"),
        ("{{ t | quote }}", "“15:30”"),
        ("{{ 2.345 | round(1) }}", "2.3"),
    ],
)
def test_filters_say_values_in_words(source: str, text: str) -> None:
    """In Dutch here; each follows the language of the conversation."""
    values = {"p": {"cue": "ik bel", "response": "luister ik"}, "d": "2026-11-26", "t": "15:30", "language": "nl"}
    assert expressions.template(source, marked=True).render(values) == text


def test_filters_follow_the_language() -> None:
    """English days and if-then sentences."""
    values = {"p": {"cue": "I call", "response": "I listen"}, "d": "2026-11-26", "t": "15:30", "language": "en"}
    template = expressions.template(
        "{{ p | sentence }} {{ d | day }} {{ t | clock }} {{ ['a', 'b'] | and_list }}", marked=True
    )
    assert "If I call, then I listen. Thursday 26 November 15:30 a and b" == template.render(values)


def test_a_day_that_is_none_is_the_flows_mistake() -> None:
    """It comes out as ScriptFailed, not as an exception of the engine."""
    talk = stage.play("a:\n  say: '{{ team | day }}'\nb:\n  end:", team="geen dag")
    assert "failed" == talk.status


def test_the_label_of_an_answer_is_what_its_button_said() -> None:
    """Of several, a list of labels."""
    nodes = """
        plek:
          ask: Waar?
          choice: {balie: Balie of telefoon, geen: Geen}
        wie:
          ask: Wie?
          several: {x: Xander, y: Yara}
        klaar:
          end: "{{ plek | label('plek') }}: {{ wie | label('wie') | and_list }} {{ weg | label('plek') }}"
    """
    assert "Balie of telefoon: Xander en Yara" == stage.play(nodes).press("balie").write("1, 2").texts[-1].strip()


def test_what_a_text_reads_is_known_without_playing_it() -> None:
    """Names, their attributes, and which of them the author thought of as missing."""
    reads = expressions.template(
        "{{ a.b }} {{ a.c }} {{ d }} {% if e %}{{ e.f }}{% endif %} {{ g | default('') }} "
        "{% for h in i %}{{ h.j }}{% endfor %}",
        marked=True,
    ).reads
    assert {"a", "d", "e", "g", "i"} == reads.names
    assert {"a": {"b", "c"}, "e": {"f"}} == reads.attributes
    assert {"d", "e", "g", "i"} == reads.whole
    assert {"e", "g"} == reads.guarded
    assert {"x"} == expressions.expression("x is answered and y > 2").reads.guarded
