"""When the flow is wrong: a polite end for the person, the reason for the coach, never an exception."""

from datetime import UTC, datetime

import msgspec
import pytest

from flows import complaints, engine, events, loader, resumes, session
from flows.flow import Flow
from flows.session import SessionStatus
from tests.flows import stage


def test_a_hundred_steps_without_a_wait_are_enough() -> None:
    """A circle is cut off, and says where."""
    talk = stage.play("a:\n  say: Rond.\nb:\n  branch: {when: true, go: a, else: a}")
    assert talk.only(events.FlowFailed) == events.FlowFailed("too_many_steps", "b", "100 steps without a wait")
    assert (talk.happened[-1], talk.status) == (events.Finished(SessionStatus.FAILED), SessionStatus.FAILED)
    assert talk.texts[-1].startswith("Sorry, dit gesprek loopt vast.")


def test_ninety_nine_steps_are_fine() -> None:
    """The guard is for circles, not for long flows."""
    says = "".join(f"n{number}:\n  say: Stap {number}.\n" for number in range(99))
    assert stage.play(says + "z:\n  end:").status is SessionStatus.COMPLETED


@pytest.mark.parametrize(
    ("nodes", "code"),
    [
        ("a:\n  say: Hoi.\n  next: weg", "unknown_target"),
        ("a:\n  say: \"{{ 'x' * 9 }}\"\nb:\n  end:", "expression"),
        ("a:\n  branch: {when: team > 3, go: b, else: b}\nb:\n  end:", "expression"),
        ("a:\n  say: '{{ 1 / 0 }}'\nb:\n  end:", "expression"),
        ("a:\n  pause: {day: team}\nb:\n  end:", "no_day"),
        ("a:\n  pause: {day: weg}\nb:\n  end:", "no_day"),
        ("a:\n  say: '{% for x in lijst %}" + "{{ team }}" * 30 + "{% endfor %}'\nb:\n  end:", "too_much"),
    ],
)
def test_each_mistake_has_its_code(nodes: str, code: str) -> None:
    """For the log and for the coach."""
    talk = stage.play(nodes, team="tekst die geen dag is", lijst=list(range(200)))
    failed = talk.only(events.FlowFailed)
    assert (failed.code, failed.node) == (code, "a")
    assert failed.detail


def test_what_was_answered_before_a_failure_is_kept() -> None:
    """The events that led there come first."""
    talk = stage.play("a:\n  ask: Ja?\n  yesno: true\n  next: weg").press("yes")
    assert isinstance(talk.happened[0], events.Chosen)
    assert {"a": True} == talk.answers


def test_a_failed_conversation_takes_nothing_more() -> None:
    """The buttons are old and words go elsewhere."""
    talk = stage.play("a:\n  ask: Ja?\n  yesno: true\n  next: weg").press("yes")
    assert talk.press("yes", visit=1).happened == (events.Ignored("old_button"),)
    assert talk.write("hallo").happened == (events.Ignored("not_waiting"),)


class Archive:
    """A library in which versions can be withdrawn or lost."""

    def __init__(self, newest: Flow, gone: type[engine.UnknownFlow] | None) -> None:
        self.newest, self.gone = newest, gone

    def flow(self, _name: str, /) -> Flow:
        return self.newest

    def version(self, name: str, _version: str, /) -> Flow:
        if self.gone:
            raise self.gone(name)
        return self.newest


def world(library: engine.Library) -> engine.World:
    return engine.World(stage.NOW, stage.half, stage.moment, library)


ASKING = "a:\n  ask: Ja?\n  yesno: true\n  unanswered: {after: 1d, remind: Nog?}\nb:\n  end: Dag."


def waiting() -> session.Session:
    return stage.play(ASKING).state


@pytest.mark.parametrize("woken_by", [resumes.Pressed(1, "yes"), resumes.Typed("ja"), resumes.Skip(), resumes.Back()])
def test_a_withdrawn_version_ends_kindly_at_the_next_contact(woken_by: resumes.Resume) -> None:
    """One message, and nothing is misfiled."""
    sprint = engine.resume(waiting(), woken_by, world(Archive(stage.flow(ASKING), engine.RetiredFlow)))
    said, finished = sprint.events
    assert isinstance(said, events.Said)
    assert "vernieuwd" in said.text
    assert finished == events.Finished(SessionStatus.EXPIRED)
    assert sprint.session.wait is None


@pytest.mark.parametrize("woken_by", [resumes.Remind(), resumes.Timeout()])
def test_a_withdrawn_version_is_silent_when_only_the_clock_calls(woken_by: resumes.Resume) -> None:
    """Nobody on leave hears of it; the session still waits for them, without an alarm."""
    sprint = engine.resume(waiting(), woken_by, world(Archive(stage.flow(ASKING), engine.RetiredFlow)))
    assert () == sprint.events
    assert sprint.session.wait is not None
    assert (None, None) == (sprint.session.wait.remind_at, sprint.session.wait.until)
    assert sprint.session.status is SessionStatus.WAITING


def test_asking_again_in_a_withdrawn_version_ends_kindly_too() -> None:
    """The session expires at the first contact after the version went."""
    sprint = engine.reask(waiting(), world(Archive(stage.flow(ASKING), engine.RetiredFlow)))
    assert sprint.session.status is SessionStatus.EXPIRED


def test_a_lost_version_ends_politely_and_tells_the_coach() -> None:
    """It should not happen; if it does, nobody is left without a word."""
    sprint = engine.resume(waiting(), resumes.Typed("ja"), world(Archive(stage.flow(ASKING), engine.UnknownFlow)))
    assert [events.FlowFailed, events.Said, events.Finished] == [type(event) for event in sprint.events]


@pytest.mark.parametrize("gone", [engine.RetiredFlow, engine.UnknownFlow, None])
def test_a_question_that_cannot_be_shown_offers_nothing(gone: type[engine.UnknownFlow] | None) -> None:
    """Asking whether it does is no failure yet; what is said next is."""
    broken = stage.flow("a:\n  ask: Ja?\n  choice: {yes: '{{ 1 / 0 }}'}")
    assert not engine.offers(waiting(), "ja", world(Archive(broken, gone)))


def test_an_edit_in_a_version_that_is_gone_comes_too_late() -> None:
    """Of an answer; an edit of anything else is nothing."""
    gone = world(Archive(stage.flow(ASKING), engine.RetiredFlow))
    assert () == engine.resume(waiting(), resumes.Edited("x", "1"), gone).events
    refused = msgspec.structs.replace(waiting(), refused="1", refused_check=9)
    sprint = engine.resume(refused, resumes.Edited("x", "1"), gone)
    assert sprint.events == (events.Ignored("too_late_to_edit"),)


def test_an_answer_lands_on_the_version_that_asked() -> None:
    """The newest flow has other questions; the session finishes on its own."""
    newest = stage.flow("x:\n  ask: Heel anders?\n  text: true\nb:\n  end:")
    old = stage.flow(ASKING)

    class Both(Archive):
        def version(self, _name: str, version: str, /) -> Flow:
            return {old.version: old, newest.version: newest}[version]

    sprint = engine.resume(waiting(), resumes.Pressed(1, "yes"), world(Both(newest, None)))
    assert ["a"] == [event.node for event in sprint.events if isinstance(event, events.Answered)]
    assert sprint.session.status is SessionStatus.COMPLETED


def test_bytes_that_are_no_session_are_refused() -> None:
    """An older format, another format, or nothing."""
    for data in (b"", b"{}", b"null", b'{"v":3}', b'{"v":1,"h":[7]}', b"\xff", session.to_json(waiting())[:-1]):
        with pytest.raises(session.SessionError):
            session.from_json(data)


def test_a_session_says_its_format() -> None:
    """So that a later program can tell."""
    assert session.to_json(waiting()).startswith(b'{"v":2,')


def test_a_complaint_reads_as_one_line() -> None:
    """File, line, reason and remedy stand behind each other in this order."""
    assert "x.yaml:3 dit mist — schrijf het" == str(complaints.complaint("x.yaml", 3, "dit mist", "schrijf het"))


def test_times_outside_utc_are_brought_to_utc() -> None:
    """The bot may answer in any zone."""

    def local(_name: str, _at: datetime) -> datetime:
        return datetime(2026, 11, 27, 9, tzinfo=stage.AMSTERDAM)

    flow = stage.flow("a:\n  pause: {until: tomorrow}\nb:\n  end:")
    outside = engine.World(stage.NOW, stage.half, local, loader.Shelf({"proef": flow}))
    sprint = engine.start(flow, engine.Trigger("command", "nl", "je"), outside)
    assert events.Paused(datetime(2026, 11, 27, 8, tzinfo=UTC)) in sprint.events


def test_a_session_of_the_format_before_goes_on() -> None:
    """Its messages were numbers: an answer, what was taken back, what was refused and half a plan are found again."""
    before = (
        '{"v":1,"f":"proef","r":"abc","s":"waiting","l":"nl","t":"je","p":"anna","b":1795703400,'
        '"h":[[0,0,1,77,9],[0,1,2]],"u":[[0,2,3,78]],"q":79,"o":{"ref":80,"check":3}}'
    )
    read = session.from_json(before.encode())
    assert ["77", "", "78"] == [mark.ref for mark in (*read.trail, *read.undone)]
    assert ("79", {"ref": "80", "check": 3}) == (read.refused, read.partial)
    assert read == session.from_json(session.to_json(read))
    pressed = session.from_json(before.replace(',"q":79', "").replace(",77,9]", "]").encode())
    assert (None, "") == (pressed.refused, pressed.trail[0].ref)
