"""How hard a text is to read, and how long a flow takes."""

import pytest

from flows import reading
from flows.checks import budget
from tests.flows import stage


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("zaak", 1),
        ("aanvraag", 2),
        ("gemeente", 3),
        ("draaien", 2),
        ("mooie", 2),
        ("geïnteresseerd", 5),
        ("ideeën", 3),
        ("bijen", 2),
        ("nieuw", 1),
        ("leeuw", 1),
        ("eieren", 3),
        ("januari", 4),
        ("situatie", 4),
        ("bureau", 2),
        ("ooit", 1),
        ("groeien", 2),
        ("vrijdag", 2),
        ("mm", 1),
        ("inwoner", 3),
        ("vergunning", 3),
        ("cliënt", 2),
        ("coördinatie", 5),
    ],
)
def test_syllables_are_groups_of_vowels(word: str, count: int) -> None:
    """aai, ooi, oei, eeu, ieu and ij are one; ë and ï begin a new one."""
    assert reading.syllables(word) == count


def test_flesch_douma_of_a_sentence() -> None:
    """Two sentences of four words, nine syllables in all: 206.835 − 0.93 × 4 − 77 × 9 / 8."""
    measured = reading.ease(["De man loopt weg. Zij komt niet terug."])
    assert (8, 2, 4.0) == (measured.words, measured.sentences, measured.mean_sentence)
    assert measured.score == pytest.approx(206.835 - 0.93 * 4 - 77 * 9 / 8)
    assert 100.0 == reading.ease([]).score
    assert 0.0 == reading.ease(["1 2 3"]).mean_sentence


def test_sentences_end_where_a_reader_stops() -> None:
    """At a full stop, a question mark, a colon, a new line; not inside a number."""
    assert [
        "Een:",
        "twee.",
        "Drie?",
        "Vier, “vijf!",
        "zes.",
        "1.500 euro",
    ] == reading.sentences("Een: twee. Drie?\nVier, “vijf!” zes. 1.500 euro")


def test_markup_and_placeholders_are_no_words_to_read() -> None:
    """A placeholder counts as one short word."""
    assert ["Dag", "dit", "ook"] == reading.words("<b>Dag</b> {{ team | upper }}{% if x %}, ook{% endif %}")


def test_phrases_are_found_as_words() -> None:
    """A hyphen stands for a hyphen or a space."""
    pattern = reading.any_of("goed-zo e-?mail")
    assert pattern.search("Nou, goed zo.")
    assert pattern.search("Email")
    assert not pattern.search("goed zoals het is")


def length(nodes: str, inner: str = "") -> budget.Length:
    flow = stage.flow(nodes)
    shelf = {"binnen": stage.flow(inner, name="binnen")} if inner else {}
    return budget.longest(flow, shelf)


END = "\nz:\n  end:"


@pytest.mark.parametrize(
    ("kind", "taps", "typed"),
    [
        ("choice: {x: X}", 1, 0),
        ("several: {x: X}", 2, 0),
        ("scale: [A, B]", 1, 0),
        ("yesno: true", 1, 0),
        ("number: true", 0, 1),
        ("number: {suggest: [1]}", 1, 0),
        ("date: true", 0, 1),
        ("time: {suggest: ['09:00']}", 1, 0),
        ("text: true", 0, 1),
        ("plan: true", 1, 1),
        ("plan: {suggest: {x: {cue: ik bel, response: luister ik}}}", 1, 0),
    ],
)
def test_each_kind_costs_taps_or_typing(kind: str, taps: int, typed: int) -> None:
    """As it is usually answered."""
    effort = length(f"a:\n  ask: Wat?\n  {kind}" + END)
    assert (effort.taps, effort.typed) == (taps, typed)


def test_the_longest_usual_way_counts() -> None:
    """Skips and giving up do not; circles are gone once; both arms of a branch are looked at."""
    nodes = """
        a:
          ask: Ja?
          yesno: true
          unanswered: {after: 1d, then: lang}
          next: {skipped: lang, yes: b, no: c}
        b:
          ask: Nog?
          scale: [A, B]
          next: {"1": a, "2": c}
        c:
          end:
        lang:
          ask: Lang?
          text: true
          next: end
    """
    assert (2, 0) == (length(nodes).taps, length(nodes).typed)


def test_a_pause_begins_a_new_count() -> None:
    """What comes tomorrow is not today's burden."""
    question = "  ask: Ja?\n  yesno: true\n"
    assert 2 == length(f"a:\n{question}b:\n  pause: {{for: 1d}}\nc:\n{question}d:\n{question}" + END.strip()).taps


def test_an_entered_flow_counts_with_the_flow_around_it() -> None:
    """One conversation for the person."""
    assert 1 == length("a:\n  enter: binnen" + END, "a:\n  ask: Ja?\n  yesno: true" + END).taps
    assert 0 == length("a:\n  enter: binnen" + END).taps


def test_ways_that_exclude_each_other_are_not_added() -> None:
    """Who named an obstacle is not asked to deepen."""
    nodes = """
        a:
          ask: Gelukt?
          yesno: true
          next: {no: waarom, "*": m}
        waarom:
          ask: Waarom niet?
          choice: {x: X}
          skip: false
          next: m
        m:
          branch: {when: waarom is answered, go: z, else: diep}
        diep:
          ask: En?
          choice: {x: X}
        z:
          end:
    """
    assert 2 == length(nodes).taps


def test_reading_takes_time() -> None:
    """Four words a second; the longest of several wordings."""
    assert 2.0 == length("a:\n  end: ['Een twee drie vier.', 'Een twee drie vier vijf zes zeven acht.']").seconds
