"""Waiting: reminders, giving up, pauses, and the moments that the bot works out."""

from datetime import UTC, datetime, timedelta

from flows import events, flow, session
from flows.session import SessionStatus
from tests.flows import stage

OPEN = (
    "a:\n  ask: Hoe was je week?\n  scale: [Slecht, Goed]\n  {unanswered}\nb:\n  end: Dank je.\nc:\n  end: Tot later.\n"
)


def opened(unanswered: str = "", head: str = "") -> stage.Talk:
    line = f"unanswered: {unanswered}" if unanswered else "next: b"
    return stage.play(OPEN.replace("{unanswered}", line), head)


def wait(talk: stage.Talk) -> session.Wait:
    assert talk.state.wait is not None
    return talk.state.wait


def test_a_question_waits_for_ever_unless_the_flow_says_otherwise() -> None:
    """No reminder and no end."""
    assert (None, None) == (wait(opened()).remind_at, wait(opened()).until)


def test_without_a_reminder_it_gives_up_after_the_length() -> None:
    """The bot is told when."""
    talk = opened("{after: 24h, then: c}")
    assert (None, stage.NOW + timedelta(hours=24)) == (wait(talk).remind_at, wait(talk).until)


def test_with_a_reminder_it_gives_up_after_twice_the_length() -> None:
    """Or when the flow says."""
    talk = opened("{after: 24h, remind: Nog even., then: c}")
    assert (timedelta(hours=24), timedelta(hours=48)) == _lengths(talk)
    talk = opened("{after: 1h, remind: Nog even., give_up: 3d}")
    assert (timedelta(hours=1), timedelta(days=3)) == _lengths(talk)


def _lengths(talk: stage.Talk) -> tuple[timedelta | None, timedelta | None]:
    remind_at, until = wait(talk).remind_at, wait(talk).until
    return (remind_at - stage.NOW if remind_at else None, until - stage.NOW if until else None)


def test_moments_are_worked_out_by_the_bot() -> None:
    """The next working day differs for each person."""
    talk = opened("{after: reminder, remind: Nog even.}")
    assert (timedelta(days=1), timedelta(days=2)) == _lengths(talk)


def test_the_reminder_repeats_the_question_once() -> None:
    """Same visit: the old button and the new one answer the same question; a second reminder never comes."""
    talk = opened("{after: 24h, remind: Nog even.}").later(hours=24).remind()
    asked = talk.only(events.Asked)
    assert (
        "Nog even.\n\nHoe was je week?",
        1,
        True,
        False,
    ) == (asked.text, asked.visit, asked.reminder, asked.replaces)
    assert wait(talk).remind_at is None
    assert wait(talk).until == stage.NOW + timedelta(hours=48)
    before = talk.state
    assert (talk.remind().happened, talk.state) == ((), before)


def test_the_flow_gives_up_by_its_way_out() -> None:
    """Nothing was answered, and the old button is old."""
    talk = opened("{after: 24h, then: c}").later(hours=24).timeout()
    assert ["Tot later."] == talk.texts
    assert {} == talk.answers
    assert talk.press("1", visit=1).happened == (events.Ignored("old_button"),)


def test_without_a_way_out_it_expires_quietly_and_a_late_answer_still_counts() -> None:
    """The answer goes where it would have gone in time."""
    talk = opened("{after: 24h}").later(hours=24).timeout()
    assert talk.happened == (events.Finished(SessionStatus.EXPIRED),)
    assert (None, None) == (wait(talk).remind_at, wait(talk).until)
    talk.later(days=3).press("2")
    assert (2, SessionStatus.COMPLETED) == (talk.answers["a"], talk.status)


def test_a_late_answer_may_also_be_typed_skipped_or_asked_for_again() -> None:
    """Whatever can be done with an open question can be done late."""
    assert {"a": 2} == opened("{after: 24h}").timeout().write("goed").answers
    assert opened("{after: 24h}").timeout().skip().status is SessionStatus.COMPLETED
    assert 1 == opened("{after: 24h}").timeout().reask().only(events.Asked).visit


def test_what_is_not_understood_late_leaves_the_question_open() -> None:
    """The conversation waits at that question again."""
    talk = opened("{after: 24h}").timeout().write("tja")
    assert (SessionStatus.WAITING, "a") == (talk.status, talk.node)


def test_the_head_speaks_for_every_question_and_a_question_may_say_never() -> None:
    """One reminder for the whole flow, written once."""
    head = "unanswered: {after: 2d, remind: Je was bijna klaar.}"
    assert (timedelta(days=2), timedelta(days=4)) == _lengths(opened(head=head))
    assert (None, None) == _lengths(opened("never", head=head))
    assert (None, timedelta(hours=1)) == _lengths(opened("{after: 1h}", head=head))


def test_a_pause_goes_on_when_its_moment_comes() -> None:
    """Nobody is asked anything meanwhile."""
    talk = stage.play("a:\n  pause: {for: 3d}\n  outcome: postponed\nb:\n  end: Daar ben ik weer.")
    until = stage.NOW + timedelta(days=3)
    assert talk.only(events.Paused) == events.Paused(until, "postponed")
    assert (wait(talk).answer, wait(talk).until) == (False, until)
    assert ["Daar ben ik weer."] == talk.later(days=3).timeout().texts


def test_a_pause_until_a_moment_and_until_a_day() -> None:
    """A day is local: nine in the morning in Amsterdam is eight UTC in winter, seven in summer."""
    talk = stage.play("a:\n  pause: {until: tomorrow}\nb:\n  end:")
    assert talk.only(events.Paused).until == stage.NOW + timedelta(days=1)
    for said, hour in (("27-11", 8), ("1-7-2027", 7)):
        talk = stage.play("dag:\n  ask: Wanneer?\n  date: true\na:\n  pause: {day: dag}\nb:\n  end:").write(said)
        assert talk.only(events.Paused).until.hour == hour
    talk = stage.play("dag:\n  ask: Wanneer?\n  date: true\na:\n  pause: {day: dag, at: '15:30'}\nb:\n  end:").write(
        "27-11"
    )
    assert talk.only(events.Paused).until == datetime(2026, 11, 27, 14, 30, tzinfo=UTC)


def test_a_pause_until_what_is_past_still_pauses() -> None:
    """At least a minute, so that no circle of pauses spins."""
    talk = stage.play("dag:\n  ask: Wanneer?\n  date: {earliest: -9d}\na:\n  pause: {day: dag}\nb:\n  end:").write(
        "20-11-2026"
    )
    assert talk.only(events.Paused).until == stage.NOW + timedelta(minutes=1)


def test_in_a_pause_words_and_old_buttons_change_nothing() -> None:
    """The bot answers in its own words."""
    talk = stage.play("v:\n  ask: Nu?\n  choice: {later: Later}\na:\n  pause: {for: 3d}\nb:\n  end:").press("later")
    assert talk.press("later", visit=1).happened == (events.Ignored("old_button"),)
    assert talk.write("hallo").happened == (events.Ignored("not_waiting"),)
    assert talk.skip().happened == (events.Ignored("cannot_skip"),)
    assert talk.remind().happened == (events.Ignored("not_waiting"),)
    assert () == talk.reask().happened


def test_from_a_pause_one_can_go_back_and_stop() -> None:
    """Whoever postponed by mistake goes back to the question."""
    nodes = "v:\n  ask: Nu?\n  choice: {nu: Nu, later: Later}\na:\n  pause: {for: 3d}\nb:\n  end:"
    assert "v" == stage.play(nodes).press("later").back().node
    assert stage.play(nodes).press("later").stop().status is SessionStatus.STOPPED


def test_a_moment_that_the_bot_does_not_know_ends_the_conversation_politely() -> None:
    """The coach is told which."""
    talk = stage.play("a:\n  pause: {until: monday}\nb:\n  end:")
    assert "unknown_moment" == talk.only(events.FlowFailed).code
    assert talk.status is SessionStatus.FAILED


def test_times_in_a_session_survive_json_to_the_second() -> None:
    """A wake-up is found again by what the session says."""
    talk = opened("{after: 90m, remind: Nog even.}")
    again = session.from_json(session.to_json(talk.state))
    assert again.wait == talk.state.wait
    assert isinstance(talk.library.flow("proef"), flow.Flow)
