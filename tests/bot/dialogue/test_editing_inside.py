"""A flow is edited while Anna is inside: at every wait, for every edit, nothing is misfiled and she is not left alone.

The edit goes the whole way: a file that is saved on the shelf, taken up by the running bot, and her next answers.
"""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from bot.base.incoming import HeardKind
from bot.clockwork import shelving
from store import answers, versions
from store.people import Role
from tests.bot import building, flow_files
from tests.bot.phones import Street, moves_in

FLOW = """
a:
  ask: Vraag a?
  yesno: true
b:
  ask: Vraag b?
  scale: [Weinig, Veel]
c:
  ask: Vraag c?
  text: true
d:
  end: "Dus {{ b }} en {{ c }}."
"""
B = "b:\n  ask: Vraag b?\n  scale: [Weinig, Veel]\n"
EDITS: Mapping[str, Callable[[str], str]] = {
    "insert": lambda nodes: f"nieuw:\n  ask: Iets nieuws?\n  yesno: true\n{nodes.lstrip()}",
    "remove": lambda nodes: nodes.replace(B, "").replace("{{ b }} en ", ""),
    "reorder": lambda nodes: nodes.replace(B, "").replace("d:\n", f"{B}d:\n"),
    "reword": lambda nodes: nodes.replace("Vraag ", "Nieuwe vraag "),
    "rename": lambda nodes: nodes.replace("b:\n", "bb:\n").replace("{{ b }}", "{{ bb }}"),
    "other choices": lambda nodes: nodes.replace("[Weinig, Veel]", "[Niets, Weinig, Veel]"),
    "another kind": lambda nodes: nodes.replace("scale: [Weinig, Veel]", "text: true"),
    "broken": lambda nodes: nodes.replace("yesno: true", "yesno: tru"),
    "taken away": lambda _: "",
}
SAID = ("Ja", "Veel", "dank je")
WAITS = range(len(SAID))


@pytest.fixture
def street(tmp_path: Path) -> Iterator[Street]:
    """A flow of the organisation's own."""
    flow_files.write(tmp_path / "eigen", "vragen", FLOW)
    with building.built(tmp_path, flows_dir=tmp_path / "eigen") as runtime:
        runtime.database.call(building.settle)
        yield Street(runtime)


def inside(street: Street, answered: int) -> tuple[int, int]:
    """Anna has answered so many questions and stands at the next: (person, chat)."""
    person, chat = street.runtime.database.call(moves_in, 1, Role.EMPLOYEE, building.START)
    street.says(chat, "/vragen")
    for said in SAID[:answered]:
        street.says(chat, said)
    return person, chat


def edited(street: Street, edit: str) -> None:
    """The file is saved, and the bot looks at its shelf."""
    folder = street.runtime.settings.flows_dir
    assert folder is not None
    nodes = EDITS[edit](FLOW)
    if nodes:
        flow_files.write(folder, "vragen", nodes)
    else:
        (folder / "vragen.yaml").unlink()
    street.runtime.database.call(shelving.look_again, street.runtime, street.runtime.clock.now())
    street.deliver()


@pytest.mark.parametrize("answered", WAITS)
@pytest.mark.parametrize("edit", EDITS)
def test_she_ends_on_the_questions_that_she_was_shown(street: Street, edit: str, answered: int) -> None:
    """Every answer lies at its question, every message has a reply, and the last word fits what she said."""
    person, chat = inside(street, answered)
    edited(street, edit)
    for said in SAID[answered:]:
        before = len(street.texts(chat))
        street.says(chat, said)
        assert len(street.texts(chat)) > before, f"no reply to {said!r}"
    assert "Dus 2 en dank je." == street.texts(chat)[-1]
    values = {one.name: one.value for one in street.runtime.database.call(answers.every, person)}
    assert {"a": True, "b": 2, "c": "dank je"} == values


@pytest.mark.parametrize("answered", WAITS)
def test_a_retired_version_says_so_and_keeps_what_was_said(street: Street, answered: int) -> None:
    """Her next message gets one kind sentence and lands nowhere; what she answered before stays."""
    person, chat = inside(street, answered)
    old = street.runtime.library.flow("vragen").version
    edited(street, "reword")
    now = street.runtime.clock.now()
    street.runtime.database.call(versions.retire, "vragen", old, now)
    street.runtime.database.call(shelving.look_again, street.runtime, now)
    street.says(chat, SAID[answered])
    assert "intussen vernieuwd" in street.texts(chat)[-1]
    names = [one.name for one in street.runtime.database.call(answers.every, person)]
    assert ["a", "b", "c"][:answered] == names
    street.says(chat, "/vragen")
    assert "Nieuwe vraag a?" == street.texts(chat)[-1]


def test_who_edits_an_answer_hears_that_it_was_changed(street: Street) -> None:
    """Each time, also after the end; what was stored is what she wrote last."""
    person, chat = inside(street, 2)
    street.hears(chat, HeardKind.TEXT, text="dank je", ref="900", language="nl")
    for text in ("dank u", "bedankt"):
        street.hears(chat, HeardKind.EDIT, text=text, ref="900")
    assert 2 == street.texts(chat).count("Ik heb je antwoord aangepast.")
    values = {one.name: one.value for one in street.runtime.database.call(answers.every, person)}
    assert "bedankt" == values["c"]


def test_an_edit_that_edits_nothing_is_silence(street: Street) -> None:
    """A reaction or a preview of a link comes as an edit: of an answer, of what was not understood, of a hello."""
    person, chat = inside(street, 1)
    for ref, text in (("900", "misschien veel"), ("901", "veel"), ("902", "dank je"), ("903", "hallo")):
        street.hears(chat, HeardKind.TEXT, text=text, ref=ref, language="nl")
    texts, count = list(street.texts(chat)), len(street.runtime.database.call(answers.every, person))
    for ref, text in (("900", "misschien veel"), ("901", "veel"), ("902", "dank je"), ("903", "hallo")):
        street.hears(chat, HeardKind.EDIT, text=text, ref=ref)
    assert (texts, count) == (street.texts(chat), len(street.runtime.database.call(answers.every, person)))


def test_an_edit_of_what_was_no_answer_is_silence_also_when_it_reads_differently(street: Street) -> None:
    """'hallo' becomes 'hallo allemaal': no answer changes, and there is nothing to say about it."""
    _, chat = inside(street, 3)
    street.hears(chat, HeardKind.TEXT, text="hallo", ref="900", language="nl")
    texts = list(street.texts(chat))
    street.hears(chat, HeardKind.EDIT, text="hallo allemaal", ref="900")
    assert texts == street.texts(chat)


def test_an_answer_in_an_earlier_conversation_is_told_to_be_fixed(street: Street) -> None:
    """Only when it was really changed."""
    _, chat = inside(street, 2)
    street.hears(chat, HeardKind.TEXT, text="dank je", ref="900", language="nl")
    street.says(chat, "/vragen")
    street.hears(chat, HeardKind.EDIT, text="dank je", ref="900")
    assert "Vraag a?" == street.texts(chat)[-1]
    street.hears(chat, HeardKind.EDIT, text="dank u", ref="900")
    assert "niet meer" in street.texts(chat)[-1]
