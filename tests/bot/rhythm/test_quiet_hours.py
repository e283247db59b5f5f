"""Quiet hours in the whole rhythm: whatever somebody sets, nothing that comes by itself lies within them."""

from datetime import UTC, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.commands.settings import _halves, _quiet_ends
from bot.rhythm import digest_moment, own_rhythm
from bot.turns.runtime import Runtime
from nudges import schedule
from nudges.availability import Reason
from nudges.lifecycle import NudgeState
from nudges.person import Status, TimeSpan
from store import people
from store.database import Transaction
from store.digests import Digest
from store.people import Person, Role
from tests.bot.building import Town
from tests.bot.phones import Street, moves_in, nudges

ZONE = ZoneInfo("Europe/Amsterdam")
MONDAY = datetime(2026, 9, 7, 8, 30, tzinfo=ZONE)


@st.composite
def somebody(draw: st.DrawFn) -> Person:
    """With hours, a moment and quiet hours as the buttons give them."""
    starts, ends = (
        draw(st.sampled_from(["07:00", "08:00", "10:00"])),
        draw(st.sampled_from(["13:00", "18:00", "20:00"])),
    )
    wanted = draw(st.sampled_from(["08:30", "12:00", "15:30"]))
    until = draw(st.sampled_from([None, ends]))
    person = Person(
        1, "pseudonym", "key", Status.ACTIVE, "nl", "je", "Europe/Amsterdam", draw(st.sampled_from(["12345", "24"])),
        None, starts, ends, None, None, 4, max(starts, wanted) if wanted < ends else starts, until, True, None, None,
        MONDAY, None,
    )  # fmt: skip
    quiet_starts = draw(st.sampled_from(_halves(person)[:-1]))
    values = {name: getattr(person, name) for name in Person.__dataclass_fields__}
    ends_then = draw(st.sampled_from(_quiet_ends(person, quiet_starts)))
    return Person(**values | {"quiet_starts": quiet_starts, "quiet_ends": ends_then})


@given(somebody())
def test_nothing_is_planned_within_them(person: Person) -> None:
    """Not the reflection, fixed or drawn; not the cue; not a lead's message; all of them stay inside their hours."""
    quiet = TimeSpan(*(time.fromisoformat(str(at)) for at in (person.quiet_starts, person.quiet_ends)))
    hours = TimeSpan(time.fromisoformat(person.day_starts), time.fromisoformat(person.day_ends))
    lead = digest_moment._recurrence(person, Digest(1, None))
    for returns in (own_rhythm.recurrence(person), own_rhythm.cue_recurrence(person), lead):
        moments = schedule.occurrences(returns, ZONE, MONDAY, MONDAY + timedelta(weeks=30), b"seed")
        walls = [at.astimezone(ZONE).time() for at in islice(moments, 20)]
        assert 20 == len(walls)
        assert not [wall for wall in walls if wall in quiet or wall not in hours]


def test_what_was_planned_before_is_passed_over_with_the_reason(runtime: Runtime, town: Town) -> None:
    """Somebody whose quiet hours come to lie over what was planned already hears nothing, and it is written why."""
    runtime.clock.move_to(MONDAY)
    street = Street(runtime)

    def moves(db: Transaction) -> int:
        return moves_in(db, town.counter, Role.EMPLOYEE, MONDAY)[0]

    person = runtime.database.call(moves)
    street.at(MONDAY + timedelta(days=3))
    runtime.database.call(lambda db: people.change(db, person, quiet_starts="15:00", quiet_ends="16:00"))
    street.at(datetime(2026, 9, 10, 20, tzinfo=UTC))
    (nudge,) = [one for one in nudges(runtime, person) if one.kind == own_rhythm.REFLECTION]
    assert (NudgeState.SKIPPED, Reason.QUIET_HOURS) == (nudge.state, nudge.reason)
