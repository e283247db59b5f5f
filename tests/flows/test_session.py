"""The state of a conversation: small, flat, and the same after JSON."""

import time
from typing import Any

from flows import engine, events, resumes, session
from tests.flows import stage

STEPS = "\n".join(
    f"vraag{number}:\n  ask: Vraag nummer {number}, wat is het antwoord?\n"
    f"  choice: {{procedure: De procedure, resultaat: Het resultaat voor de inwoner, beide: Beide}}\n"
    for number in range(9)
)
REFLECTION = (
    STEPS + "woorden:\n  ask: Wat had je kunnen vragen?\n  text: true\n"
    "plan:\n  ask: Welk plan past?\n  plan: {keep: last_plan}\n"
    "klaar:\n  end: '{{ plan | sentence }} {{ last.waarom }} {{ vraag0 }} {{ vraag1 }} {{ vraag2 }} {{ vraag3 }}'"
)
FACTS: dict[str, Any] = {
    "last_plan": {"cue": "ik een lastige mail open van een inwoner", "response": "bel ik eerst even met die inwoner"},
    "last": {f"antwoord{number}": "iets wat niemand hier vraagt" for number in range(40)},
}


def test_a_weekly_reflection_stays_within_a_kilobyte() -> None:
    """Eleven questions, a text of 200 characters, an own plan: at every turn."""
    talk = stage.begin(stage.flow(REFLECTION, "card: true"), **FACTS)
    sizes = [len(session.to_json(talk.state))]
    sizes += [len(session.to_json(talk.press("resultaat").state)) for _ in range(9)]
    sizes.append(len(session.to_json(talk.write("é" * 200).state)))
    talk.write("als ik een lastige mail open van een inwoner, dan bel ik eerst even met die inwoner zelf")
    sizes += [len(session.to_json(talk.state)), len(session.to_json(talk.press("-right").state))]
    assert talk.status is session.SessionStatus.COMPLETED
    assert max(sizes) <= 1000


def test_only_what_is_looked_at_later_is_kept() -> None:
    """Facts by attribute, answers by name; own words that nobody reads again are stored, and not carried on."""
    talk = stage.begin(stage.flow(REFLECTION), **FACTS)
    for _ in range(9):
        talk.press("beide")
    talk.write("geheim")
    assert "geheim" == talk.answers["woorden"]
    assert "geheim" not in session.to_json(talk.state).decode()
    assert {"vraag0", "vraag1", "vraag2", "vraag3"} == set(talk.state.frames[0].values)
    assert talk.state.facts == {"last": {}, "last_plan": FACTS["last_plan"]}


def test_a_turn_costs_the_same_after_two_hundred_questions() -> None:
    """The median turn at most three times as dear as in the beginning, and the state at most twice as large."""
    flow = stage.flow("a:\n  ask: Nog een?\n  yesno: true\n  next: {yes: a, no: end}")
    talk = stage.begin(flow)
    spent, sizes = [], []
    world = talk.world()
    data = session.to_json(talk.state)
    for _ in range(240):
        began = time.perf_counter()
        before = session.from_json(data)
        assert before.wait is not None
        data = session.to_json(engine.resume(before, resumes.Pressed(before.wait.visit, "yes"), world).session)
        spent.append(time.perf_counter() - began)
        sizes.append(len(data))
    early, late = sorted(spent[40:80])[20], sorted(spent[200:240])[20]
    assert late < 3 * early
    assert sizes[-1] < 2 * sizes[45]


def test_a_session_holds_any_writing_of_the_world() -> None:
    """Emoji, right-to-left and new lines survive."""
    nodes = "a:\n  ask: Wat?\n  text: true\nb:\n  ask: '{{ a }}?'\n  yesno: true\nc:\n  end: '{{ a }}'"
    for said in ("👩‍👩‍👧 é", "مرحبا", "een\ntwee", '"aanhaling" \\ schuin'):
        talk = stage.play(nodes).write(said)
        assert talk.press("yes").texts[-1].replace("&#34;", '"') == said.strip()


def test_the_same_state_is_the_same_bytes() -> None:
    """What the bot compares and encrypts does not depend on the order of a set."""
    facts: dict[str, Any] = {"week": 1, "team": "x", "role": "employee", "weeks_done": 3, "plan_misses": 0}
    nodes = "a:\n  ask: '{{ week }}{{ team }}{{ role }}{{ weeks_done }}{{ plan_misses }}'\n  yesno: true\n  next: end"
    flow = stage.flow(nodes)
    assert session.to_json(stage.begin(flow, **facts).state) == session.to_json(
        stage.begin(flow, **dict(reversed(facts.items()))).state
    )
    assert list(stage.begin(flow, **facts).state.facts) == sorted(facts)


def test_a_session_tells_the_bot_what_it_waits_for() -> None:
    """Node, visit, and whether it is an answer."""
    talk = stage.play("a:\n  ask: Ja?\n  yesno: true\nb:\n  pause: {for: 1d}\nc:\n  end:")
    assert talk.state.wait == session.Wait("a", 1)
    assert talk.press("yes").state.wait is not None
    assert talk.state.wait == session.Wait("b", 1, answer=False, until=talk.only(events.Paused).until)
    assert talk.timeout().state.wait is None


def test_what_is_taken_out_leaves_no_check_of_its_words() -> None:
    """Two typed answers and a message that was not understood: after one is removed no check number is left."""
    talk = stage.play("a:\n  ask: Wat?\n  text: true\nb:\n  ask: Hoeveel?\n  number: {min: 0, max: 9}\nc:\n  end:")
    talk.write("iets van een ander")
    talk.write("geen getal")
    before = talk.state
    assert [True, True] == [before.trail[0].check > 0, before.refused_check > 0]
    after = session.from_json(session.without(session.to_json(before), "a"))
    assert ([0], 0) == ([mark.check for mark in after.trail], after.refused_check)


def test_a_stored_session_keeps_its_names_whatever_ours_are() -> None:
    """Sessions lie in databases for weeks: what each short name on the wire stands for, and that none of them moves."""
    stored = (
        b'{"v":2,"f":"proef","r":"abc","s":"waiting","l":"nl","t":"je","p":"anna","b":1795703400,"n":4,'
        b'"w":{"node":"binnen","visit":3,"until":"2026-11-27T08:00:00Z"},"i":3,"k":{"week":2},'
        b'"x":[{"x":{"plek":"balie"}},{"f":"ander","r":"def","p":0,"n":"start","x":{"hoe":"snel"},"g":{"plek":"balie"}}],'
        b'"a":1,"h":[[0,1,2,"77",9]],"u":[[1,0,3,"",0]],"d":1,"q":"79","c":5,"m":2,"o":{"marked":["a"]}}'
    )
    read = session.from_json(stored)
    inside = session.Frame("ander", "def", 0, "start", {"hoe": "snel"}, handed={"plek": "balie"})
    assert (session.Frame(values={"plek": "balie"}), inside) == read.frames
    assert ({"marked": ["a"]}, "79", 5, 2) == (read.partial, read.refused, read.refused_check, read.misses)
    assert stored == session.to_json(read)
