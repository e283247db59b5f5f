"""Play a flow until it waits: ``start``, ``resume``, ``reask`` and ``offers`` are all that the bot calls."""

from collections.abc import Callable, Mapping

import msgspec

from flows import bounds, events, expressions, flow, markup, phrases, resumes, session, turn, vocabulary
from flows.kinds import kind
from flows.nodes import ask
from flows.session import Session, SessionStatus
from flows.world import JSON, Library, RetiredFlow, Sprint, Trigger, TriggerKind, UnknownFlow, World

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


def start(script: flow.Flow, trigger: Trigger, outside: World) -> Sprint:
    """Begin a session and play until the first wait. What the script does wrong comes out as ScriptFailed, never as an
    exception; of the facts only those that the flow looks at are kept."""
    before = Session(
        flow=script.name,
        version=script.version,
        status=SessionStatus.WAITING,
        language=trigger.language if trigger.language in script.languages else script.language,
        tone=trigger.tone,
        person=trigger.person,
        started=int(outside.now.timestamp()),
        facts=_facts(script, trigger),
        frames=(session.Frame(),),
    )
    made = turn.SprintBuilder.of(before, outside, script)
    made.display.emit(events.Entered(script.name))
    return _guarded(made, lambda: _play(made, script.start))


def resume(before: Session, woken_by: resumes.Resume, outside: World) -> Sprint:
    """Play on from a wait until the next. An Ignored event means that nothing changed, not even ``sprint``. An expired
    session still takes a late answer; a completed one still takes an edit of a typed answer."""
    if isinstance(woken_by, resumes.UnreadableMessage):
        return _ignored(before, "unreadable" if before.wait else "not_waiting")
    if isinstance(woken_by, resumes.Edited):
        return _edited(before, woken_by, outside)
    if before.status not in _OPEN or before.wait is None:
        return _ignored(before, "old_button" if isinstance(woken_by, resumes.Pressed) else "not_waiting")
    made = _turn(before, outside)
    if isinstance(made, turn.SprintBuilder):
        wait = before.wait
        return _mended(made, lambda: _woken(made, wait, woken_by))
    if isinstance(woken_by, resumes.Remind | resumes.Timeout | resumes.Replied):
        return _left_alone(before, before.wait)
    return made


def reask(before: Session, outside: World) -> Sprint:
    """The open question once more, as a new message; no events when none is open."""
    if before.wait is None or not before.wait.answer or before.status not in _OPEN:
        return Sprint(before, ())
    made = _turn(before, outside)
    if isinstance(made, Sprint):
        return made
    sprint = _guarded(made, lambda: _question(made).again(made))
    failed = sprint.session.status is SessionStatus.FAILED
    return sprint if failed else Sprint(before, sprint.events)


def offers(before: Session, said: str, outside: World) -> bool:
    """Whether an answer that the open question shows as a button reads exactly as what is said."""
    if before.wait is None or not before.wait.answer or before.status not in _OPEN:
        return False
    made = _turn(before, outside)
    if isinstance(made, Sprint):
        return False
    try:
        return _question(made).offers(made, said)
    except (flow.ScriptError, *expressions.FAILURES):
        return False  # whatever is said next brings the mistake to light


def _facts(script: flow.Flow, trigger: Trigger) -> dict[str, JSON]:
    known = {"trial": trigger.kind == "trial", "prompted": trigger.kind == "nudge", **trigger.facts}
    kept: dict[str, JSON] = {}
    for name in sorted(script.needs):
        value, only = known.get(name), script.attributes.get(name)
        if isinstance(value, dict) and only is not None:
            value = {key: one for key, one in value.items() if key in only}
        if value is not None:
            kept[name] = value
    return kept


def _turn(before: Session, outside: World) -> turn.SprintBuilder | Sprint:
    """A turn on the version that the session began with; a kind end when that version is no more."""
    try:
        made = turn.SprintBuilder.of(before, outside, outside.library.version(before.flow, before.version))
        for at in range(len(before.frames)):
            made.stack.flow_of(at)
    except UnknownFlow as error:
        return _gone(before, error)
    return made


def _gone(before: Session, error: UnknownFlow) -> Sprint:
    retired = isinstance(error, RetiredFlow)
    status = SessionStatus.EXPIRED if retired else SessionStatus.FAILED
    said = events.Said(
        markup.escape(phrases.say("retired" if retired else "failed_bare", before.language, before.tone))
    )
    happened: list[events.Event] = [said, events.Finished(status)]
    if not retired:
        happened.insert(0, events.ScriptFailed("unknown_flow", before.flow, str(error.args[0] if error.args else "")))
    return Sprint(msgspec.structs.replace(before, status=status, wait=None, sprint=before.sprint + 1), tuple(happened))


def _left_alone(before: Session, wait: session.Wait) -> Sprint:
    """The version is gone, but it is the clock that calls: nobody is told before they come by themselves."""
    quiet = msgspec.structs.replace(wait, remind_at=None, until=None)
    return Sprint(msgspec.structs.replace(before, wait=quiet, sprint=before.sprint + 1), ())


def _ignored(before: Session, reason: events.Reason) -> Sprint:
    return Sprint(before, (events.Ignored(reason),))


def _woken(made: turn.SprintBuilder, wait: session.Wait, woken_by: resumes.Resume) -> Sprint:
    before = made.before
    match woken_by:
        case resumes.Stop():
            return _guarded(made, lambda: made.finish(SessionStatus.STOPPED))
        case resumes.Back():
            return _back(made)
        case resumes.Replied(answer) if wait.call:
            return _guarded(made, lambda: _play(made, _after_call(made, answer)))
        case resumes.Timeout() if wait.call:
            return _guarded(made, lambda: _play(made, _after_call(made, None)))
        case resumes.Timeout() if not wait.answer:
            return _guarded(made, lambda: _play(made, _after_pause(made)))
        case resumes.Timeout():
            return _guarded(made, lambda: _give_up(made))
        case resumes.Pressed() if woken_by.visit != wait.visit or not wait.answer:
            return _ignored(before, "old_button")
        case resumes.Pressed():
            return _pressed(made, woken_by)
        case resumes.Skip():
            return _skip(made, wait)
        case resumes.Typed() if wait.answer:
            return _typed(made, woken_by)
        case resumes.Remind() if wait.answer:
            return _remind(made, wait)
    return _ignored(before, "not_waiting")


def _question(made: turn.SprintBuilder) -> ask.Ask:
    node = made.script.nodes[made.node]
    if not isinstance(node, ask.Ask):
        raise flow.ScriptError("unknown_target", f"{made.node} is no question")
    return node


def _pressed(made: turn.SprintBuilder, woken_by: resumes.Pressed) -> Sprint:
    made.display.pressed = woken_by.visit
    if woken_by.choice == ask.BACK:
        return _back(made)
    if made.status is SessionStatus.EXPIRED:
        made.status = SessionStatus.WAITING
    known = True

    def hear() -> None:
        nonlocal known
        known, way = _question(made).pressed(made, woken_by.choice)
        _play(made, way)

    sprint = _guarded(made, hear)
    return sprint if known else _ignored(made.before, "old_button")


def _typed(made: turn.SprintBuilder, woken_by: resumes.Typed) -> Sprint:
    made.status, made.refused = SessionStatus.WAITING, None
    made.hear(woken_by.text, woken_by.ref)
    return _guarded(made, lambda: _play(made, _question(made).typed(made, woken_by.text)))


def _skip(made: turn.SprintBuilder, wait: session.Wait) -> Sprint:
    if not wait.answer or not _question(made).skip:
        return _ignored(made.before, "cannot_skip")
    made.status = SessionStatus.WAITING
    return _guarded(made, lambda: _play(made, _question(made).skipped(made)))


def _remind(made: turn.SprintBuilder, wait: session.Wait) -> Sprint:
    question = _question(made)
    if wait.remind_at is None or question.unanswered is None or question.unanswered.remind is None:
        return Sprint(made.before, ())
    remind = question.unanswered.remind

    def again() -> None:
        made.wait = msgspec.structs.replace(wait, remind_at=None)
        question.again(made, made.worded(remind), reminder=True)

    return _guarded(made, again)


def _give_up(made: turn.SprintBuilder) -> None:
    """Nobody answered: the way out, or a quiet end that still takes a late answer."""
    question = _question(made)
    if question.unanswered and question.unanswered.then:
        made.wait, made.stage = None, {}
        _play(made, question.unanswered.then)
        return
    if made.wait:
        made.wait = msgspec.structs.replace(made.wait, remind_at=None, until=None)
    made.finish(SessionStatus.EXPIRED)


def _after_pause(made: turn.SprintBuilder) -> str:
    made.wait = None
    return flow.choose(made.script.nodes[made.node].exits, (), made.view.context)


def _after_call(made: turn.SprintBuilder, answer: Mapping[str, JSON] | None) -> str:
    node = made.script.nodes[made.node]
    if not isinstance(node, flow.Calling):
        raise flow.ScriptError("unknown_target", f"{made.node} calls nobody")
    made.wait = None
    return node.answered(made, answer, made.script.needed)


def _back(made: turn.SprintBuilder) -> Sprint:
    """To the question before, or to the beginning of a question that has several parts."""
    if made.stage.get("step") and made.wait and made.wait.answer:
        return _guarded(made, lambda: _pose(made))
    if not any(mark.visit for mark in made.trail):
        return _ignored(made.before, "nothing_to_go_back_to")
    made.status = SessionStatus.WAITING
    mark = made.trail.pop()
    while not mark.visit:
        made.undone.append(mark)
        mark = made.trail.pop()
    made.undone.append(mark)
    made.depth -= 1
    made.go_to(mark.frame, made.stack.flow_of(mark.frame).order[mark.node])
    return _guarded(made, lambda: _pose(made))


def _pose(made: turn.SprintBuilder) -> None:
    question = _question(made)
    made.set(question.variable, None)
    question.play(made)


def answered_by(before: Session, ref: int) -> int | None:
    """The check of the words of the typed message that this session heard under this number; None: it heard none."""
    if before.wait and before.wait.answer and ref == before.refused:
        return before.refused_check
    if ref == before.stage.get("ref"):
        return int(before.stage.get("check", 0))
    mark = _mark_of(before, ref)
    return None if mark is None else mark.check


def _mark_of(before: Session, ref: int) -> session.Mark | None:
    return next((mark for mark in reversed(before.trail) if mark.ref == ref), None)


def _edited(before: Session, woken_by: resumes.Edited, outside: World) -> Sprint:
    """An edit corrects the answer typed with that message; of one that was not understood it is the answer. Where the
    words are as they were (a reaction, a link that got its preview), and where the message was no answer, nothing is
    said or written."""
    check = answered_by(before, woken_by.ref)
    if check in (None, session.check_of(woken_by.text)):
        return Sprint(before, ())
    made = _turn(before, outside)
    if isinstance(made, Sprint):
        return _ignored(before, "too_late_to_edit")
    if made.wait and made.wait.answer and woken_by.ref in (made.refused, made.stage.get("ref")):
        made.stage = {} if made.stage.get("ref") == woken_by.ref else made.stage
        return _mended(made, lambda: _typed(made, resumes.Typed(woken_by.text, woken_by.ref)))
    mark = _mark_of(before, woken_by.ref)
    if mark is None:
        return _ignored(before, "too_late_to_edit")
    return _mended(made, lambda: _corrected(made, mark, woken_by))


def _corrected(made: turn.SprintBuilder, mark: session.Mark, woken_by: resumes.Edited) -> Sprint:
    """The answer changes where it stands; the conversation stays where it is."""
    place = made.stack.at, made.node
    made.hear(woken_by.text, woken_by.ref)
    made.go_to(mark.frame, made.stack.flow_of(mark.frame).order[mark.node])
    question = _question(made)
    value = question.reread(made, woken_by.text)
    if isinstance(value, kind.Refused):
        made.display.say(markup.escape(value.retry))
    else:
        made.correct(question, value.value, mark.visit)
    made.reheard(mark)
    made.go_to(*place)
    return made.sprint()


def _play(made: turn.SprintBuilder, target: str | None) -> None:
    """From node to node until one waits or the flow ends."""
    steps = 0
    while target is not None:
        steps += 1
        if steps > MOST_STEPS:
            raise flow.ScriptError("too_many_steps", f"{MOST_STEPS} steps without a wait")
        made.outside.steps(made.script.name, target)
        if target == vocabulary.END:
            target = made.leave(None)
            continue
        node = made.script.nodes.get(target)
        if node is None:
            raise flow.ScriptError("unknown_target", f"{made.node} leads to {target}, which does not exist")
        made.node = target
        target = node.play(made)


def _guarded(made: turn.SprintBuilder, act: Callable[[], object]) -> Sprint:
    """Do it, and give the sprint that comes of it."""

    def done() -> Sprint:
        act()
        return made.sprint()

    return _mended(made, done)


def _mended(made: turn.SprintBuilder, play: Callable[[], Sprint]) -> Sprint:
    """What the script does wrong becomes an event and a polite end."""
    try:
        return play()
    except flow.ScriptError as error:
        return _failed(made, error.code, error.detail)
    except UnknownFlow as error:
        return _failed(made, "unknown_flow", str(error.args[0] if error.args else ""))
    except bounds.TooMuch as error:
        return _failed(made, "too_much", str(error))
    except expressions.FAILURES as error:
        return _failed(made, "expression", f"{type(error).__name__}: {error}")


def _failed(made: turn.SprintBuilder, code: str, detail: str) -> Sprint:
    made.emit(events.ScriptFailed(code, made.path, detail))
    phrase = "failed" if made.keeps_something else "failed_bare"
    made.display.say(markup.escape(phrases.say(phrase, made.language, made.tone)))
    made.finish(SessionStatus.FAILED)
    return made.sprint()
