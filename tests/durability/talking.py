"""People who talk and press what is asked, and a count of what became of every press."""

import random
from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from flows import session as engine_session
from sandbox.chats import Chat
from sandbox.people import PhoneOwner, Press
from sandbox.telegram import Telegram
from store import answers, references, sessions, tables, tally
from store.database import Database, Transaction

PATIENCE = 30.0  # longer than a new process takes to speak on a busy machine: after it people ask again
SILENCE = 8.0  # without a closing: after it a dialogue is over
_TRIES = 3
CLOSINGS = (
    *(
        "Met dit doel ga je verder",
        "Het doel blijft zoals",
        "Dit doel gaat mee",
        "Dit doel houd je",
        "niets aan je doel",
    ),
    *("Hetzelfde doel staat klaar", "Je doel staat er nog", "maak je het moeilijker", "kies je een ander doel"),
    *("Een doel kiezen kan altijd", "Dat was het", "/reflectie."),
)


class Questions:
    """Which messages showed which question: a question that two of them showed was asked twice."""

    def __init__(self, telegram: Telegram) -> None:
        self._shown: dict[str, set[int]] = defaultdict(set)
        telegram.listeners.append(self._hear)

    def asked_twice(self) -> int:
        """How many messages showed a question that another message showed before."""
        return sum(len(messages) - 1 for messages in self._shown.values())

    def shown(self) -> Set[str]:
        """Every question that was shown, as session:visit."""
        return self._shown.keys()

    def _hear(self, _: Chat | None, kind: str, content: Any) -> None:
        if kind == "message":
            for row in content.get("reply_markup", {}).get("inline_keyboard", []):
                for button in row:
                    session, _, rest = button.get("callback_data", "!").partition(":")
                    if session and not session.startswith("!"):
                        self._shown[f"{session}:{rest.partition(':')[0]}"].add(content["message_id"])


@dataclass(slots=True)
class Talker:
    """Somebody who begins a reflection whenever nothing is open, and presses what is asked; keeps what they pressed."""

    phone: PhoneOwner
    chance: random.Random
    pressed: list[tuple[str, str, str]] = field(default_factory=list)  # session, visit, choice
    dialogues: int = 0
    asked_again: int = 0
    silence: float = SILENCE
    welcome: set[str] = field(default_factory=set)  # the sessions of what comes before the first reflection
    old: set[int] = field(default_factory=set)  # messages whose buttons lead nowhere any more

    async def joins(self, code: str) -> None:
        """Through the welcome, to its end."""
        await self._says(f"/start {code}")
        await self._until_done({"nl", "je", "-done", "middag", "-skip"})
        self.welcome = {session for session, _, _ in self.pressed}

    async def talks(self) -> None:
        """One reflection, to its end; begun again where the command was lost, and only the welcome was heard to end."""
        for _ in range(_TRIES):
            before = len(self.pressed)
            await self._says("/reflectie")
            await self._until_done(set())
            if {session for session, _, _ in self.pressed[before:]} - self.welcome:
                break
        else:
            return
        self.dialogues += self._closed()  # one that fell silent meanwhile is taken up again by the next command

    async def _until_done(self, prefers: set[str]) -> None:
        while await self.phone.chat.when(lambda: bool(self._options()) or self._closed(), self.silence):
            options = self._options()
            if not options:
                return
            wanted = sorted(prefers & options.keys()) or sorted(key for key in options if key in ("-right", "-done"))
            key = wanted[0] if wanted and self._may(wanted[0]) else self._real(options)
            message, data = options[key]
            before = len(self.phone.transcript())
            press = self.phone.presses_data(message, data, key)
            if await self._changes(before, press) and press.toast:
                self.old.add(message)  # a copy of a question that was answered elsewhere: the bot said so
                continue
            session, visit, choice = data.split(":", 2)
            self.pressed.append((session, visit, choice))
            if not self._spoke(before):
                self.asked_again += 1
                await self._says("/start")

    def _may(self, key: str) -> bool:
        """Done with several, once something is marked."""
        marked = any("✓" in label for shown in self.phone.screen()[-1:] for label in shown.buttons)
        return key != "-done" or marked

    def _real(self, options: Mapping[str, tuple[int, str]]) -> str:
        # Not that there was no moment this week: of a reflection without one nothing is kept.
        real = sorted(key for key in options if key != "geen" and not key.startswith("-")) or sorted(options)
        return self.chance.choice(real)

    def _options(self) -> dict[str, tuple[int, str]]:
        """The buttons of the newest message that has any: key → (message, data)."""
        for number, message in sorted(self.phone.chat.messages.items(), reverse=True):
            rows = message.get("reply_markup", {}).get("inline_keyboard", [])
            if rows and number not in self.old:
                datas = [button["callback_data"] for row in rows for button in row]
                flows = [data for data in datas if not data.startswith("!")]
                return {data.split(":", 2)[2]: (number, data) for data in flows}
        return {}

    def _closed(self) -> bool:
        """Whether the last words of the bot end a dialogue."""
        said = [shown.text for shown in self.phone.screen() if shown.by_bot]
        return bool(said) and any(closing in said[-1] for closing in CLOSINGS)

    async def _says(self, text: str) -> None:
        """Say it, and once more if nothing comes of it, as people do."""
        before = len(self.phone.transcript())
        await self.phone.says(text)
        if not await self._changes(before):
            self.asked_again += 1
            await self.phone.says(text)
            assert await self._changes(before), f"the bot fell silent\n{self.phone.screen_text()}"

    async def _changes(self, before: int, press: Press | None = None) -> bool:
        """Whether the bot says or edits something since, or says of the press that it leads nowhere."""
        return await self.phone.chat.when(
            lambda: self._spoke(before) or (press is not None and bool(press.toast)), PATIENCE
        )

    def _spoke(self, before: int) -> bool:
        return any(line.who == "bot" and line.act != "toasts" for line in self.phone.transcript()[before:])


def count(database: Database, talkers: Sequence[Talker], questions: Questions, label: str) -> str:
    """Hold what is stored against what was pressed; the figures, in a sentence."""
    stored, reflections, doubts = database.call(_stored), database.call(_reflections), database.call(tally.counts)
    pressed: dict[tuple[str, str], str] = {}
    for session, visit, choice in (press for talker in talkers for press in talker.pressed):
        pressed.setdefault((session, visit), choice)  # of two presses on one question the first one counts
    for place, values in stored.items():
        assert 1 == len(values), f"{label}: {place} was stored {len(values)} times"
        if isinstance(values[0], str) and place in pressed:
            assert values[0] == pressed[place], f"{label}: {place} was misfiled"
    ended = sum(talker.dialogues for talker in talkers)
    assert len(reflections) >= ended, f"{label}: {ended} dialogues ended, {len(reflections)} reflections are kept"
    unanswered = {session for session, over in reflections.items() if over} - {session for session, _ in stored}
    assert not unanswered, f"{label}: of {len(unanswered)} reflections that came to their end no answer is kept"
    twice, again = questions.asked_twice(), doubts.get("sent again in doubt", 0)
    assert twice <= again, f"{label}: {twice} questions came twice, {again} sendings were in doubt"
    unseen, left = database.call(_open_questions) - questions.shown(), doubts.get("left in doubt", 0)
    assert len(unseen) <= left, f"{label}: {len(unseen)} open questions never came, {left} sendings were left in doubt"
    assert all(talker.dialogues for talker in talkers), label
    return (
        f"{label}: {ended} dialogues, {len(pressed)} presses, {len(stored)} answers, "
        f"{twice} questions came twice of {again} in doubt, {len(unseen)} never of {left} left in doubt"
    )


def _stored(db: Transaction) -> dict[tuple[str, str], list[object]]:
    values: dict[tuple[str, str], list[object]] = defaultdict(list)
    everybody = db.execute(select(tables.table(tables.PersonRow).c.id)).scalars().all()
    for person in everybody:
        for past in answers.every(db, person):
            if past.corrected_at is None and past.session_id is not None:
                values[_session(db, person, past.session_id), str(past.visit)].append(past.value)
    return values


def _session(db: Transaction, person: int, session: int) -> str:
    """What a session is called in this person's buttons."""
    return references.refer(db, references.ReferenceKind.SESSION, person, session)


def _reflections(db: Transaction) -> dict[str, bool]:
    """Every reflection that began, and whether it came to its end."""
    session = tables.table(tables.SessionRow)
    numbers = db.execute(select(session.c.id).where(session.c.flow == "weekreflectie")).scalars().all()
    began = [reflection for number in numbers if (reflection := sessions.by_id(db, number)) is not None]
    return {
        _session(db, reflection.person_id, reflection.id): reflection.status == engine_session.SessionStatus.COMPLETED
        for reflection in began
    }


def _open_questions(db: Transaction) -> set[str]:
    """Where each session waits for an answer, as session:visit."""
    session = tables.table(tables.SessionRow)
    waiting = db.execute(select(session.c.id).where(session.c.status == sessions.WAITING)).scalars().all()
    questions = set()
    for number in waiting:
        stored = sessions.by_id(db, number)
        wait = engine_session.from_json(stored.body).wait if stored is not None else None
        if stored is not None and wait is not None and wait.answer:
            questions.add(f"{_session(db, stored.person_id, number)}:{wait.visit}")
    return questions
