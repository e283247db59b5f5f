"""What coaches use in the terminal: the check and the talk."""

from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from bot.cli import flows_check, flows_talk, flows_world
from flows import vocabulary
from tests.flows import stage

DAY = date(2026, 11, 26)
ASKING = (
    "a:\n  ask: Waar was het?\n  choice: {balie: Balie, brief: Brief}\n"
    "  unanswered: {after: reminder, remind: Nog even.}\nb:\n  pause: {until: tomorrow}\nc:\n  end: Klaar."
)


@pytest.fixture
def page() -> Console:
    """A wide console that can be read back."""
    return Console(file=StringIO(), width=200, highlight=False)


def printed(page: Console) -> str:
    assert isinstance(page.file, StringIO)
    return page.file.getvalue()


def put(folder: Path, nodes: str, name: str = "proef", head: str = "") -> Path:
    path = folder / f"{name}.yaml"
    path.write_text(stage.source(nodes, head, name))
    return path


def test_a_clean_file_passes(tmp_path: Path, page: Console) -> None:
    """One line, and code 0."""
    assert 0 == flows_check.check([put(tmp_path, "a:\n  end: Dag.")], today=DAY, console=page)
    assert "✓ proef" in printed(page)


def test_an_error_fails_and_is_printed_with_file_and_line(tmp_path: Path, page: Console) -> None:
    """So that an editor can jump there."""
    path = put(tmp_path, "a:\n  say: Hoi.\n  next: weg")
    assert 1 == flows_check.check([tmp_path], today=DAY, console=page)
    assert f"{path}:9 KV002 there is no node 'weg' — " in printed(page)


def test_what_is_found_can_be_told_in_dutch(tmp_path: Path, page: Console) -> None:
    """Reason, remedy and the sum."""
    path = put(tmp_path, "a:\n  say: Hoi.\n  next: weg")
    assert 1 == flows_check.check([path], today=DAY, language="nl", console=page)
    assert f"{path}:9 KV002 er is geen stap 'weg' — Kies uit: a, end." in printed(page)
    assert "Te verbeteren voor het live gaat: 2." in printed(page)


def test_advice_is_printed_and_passes(tmp_path: Path, page: Console) -> None:
    """It is for the writer to weigh."""
    assert 0 == flows_check.check([put(tmp_path, "a:\n  end: Hoi! Leuk!")], today=DAY, console=page)
    assert "KV043" in printed(page)


def test_files_that_cannot_be_read_are_findings(tmp_path: Path, page: Console) -> None:
    """Not YAML, not UTF-8, not there: never a traceback."""
    (tmp_path / "een.yaml").write_text("flow: [")
    (tmp_path / "twee.yaml").write_bytes(b"\xff\xfe")
    assert 1 == flows_check.check([tmp_path, tmp_path / "drie.yaml"], today=DAY, console=page)
    assert 3 == printed(page).count("KV001")


def test_an_empty_folder_is_told(tmp_path: Path, page: Console) -> None:
    """Nothing checked is not everything well."""
    assert 1 == flows_check.check([tmp_path], today=DAY, console=page)
    assert "no flow there" in printed(page)


def test_a_file_is_checked_together_with_its_neighbours_and_the_library(tmp_path: Path, page: Console) -> None:
    """Entering a flow beside it, or one of ours, is no mistake."""
    put(tmp_path, "a:\n  end:", "naast")
    outer = put(tmp_path, "a:\n  enter: naast\nb:\n  enter: als-dan\nc:\n  end:")
    flows_check.check([outer], today=DAY, console=page)
    assert "KV007" not in printed(page)


def talked(folder: Path, page: Console, *said: str, nodes: str = ASKING) -> str:
    lines = iter(said)
    path = put(folder, nodes)
    assert 0 == flows_talk.talk(str(path), read=lambda: next(lines), console=page, now=stage.NOW)
    return printed(page)


def test_a_flow_is_played_with_numbers_and_words(tmp_path: Path, page: Console) -> None:
    """As in the chat: a number is a button, anything else is typed."""
    output = talked(tmp_path, page, "2", "Terug.", "balie", "/later")
    assert "Waar was het?" in output
    assert "[2] Brief" in output
    assert "saves a = 'brief' (only the person)" in output
    assert "corrects a = 'balie'" in output
    assert "Klaar." in output


def test_later_jumps_to_the_next_moment(tmp_path: Path, page: Console) -> None:
    """The reminder, then giving up; what a person would wait days for."""
    output = talked(tmp_path, page, "/later", "/later")
    assert "Nog even." in output
    assert "expired" in output
    assert "2026-11-27" in output


def test_where_nothing_is_timed_later_says_so(tmp_path: Path, page: Console) -> None:
    """And an unknown command gets the help."""
    output = talked(tmp_path, page, "/later", "/dans", "/stop", nodes="a:\n  ask: Ja?\n  yesno: true\nb:\n  end:")
    assert "no next moment" in output
    assert 2 == output.count(flows_talk.HELP)
    assert "stopped" in output


def test_what_happens_beside_the_words_is_told_in_words(tmp_path: Path, page: Console) -> None:
    """Saved for whom, logged, drawn, ended: no coach reads a program's own names."""
    nodes = """
        a:
          ask: Wat beloof je?
          text: true
          save: {as: belofte, seen_by: self}
        b:
          act: promise
          fields: {text: "{{ belofte }}"}
        c:
          remember: {tone: u}
        d:
          shuffle: {x: 1, y: 3}
          next: e
        e:
          ask: Nog iets?
          yesno: true
        f:
          end: Dank.
          outcome: declined
    """
    output = talked(tmp_path, page, "Bellen", "overslaan", nodes=nodes)
    assert "saves belofte = 'Bellen' (only the person)" in output
    assert "logs a promise: text 'Bellen'" in output
    assert "remembers tone = 'u'" in output
    assert "(x 25%, y 75%)" in output
    assert "saves nothing for e: skipped" in output
    assert "ends: completed (declined)" in output
    assert "(visit=" not in output


def test_a_call_is_answered_by_whoever_plays(tmp_path: Path, page: Console) -> None:
    """With JSON, or with failure; anything else is explained."""
    nodes = """
        a:
          call: rooster
          send: {dag: maandag}
          take: {ruimte: zaal.naam}
          next: {failed: c, "*": b}
        b:
          end: "In {{ ruimte }}."
        c:
          end: Geen rooster.
    """
    output = talked(tmp_path, page, "de blauwe", '{"zaal": {"naam": "de blauwe zaal"}}', nodes=nodes)
    assert "asks rooster: dag 'maandag'" in output
    assert "Another program is asked" in output
    assert "In de blauwe zaal." in output
    assert "Geen rooster." in talked(tmp_path, page, "/failed", nodes=nodes)


def test_leaving_ends_it(tmp_path: Path, page: Console) -> None:
    """By word, or when the input ends."""
    assert "ends:" not in talked(tmp_path, page, "/quit")

    def nothing() -> str:
        raise EOFError

    assert 0 == flows_talk.talk(str(tmp_path / "proef.yaml"), read=nothing, console=page, now=stage.NOW)


def test_what_cannot_be_played_is_told_in_a_sentence(tmp_path: Path, page: Console) -> None:
    """An unknown name, a missing file, a file with mistakes."""
    (tmp_path / "stuk.yaml").write_text("flow: [")
    for name in ("nergens", str(tmp_path / "weg.yaml"), str(tmp_path / "stuk.yaml")):
        assert 1 == flows_talk.talk(name, console=page, now=stage.NOW)
    assert "There is no flow nergens" in printed(page)
    assert "stuk.yaml:1" in printed(page)


def test_chance_in_a_talk_comes_from_its_seed(tmp_path: Path, page: Console) -> None:
    """The same seed plays the same conversation."""
    nodes = "a:\n  shuffle: {x: 1, y: 1}\n  next: end"
    outputs = [talked(tmp_path, page, nodes=nodes).split("chance chose")[-1] for _ in range(2)]
    assert outputs[0] == outputs[1]


def test_the_made_up_person_knows_every_fact(tmp_path: Path, page: Console) -> None:
    """So that every flow can be tried; what the engine itself supplies need not stand there."""
    own = {"language", "tone", "trial", "prompted", "last", "kept", "often", "moments"}
    assert set(flows_world.EXAMPLES) == vocabulary.FACTS - own
    nodes = "".join(f"n_{name}:\n  pause: {{until: {name}}}\n" for name in vocabulary.MOMENTS) + "z:\n  end: Klaar."
    output = talked(tmp_path, page, *["/later"] * len(vocabulary.MOMENTS), nodes=nodes)
    assert output.count("pauses until") == len(vocabulary.MOMENTS)
    assert "Klaar." in output
