"""Nine people over twelve weeks: what was said is what their transcript holds, and what must hold for each does.

`python -m tests.personas` writes the transcripts anew.
"""

from collections import Counter
from pathlib import Path

import pytest
from sqlmodel import SQLModel

from bot.dialogue import anger, distress
from store import dossier, lines, sessions, steering
from store.database import Transaction
from tests.personas import persona
from tests.personas.__main__ import TRANSCRIPTS
from tests.personas.persona import ZONE
from tests.personas.playing import PlayedWeeks, played

OFFER = "Dit komt nu niet gelegen. Wat wil je?"


def same_as_kept(play: PlayedWeeks) -> None:
    """Compare what was said with the transcript."""
    assert (TRANSCRIPTS / f"{play.persona.name}.nl.txt").read_text() == play.transcript()


def holds(play: PlayedWeeks, words: str) -> bool:
    """Whether these words are in any row, opened or sealed, or in what is shown of the person."""
    return words in play.runtime.database.call(_everything, play.person)


def _everything(db: Transaction, person: int) -> str:
    raw = [str(row) for table in SQLModel.metadata.sorted_tables for row in db.execute(table.select())]
    opened = [str(stored.body) for stored in sessions.recent(db, person, 1000)]
    return "\n".join([*raw, *opened, str(dossier.everything(db, person))])


def after(play: PlayedWeeks, text: str) -> list[str]:
    """What the bot said first each time after the person had said this."""
    return [answer.text for said, answer in play.replies() if said.text == text]


@pytest.mark.parametrize("name", ["enthusiastic", "tired", "sceptical"])
def test_what_was_said_is_what_is_kept(name: str, tmp_path: Path) -> None:
    """Somebody's twelve weeks are those of their transcript, word for word."""
    with played(persona.read(name), tmp_path) as play:
        same_as_kept(play)


def test_anger_is_offered_a_way_out_each_time_and_leaves_nothing(tmp_path: Path) -> None:
    """Each angry word meets the offer with a way to stop, and is in no row twelve weeks later."""
    with played(persona.read("angry"), tmp_path) as play:
        angry = [(said, answer) for said, answer in play.replies() if not said.pressed and anger.is_in(said.text)]
        assert len(angry) >= 5
        assert {OFFER} == {answer.text for _, answer in angry}
        assert all({"Deze week niet", "Vier weken niet", "Stoppen"} <= set(answer.buttons) for _, answer in angry)
        assert [] == [said.text for said, _ in angry if holds(play, said.text)]
        assert holds(play, "bel ik eerst")  # what is kept is looked at where it is
        same_as_kept(play)


def test_terse_weeks_are_short(tmp_path: Path) -> None:
    """From the second week on no week asks for more than the reflection's ten taps and one for what is declined."""
    with played(persona.read("terse"), tmp_path) as play:
        acts = Counter(line.at.isocalendar().week for line in play.lines if not line.bot)
        weeks = {week: taps for week, taps in acts.items() if week > play.lines[0].at.isocalendar().week}
        assert len(weeks) >= 6
        assert max(weeks.values()) <= 11
        same_as_kept(play)


def test_distress_meets_people_first_and_silence_after(tmp_path: Path) -> None:
    """In the fifth week the exit comes at once, nothing else begins that day, and the words are in no row."""
    with played(persona.read("distress"), tmp_path) as play:
        said, answer = next((said, answer) for said, answer in play.replies() if distress.is_in(said.text))
        assert answer.text.startswith("Dat klinkt zwaar.")
        assert "113" in answer.text
        day = said.at.astimezone(ZONE).date()
        later = [line for line in play.lines if line.at > answer.at and line.at.astimezone(ZONE).date() == day]
        assert ["De vragen staan stil."] == [line.text[:21] for line in later if line.bot]
        assert not holds(play, said.text)
        same_as_kept(play)


def test_silence_does_not_close_a_line(tmp_path: Path) -> None:
    """Who chose a question and never came back still has that question open after eleven weeks."""
    with played(persona.read("absent_lead"), tmp_path) as play:
        (line,) = play.runtime.database.call(lines.lines, play.person)
        assert "chosen" == line.standing.state.value
        same_as_kept(play)


def test_a_threat_is_in_no_row(tmp_path: Path) -> None:
    """What was threatened is neither a question, a promise nor a trace; it meets the sentence about threats."""
    with played(persona.read("threatening_lead"), tmp_path) as play:
        threats = [
            line.text for line in play.lines if not line.bot and ("straat" in line.text or "biezen" in line.text)
        ]
        assert len(threats) >= 2
        assert "Dreigen helpt maar even." in after(play, threats[0])[0]
        assert [] == [words for words in threats if holds(play, words)]
        assert [] == [words for words in ("vliegt eruit", "biezen", "op straat,") if holds(play, words)]
        same_as_kept(play)


def test_a_good_lead_closes_lines_and_promises(tmp_path: Path) -> None:
    """Lines that were chosen are closed, and promises are kept, in the weeks in which they were made."""
    with played(persona.read("good_lead"), tmp_path) as play:
        states = Counter(line.standing.state.value for line in play.runtime.database.call(lines.lines, play.person))
        assert states["closed"] >= 3
        promises = play.runtime.database.call(steering.open_promises, play.person)
        assert len(promises) <= 1
        same_as_kept(play)


def test_everybody_has_a_transcript() -> None:
    """No script is without what was said, and no transcript without a script."""
    assert {path.name.removesuffix(".nl.txt") for path in TRANSCRIPTS.glob("*.txt")} == set(persona.names())
