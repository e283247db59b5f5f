"""Carla has no shell: her files are checked in the chat, and she hears what is live, who is inside, and what broke."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.authoring import reviewing
from bot.clockwork import ticks
from bot.library import programme_file
from sandbox.people import PhoneOwner
from store import people, versions
from store.people import Role
from tests import addresses
from tests.bot import building, flow_files
from tests.bot.authoring import test_parcel
from tests.bot.phones import Street
from tests.bot.shell import Shell
from tests.playing import JourneyStage, playing

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
OURS = Path(reviewing.__file__).parents[2] / "flows" / "library"
WAAROM = (OURS / "waarom.yaml").read_bytes()
PROGRAMME = (OURS / programme_file.PLACE).read_bytes()
FLOW = """
een:
  ask: Vraag een?
  yesno: true
twee:
  ask: Vraag twee?
  yesno: true
klaar:
  end: Klaar.
"""


async def joined(stage: JourneyStage, name: str, role: Role) -> PhoneOwner:
    """Somebody in the team Balie, at the first question of the introduction."""
    phone = stage.telegram.person(name, "nl")
    await phone.says(f"/start {stage.invite('Balie', role)}")
    await stage.quiet()
    return phone


@pytest.mark.parametrize(
    ("name", "content", "wanted"),
    [
        ("waarom.yaml", WAAROM, "ik heb niets gevonden"),
        ("waarom (1).yaml", WAAROM, "ik heb niets gevonden"),
        ("waarom.yaml", WAAROM.replace(b"start: ", b"start: nergens_"), "KV002"),
        ("waarom.yaml", WAAROM + b"  [", "KV001"),
        ("waarom.yaml", b"\xff\xfe", "Bewaar het als tekst in UTF-8"),
        ("waarom.yaml", b"\xef\xbb\xbf" + WAAROM, "ik heb niets gevonden"),
        ("waarom.yaml", WAAROM.replace(b"\n", b"\r\n"), "ik heb niets gevonden"),
        ("waarom.yaml", WAAROM.decode().encode("utf-16"), "Bewaar het als tekst in UTF-8"),
        ("waarom.yaml", WAAROM.replace(b"nodes:\n", b"nodes:\n\t"), "Spring in met spaties, niet met tabs."),
        ("waarom.yaml", WAAROM.replace(b"owner:", b"title: Nog eens\nowner:"), "deze sleutel staat hier twee keer"),
        ("waarom.yaml", b"a: &a [1]\nb: [*a, *a]\n", "verwijzingen kunnen hier niet"),
        ("waarom.txt", WAAROM, "kan ik niet nakijken"),
        ("waarom.en.po", b'msgid ""\nmsgstr ""\n', "KV020"),
        ("nergens.en.po", b"", "Stuur het gesprek mee"),
        ("nieuw.yaml", b"flow: nieuw\n", "KV001"),
        ("programma.yaml", PROGRAMME, "Dit is het programma dat nu loopt."),
        ("programma (2).yaml", PROGRAMME + b"# van ons\n", "Dit programma biedt hetzelfde aan"),
        (
            "programma.yaml",
            PROGRAMME.replace(b"samen: {week: 32", b"samen: {week: 33"),
            "laagste_samen gaat van week 32 naar week 33",
        ),
        ("ons.yaml", PROGRAMME.replace(b"laagste_samen: ", b"met_wie: "), "met_wie is nieuw: samen, in week 32"),
        ("programma.yaml", PROGRAMME.replace(b"flow: samen", b"flow: samenn"), "programma.yaml:41 KV001"),
        ("foto.png", b"x", "kan ik niet nakijken"),
        ("waarom.yaml", b"#" * 300_000, "Hoogstens 256 kB"),
    ],
)
async def test_a_file_that_a_coach_sends_is_checked(tmp_path: Path, name: str, content: bytes, wanted: str) -> None:
    """Fetched from Telegram over HTTP, with the findings in the chat; nothing is live afterwards that was not."""
    async with playing(tmp_path, NOW) as stage:
        carla = await joined(stage, "Carla", Role.COACH)
        before = {flow.name: flow.version for flow in stage.runtime.library.every()}
        await carla.sends_document(name, content)
        await stage.quiet()
        texts = [shown.text for shown in carla.screen()]
        assert any(wanted in text for text in texts), texts
        assert before == {flow.name: flow.version for flow in stage.runtime.library.every()}


async def test_a_flow_and_its_catalogues_are_checked_together(tmp_path: Path) -> None:
    """In one zip: a new flow with its English is complete; with an older catalogue the findings say which text."""
    flow = b"flow: koffie\ntitle: Koffie\nfor: [coach]\nowner: coach\nreview: 2027-06-01\nnodes:\n  a:\n    end: Dag.\n"
    english = 'msgctxt "title"\nmsgid "Koffie"\nmsgstr "Coffee"\n\nmsgctxt "a.end"\nmsgid "Dag."\nmsgstr "Bye."\n'
    whole = {"koffie.yaml": flow, "koffie.en.po": f"{test_parcel.HEADER}{english}".encode()}
    stale = whole | {"koffie.en.po": whole["koffie.en.po"].replace(b"Dag", b"Hallo")}
    async with playing(tmp_path, NOW) as stage:
        carla = await joined(stage, "Carla", Role.COACH)
        for files, wanted in ((whole, "flows install koffie.zip"), (stale, "KV021")):
            await carla.sends_document("koffie.zip", test_parcel.packed(files))
            await stage.quiet()
            assert wanted in carla.screen()[-1].text


async def test_many_findings_come_as_a_file_too(tmp_path: Path) -> None:
    """The worst are in the message."""
    nodes = "".join(f"  n{number}:\n    say: Tekst {number}\n    next: weg{number}\n" for number in range(30))
    content = WAAROM.split(b"nodes:")[0].replace(b"start: plek\n", b"") + b"nodes:\n" + nodes.encode()
    async with playing(tmp_path, NOW) as stage:
        carla = await joined(stage, "Carla", Role.COACH)
        await carla.sends_document("waarom.yaml", content)
        await stage.quiet()
        shown = carla.screen()[-2:]
        assert "Fouten: " in shown[0].text
        assert any("bevindingen" in str(one) for one in shown), shown


async def test_others_are_told_kindly_that_it_reads_text(tmp_path: Path) -> None:
    """A document of an employee is no different from a photo."""
    async with playing(tmp_path, NOW) as stage:
        anna = await joined(stage, "Anna", Role.EMPLOYEE)
        await anna.sends_document("waarom.yaml", WAAROM)
        await stage.quiet()
        assert "Ik lees alleen tekst" in anna.screen()[-1].text


@contextmanager
def running(folder: Path) -> Iterator[tuple[Street, Shell]]:
    """The bot, and the operator's shell beside it on the same database and the same shelf."""
    (folder / "eigen").mkdir()
    environment = {
        "KOERSVAST_DATA_DIR": str(folder),
        "KOERSVAST_DATABASE_URL": "",
        "KOERSVAST_FLOWS_DIR": f"{folder}/eigen",
    }
    with building.built(folder, flows_dir=folder / "eigen") as runtime:
        runtime.database.call(building.settle)
        secret = {"KOERSVAST_SECRET_KEY": "the secret of the tests is long enough"}
        yield Street(runtime), Shell(folder, {**environment, **secret})


def chat(street: Street, role: Role) -> int:
    """Of the first person with that role."""
    number, *_ = street.runtime.database.call(people.with_role, role)
    chat_id = street.runtime.database.call(addresses.chat_of, number)
    assert chat_id is not None
    return chat_id


def tick(street: Street) -> None:
    """What the clock does each second."""
    for clock_round in ticks.EVERY_SECOND:
        street.runtime.database.call(clock_round, street.runtime, street.runtime.clock.now())
    street.deliver()


def drafted(folder: Path, nodes: str) -> str:
    """A file on the operator's desk that passes the check."""
    head = "language: nl\nbudget: {minutes: 5, taps: 20, typed: 5}"
    path = flow_files.write(folder / "bureau", "proefje", nodes, head)
    en = "".join(
        f'\nmsgctxt "{place}"\nmsgid "{text}"\nmsgstr "{english}"\n'
        for place, text, english in (
            ("title", "Proefje", "Trial"),
            ("een.ask", "Vraag een?", "Question one?"),
            ("twee.ask", "Vraag twee?", "Question two?"),
            ("klaar.end", "Klaar.", "Done."),
        )
        if text in nodes or place == "title"
    )
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\nLanguage: en\\n"\n'
    (folder / "bureau" / "proefje.en.po").write_text(header + en)
    return str(path)


def test_what_is_installed_is_live_and_coaches_hear_so(tmp_path: Path) -> None:
    """With the catalogue beside it; of whoever is still inside the version before nothing while they are few."""
    with running(tmp_path) as (street, shell):
        ended = shell("flows", "install", drafted(tmp_path, FLOW))
        assert 0 == ended.status, ended.out + ended.err
        tick(street)
        assert "<b>proefje</b> (Proefje) is nu live." == street.texts(chat(street, Role.COACH))[-1]
        street.says(chat(street, Role.EMPLOYEE), "/proefje")
        ended = shell("flows", "install", drafted(tmp_path, FLOW.replace("  ask: Vraag twee?", "  ask: Vraag twee? ")))
        tick(street)
        assert "<b>proefje</b> (Proefje) is nu live." == street.texts(chat(street, Role.COACH))[-1]


def test_a_zip_is_installed_as_the_coach_sent_it(tmp_path: Path) -> None:
    """A flow, its English and a programme that offers it, in folders or not: what was checked in the chat is live."""
    drafted(tmp_path, FLOW)
    programme = PROGRAMME.replace(b"    nulmeting:", b"    eerst: {week: 1, flow: proefje}\n    nulmeting:")
    files = {f"ons/{name}": (tmp_path / "bureau" / name).read_bytes() for name in ("proefje.yaml", "proefje.en.po")}
    sent = tmp_path / "ons.zip"
    with running(tmp_path) as (street, shell):
        sent.write_bytes(test_parcel.packed(files | {"ons/programma.yaml": programme}))
        ended = shell("flows", "install", str(sent))
        assert 0 == ended.status, ended.out + ended.err
        tick(street)
        own = tmp_path / "eigen"
        assert programme == (own / programme_file.PLACE).read_bytes()
        assert ["proefje.en.po", "proefje.yaml"] == sorted(one.name for one in own.glob("proefje.*"))
        text = street.texts(chat(street, Role.COACH))[-1]
        assert "<b>proefje</b> (Proefje) is nu live." in text
        assert "ander <b>programma</b>" in text


@pytest.mark.parametrize(
    ("name", "content", "wanted"),
    [
        ("ons.zip", b"no zip", "ons.zip:1 KV001 deze zip gaat niet open"),
        ("ons.zip", b"x" * 300_000, "ons.zip:1 KV001 groter dan 256 kB"),
        ("foto.png", b"x", "foto.png:1 KV001 dit is geen gesprek"),
        (
            "ons.yaml",
            PROGRAMME.replace(b"weeks: 52", b"weken: 52"),
            "ons.yaml:14 KV001 weken: 'weken' kan hier niet staan",
        ),
        ("weg.yaml", None, "weg.yaml:1 KV001 niet leesbaar: No such file or directory"),
    ],
    ids=["no zip", "too large", "a photo", "a programme", "not there"],
)
def test_what_cannot_be_installed_says_why(tmp_path: Path, name: str, content: bytes | None, wanted: str) -> None:
    """With the limits that hold in the chat; nothing is put on the shelf."""
    with running(tmp_path) as (_, shell):
        if content is not None:
            (tmp_path / name).write_bytes(content)
        ended = shell("flows", "install", str(tmp_path / name), "--language", "nl")
        assert (1, True) == (ended.status, "Nothing was made live." in ended.out)
        assert wanted in ended.out
        assert [] == list((tmp_path / "eigen").iterdir())


def test_a_broken_file_keeps_no_other_from_being_installed(tmp_path: Path) -> None:
    """Of three files the good one is live; the broken one, and the one that enters it, are named and stay out."""
    with running(tmp_path) as (street, shell):
        good = drafted(tmp_path, FLOW)
        nodes = ("a:\n  shuffle: {x: -1, y: 2}\nz:\n  end: Dag.", "a:\n  enter: stuk\nz:\n  end: Dag.")
        bad, entering = (
            str(flow_files.write(tmp_path / "bureau", *one)) for one in zip(("stuk", "binnen"), nodes, strict=True)
        )
        ended = shell("flows", "install", bad, entering, good)
        assert (1, True) == (ended.status, "Not made live: binnen, stuk." in ended.out), ended.out
        assert "stuk.yaml:9 KV001" in ended.out
        tick(street)
        assert "<b>proefje</b> (Proefje) is nu live." == street.texts(chat(street, Role.COACH))[-1]
        assert ["proefje.en.po", "proefje.yaml"] == sorted(one.name for one in (tmp_path / "eigen").iterdir())


def test_what_has_an_error_is_not_installed(tmp_path: Path) -> None:
    """The shelf stays as it was, and the operator reads why."""
    with running(tmp_path) as (_, shell):
        ended = shell("flows", "install", drafted(tmp_path, FLOW + "  next: nergens"))
        assert (1, True) == (ended.status, "Nothing was made live." in ended.out)
        assert [] == list((tmp_path / "eigen").iterdir())


def test_a_programme_that_breaks_is_told_as_a_flow_is(tmp_path: Path) -> None:
    """Another one in use is told as well, and that a broken one is well again."""
    with running(tmp_path) as (street, _):
        ours = (OURS / programme_file.PLACE).read_text("utf-8")
        place = tmp_path / "eigen" / programme_file.PLACE
        place.parent.mkdir(parents=True)
        texts = list[str]()
        for text in (ours + "# van ons\n", ours + "weken: 3\n", ours + "# van ons\n"):
            place.write_text(text, "utf-8")
            tick(street)
            texts.append(street.texts(chat(street, Role.COACH))[-1])
        assert "Er is een ander <b>programma</b> in gebruik" in texts[0]
        assert "programma.yaml</b> is niet in gebruik genomen. Mensen krijgen de vorige versie." in texts[1]
        assert "<b>programme/programma.yaml</b> is weer in orde." == texts[2]


def test_what_breaks_on_the_shelf_is_told_with_its_line(tmp_path: Path) -> None:
    """And what people get meanwhile; once it is mended that is told too."""
    with running(tmp_path) as (street, shell):
        shell("flows", "install", drafted(tmp_path, FLOW))
        tick(street)
        place = tmp_path / "eigen" / "proefje.yaml"
        good = place.read_text()
        place.write_text(good.replace("yesno: true", "yesno: tru", 1))
        tick(street)
        text = street.texts(chat(street, Role.COACH))[-1]
        assert "<b>proefje</b> is niet in gebruik genomen. Mensen krijgen de vorige versie." in text
        assert "<b>proefje.yaml:" in text
        place.write_text(good)
        tick(street)
        assert "<b>proefje</b> is weer in orde." == street.texts(chat(street, Role.COACH))[-1]


def test_a_retired_version_ends_with_one_kind_message(tmp_path: Path) -> None:
    """At Anna's next contact, not before; the live version goes on."""
    with running(tmp_path) as (street, shell):
        anna = chat(street, Role.EMPLOYEE)
        shell("flows", "install", drafted(tmp_path, FLOW))
        tick(street)
        street.says(anna, "/proefje")
        shell("flows", "install", drafted(tmp_path, FLOW.replace("  ask: Vraag twee?", "  ask: Vraag twee? ")))
        tick(street)
        said = len(street.texts(anna))
        ended = shell("flows", "retire", "proefje")
        assert "withdrawn: 1. People inside them, who hear so when they next write: fewer than 5." in ended.out
        tick(street)
        assert said == len(street.texts(anna))
        street.says(anna, "ja")
        assert "intussen vernieuwd" in street.texts(anna)[-1]
        assert "clear" in [kind for to, kind, _, _ in street.deliveries if to == anna][-2:]
        street.says(anna, "/proefje")
        street.says(anna, "ja")
        assert "Vraag twee?" == street.texts(anna)[-1].strip()
        live = street.runtime.database.call(versions.live)["proefje"]
        assert live.retired_at is None


def test_retiring_what_never_was_says_so(tmp_path: Path) -> None:
    """The operator reads in one sentence that there never was such a flow, and the command fails."""
    with running(tmp_path) as (_, shell):
        ended = shell("flows", "retire", "bestaat-niet")
        assert 1 == ended.status
        assert "There never was a flow bestaat-niet" in ended.err
