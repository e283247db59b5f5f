"""What a text promises about who sees what is true, in every language; and nobody joins without the disclosure."""

import pytest

from bot.dialogue.commands import table
from flows import check, vocabulary, welcome
from flows.checks import promises
from flows.checks.subject import Subject
from tests.flows import findings as cases
from tests.flows import stage
from tests.library import stage as library

END = "\nz:\n  end:"
TEAM = "\nb:\n  ask: Vaak?\n  scale: [Nee, Ja]\n  save: {as: x, seen_by: SEEN}" + END


def numbers(nodes: str, *, name: str = "proef", head: str = "", **catalogues: str) -> set[str]:
    """Of what is found in a flow of these nodes, that has to do with promises."""
    flow = stage.flow(nodes, head, name, catalogues=catalogues)
    faults = check.check(flow, cases.TODAY, {**library.shelf().flows, flow.name: flow})
    return {one.number for one in faults} & {"KV075", "KV076"}


@pytest.mark.parametrize(
    "said",
    [
        "Alleen jij ziet je antwoorden.",
        "Alleen u ziet uw antwoorden.",
        "Je antwoorden ziet niemand anders.",
        "Niemand ziet wat jij antwoordt.",
        "Niemand kan zien wat je invult.",
        "Dit zie <b>alleen jij</b>.",
        "Je antwoorden blijven bij jou.",
        "Dit blijft tussen ons.",
        "Only you see your answers.",
        "Nobody else can read this.",
        "Alleen jij ziet dit. Van het team zie je totalen.",
    ],
)
@pytest.mark.parametrize("seen_by", ["team", "shared"])
def test_a_flow_in_which_answers_count_promises_no_secrecy(said: str, seen_by: str) -> None:
    """Whatever the words; in a flow that keeps all with the person the same words are fine."""
    nodes = f"a:\n  say: {said}" + TEAM
    assert {"KV076"} == numbers(nodes.replace("SEEN", seen_by))
    assert set() == numbers(nodes.replace("SEEN", "self"))


@pytest.mark.parametrize(
    "said",
    [
        "Niemand ziet wat jij antwoordt; sommige antwoorden tellen mee in een teamtotaal.",
        "Geen collega leest dit mee.",
        "Alleen jij kunt dit doen.",
        "Nobody sees what you answer; some answers count in a team total.",
        "Wat je nu ziet, hoeft straks niemand te herstellen.",
    ],
)
def test_what_is_true_may_be_said(said: str) -> None:
    """The sentence that the check asks for, and sentences about something else."""
    assert set() == numbers(f"a:\n  say: '{said}'" + TEAM.replace("SEEN", "team"))


@pytest.mark.parametrize("said", ["Niemand leest mee.", "Er leest geen mens mee.", "Nobody reads along."])
def test_nobody_promises_that_nobody_reads_along(said: str) -> None:
    """Telegram can, whatever the flow."""
    assert {"KV076"} == numbers(f"a:\n  say: {said}" + END)


def test_a_promise_in_a_translation_counts_as_well() -> None:
    """The finding is at the line of that catalogue."""
    english = stage.po(title=("Proef", "Trial"), a__say=("Hoi.", "Hi. Only you see this."))
    assert {"KV076"} == numbers("a:\n  say: Hoi." + TEAM.replace("SEEN", "team"), en=english)


def test_a_promise_before_something_is_shared_or_sent_is_refused() -> None:
    """What comes after it may leave the person."""
    assert {"KV076"} == numbers(
        "a:\n  ask: Wat? Alleen jij ziet dit.\n  text: true\nb:\n  share: '{{ a }}'\n  to: lead\n  ask: Delen?" + END
    )
    assert {"KV076"} == numbers(
        "a:\n  ask: Wat? Alleen jij ziet dit.\n  text: true\nb:\n  call: x\n  send: {wat: '{{ a }}'}\n  next: z" + END
    )


def test_no_text_of_ours_promises_what_is_not_true() -> None:
    """Every flow of the library, in every language and tone."""
    for flow in library.shelf().flows.values():
        subject = Subject(flow, cases.TODAY, library.shelf().flows)
        assert [] == list(promises.check(subject))
        assert [] == list(welcome.check(subject))


SAY = "{{ controller }} {{ legal_ground }} {{ works_council_decision }} {{ privacy_contact }} {{ keep_score_days }} "
WHOLE = SAY + "{{ keep_text_days }} {{ help_contact }}"
LAYER = "{{ controller }} {{ help_contact }}"


@pytest.mark.parametrize(
    ("nodes", "wanted"),
    [
        (f"a:\n  say: '{WHOLE}'\nb:\n  ask: Ja?\n  yesno: true{END}", set[str]()),
        (f"b:\n  ask: '{WHOLE} Ja?'\n  yesno: true{END}", set[str]()),
        (f"a:\n  say: '{LAYER} Meer: /wie.'{END}", set[str]()),
        (f"a:\n  say: '{LAYER} Meer: /wieweet.'{END}", {"KV075"}),
        (f"a:\n  say: '{{{{ controller }}}} Meer: /wie.'{END}", {"KV075"}),
        (f"b:\n  ask: Ja?\n  yesno: true\na:\n  say: '{LAYER} Meer: /wie.'{END}", {"KV075"}),
        (f"a:\n  say: Hoi.{END}", {"KV075"}),
        (f"a:\n  say: '{SAY}'{END}", {"KV075"}),
        (f"b:\n  ask: Ja?\n  yesno: true\na:\n  say: '{WHOLE}'{END}", {"KV075"}),
        (f"a:\n  say: '{{% if false %}}{WHOLE}{{% endif %}}'{END}", {"KV075"}),
        (f"a:\n  say: '{{% if role == \"employee\" %}}{WHOLE}{{% endif %}}'{END}", {"KV075"}),
        (f"a:\n  say: ['{WHOLE}', Hoi.]{END}", {"KV075"}),
        (f"c:\n  shuffle: {{x: 1, y: 1}}\n  next: {{x: a, y: z}}\na:\n  say: '{WHOLE}'{END}", {"KV075"}),
        ("a:\n  say: '{{ 1 / week }}'" + END, {"KV075"}),
    ],
)
def test_an_own_welcome_says_who_answers_before_it_asks(nodes: str, wanted: set[str]) -> None:
    """All of it, or who and whom with the command that tells the rest; played, so no condition or chance hides it."""
    assert wanted == numbers(nodes, name="welkom")


def test_the_check_knows_every_command_of_the_bot() -> None:
    """In every language; the pure packages cannot look at the menu themselves."""
    assert vocabulary.OWN_COMMANDS == {name for one in table.COMMANDS.commands for name in one.names.values()}
