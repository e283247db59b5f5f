"""A text of which nothing is left, and one that is too long: found beforehand, and never a silence."""

import pytest

from flows import check, events, marked_text, resumes
from flows.session import SessionStatus
from tests.flows import findings as cases
from tests.flows import stage

END = "\nz:\n  end: Klaar."
CUE = "{{ last_plan.cue }}"


def lines_with(nodes: str, number: str) -> list[int]:
    flow = stage.flow(nodes)
    return [
        one.line for one in check.check(flow, cases.TODAY, {flow.name: flow}, room=stage.ROOM) if one.number == number
    ]


@pytest.mark.parametrize(
    "node",
    [
        "  ask: '  '\n  yesno: true",
        '  ask: "\\u200b"\n  yesno: true',
        "  ask: <b> </b>\n  yesno: true",
        f"  ask: '{CUE}'\n  yesno: true",
        f"  ask: '{{% if last_plan %}}{CUE}{{% endif %}}'\n  yesno: true",
        f"  ask: Wat?\n  choice: {{x: '{CUE}', y: Anders}}",
        f"  ask: Wat?\n  choice: {{y: Anders}}\n  skip: '{CUE}'",
        f"  ask: Wat?\n  yesno: {{yes: '{CUE}', no: Nee}}",
        f"  ask: Wat?\n  scale: ['{CUE}', Vaak]",
        f"  say: '{CUE}'",
        "  say: ' '",
        f"  ask: Wat?\n  text: true\n  retry: '{CUE}'",
        f"  ask: Wat?\n  text: true\n  unanswered: {{after: 1d, remind: '{CUE}'}}",
        "  say: '{{ promises | and_list }}'",
        "  say: '{% for p in promises %}{% endfor %}'",
    ],
)
def test_a_text_of_which_nothing_may_be_left_is_found(node: str) -> None:
    """The check names it at its line, and once."""
    assert 1 == len(lines_with(f"a:\n{node}{END}", "KV083"))


@pytest.mark.parametrize(
    "node",
    [
        "  ask: Hoe ging {{ last_plan.cue }}?\n  yesno: true",
        f"  ask: '{{% if last_plan %}}{CUE}{{% else %}}Je plan{{% endif %}}?'\n  yesno: true",
        "  ask: Wat?\n  choice: {x: '{{ last_plan.cue | default(\"Een plan\") }}', y: Anders}",
        "  say: '{% if week == 1 %}Welkom.{% endif %}'",
        "  say: '{{ team }}'",
        "  say: '{{ low.why }}'",
        "  say: '{{ week }}'",
    ],
)
def test_a_text_that_says_something_is_left_alone(node: str) -> None:
    """Also what an {% if %} leaves out on purpose where it is only said."""
    assert [] == lines_with(f"a:\n{node}{END}", "KV083")


def test_a_question_without_words_says_sorry_and_goes_on() -> None:
    """It shows its buttons, tells the coach, and takes the answer."""
    talk = stage.play(f"a:\n  ask: '{CUE}'\n  choice: {{x: Goed, y: Minder}}{END}")
    assert talk.asked.text.startswith("Sorry, hier hoort een vraag te staan, maar die is leeg.")
    assert ["Goed", "Minder"] == talk.labels
    assert [events.Empty("a")] == talk.of(events.Empty)
    talk.press("x")
    assert SessionStatus.COMPLETED is talk.status


def test_an_option_without_words_is_left_out() -> None:
    """By button, by number and by its key; the others keep their places among each other."""
    talk = stage.play(f"a:\n  ask: Welk plan?\n  choice: {{x: '{CUE}', y: Anders}}{END}")
    assert ["Anders"] == talk.labels
    assert talk.press("x").happened == (events.Ignored("old_button"),)
    assert {"a": "y"} == talk.write("1").answers


@pytest.mark.parametrize(
    ("node", "labels"),
    [
        (f"yesno: {{yes: '{CUE}', no: '{CUE}'}}", ["Ja", "Nee"]),
        (f"scale: ['{CUE}', Vaak]\n  na: '{CUE}'", ["1", "Vaak", "–"]),
        (f"text: true\n  skip: '{CUE}'", ["Overslaan"]),
        (f"several: {{x: '{CUE}', y: Twee}}", ["Twee", "Klaar"]),
        (
            f"plan: {{suggest: {{x: {{cue: '{CUE}', response: bel ik}}, y: {{cue: ik bel, response: luister ik}}}}}}",
            ["1", "Zelf schrijven", "Overslaan"],
        ),
    ],
)
def test_every_kind_of_question_shows_buttons_that_can_be_read(node: str, labels: list[str]) -> None:
    """Telegram takes no button without a letter on it."""
    assert labels == stage.play(f"a:\n  ask: Wat?\n  {node}{END}").labels


def test_a_question_with_nothing_to_choose_ends_kindly() -> None:
    """Nobody waits for buttons that do not come."""
    talk = stage.play(f"a:\n  ask: Wat?\n  choice: {{x: '{CUE}'}}{END}")
    assert "nothing_to_choose" == talk.only(events.FlowFailed).code
    assert talk.texts[-1].startswith("Sorry, dit gesprek loopt vast.")


def test_a_wording_for_what_is_not_understood_that_is_empty_gives_the_bots_own() -> None:
    """The bot says what it takes, and asks the question again."""
    talk = stage.play(f"a:\n  ask: Wat?\n  number: true\n  retry: '{CUE}'{END}").write("geen idee")
    assert talk.asked.text.startswith("Typ ")
    assert talk.asked.text.endswith("\n\nWat?")


FIVE = "".join(f"{name}:\n  ask: Deel {name}.\n  text: {{max: 1000}}\n  save: false\n" for name in "abcde")
QUOTED = "{{ a }} {{ b }} {{ c }} {{ d }} {{ e }}"


@pytest.mark.parametrize("node", [f"  ask: '{QUOTED} Klopt het?'\n  yesno: true", f"  say: '{QUOTED}'"])
@pytest.mark.parametrize("letter", ["x", "&", "🙂", "ab cd "])
def test_a_long_text_comes_in_pieces_and_loses_nothing(node: str, letter: str) -> None:
    """Five times a thousand letters, whatever the letters; the last piece has the buttons."""
    nodes = f"{FIVE}f:\n{node}{END}"
    assert 1 == len(lines_with(nodes, "KV030"))
    talk = stage.play(nodes)
    for _ in range(5):
        talk.write((letter * 1000)[:990])
    assert SessionStatus.FAILED is not talk.status
    assert all(0 < stage.ROOM.length(text) <= stage.ROOM.text for text in talk.texts)
    shown = marked_text.plain("".join(talk.texts))
    assert 5 * 990 - 10 <= shown.count(letter.strip()[0]) * (6 if letter == "ab cd " else 1)


def test_the_real_length_of_what_is_filled_in_is_counted() -> None:
    """A question within bounds passes: three short texts and a label."""
    short = FIVE.replace("1000", "300")
    assert [] == lines_with(f"{short}f:\n  say: '{QUOTED}'{END}", "KV030")


def test_tags_are_whole_in_every_piece() -> None:
    """What is bold stays bold in the next message."""
    pieces = marked_text.divide(f"<b>{'woord ' * 900}<i>{'ander ' * 900}</i></b> klaar", stage.ROOM.fits)
    assert len(pieces) > 2
    assert [None] * len(pieces) == [marked_text.unclosed(piece) for piece in pieces]
    assert 900 == "".join(marked_text.plain(piece) for piece in pieces).count("ander")


ASKS = "a:\n  call: wachttijd\n  take: {m: wachttijd.minuten, n: lijst}\n  next: {failed: weg, '*': b}\n"


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ({"wachttijd": {"minuten": 12}}, "Nu 12 minuten."),
        ({"wachttijd": {"minuut": 12}}, "Niet bekend."),
        ({"wachttijd": {"minuten": ""}}, "Niet bekend."),
        ({"wachttijd": {"minuten": [12]}}, "Niet bekend."),
        ({"wachttijd": 12}, "Niet bekend."),
        ({}, "Niet bekend."),
        ({"wachttijd": {"minuten": 0}}, "Nu 0 minuten."),
        ({"wachttijd": {"minuten": 12}, "lijst": "A"}, "Nu 12 minuten. A"),
    ],
)
def test_an_answer_without_what_a_text_shows_is_no_answer(answer: dict[str, object], said: str) -> None:
    """No text gets a hole; what the text guards itself may be missing."""
    nodes = "b:\n  end: 'Nu {{ m }} minuten.{% if n %} {{ n }}{% endif %}'\nweg:\n  end: Niet bekend."
    assert [said] == stage.play(ASKS + nodes).resume(resumes.Replied(answer)).texts
