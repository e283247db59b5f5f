"""For each finding a small flow that has it, and nothing else that matters."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from flows import check
from flows.findings import Finding
from flows.flow import Flow
from tests.flows import stage

TODAY = date(2026, 11, 26)
ADDRESSES = frozenset(("wachttijd",))


@dataclass(frozen=True)
class Case:
    """``nodes`` has the finding at ``line`` (0: in a catalogue); ``inner`` is a flow called 'binnen' beside it."""

    nodes: str
    line: int
    head: str = ""
    catalogues: Mapping[str, str] = field(default_factory=dict)
    inner: str = ""
    inner_head: str = ""
    path: str = "proef.yaml"
    name: str = "proef"
    buttons: int = 100
    """that a message has place for"""
    chain: int = 0
    """so many flows more, each entering the next"""


def findings_of(case: Case, today: date = TODAY) -> list[Finding]:
    flow = stage.flow(case.nodes, case.head, case.name, catalogues=case.catalogues)
    shelf: dict[str, Flow] = {flow.name: flow}
    if case.inner:
        shelf["binnen"] = stage.flow(case.inner, case.inner_head, name="binnen")
    for number in range(1, case.chain + 1):
        shelf[f"f{number}"] = stage.flow(f"a:\n  enter: f{number + 1}{END}", name=f"f{number}")
    return check.check(flow, today, shelf, ADDRESSES, replace(stage.ROOM, buttons=case.buttons))


END = "\nz:\n  end:"
LONG = (
    "Dit is een zin die maar doorgaat en doorgaat omdat niemand er een punt achter durft te zetten vandaag of morgen."
)

CASES: Mapping[str, Case] = {
    "KV002": Case("a:\n  say: Hoi.\n  next: weg", 9),
    "KV003": Case("a:\n  say: Hoi.\n  next: end\nb:\n  end:", 10),
    "KV004": Case("a:\n  say: Hoi.", 7),
    "KV005": Case("a:\n  say: Hoi.\nb:\n  branch: {when: week > 2, go: a, else: z}" + END, 7),
    "KV006": Case("a:\n  ask: Weer?\n  yesno: true\n  next: a", 7),
    "KV007": Case("a:\n  enter: nergens" + END, 7),
    "KV008": Case("a:\n  enter: binnen" + END, 7, inner="a:\n  enter: proef" + END),
    "KV009": Case(
        "a:\n  enter: binnen\n  take: {x: gehord}" + END, 7, inner="gehoord:\n  ask: Wat?\n  text: true" + END
    ),
    "KV010": Case("a:\n  ask: Wat?\n  text: true\nb:\n  say: 'Dus: {{ a }}'" + END, 10),
    "KV011": Case("a:\n  say: '{{ teem }}'" + END, 7),
    "KV012": Case("a:\n  remember: {schoenmaat: 42}" + END, 7),
    "KV013": Case("a:\n  say: \"{{ team | label('plek') }}\"" + END, 7),
    "KV014": Case("a:\n  ask: Wat?\n  text: true\n  save: x\nb:\n  ask: Ja?\n  yesno: true\n  save: x" + END, 11),
    "KV015": Case("a:\n  ask: Wat?\n  text: true\nb:\n  pause: {day: a}" + END, 10),
    "KV016": Case(
        "a:\n  end:",
        6,
        head="commands: {nl: [proef, koffie]}",
        inner="a:\n  end:",
        inner_head="commands: {en: [koffie]}",
    ),
    "KV020": Case("a:\n  end: Dag.", 8, catalogues={"en": stage.po(title=("Proef", "Trial"))}),
    "KV021": Case(
        "a:\n  end: Dag.",
        9,
        catalogues={"en": stage.po(title=("Proef", "Trial"), a__end=("Doei.", "Bye."))},
        path="proef.en.po",
    ),
    "KV022": Case(
        "a:\n  end: Dag {{ team }}.",
        9,
        catalogues={"en": stage.po(title=("Proef", "Trial"), a__end=("Dag {{ team }}.", "Bye {{ role }}."))},
        path="proef.en.po",
    ),
    "KV023": Case("a:\n  end: Dag.", 5, catalogues={"u": stage.po(b__end=("Doei.", "Dag."))}, path="proef.u.po"),
    "KV024": Case("a:\n  end: Dank je.", 8),
    "KV025": Case(
        "a:\n  end: Dank je.", 5, catalogues={"u": stage.po(a__end=("Dank je.", "Dank jou."))}, path="proef.u.po"
    ),
    "KV026": Case("a:\n  end:\n    - Dag {{ team }}.\n    - Dag.", 10),
    "KV027": Case(
        "a:\n  end: Dag.",
        12,
        path="proef.en.po",
        catalogues={
            "en": stage.po(title=("Proef", "Trial"), a__end=("Dag.", "Bye.")) + '\nmsgid "Hoi."\nmsgstr "Hi."\n',
        },
    ),
    "KV030": Case("a:\n  end: " + "Een zin. " * 500, 8),
    "KV031": Case("a:\n  ask: Wat?\n  choice: {x: Een label dat op geen telefoon past}" + END, 9),
    "KV032": Case("a:\n  ask: " + "Een zin. " * 30 + "\n  yesno: true" + END, 8),
    "KV033": Case("a:\n  ask: Wat?\n  choice: {" + ", ".join(f"k{n}: L{n}" for n in range(9)) + "}" + END, 7),
    "KV035": Case("a:\n  ask: Wat?\n  choice: {x: Dit, y: Dat, z: Niets}" + END, 7, buttons=2),
    "KV034": Case("a:\n  ask: Wat?\n  choice: {x: Dit, y: Dat, z: dit}" + END, 9),
    "KV036": Case("a:\n  end: Dat komt in mijn log.", 8),
    "KV037": Case("a:\n  say: Goed, we gaan verder.\nb:\n  end: Goed, tot later.", 10),
    "KV040": Case("a:\n  end: " + "Gemeentelijke organisatieontwikkelingsmogelijkheden inventariseren. " * 20, 1),
    "KV041": Case("a:\n  end: " + "Wij gaan hier nu met zijn allen op de fiets naar de markt toe. " * 5, 1),
    "KV042": Case(f"a:\n  end: {LONG}", 8),
    "KV043": Case("a:\n  end: Hoi! Leuk!", 8),
    "KV044": Case("a:\n  end: Er is draagvlak.", 8),
    "KV045": Case("a:\n  end: Goed zo.", 8),
    "KV046": Case("a:\n  end: EÃ©n zin.", 8),
    "KV048": Case("a:\n  end: Dit is <u>belangrijk</u>.", 8),
    "KV047": Case("a:\n  end: Nummer #1.", 8),
    "KV049": Case("a:\n  end: Het toeval bepaalt.", 8),
    "KV050": Case("a:\n  ask: Ja?\n  yesno: true" + END, 6, head="budget: {taps: 0}"),
    "KV051": Case("a:\n  ask: Wat?\n  text: true\nb:\n  ask: En?\n  text: true" + END, 1),
    "KV052": Case("a:\n  end: " + "Een korte zin. " * 140, 1),
    "KV060": Case('a:\n  say: Hoi.\n  technique: ["1.99"]' + END, 7),
    "KV070": Case("a:\n  ask: Hoe slaap je? Heb je stress?\n  scale: [Nee, Ja]" + END, 8),
    "KV071": Case("a:\n  ask: Wat is het zaaknummer?\n  text: true" + END, 8),
    "KV072": Case("a:\n  ask: Ja?\n  yesno: true\n  save: {seen_by: team}" + END, 8, head="private: true"),
    "KV073": Case("a:\n  end: Kijk op https://voorbeeld.example.", 8),
    "KV074": Case("a:\n  ask: Wat?\n  text: true\n  save: {seen_by: team}" + END, 7),
    "KV075": Case("a:\n  ask: Doe je mee?\n  yesno: true" + END, 7, name="welkom", path="welkom.yaml"),
    "KV076": Case("a:\n  ask: Ja? Alleen jij ziet dit.\n  yesno: true\n  save: {seen_by: team}" + END, 8),
    "KV077": Case("a:\n  call: wachttijd\n  next: z" + END, 8, head="private: true"),
    "KV078": Case("a:\n  ask: Ja?\n  yesno: true\nb:\n  call: wachttijd\n  send: {x: '{{ a }}'}\n  next: z" + END, 10),
    "KV080": Case("a:\n  branch: {when: team > 3, go: z, else: z}" + END, 8),
    "KV081": Case("a:\n  branch: {when: role == 'baas', go: z, else: z}" + END, 8),
    "KV082": Case("a:\n  ask: Wat?\n  choice: {x: Dit, y: Dat}\n  skip: false\nb:\n  say: 'Dus: {{ a }}'" + END, 12),
    "KV083": Case("a:\n  ask: Hoe?\n  choice: {x: '{{ last_plan.cue }}', y: Dat}" + END, 9),
    "KV084": Case("a:\n  enter: binnen" + END, 7, inner="a:\n  enter: f1" + END, chain=8),
    "KV085": Case("a:\n  call: wachttijt\n  next: z" + END, 7),
    "KV086": Case("a:\n  end:", 6, head="commands: {nl: [stop]}"),
    "KV088": Case("a:\n  ask: Wat zag je?\n  text: true" + END, 7),
    "KV087": Case("a:\n  end: Dat staat. Is dat bewust?", 8),
}
