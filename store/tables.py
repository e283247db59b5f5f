"""The whole database on one page: every table, every column with its purpose and its retention class."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Index, Table, UniqueConstraint
from sqlalchemy.orm import declared_attr
from sqlmodel import SQLModel

from store.columns import Keep, column, instant


def _key() -> Any:
    return column("identity of the row", Keep.SYSTEM, default=None, primary_key=True)


class Row(SQLModel):
    """A row of a table, which is called like its class without the suffix, in lower case."""

    @declared_attr.directive
    def __tablename__(cls) -> str:  # noqa: N805 - SQLAlchemy calls it on the class
        return cls.__name__.removesuffix("Row").lower()


class FactRow(Row, table=True):
    """What the installation must remember about itself: sealed keys, the schema's companions."""

    name: str = column("which fact", Keep.SYSTEM, primary_key=True)
    value: bytes = column("the fact; keys are sealed", Keep.SYSTEM)


class TallyRow(Row, table=True):
    """Counts of things that happened, over the life of the installation."""

    name: str = column("what is counted", Keep.SYSTEM, primary_key=True)
    count: int = column("how often", Keep.SYSTEM)


class TeamRow(Row, table=True):
    """A group of colleagues with a lead; teams stand in a tree."""

    id: int | None = _key()
    name: str = column("what the operator calls it", Keep.SYSTEM, unique=True)
    parent_id: int | None = column("the team above", Keep.SYSTEM, default=None, foreign_key="team.id")
    created_at: datetime = instant("when it was made", Keep.SYSTEM)
    closed_at: datetime | None = instant("no invitations or windows since", Keep.SYSTEM, default=None)
    joined_to: int | None = column("the sibling it is published with", Keep.SYSTEM, default=None, foreign_key="team.id")
    head_count: int | None = column("how many people work in it, said the operator", Keep.SYSTEM, default=None)
    counted_on: date | None = column("when that was said", Keep.SYSTEM, default=None)


class SeatRow(Row, table=True):
    """An empty seat in a team: whoever sat there was erased, and it counts until the next head count; no person."""

    id: int | None = _key()
    team_id: int = column("in which team", Keep.SYSTEM, foreign_key="team.id", index=True)
    token: int = column("a random number below zero, in place of whoever sat there", Keep.SYSTEM, sa_type=BigInteger)


class PersonRow(Row, table=True):
    """Somebody who takes part; the only table that knows where they are reached."""

    id: int | None = _key()
    pseudonym: str = column("names them in decisions and draws", Keep.PARTICIPATION, unique=True)
    audit_key: str = column("names them in the audit trail", Keep.PARTICIPATION, unique=True)
    channel: str = column("by which channel they are reached", Keep.PARTICIPATION)
    chat_hash: str = column("finds them when they write", Keep.PARTICIPATION, unique=True)
    chat_sealed: bytes = column("where to send, sealed", Keep.PARTICIPATION)
    status: str = column("joining, active, stopped, unreachable or ended", Keep.PARTICIPATION)
    language: str = column("nl or en", Keep.PARTICIPATION)
    tone: str = column("je or u", Keep.PARTICIPATION)
    zone: str = column("IANA time zone", Keep.PARTICIPATION)
    working_days: str = column("ISO weekday digits", Keep.PARTICIPATION)
    even_days: str | None = column(
        "ISO weekday digits in even weeks, where they differ", Keep.PARTICIPATION, default=None
    )
    day_starts: str = column("earliest local time", Keep.PARTICIPATION)
    day_ends: str = column("latest local time", Keep.PARTICIPATION)
    quiet_starts: str | None = column(
        "local time from which they hear nothing; none: no quiet hours", Keep.PARTICIPATION, default=None
    )
    quiet_ends: str | None = column("local time until which they hear nothing", Keep.PARTICIPATION, default=None)
    prompt_day: int = column("ISO weekday of the reflection", Keep.PARTICIPATION)
    prompt_time: str = column("local time of the reflection", Keep.PARTICIPATION)
    prompt_until: str | None = column(
        "end of the window it is drawn from; none: at its time", Keep.PARTICIPATION, default=None
    )
    extras: bool = column("whether they want extras by chance", Keep.PARTICIPATION, default=True)
    school_region: str | None = column(
        "whose school holidays they are asked about; none: of no region", Keep.PARTICIPATION, default=None
    )
    quiet_until: datetime | None = instant(
        "the rest of a day on which the bot begins nothing more", Keep.PARTICIPATION, default=None
    )
    joined_at: datetime = instant("start of their programme", Keep.PARTICIPATION)
    active_since: datetime | None = instant("silence is counted from here", Keep.PARTICIPATION, default=None)


class MembershipRow(Row, table=True):
    """Who belongs to which team, in which role, from when until when."""

    __table_args__ = (Index("membership_of_team", "team_id", "role"),)

    id: int | None = _key()
    person_id: int = column("who", Keep.PARTICIPATION, foreign_key="person.id", index=True)
    team_id: int = column("where", Keep.PARTICIPATION, foreign_key="team.id")
    role: str = column("employee, lead or coach", Keep.PARTICIPATION)
    since: datetime = instant("from when", Keep.PARTICIPATION)
    until: datetime | None = instant("until when", Keep.PARTICIPATION, default=None)
    seat: bool = column("whether it counts in windows; until a head count", Keep.PARTICIPATION, default=False)


class AwayRow(Row, table=True):
    """Even weg, or a pause: days on which somebody hears nothing; why is never asked."""

    id: int | None = _key()
    person_id: int = column("who", Keep.SCORE, foreign_key="person.id", index=True)
    first_on: date = column("first day", Keep.SCORE)
    last_on: date | None = column("last day; none: until they come back", Keep.SCORE, default=None)
    paused: bool = column(
        "by a pause, which ends apart from even weg and is kept nowhere else", Keep.SCORE, default=False
    )


class DayOffRow(Row, table=True):
    """A day off of the organisation or of one team, as the operator imported it."""

    id: int | None = _key()
    team_id: int | None = column("whose; none: everybody's", Keep.SYSTEM, default=None, foreign_key="team.id")
    off_on: date = column("the day", Keep.SYSTEM, index=True)
    name: str = column("what the calendar calls it", Keep.SYSTEM)


class InvitationRow(Row, table=True):
    """A single-use code for one person, known by its handle; the code itself is not kept."""

    id: int | None = _key()
    handle: str = column("what the operator may call it by", Keep.PARTICIPATION, unique=True)
    code_hash: str = column("recognises the code", Keep.PARTICIPATION, unique=True)
    team_id: int = column("which team it opens", Keep.PARTICIPATION, foreign_key="team.id")
    role: str = column("which role it gives", Keep.PARTICIPATION)
    created_at: datetime = instant("when it was made", Keep.PARTICIPATION)
    expires_at: datetime = instant("useless after", Keep.PARTICIPATION)
    used_at: datetime | None = instant("when it was used", Keep.PARTICIPATION, default=None)
    revoked_at: datetime | None = instant("when it was withdrawn", Keep.PARTICIPATION, default=None)
    person_id: int | None = column(
        "who came in by it", Keep.PARTICIPATION, default=None, foreign_key="person.id", index=True
    )


class JoinAttemptRow(Row, table=True):
    """A code that did not open anything, so that guessing can be slowed down."""

    id: int | None = _key()
    chat_hash: str = column("which chat tried", Keep.TRANSIENT, index=True)
    tried_at: datetime = instant("when", Keep.TRANSIENT, index=True)


class InboxRow(Row, table=True):
    """Raw updates, stored before the channel is told that they were received."""

    __table_args__ = (UniqueConstraint("channel", "update_key"),)

    id: int | None = _key()
    channel: str = column("by which channel it came", Keep.TRANSIENT)
    update_key: str = column("the channel's key of it, refused the second time", Keep.TRANSIENT)
    chat_hash: str | None = column("whose turn it is", Keep.TRANSIENT, default=None)
    sealed: bytes = column("the update, sealed; emptied once handled", Keep.TRANSIENT)
    received_at: datetime = instant("when", Keep.TRANSIENT)
    handled_at: datetime | None = instant("when its turn was over", Keep.TRANSIENT, default=None, index=True)
    set_aside_at: datetime | None = instant("could not be handled", Keep.TRANSIENT, default=None, index=True)
    error: str | None = column("kind of error, without content", Keep.TRANSIENT, default=None)


class FlowVersionRow(Row, table=True):
    """A flow as it was when a session began on it: its source and its catalogues."""

    name: str = column("which flow", Keep.SYSTEM, primary_key=True)
    version: str = column("hash of source and catalogues", Keep.SYSTEM, primary_key=True)
    source: str = column("the flow as its coach wrote it", Keep.SYSTEM)
    catalogues: str = column("the translations as JSON", Keep.SYSTEM)
    stored_at: datetime = instant("when it first went live", Keep.SYSTEM)
    retired_at: datetime | None = instant("sessions on it end kindly", Keep.SYSTEM, default=None)
    live_from: str | None = column("the shelf from which it is live now", Keep.SYSTEM, default=None)


class SessionRow(Row, table=True):
    """One person in one flow, as the engine's sealed JSON."""

    __table_args__ = (Index("session_of_person", "person_id", "status"),)

    id: int | None = _key()
    person_id: int = column("who", Keep.TEXT, foreign_key="person.id")
    flow: str = column("which flow it began in", Keep.TEXT)
    version: str = column("which version", Keep.TEXT)
    status: str = column("waiting, parked or over; how it ended is sealed", Keep.TEXT)
    stamp: int = column("another by chance after each sprint: what bears an old one does nothing", Keep.TEXT)
    sealed: bytes = column("the session, sealed", Keep.TEXT)
    nudge_id: int | None = column("which nudge began it", Keep.TEXT, default=None, index=True)
    message_sealed: bytes | None = column(
        "which question was shown, and in which message, sealed", Keep.TEXT, default=None
    )
    trial: bool = column("a coach tries it out: nothing of it is kept", Keep.TEXT, default=False)
    joining_id: int | None = column("which nudge comes after the current step", Keep.TEXT, default=None)
    begun_at: datetime = instant("when; once it is over, its last hour", Keep.TEXT)
    touched_at: datetime = instant("when it last moved; once it is over, the hour", Keep.TEXT)


class KeyboardRow(Row, table=True):
    """The bot's own buttons that somebody sees: what stands on one may also be typed."""

    person_id: int = column("who sees them", Keep.TRANSIENT, primary_key=True, foreign_key="person.id")
    sealed: bytes = column("the buttons of the few newest messages, sealed", Keep.TRANSIENT)
    shown_on: date = column("the day on which the newest arrived", Keep.TRANSIENT, index=True)


class WakeupRow(Row, table=True):
    """A moment at which a waiting session must be looked at again."""

    id: int | None = _key()
    session_id: int = column("whose", Keep.TRANSIENT, foreign_key="session.id", index=True)
    stamp: int = column("does nothing if the session has moved on", Keep.TRANSIENT)
    kind: str = column("remind or timeout", Keep.TRANSIENT)
    due_at: datetime = instant("when", Keep.TRANSIENT, index=True)


class CallRow(Row, table=True):
    """What a session asks of another program; gone once the answer is there."""

    id: int | None = _key()
    person_id: int = column("whose conversation waits for it", Keep.TRANSIENT, foreign_key="person.id", index=True)
    session_id: int = column("which session", Keep.TRANSIENT, foreign_key="session.id", ondelete="CASCADE", index=True)
    stamp: int = column("does nothing if the session has moved on", Keep.TRANSIENT)
    address: str = column("which of the configured addresses", Keep.TRANSIENT)
    sealed: bytes = column("what is sent, sealed", Keep.TRANSIENT)
    asked_at: datetime = instant("when", Keep.TRANSIENT)
    left_at: datetime | None = instant("when it was sent on its way", Keep.TRANSIENT, default=None)


class ScheduleRow(Row, table=True):
    """A recurrence for one person; only its next occurrence is looked at."""

    __table_args__ = (
        UniqueConstraint("person_id", "kind", "subject_id"),
        Index("schedule_next", "active", "next_at"),
        Index("schedule_of_person", "person_id", "active", "next_at"),
    )

    id: int | None = _key()
    person_id: int = column("for whom", Keep.PARTICIPATION, foreign_key="person.id")
    kind: str = column("which kind of nudge it plans", Keep.PARTICIPATION)
    subject_id: str = column(
        "which of that kind, a promise or a step of the programme; empty: there is but one", Keep.PARTICIPATION
    )
    flow: str | None = column("which flow it begins; none: it is a message", Keep.PARTICIPATION, default=None)
    occasion: str = column("why the bot speaks first, for the dose", Keep.PARTICIPATION)
    recurrence: str = column("the recurrence as JSON", Keep.PARTICIPATION)
    active: bool = column("whether it runs", Keep.PARTICIPATION)
    next_at: datetime = instant("its next occurrence not yet planned", Keep.PARTICIPATION)


class NudgeRow(Row, table=True):
    """One occurrence for one person, with a life of its own."""

    __table_args__ = (
        UniqueConstraint("schedule_id", "person_id", "occurs_at"),
        Index("nudge_due", "state", "due_at"),
        Index("nudge_expire", "state", "expires_at"),
        Index("nudge_of_person", "person_id", "occurs_at"),
        Index("nudge_to_come", "person_id", "state", "due_at"),
    )

    id: int | None = _key()
    schedule_id: int = column("which rhythm", Keep.SCORE, foreign_key="schedule.id")
    person_id: int = column("for whom", Keep.SCORE, foreign_key="person.id")
    kind: str = column("which kind of nudge", Keep.SCORE)
    subject_id: str = column("which of that kind, as its rhythm says", Keep.SCORE)
    flow: str | None = column("which flow it begins; none: it is a message", Keep.SCORE, default=None)
    occasion: str = column("why the bot speaks first, for the dose", Keep.SCORE)
    recurrence: str | None = column("the rhythm as it was when this was planned", Keep.SCORE, default=None)
    occurs_at: datetime = instant("when the rhythm says", Keep.SCORE)
    due_at: datetime = instant("when it may go", Keep.SCORE)
    again_at: datetime | None = instant("waits for a conversation; not looked at before", Keep.SCORE, default=None)
    state: str = column("where it is in its life", Keep.SCORE)
    reason: str | None = column("why it was skipped or failed", Keep.SCORE, default=None)
    outcome_sealed: bytes | None = column("postponed, declined … in one word, sealed", Keep.SCORE, default=None)
    sent_at: datetime | None = instant("when it reached Telegram", Keep.SCORE, default=None)
    reminded_at: datetime | None = instant("when it was reminded", Keep.SCORE, default=None)
    expires_at: datetime | None = instant("a later answer is late", Keep.SCORE, default=None)
    settled_at: datetime | None = instant("when its life ended, to the hour", Keep.SCORE, default=None)


class LeafRow(Row, table=True):
    """What one session left behind: answers, plans and draws as one sealed record, of the same size for everybody.

    Every session has one, whether anything was answered or not: how many there are tells nothing.
    """

    __table_args__ = (Index("leaf_of_person", "person_id", "last_on"),)

    id: int | None = _key()
    person_id: int = column("whose", Keep.SCORE, foreign_key="person.id")
    session_id: int | None = column("of which session, while that is kept", Keep.SCORE, default=None, index=True)
    nudge_id: int | None = column("after which nudge", Keep.SCORE, default=None)
    first_on: date = column("the day on which the session began", Keep.SCORE)
    last_on: date = column("the day on which it last moved", Keep.SCORE, index=True)
    sealed: bytes = column("what was answered, planned and drawn, sealed", Keep.SCORE)
    words_gone: bool = column("what was written had its time and is destroyed", Keep.SCORE, default=False)


class ActRow(Row, table=True):
    """An act of steering that a lead logged, or a promise; the lead's own."""

    id: int | None = _key()
    person_id: int = column("which lead", Keep.SCORE, foreign_key="person.id", index=True)
    session_id: int | None = column("where it was logged, for a correction", Keep.SCORE, default=None)
    acted_at: datetime = instant("when; of a promise, when it was last given a day", Keep.SCORE)
    sealed: bytes = column("what it was, its words and what became of it, sealed", Keep.SCORE)
    words_gone: bool = column("the words of a promise had their time and are destroyed", Keep.SCORE, default=False)


class SharedItemRow(Row, table=True):
    """Something that its author shows to the lead or the coach of a team, by their own action."""

    __table_args__ = (Index("shareditem_due", "settled_at", "due_at"),)

    id: int | None = _key()
    person_id: int = column("whose", Keep.TEXT, foreign_key="person.id", index=True)
    team_id: int = column("of which team the reader is", Keep.TEXT, foreign_key="team.id", index=True)
    audience: str = column("lead or coach", Keep.TEXT)
    session_id: int | None = column("where it was shared, for taking back", Keep.TEXT, default=None)
    text_sealed: bytes = column("what is shared and at which node, sealed", Keep.TEXT)
    name_sealed: bytes | None = column("what the author wants to be called, sealed; none: unnamed", Keep.TEXT)
    shared_at: datetime = instant("when; nobody else sees it", Keep.TEXT)
    due_at: datetime = instant("not shown before", Keep.TEXT)
    settled_at: datetime | None = instant("when everybody whom it is for had it", Keep.TEXT, default=None)


class SharedViewRow(Row, table=True):
    """Somebody was shown a shared item: from then on it cannot be taken back."""

    item_id: int = column("which item", Keep.TEXT, primary_key=True, foreign_key="shareditem.id", ondelete="CASCADE")
    person_id: int = column("who saw it", Keep.TEXT, primary_key=True, foreign_key="person.id", index=True)
    seen_at: datetime = instant("when", Keep.TEXT)


class HandoverRow(Row, table=True):
    """A shared item in the hands of one reader, who may answer it once and promise something once.

    It is the reader's own row and says nothing of the author. It stays when the item goes: nobody may see by a button
    that somebody left.
    """

    id: int | None = _key()
    person_id: int = column("who was shown it", Keep.TEXT, foreign_key="person.id", index=True)
    item_id: int | None = column(
        "which item; none: it is gone", Keep.TEXT, default=None, foreign_key="shareditem.id", ondelete="SET NULL",
        index=True,
    )  # fmt: skip
    team_id: int = column("of which team", Keep.TEXT, foreign_key="team.id", index=True)
    audience: str = column("as what: lead or coach", Keep.TEXT)
    is_named: bool = column("whether a name stood with it", Keep.TEXT)
    handed_at: datetime = instant("when it was shown", Keep.TEXT)
    answered_at: datetime | None = instant("when its reader answered it", Keep.TEXT, default=None)
    promised_at: datetime | None = instant("when its reader promised something on it", Keep.TEXT, default=None)


class BuddyCodeRow(Row, table=True):
    """A code by which somebody wants to find a buddy: they hand it to one colleague, and it opens a pair once."""

    person_id: int = column("who made it", Keep.TRANSIENT, primary_key=True, foreign_key="person.id")
    code_hash: str = column("recognises the code", Keep.TRANSIENT, unique=True)
    expires_at: datetime = instant("useless after", Keep.TRANSIENT)


class BuddyRow(Row, table=True):
    """One half of a pair of buddies, who ask each other something now and then; each of the two has one."""

    person_id: int = column("whose half", Keep.PARTICIPATION, primary_key=True, foreign_key="person.id")
    buddy_id: int = column("who the other is", Keep.PARTICIPATION, foreign_key="person.id", unique=True)
    since: datetime = instant("from when", Keep.PARTICIPATION)
    question: int | None = column(
        "stands for what the other asked last, by chance; none: nothing, or it was answered", Keep.PARTICIPATION,
        default=None, sa_type=BigInteger,
    )  # fmt: skip


class DigestRow(Row, table=True):
    """How often a lead wants the message at the beginning of their week; without a row, every week."""

    person_id: int = column("which lead", Keep.PARTICIPATION, primary_key=True, foreign_key="person.id")
    every_weeks: int = column("1, 2, or 0 for never", Keep.PARTICIPATION)
    rests_until: date | None = column("none before that day", Keep.PARTICIPATION, default=None)


class DecisionRow(Row, table=True):
    """A decision by chance about what the bot sends, written before it is sent, never changed, chained by keyed hash.

    What flows draw stands in the leaf of its session: how many draws there are would tell which way somebody went.
    """

    id: int | None = _key()
    pseudonym: str | None = column("for whom; none: forgotten with them", Keep.SCORE, index=True)
    subject: str = column("what was decided: cue, wording", Keep.SCORE)
    decided_at: datetime = instant("when", Keep.SCORE)
    sealed: bytes = column("what the rule saw, every probability and what came out, sealed", Keep.SCORE)
    digest: str = column("keyed hash of the decision", Keep.SCORE)
    hash: str = column("keyed hash of the digest and the hash before", Keep.SCORE)
    forgotten: str | None = column("proof that the program itself emptied it", Keep.SCORE, default=None)


class DecisionOutcomeRow(Row, table=True):
    """What came of a decision; written once, later, so that the decision itself never changes; a chain of its own."""

    id: int | None = _key()
    decision_id: int = column("of which decision", Keep.SCORE, foreign_key="decision.id", unique=True)
    pseudonym: str | None = column("for whom; none: forgotten with them", Keep.SCORE, index=True)
    settled_at: datetime = instant("when it was known", Keep.SCORE)
    sealed: bytes = column("whether it was sent, and the outcome or why there is none, sealed", Keep.SCORE)
    digest: str = column("keyed hash of the outcome", Keep.SCORE)
    hash: str = column("keyed hash of the digest and the hash before", Keep.SCORE)
    forgotten: str | None = column("proof that the program itself emptied it", Keep.SCORE, default=None)


class OutboxRow(Row, table=True):
    """What must still be sent, or was sent uncertainly, or could not be sent."""

    __table_args__ = (
        Index("outbox_next", "state", "priority", "id"),
        Index("outbox_of_person", "person_id", "id"),
    )

    id: int | None = _key()
    person_id: int = column("to whom", Keep.TRANSIENT, foreign_key="person.id")
    kind: str = column("message, edit, picture …", Keep.TRANSIENT)
    priority: int = column("replies go before nudges", Keep.TRANSIENT)
    state: str = column("queued, sending, uncertain or failed", Keep.TRANSIENT)
    sealed: bytes = column("what to send, sealed", Keep.TRANSIENT)
    not_before: datetime | None = instant("later, said Telegram", Keep.TRANSIENT, default=None)
    attempts: int = column("how often it was tried", Keep.TRANSIENT)
    doubts: int = column("how often nobody knew whether it arrived", Keep.TRANSIENT)
    session_id: int | None = column("whose question it shows", Keep.TRANSIENT, default=None)
    nudge_id: int | None = column("which nudge it carries", Keep.TRANSIENT, default=None)
    created_at: datetime = instant("when", Keep.TRANSIENT)
    settled_at: datetime | None = instant("when it was given up", Keep.TRANSIENT, default=None, index=True)
    error: str | None = column("kind of error, without content", Keep.TRANSIENT, default=None)


class WindowRow(Row, table=True):
    """A fixed period over which one team's results are published once."""

    __table_args__ = (
        UniqueConstraint("team_id", "kind", "opens_on"),
        Index("window_due", "published_at", "publish_at"),
        Index("window_of_block", "kind", "opens_on"),
    )

    id: int | None = _key()
    team_id: int = column("which team", Keep.PUBLISHED, foreign_key="team.id")
    kind: str = column("content or participation", Keep.PUBLISHED)
    opens_on: date = column("first day", Keep.PUBLISHED)
    closes_on: date = column("first day after", Keep.PUBLISHED)
    publish_at: datetime = instant("when it is published, late by a fixed delay", Keep.PUBLISHED)
    thresholds: str = column("frozen at opening, as JSON", Keep.PUBLISHED)
    published_at: datetime | None = instant("when it was", Keep.PUBLISHED, default=None)


class WindowMemberRow(Row, table=True):
    """The cohort as it was frozen when the window opened."""

    window_id: int = column("which window", Keep.SCORE, primary_key=True, foreign_key="window.id")
    person_id: int = column("who", Keep.SCORE, primary_key=True, foreign_key="person.id", index=True)


class PublishedCellRow(Row, table=True):
    """One published figure: append-only, each row tied to the one before by a keyed hash."""

    __tablename__ = "published_cell"
    __table_args__ = (UniqueConstraint("window_id", "item"),)

    id: int | None = _key()
    window_id: int = column("which window", Keep.PUBLISHED, foreign_key="window.id")
    team_id: int = column("which team", Keep.PUBLISHED, index=True)
    item: str = column("what was asked", Keep.PUBLISHED)
    cell: str = column("what is shown, as JSON", Keep.PUBLISHED)
    digest: str = column("keyed hash of this cell", Keep.PUBLISHED)
    hash: str = column("keyed hash of the digest and the hash before", Keep.PUBLISHED)


class CountedRow(Row, table=True):
    """What a team counted of its own work in one month; a figure about work, with nobody in it."""

    __table_args__ = (UniqueConstraint("team_id", "measure", "month"),)

    id: int | None = _key()
    team_id: int = column("which team", Keep.PUBLISHED, foreign_key="team.id")
    measure: str = column("what was counted", Keep.PUBLISHED)
    month: date = column("first day of the month", Keep.PUBLISHED)
    value: float = column("how many, or how many days", Keep.PUBLISHED)


class AuditRow(Row, table=True):
    """Who looked at, changed or exported data about people, chained by keyed hash."""

    id: int | None = _key()
    at: datetime = instant("when", Keep.AUDIT)
    actor: str = column("audit key, or operator, or bot; erased: it is forgotten", Keep.AUDIT)
    event: str = column("what happened", Keep.AUDIT)
    subject: str = column("about whom or what, by key", Keep.AUDIT)
    result: str = column("done or refused", Keep.AUDIT)
    origin: str = column("chat, web or shell", Keep.AUDIT)
    digest: str = column("keyed hash of this line", Keep.AUDIT)
    hash: str = column("keyed hash of the digest and the hash before", Keep.AUDIT)
    forgotten: str | None = column("proof that the program itself took a name out", Keep.AUDIT, default=None)


class SignInRow(Row, table=True):
    """A link to the page, asked for in the chat: single use, five minutes."""

    id: int | None = _key()
    token_hash: str = column("recognises the link", Keep.TRANSIENT, unique=True)
    person_id: int = column("for whom", Keep.TRANSIENT, foreign_key="person.id", index=True)
    expires_at: datetime = instant("useless after", Keep.TRANSIENT)
    used_at: datetime | None = instant("when it was used", Keep.TRANSIENT, default=None)


class OperatorPassRow(Row, table=True):
    """A link to the operator's page, made on the machine itself, and the browser that came in by it; no person."""

    __tablename__ = "operator_pass"

    id: int | None = _key()
    token_hash: str = column("recognises the link or the cookie", Keep.TRANSIENT, unique=True)
    kind: str = column("link or browser", Keep.TRANSIENT)
    expires_at: datetime = instant("useless after", Keep.TRANSIENT)
    used_at: datetime | None = instant("when the link was used", Keep.TRANSIENT, default=None)


class WebSessionRow(Row, table=True):
    """A browser that signed in by a link."""

    id: int | None = _key()
    token_hash: str = column("recognises the cookie", Keep.TRANSIENT, unique=True)
    person_id: int = column("who", Keep.TRANSIENT, foreign_key="person.id", index=True)
    expires_at: datetime = instant("ends by itself", Keep.TRANSIENT)


def table(row: type[SQLModel]) -> Table:
    """Find the Core table behind a row class, for prepared statements."""
    core_table: Table = row.__table__  # type: ignore[attr-defined]  # SQLModel adds it
    return core_table
