"""Play a flow until it waits: `start`, `resume`, `reask` and `offers` are all that the bot calls."""

from collections.abc import Callable, Mapping

import msgspec

from flows import bounds, events, expressions, marked_text, phrases, resumes, session, turn, vocabulary
from flows.flow import Calling, Flow, PlayError, choose
from flows.json_value import JSON
from flows.kinds import kind
from flows.nodes import ask
from flows.session import Session, SessionStatus
from flows.world import Library, RetiredFlow, Sprint, Trigger, TriggerKind, UnknownFlow, World

MOST_STEPS = 100
_OPEN = (SessionStatus.WAITING, SessionStatus.EXPIRED)

__all__ = [
    "JSON",
    "Library",
    "RetiredFlow",
    "Sprint",
    "Trigger",
    "TriggerKind",
    "UnknownFlow",
    "World",
    "answered_by",
    "offers",
    "reask",
    "resume",
    "start",
]


def start(flow: Flow, trigger: Trigger, outside: World) -> Sprint:
    """Begin a session and play until the first wait. What the flow does wrong comes out as FlowFailed, never as an
    exception; of the facts only those that the flow looks at are kept."""
    before = Session(
        flow=flow.name,
        version=flow.version,
        status=SessionStatus.WAITING,
        language=trigger.language if trigger.language in flow.languages else flow.language,
        tone=trigger.tone,
        person=trigger.person,
        started=int(outside.now.timestamp()),
        facts=_facts(flow, trigger),
        frames=(session.Frame(),),
    )
    builder = turn.SprintBuilder.of(before, outside, flow)
    builder.display.emit(events.Entered(flow.name))
    return _guarded(builder, lambda: _play(builder, flow.start))


def resume(before: Session, woken_by: resumes.Resume, outside: World) -> Sprint:
    """Play on from a wait until the next. An Ignored event means that nothing changed, not even `sprint`. An expired
    session still takes a late answer; a completed one still takes an edit of a typed answer."""
    if isinstance(woken_by, resumes.UnreadableMessage):
        return _ignored(before, "unreadable" if before.wait else "not_waiting")
    if isinstance(woken_by, resumes.Edited):
        return _edited(before, woken_by, outside)
    if before.status not in _OPEN or before.wait is None:
        return _ignored(before, "old_button" if isinstance(woken_by, resumes.Pressed) else "not_waiting")
    builder = _turn(before, outside)
    if isinstance(builder, turn.SprintBuilder):
        wait = before.wait
        return _mended(builder, lambda: _woken(builder, wait, woken_by))
    if isinstance(woken_by, resumes.Remind | resumes.Timeout | resumes.Replied):
        return _left_alone(before, before.wait)
    return builder


def reask(before: Session, outside: World) -> Sprint:
    """Ask the open question once more, as a new message; no events when none is open."""
    if before.wait is None or not before.wait.answer or before.status not in _OPEN:
        return Sprint(before, ())
    builder = _turn(before, outside)
    if isinstance(builder, Sprint):
        return builder
    sprint = _guarded(builder, lambda: _question(builder).again(builder))
    failed = sprint.session.status is SessionStatus.FAILED
    return sprint if failed else Sprint(before, sprint.events)


def offers(before: Session, said: str, outside: World) -> bool:
    """Say whether an answer that the open question shows as a button reads exactly as what is said."""
    if before.wait is None or not before.wait.answer or before.status not in _OPEN:
        return False
    builder = _turn(before, outside)
    if isinstance(builder, Sprint):
        return False
    try:
        return _question(builder).offers(builder, said)
    except (PlayError, *expressions.FAILURES):
        return False  # whatever is said next brings the mistake to light


def _facts(flow: Flow, trigger: Trigger) -> dict[str, JSON]:
    available = {"trial": trigger.kind == "trial", "prompted": trigger.kind == "nudge", **trigger.facts}
    facts: dict[str, JSON] = {}
    for name in sorted(flow.needs):
        value, only = available.get(name), flow.attributes.get(name)
        if isinstance(value, dict) and only is not None:
            value = {key: one for key, one in value.items() if key in only}
        if value is not None:
            facts[name] = value
    return facts


def _turn(before: Session, outside: World) -> turn.SprintBuilder | Sprint:
    """Take up a turn on the version that the session began with; end kindly when that version is no more."""
    try:
        builder = turn.SprintBuilder.of(before, outside, outside.library.version(before.flow, before.version))
        for at in range(len(before.frames)):
            builder.stack.flow_of(at)
    except UnknownFlow as error:
        return _gone(before, error)
    return builder


def _gone(before: Session, error: UnknownFlow) -> Sprint:
    retired = isinstance(error, RetiredFlow)
    status = SessionStatus.EXPIRED if retired else SessionStatus.FAILED
    said = events.Said(
        marked_text.escape(
            phrases.say(phrases.RETIRED if retired else phrases.FAILED_BARE, before.language, before.tone)
        )
    )
    happened: list[events.Event] = [said, events.Finished(status)]
    if not retired:
        happened.insert(0, events.FlowFailed("unknown_flow", before.flow, str(error.args[0] if error.args else "")))
    return Sprint(msgspec.structs.replace(before, status=status, wait=None, sprint=before.sprint + 1), tuple(happened))


def _left_alone(before: Session, wait: session.Wait) -> Sprint:
    """Let the clock rest for a session whose version is gone: people are told once they come by themselves."""
    quiet = msgspec.structs.replace(wait, remind_at=None, until=None)
    return Sprint(msgspec.structs.replace(before, wait=quiet, sprint=before.sprint + 1), ())


def _ignored(before: Session, reason: events.Reason) -> Sprint:
    return Sprint(before, (events.Ignored(reason),))


def _woken(builder: turn.SprintBuilder, wait: session.Wait, woken_by: resumes.Resume) -> Sprint:
    before = builder.before
    match woken_by:
        case resumes.Stop():
            return _guarded(builder, lambda: builder.finish(SessionStatus.STOPPED))
        case resumes.Back():
            return _back(builder)
        case resumes.Replied(answer) if wait.call:
            return _guarded(builder, lambda: _play(builder, _after_call(builder, answer)))
        case resumes.Timeout() if wait.call:
            return _guarded(builder, lambda: _play(builder, _after_call(builder, None)))
        case resumes.Timeout() if not wait.answer:
            return _guarded(builder, lambda: _play(builder, _after_pause(builder)))
        case resumes.Timeout():
            return _guarded(builder, lambda: _give_up(builder))
        case resumes.Pressed() if woken_by.visit != wait.visit or not wait.answer:
            return _ignored(before, "old_button")
        case resumes.Pressed():
            return _pressed(builder, woken_by)
        case resumes.Skip():
            return _skip(builder, wait)
        case resumes.Typed() if wait.answer:
            return _typed(builder, woken_by)
        case resumes.Remind() if wait.answer:
            return _remind(builder, wait)
    return _ignored(before, "not_waiting")


def _question(builder: turn.SprintBuilder) -> ask.Ask:
    node = builder.flow.nodes[builder.node]
    if not isinstance(node, ask.Ask):
        raise PlayError("unknown_target", f"{builder.node} is no question")
    return node


def _pressed(builder: turn.SprintBuilder, woken_by: resumes.Pressed) -> Sprint:
    builder.display.pressed = woken_by.visit
    if woken_by.choice == ask.BACK:
        return _back(builder)
    if builder.status is SessionStatus.EXPIRED:
        builder.status = SessionStatus.WAITING
    is_ours = True

    def hear() -> None:
        nonlocal is_ours
        is_ours, way = _question(builder).pressed(builder, woken_by.choice)
        _play(builder, way)

    sprint = _guarded(builder, hear)
    return sprint if is_ours else _ignored(builder.before, "old_button")


def _typed(builder: turn.SprintBuilder, woken_by: resumes.Typed) -> Sprint:
    builder.status, builder.refused = SessionStatus.WAITING, None
    builder.hear(woken_by.text, woken_by.ref)
    return _guarded(builder, lambda: _play(builder, _question(builder).typed(builder, woken_by.text)))


def _skip(builder: turn.SprintBuilder, wait: session.Wait) -> Sprint:
    if not wait.answer or not _question(builder).skip:
        return _ignored(builder.before, "cannot_skip")
    builder.status = SessionStatus.WAITING
    return _guarded(builder, lambda: _play(builder, _question(builder).skipped(builder)))


def _remind(builder: turn.SprintBuilder, wait: session.Wait) -> Sprint:
    question = _question(builder)
    if wait.remind_at is None or question.unanswered is None or question.unanswered.remind is None:
        return Sprint(builder.before, ())
    remind = question.unanswered.remind

    def again() -> None:
        builder.wait = msgspec.structs.replace(wait, remind_at=None)
        question.again(builder, builder.worded(remind), reminder=True)

    return _guarded(builder, again)


def _give_up(builder: turn.SprintBuilder) -> None:
    """Take the way out when nobody answered, or a quiet end that still takes a late answer."""
    question = _question(builder)
    if question.unanswered and question.unanswered.then:
        builder.wait, builder.partial = None, {}
        _play(builder, question.unanswered.then)
        return
    if builder.wait:
        builder.wait = msgspec.structs.replace(builder.wait, remind_at=None, until=None)
    builder.finish(SessionStatus.EXPIRED)


def _after_pause(builder: turn.SprintBuilder) -> str:
    builder.wait = None
    return choose(builder.flow.nodes[builder.node].exits, (), builder.view.context)


def _after_call(builder: turn.SprintBuilder, answer: Mapping[str, JSON] | None) -> str:
    node = builder.flow.nodes[builder.node]
    if not isinstance(node, Calling):
        raise PlayError("unknown_target", f"{builder.node} calls nobody")
    builder.wait = None
    return node.answered(builder, answer, builder.flow.needed)


def _back(builder: turn.SprintBuilder) -> Sprint:
    """Go back to the question before, or to the beginning of a question that has several parts."""
    if builder.partial.get("step") and builder.wait and builder.wait.answer:
        return _guarded(builder, lambda: _pose(builder))
    if not any(mark.visit for mark in builder.trail):
        return _ignored(builder.before, "nothing_to_go_back_to")
    builder.status = SessionStatus.WAITING
    mark = builder.trail.pop()
    while not mark.visit:
        builder.undone.append(mark)
        mark = builder.trail.pop()
    builder.undone.append(mark)
    builder.depth -= 1
    builder.go_to(mark.frame, builder.stack.flow_of(mark.frame).order[mark.node])
    return _guarded(builder, lambda: _pose(builder))


def _pose(builder: turn.SprintBuilder) -> None:
    question = _question(builder)
    builder.set(question.variable, None)
    question.play(builder)


def answered_by(before: Session, ref: str) -> int | None:
    """Find the check of the words of the message that this session heard under this reference; None: it heard none."""
    if before.wait and before.wait.answer and ref == before.refused:
        return before.refused_check
    if ref == before.partial.get("ref"):
        return int(before.partial.get("check", 0))
    mark = _mark_of(before, ref)
    return None if mark is None else mark.check


def _mark_of(before: Session, ref: str) -> session.Mark | None:
    return next((mark for mark in reversed(before.trail) if mark.ref == ref), None)


def _edited(before: Session, woken_by: resumes.Edited, outside: World) -> Sprint:
    """Take an edit for a correction of the answer typed with that message; of one not understood, for the answer.

    Where the words are as they were (a reaction, a link that got its preview), and where the message was no answer,
    nothing is said or written.
    """
    check = answered_by(before, woken_by.ref)
    if check in (None, session.check_of(woken_by.text)):
        return Sprint(before, ())
    builder = _turn(before, outside)
    if isinstance(builder, Sprint):
        return _ignored(before, "too_late_to_edit")
    if builder.wait and builder.wait.answer and woken_by.ref in (builder.refused, builder.partial.get("ref")):
        builder.partial = {} if builder.partial.get("ref") == woken_by.ref else builder.partial
        return _mended(builder, lambda: _typed(builder, resumes.Typed(woken_by.text, woken_by.ref)))
    mark = _mark_of(before, woken_by.ref)
    if mark is None:
        return _ignored(before, "too_late_to_edit")
    return _mended(builder, lambda: _corrected(builder, mark, woken_by))


def _corrected(builder: turn.SprintBuilder, mark: session.Mark, woken_by: resumes.Edited) -> Sprint:
    """Change the answer where it stands; the conversation stays where it is."""
    place = builder.stack.at, builder.node
    builder.hear(woken_by.text, woken_by.ref)
    builder.go_to(mark.frame, builder.stack.flow_of(mark.frame).order[mark.node])
    question = _question(builder)
    value = question.reread(builder, woken_by.text)
    if isinstance(value, kind.Refused):
        builder.display.say(marked_text.escape(value.retry))
    else:
        builder.correct(question, value.value, mark.visit)
    builder.reheard(mark)
    builder.go_to(*place)
    return builder.sprint()


def _play(builder: turn.SprintBuilder, target: str | None) -> None:
    """Play from node to node until one waits or the flow ends."""
    steps = 0
    while target is not None:
        steps += 1
        if steps > MOST_STEPS:
            raise PlayError("too_many_steps", f"{MOST_STEPS} steps without a wait")
        builder.outside.steps(builder.flow.name, target)
        if target == vocabulary.END:
            target = builder.leave(None)
            continue
        node = builder.flow.nodes.get(target)
        if node is None:
            raise PlayError("unknown_target", f"{builder.node} leads to {target}, which does not exist")
        builder.node = target
        target = node.play(builder)


def _guarded(builder: turn.SprintBuilder, act: Callable[[], object]) -> Sprint:
    """Play a turn within its bounds, and give the sprint that comes of it."""

    def done() -> Sprint:
        act()
        return builder.sprint()

    return _mended(builder, done)


def _mended(builder: turn.SprintBuilder, play: Callable[[], Sprint]) -> Sprint:
    """Turn what the flow does wrong into an event and a polite end."""
    try:
        return play()
    except PlayError as error:
        return _failed(builder, error.code, error.detail)
    except UnknownFlow as error:
        return _failed(builder, "unknown_flow", str(error.args[0] if error.args else ""))
    except bounds.TooMuch as error:
        return _failed(builder, "too_much", str(error))
    except expressions.FAILURES as error:
        return _failed(builder, "expression", f"{type(error).__name__}: {error}")


def _failed(builder: turn.SprintBuilder, code: str, detail: str) -> Sprint:
    builder.emit(events.FlowFailed(code, builder.path, detail))
    phrase = phrases.FAILED if builder.keeps_something else phrases.FAILED_BARE
    builder.display.say(marked_text.escape(phrases.say(phrase, builder.language, builder.tone)))
    builder.finish(SessionStatus.FAILED)
    return builder.sprint()
