"""A flow inside a flow: what it gets, what it gives back, and going back through both."""

from flows import events
from flows.session import SessionStatus
from tests.flows import stage

INNER = stage.flow(
    """
    waar:
      ask: "Waar precies, bij de {{ plek }}?"
      choice: {links: Links, rechts: Rechts}
      next: {links: hoe, rechts: weg}
    hoe:
      ask: Hoe?
      text: true
    klaar:
      end: Genoteerd.
    weg:
      end:
      outcome: declined
    """,
    name="binnen",
)
OUTER = """
    soort:
      ask: Wat voor plek?
      choice: {balie: Balie, loket: Loket}
    erin:
      enter: binnen
      with: {plek: "{{ soort }}"}
      take: {manier: hoe}
      next: {declined: niets, "*": nog}
    nog:
      ask: "Dus: {{ manier }}. Nog iets?"
      yesno: true
    eind:
      end: Klaar.
    niets:
      end: Dan niet.
"""


def entered() -> stage.Talk:
    return stage.begin(stage.flow(OUTER), INNER).press("balie")


def test_an_entered_flow_begins_with_what_it_is_given() -> None:
    """The bot hears which flow is played now."""
    talk = entered()
    assert "binnen" == talk.only(events.Entered).flow
    assert "Waar precies, bij de balie?" == talk.asked.text


def test_answers_inside_bear_the_way_that_led_there() -> None:
    """Two entrances to the same flow can be told apart."""
    assert "erin/waar" == entered().press("links").only(events.Answered).node


def test_the_outer_flow_takes_what_it_asked_for_and_goes_on() -> None:
    """Nothing else of the inner flow is seen outside."""
    talk = entered().press("links").write("bellen")
    assert ["Genoteerd.", "Dus: bellen. Nog iets?"] == talk.texts
    assert "Klaar." == talk.press("yes").texts[-1]
    assert talk.status is SessionStatus.COMPLETED


def test_the_outer_flow_goes_by_the_outcome_of_the_inner_one() -> None:
    """A declined inner flow ends the outer one its own way, and without an outcome."""
    talk = entered().press("rechts")
    assert "Dan niet." == talk.texts[-1]
    assert talk.only(events.Finished).outcome is None


def test_going_back_leads_into_the_entered_flow_again() -> None:
    """The last question of the inner flow stands open again, and a new answer corrects the old one."""
    talk = entered().press("links").write("bellen").back()
    assert ("hoe", "Hoe?") == (talk.node, talk.asked.text)
    talk.write("mailen")
    assert talk.only(events.Answered).corrects
    assert "Dus: mailen. Nog iets?" == talk.asked.text


def test_going_back_leads_out_of_the_entered_flow() -> None:
    """The question before the entrance comes again, and another way in."""
    talk = entered().back()
    assert "soort" == talk.node
    talk.press("loket")
    assert "Waar precies, bij de loket?" == talk.asked.text


def test_a_correction_counts_though_the_flow_was_entered_anew() -> None:
    """The place of an answer is its way, not the number of times that somebody came along."""
    talk = entered().press("links").back().back().press("loket").press("links")
    assert talk.only(events.Answered).corrects


def test_flows_that_were_left_do_not_weigh_on_the_session() -> None:
    """Two hundred times in and out, and the state stays flat."""
    inner = stage.flow("a:\n  say: Hoi.\nb:\n  end:", name="binnen")
    nodes = "v:\n  ask: Nog een?\n  yesno: true\n  next: {yes: i, no: end}\ni:\n  enter: binnen\n  next: v"
    talk = stage.begin(stage.flow(nodes), inner)
    for _ in range(200):
        talk.press("yes")
    assert len(talk.state.frames) <= 2


def test_a_flow_that_enters_itself_is_stopped_at_depth_eight() -> None:
    """A polite end for the person, the reason for the coach."""
    talk = stage.begin(stage.flow("a:\n  enter: proef\nb:\n  end:"))
    assert "too_deep" == talk.only(events.FlowFailed).code
    assert talk.status is SessionStatus.FAILED


def test_a_flow_that_does_not_exist_ends_politely() -> None:
    """What was answered before it is kept."""
    talk = stage.begin(stage.flow("v:\n  ask: Ja?\n  yesno: true\na:\n  enter: nergens\nb:\n  end:")).press("yes")
    assert talk.only(events.FlowFailed) == events.FlowFailed("unknown_flow", "a", "nergens")
    assert {"v": True} == talk.answers
    assert "Sorry" in talk.texts[-1]


def test_the_facts_of_an_entered_flow_are_asked_for_with_those_of_the_outer() -> None:
    """What the outer flow hands over is not asked of the bot."""
    inner = stage.flow("a:\n  end: '{{ plek }} {{ team }} {{ last.waarom }}'", name="binnen")
    outer = stage.flow("a:\n  enter: binnen\n  with: {plek: balie}\nb:\n  end: '{{ week }} {{ last.plek }}'")
    talk = stage.begin(outer, inner, team="Vergunningen", week=3, last={"plek": "x", "waarom": "y", "anders": "z"})
    assert ["balie Vergunningen y", "3 x"] == talk.texts
    needs = talk.library.flow("proef").needs
    assert {"team", "week", "last"} == needs
    assert {"plek": "x", "waarom": "y"} == talk.state.facts["last"]


def test_an_expired_question_inside_takes_a_late_answer() -> None:
    """Expiry ends the whole conversation, and a late answer brings all of it back."""
    talk = entered().timeout()
    assert talk.status is SessionStatus.EXPIRED
    assert "hoe" == talk.press("links").node


def test_an_inner_flow_keeps_the_version_that_it_was_entered_with() -> None:
    """The session names the version of each flow inside the first."""
    assert [frame.version for frame in entered().state.frames] == ["", INNER.version]
