"""Languages and tones: whose words are shown, and what they fall back to."""

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules
from string import Formatter

from flows import events, kinds, phrases
from flows.phrases import Phrase
from tests.flows import stage

NODES = """
    a:
      ask: Hoe was je week?
      scale: [Slecht, Goed]
      skip: Liever niet
      retry: Kies er een.
      unanswered: {after: 1d, remind: Ben je er nog?}
    b:
      remember: {tone: u, language: en}
    c:
      ask: En jij?
      text: {max: 5}
    d:
      end: Dag.
"""
ENGLISH = stage.po(
    a__ask=("Hoe was je week?", "How was your week?"),
    a__scale__1=("Slecht", "Bad"),
    a__scale__2=("Goed", "Good"),
    a__skip=("Liever niet", "Rather not"),
    a__retry=("Kies er een.", "Choose one."),
    a__remind=("Ben je er nog?", "Still there?"),
    c__ask=("En hij?", "And he?"),
    d__end=("Dag.", "Bye."),
)
FORMAL = stage.po(a__ask=("Hoe was je week?", "Hoe was uw week?"), c__ask=("En jij?", "En u?"))
FLOW = stage.flow(NODES, catalogues={"en": ENGLISH, "u": FORMAL})


def test_every_text_is_shown_in_the_persons_language() -> None:
    """Question, labels, skip, retry and reminder."""
    talk = stage.begin(FLOW, language="en")
    assert ("How was your week?", ["Bad", "Good", "Rather not"]) == (talk.asked.text, talk.labels)
    assert talk.write("well").asked.text.startswith("Choose one.")
    assert talk.remind().asked.text.startswith("Still there?")


def test_formal_dutch_where_it_differs() -> None:
    """What does not address the person is the same in both tones."""
    talk = stage.begin(FLOW, tone="u")
    assert ("Hoe was uw week?", ["Slecht", "Goed", "Liever niet"]) == (talk.asked.text, talk.labels)


def test_formal_tone_means_nothing_in_english() -> None:
    """The text is the same for je and u, since English has one you."""
    assert "How was your week?" == stage.begin(FLOW, tone="u", language="en").asked.text


def test_language_and_tone_change_in_the_middle_of_a_conversation() -> None:
    """From the next text on, and the bot is told to keep them."""
    talk = stage.begin(FLOW).press("2")
    assert [("tone", "u"), ("language", "en")] == [(e.name, e.value) for e in talk.of(events.Remembered)]
    assert ("en", "u") == (talk.state.language, talk.state.tone)
    assert ["Skip"] == talk.labels


def test_a_stale_translation_is_not_shown() -> None:
    """Until somebody looks at it, people read the base text."""
    assert "En jij?" == stage.begin(FLOW, language="en").press("2").asked.text


def test_a_language_that_the_flow_does_not_have_becomes_its_own() -> None:
    """The engine's own words follow the flow's."""
    talk = stage.begin(FLOW, language="de")
    assert "nl" == talk.state.language
    assert talk.press("2").of(events.Remembered)
    unknown = stage.play("a:\n  remember: {language: de, tone: plat}\nb:\n  end: Dag.")
    assert ("nl", "je") == (unknown.state.language, unknown.state.tone)


def test_fuzzy_and_empty_translations_are_missing() -> None:
    """A program's guess is not a translation."""
    guess = stage.po(a__end=("Dag.", "Bye.")).replace("msgctxt", "#, fuzzy\nmsgctxt")
    for catalogue in (guess, stage.po(a__end=("Dag.", ""))):
        flow = stage.flow("a:\n  end: Dag.", catalogues={"en": catalogue})
        assert ["Dag."] == stage.begin(flow, language="en").texts


def test_a_flow_in_english_has_a_dutch_catalogue() -> None:
    """Any language can be the base; formal Dutch stands on the Dutch."""
    formal, dutch = stage.po(a__end=("Bye you.", "Dag u.")), stage.po(a__end=("Bye you.", "Dag jij."))
    flow = stage.flow("a:\n  end: Bye you.", "language: en", catalogues={"nl": dutch, "u": formal})
    assert [
        ["Bye you."],
        ["Dag jij."],
        ["Dag u."],
    ] == [stage.begin(flow, language=x, tone=y).texts for x, y in (("en", "u"), ("nl", "je"), ("nl", "u"))]


def _own_sentences() -> list[Phrase]:
    """Every sentence of the engine and of the kinds of answer, wherever in their modules it stands."""
    modules = [phrases, *(import_module(f"flows.kinds.{module.name}") for module in iter_modules(kinds.__path__))]
    values = [value for module in modules for value in vars(module).values()]
    nested = [one for value in values if isinstance(value, Mapping) for one in value.values()]
    return [one for one in (*values, *nested) if isinstance(one, Phrase)]


def test_the_engines_own_sentences_exist_in_dutch_and_english() -> None:
    """And in formal Dutch where they say je; what is filled in stands in every form."""
    assert len(_own_sentences()) > 80
    for phrase in _own_sentences():
        blanks = [{name for _, name, _, _ in Formatter().parse(form) if name} for form in (phrase.nl, phrase.en)]
        assert blanks[0] == blanks[1]
        values = dict.fromkeys(blanks[0], "x")
        dutch, formal = (phrases.say(phrase, "nl", tone, **values) for tone in ("je", "u"))
        assert dutch
        assert phrases.say(phrase, "en", "je", **values)
        assert not {"je", "jij", "jou", "jouw"} & set(formal.lower().replace(".", " ").split())
    assert phrases.say(phrases.SKIP, "fr", "je") == phrases.say(phrases.SKIP, "en", "je")


def test_what_a_flow_remembers_keeps_its_type() -> None:
    """A list stays a list, a number a number; texts with placeholders are texts."""
    nodes = """
        dagen:
          ask: Welke dagen?
          several: {mon: Ma, tue: Di}
        bewaar:
          remember: {working_days: "{{ dagen }}", prompt_time: "{{ week }}:00", prompt_day: mon}
        klaar:
          end: "{{ prompt_day | weekday }} {{ working_days | and_list }}"
    """
    talk = stage.play(nodes, week=9).write("1, 2")
    assert {"working_days": ["mon", "tue"], "prompt_time": "9:00", "prompt_day": "mon"} == {
        e.name: e.value for e in talk.of(events.Remembered)
    }
    assert "maandag mon en tue" == talk.texts[-1]


def test_a_fact_that_is_missing_is_remembered_as_nothing() -> None:
    """Not as a word that looks like something."""
    talk = stage.play("a:\n  remember: {prompt_day: '{{ prompt_day }}'}\nb:\n  end:")
    assert talk.only(events.Remembered).value is None


def test_a_trial_and_a_prompt_are_known_to_the_flow() -> None:
    """By how the session began."""
    flow = stage.flow("a:\n  end: '{% if trial %}Proef{% elif prompted %}Geroepen{% else %}Zelf{% endif %}'")
    assert [["Proef"], ["Geroepen"], ["Zelf"]] == [
        stage.begin(flow, kind="trial").texts,
        stage.begin(flow, kind="nudge").texts,
        stage.begin(flow, kind="command").texts,
    ]
