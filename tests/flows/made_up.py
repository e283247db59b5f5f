"""Flows that nobody would write, made of all kinds of node and answer, and people who do anything."""

from hypothesis import strategies as some

from flows import resumes
from flows.flow import Flow
from flows.kinds import registry as kinds
from tests.flows import examples, stage

NODES = [f"n{number}" for number in range(6)]
KINDS = (
    "choice: {x: X, y: '{{ n0 }}', z: Z}",
    "choices_from: promises\n  choice: {x: X}",
    "several: {x: X, y: Y, z: Z}\n  alone: [z]\n  most: 2",
    "scale: [A, B, C]\n  na: N.v.t.",
    "yesno: true",
    "number: {min: 0, max: 9, suggest: [1, 2]}",
    "date: {suggest: 2}",
    "time: {suggest: ['09:00']}",
    "text: {max: 20}",
    "plan: {keep: last_plan, suggest: {x: {cue: ik bel, response: luister ik}}}",
)
CONDITIONS = ("n0 == 'x'", "week > 2", "n1 is answered", "'x' in n2", "n3 >= 2", "not trial", "(n3 + week) * 2 > n4")
TEXTS = (
    "Hoi {{ n0 }} <b>{{ n2 }}</b>.",
    "{% if n1 %}Ja {{ n1 }}{% else %}Nee{% endif %}",
    "Een & twee",
    "{{ n5 | sentence }}",
)

WORDS = ("ask",) * 8 + (
    "say",
    "branch",
    "shuffle",
    "remember",
    "enter",
    "pause",
    "act",
    "share",
    "reply",
    "letter",
    "call",
    "end",
)

targets = some.sampled_from([*NODES, "end"])
entered = some.sampled_from(("binnen", "binnen", "proef", "nergens"))
pauses = some.sampled_from(("for: 1d", "for: 2d", "until: tomorrow", "day: n1", "until: monday"))
conditions = some.sampled_from(CONDITIONS)
texts = some.sampled_from(TEXTS)


@some.composite
def exits(draw: some.DrawFn) -> str:
    """One of the forms of next, or none at all."""
    form = draw(some.integers(0, 3))
    if form == 0:
        return ""
    if form == 1:
        return f"\n  next: {draw(targets)}"
    if form == 2:
        return f'\n  next: {{when: "{draw(conditions)}", go: {draw(targets)}, else: {draw(targets)}}}'
    return f'\n  next: [{{when: "{draw(conditions)}", go: {draw(targets)}}}, {{when: week, go: {draw(targets)}}}]'


def registered() -> list[str]:
    """The forms above, and of every kind of answer the form that its example has."""
    return [*KINDS, *map(examples.answer_part, kinds.KINDS.values())]


@some.composite
def node(draw: some.DrawFn, words: tuple[str, ...]) -> str:
    """The body of one node of one of these kinds."""
    word = draw(some.sampled_from(words))
    body = {
        "say": f'say: "{draw(texts)}"',
        "ask": f'ask: ["{draw(texts)}", "En?"]\n  {draw(some.sampled_from(registered()))}',
        "branch": f'branch: {{when: "{draw(conditions)}", go: {draw(targets)}, else: {draw(targets)}}}',
        "shuffle": f"shuffle: {{x: 1, y: n3, z: week}}\n  next: {{x: {draw(targets)}, '*': {draw(targets)}}}",
        "remember": 'remember: {tone: u, prompt_day: "{{ n0 }}"}',
        "enter": f"enter: {draw(entered)}\n  take: {{n4: gehoord}}",
        "pause": f"pause: {{{draw(pauses)}}}",
        "act": 'act: promise\n  fields: {text: "{{ n1 }}"}',
        "share": f"share: '{{{{ n1 }}}}'\n  to: {draw(some.sampled_from(('lead', 'coach')))}\n  ask: Delen?",
        "reply": draw(
            some.sampled_from(("reply: answer\n  ask: Wat?", "reply: promise\n  text: '{{ n1 }}'\n  ask: Zo?"))
        ),
        "letter": draw(
            some.sampled_from(("letter: answer\n  ask: Wat?", "letter: question\n  text: '{{ n1 }}'\n  ask: Zo?"))
        ),
        "call": "call: rooster\n  ask: Mag dat?\n  send: {x: '{{ n0 }}'}\n  take: {n5: dag.naam}",
        "end": f'end: "{draw(texts)}"',
    }[word]
    if word == "ask" and draw(some.booleans()):
        body += f"\n  unanswered: {{after: 1d, remind: Nog?{draw(some.sampled_from(('', ', then: n1')))}}}"
    return body + (draw(exits()) if word not in ("branch", "shuffle", "end") else "")


@some.composite
def flows(draw: some.DrawFn) -> Flow:
    """A flow of six nodes, in any style."""
    kinds_of = [("ask",), *[WORDS] * (len(NODES) - 1)]
    nodes = "\n".join(f"{name}:\n  {draw(node(words))}" for name, words in zip(NODES, kinds_of, strict=True))
    head = draw(some.sampled_from(("", "card: true", "back: true\ncard: true")))
    return stage.flow(nodes, head)


def said_to_examples() -> list[str]:
    """What people type to each kind of answer; made-up people type it to any question."""
    return [said for made_by in kinds.KINDS.values() for said in made_by.samples]


words = some.one_of(
    some.deferred(lambda: some.sampled_from(["", *said_to_examples()])),
    some.text(max_size=30),
)
choices = some.sampled_from(
    (
        "x",
        "y",
        "z",
        "+0",
        "1",
        "2",
        "na",
        "yes",
        "no",
        "-done",
        "-skip",
        "-back",
        "-own",
        "-keep",
        "-right",
        "-change",
        "named",
        "unnamed",
        "kept",
        "sent",
        "declined",
        "2026-11-27",
        "?",
    )
)

refs = some.integers(1, 4).map(str)

anything: some.SearchStrategy[resumes.Resume] = some.one_of(
    some.builds(resumes.Pressed, some.integers(0, 12), choices),
    some.builds(resumes.Typed, words, some.one_of(some.none(), refs)),
    some.builds(resumes.Edited, words, refs),
    some.builds(resumes.UnreadableMessage, some.just("voice")),
    some.builds(
        resumes.Replied, some.sampled_from((None, {}, {"dag": "x"}, {"dag": {"naam": ["y"]}}, {"dag": {"naam": 3}}))
    ),
    some.sampled_from((resumes.Skip(), resumes.Back(), resumes.Stop(), resumes.Remind(), resumes.Timeout())),
)


@some.composite
def moves(draw: some.DrawFn) -> "resumes.Resume | int":
    """Anything that somebody may do; a number presses that button of the open question."""
    what = draw(some.integers(0, 9))
    if what < 4:
        return draw(some.integers(0, 9))
    return draw(anything)


def press(talk: stage.Talk, number: int) -> resumes.Resume:
    """The button of that number on the question that is open, or a word where there is none."""
    shown = (
        [button for row in talk.asked.buttons for button in row] if talk.state.wait and talk.state.wait.answer else []
    )
    if not shown or talk.state.wait is None:
        return resumes.Timeout()
    return resumes.Pressed(talk.state.wait.visit, shown[number % len(shown)].choice)
