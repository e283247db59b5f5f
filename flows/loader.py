"""YAML text and its translations → Flow; every mistake as file, line, reason and remedy."""

import functools
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import cast

from flows import catalogue, complaints, expressions, folder, needs, passing, reader, slips, source, vocabulary
from flows.complaints import CannotLoad
from flows.findings import Finding
from flows.flow import Flow, Node, PathBudget, Policy, Unanswered
from flows.nodes import call, registry
from flows.remark import Remark
from flows.shelves import Shelf

__all__ = ["CannotLoad", "Shelf", "load", "shelf"]

_REQUIRED = ("flow", "title", "for", "owner", "review", "nodes")
_OPTIONAL = ("language", "principle", "budget", "private", "card", "back", "policy", "commands", "unanswered", "start")
_REMEMBERED = 256  # flows


def load(text: str, catalogues: Mapping[str, str], *, path: str) -> Flow:
    """Load one flow; `catalogues` maps 'en', 'u', … to PO text. Raises CannotLoad with every mistake that was found."""
    return _load(text, tuple(sorted(catalogues.items())), path)


@functools.lru_cache(maxsize=_REMEMBERED)
def _load(text: str, written: tuple[tuple[str, str], ...], path: str) -> Flow:
    # The same words are the same flow, and reading twenty flows takes a second: shelves are looked at more than once.
    catalogues = dict(written)
    mistakes: list[Finding] = []
    entries = {key: _catalogue(key, po, path, mistakes) for key, po in written}
    try:
        flow = _flow(source.read(text), text, catalogues, entries, path, mistakes)
    except complaints.Mistake as mistake:
        raise CannotLoad(_explained(text, [*mistakes, mistake.at(path)], path)) from None
    except expressions.FAILURES as error:
        if isinstance(error, CannotLoad):
            raise CannotLoad(_explained(text, error.complaints, path)) from None
        raise CannotLoad([*mistakes, complaints.unforeseen(path, 1, error)]) from None
    if mistakes:
        raise CannotLoad(_explained(text, mistakes, path))
    return flow


def _explained(text: str, mistakes: Iterable[Finding], path: str) -> set[Finding]:
    """Put in the place of a mistake the slip of the pen in the lines around it, which says better what to do."""
    return {_slip(text, one) if one.path == path else one for one in mistakes}


def _slip(text: str, mistake: Finding) -> Finding:
    slip = slips.near(text, mistake.line)
    return slip.at(mistake.path) if slip else mistake


def shelf(folders: Sequence[Path]) -> Shelf:
    """Load all flows in these folders; a flow in a later folder replaces one of the same name. A file with mistakes is
    reported in `complaints` and hides no other; the flow that it would replace stays."""
    flows: dict[str, Flow] = {}
    mistakes: list[Finding] = []
    for path in (path for one in folders for path in folder.flows(one)):
        try:
            flow = read(path)
            flows[flow.name] = flow
        except CannotLoad as error:
            mistakes += error.complaints
    return Shelf(flows, mistakes)


def read(path: Path) -> Flow:
    """Load a flow's file, with the catalogues beside it. Raises CannotLoad, also for a file that cannot be read."""
    return load(*read_files(path), path=str(path))


def read_files(path: Path) -> tuple[str, dict[str, str]]:
    """Read a flow's text and the catalogues beside it: `NAME.en.po`, `NAME.u.po`. Raises CannotLoad."""
    return folder.text(path), {key: folder.text(one) for key, one in folder.catalogues(path).items()}


def version_of(text: str, catalogues: Mapping[str, str]) -> str:
    """Name a version: 16 hex digits over the source and all catalogues."""
    digest = hashlib.sha256(text.encode())
    for key in sorted(catalogues):
        digest.update(f"\0{key}\0".encode() + catalogues[key].encode())
    return digest.hexdigest()[:16]


def _catalogue(key: str, text: str, path: str, mistakes: list[Finding]) -> catalogue.Catalogue:
    place = f"{path.removesuffix('.yaml')}.{key}.po"
    try:
        return catalogue.read(key, text, place)
    except CannotLoad as error:
        mistakes += error.complaints
    except expressions.FAILURES as error:
        mistakes.append(complaints.unforeseen(place, 1, error))
    return catalogue.Catalogue(key, place, {})


def _misplaced(entries: Mapping[str, catalogue.Catalogue], language: str) -> Iterator[Finding]:
    """Complain of catalogues into what no flow in this language is translated into."""
    for key, translation in entries.items():
        if key == language:
            reason = Remark("the flow itself is written in {language!r}", language=language)
            yield complaints.complaint(
                translation.path, 1, reason, "remove this file, or correct language: in the flow"
            )
        elif key == "u" and "nl" not in (language, *entries):
            yield complaints.complaint(translation.path, 1, "only Dutch has a formal form", "remove this file")
        elif key != "u" and not vocabulary.LANGUAGE.fullmatch(key):
            reason = Remark("{language!r} is not a language", language=key)
            yield complaints.complaint(
                translation.path, 1, reason, "call it after the flow and the language, such as waarom.en.po"
            )


def _flow(
    root: source.Part, text: str, catalogues: Mapping[str, str], entries: Mapping[str, catalogue.Catalogue], path: str,
    mistakes: list[Finding],
) -> Flow:  # fmt: skip
    if "programme" in root.pairs():
        raise root.mistake("this is a programme, and no flow", "keep it as programme/programma.yaml beside the flows")
    head = root.fields(_REQUIRED, _OPTIONAL)
    language = head["language"].name(vocabulary.LANGUAGE, "a language such as nl") if "language" in head else "nl"
    mistakes += _misplaced(entries, language)
    file = reader.FlowFile(path, language, entries, mistakes=mistakes)
    title = file.text(head["title"], "title", marked=False)
    if "unanswered" in head:
        file.default = file.unanswered(head["unanswered"], "remind")
    nodes = dict(_nodes(head["nodes"], file))
    if mistakes or not nodes:
        raise CannotLoad(mistakes) if mistakes else head["nodes"].mistake("there are no nodes", "write at least one")
    start = head["start"].text() if "start" in head else next(iter(nodes))
    reads = _reads(nodes, file.default)
    facts, attributes = needs.of(nodes.values(), reads)
    return Flow(
        name=_name(head["flow"], path),
        title=title.base,
        titles={key: form.source for key, form in title.forms.items()},
        version=version_of(text, catalogues),
        language=language,
        languages=(language, *(key for key in entries if key not in ("u", language))),
        audience=tuple(one.one_of(vocabulary.ROLES) for one in head["for"].items()),
        principle=head["principle"].one_of(vocabulary.PRINCIPLES) if "principle" in head else None,
        owner=head["owner"].text(),
        review=_review(head["review"]),
        budget=_budget(head["budget"]) if "budget" in head else PathBudget(),
        private=head["private"].truth() if "private" in head else False,
        card=head["card"].truth() if "card" in head else False,
        back=head["back"].truth() if "back" in head else False,
        policy=cast(Policy, head["policy"].one_of(vocabulary.POLICIES)) if "policy" in head else "wait",
        commands=_commands(head["commands"]) if "commands" in head else {},
        start=start,
        nodes=nodes,
        needs=facts,
        attributes=attributes,
        variables_in_use=frozenset(name for one in reads for name in one.names),
        passed_by_all=passing.of(start, nodes, lambda node: isinstance(node, call.Call)),
        source=text,
        catalogues=dict(catalogues),
        path=path,
        lines={key: part.line for key, part in head.items()},
        entries=entries,
        title_text=title,
        order=tuple(nodes),
        unanswered=file.default,
    )


def _nodes(part: source.Part, file: reader.FlowFile) -> Iterator[tuple[str, Node]]:
    parts = part.pairs()
    names = list(parts)
    for number, (name, body) in enumerate(parts.items()):
        try:
            body.place = name
            yield name, _node(name, number, body, file, names[number + 1] if number + 1 < len(names) else None)
        except complaints.Mistake as mistake:
            file.mistakes.append(mistake.at(file.path))
        except expressions.FAILURES as error:
            if isinstance(error, CannotLoad):
                raise
            file.mistakes.append(complaints.unforeseen(file.path, body.line, error))


def _node(name: str, number: int, part: source.Part, file: reader.FlowFile, following: str | None) -> Node:
    if not vocabulary.NAME.fullmatch(name) or name in vocabulary.RESERVED_NAMES:
        raise part.mistake(
            Remark("{name!r} cannot be the name of a node", name=name),
            "use a–z, 0–9 and _, and no word of the language",
        )
    words = [word for word in registry.NODES if word in part.pairs()]
    if not words:
        raise part.mistake("this is no node", Remark("begin with one of {words}", words=", ".join(registry.NODES)))
    return registry.NODES[words[0]](reader.UnreadNode(file, name, number, part, following))


def _reads(nodes: Mapping[str, Node], default: Unanswered | None) -> list[expressions.Reads]:
    of_nodes = [one for node in nodes.values() for one in node.reads()]
    remind = default.remind if default else None
    return of_nodes + [one for text in (remind.texts if remind else ()) for one in text.reads()]


def _name(part: source.Part, path: str) -> str:
    name = part.name(vocabulary.FLOW_NAME, "a name of a–z, 0–9 and - that begins with a letter")
    if path.endswith(".yaml") and Path(path).stem != name:
        raise part.mistake(
            Remark("the flow is called {name!r} and the file {file!r}", name=name, file=Path(path).name),
            "give both the same name",
        )
    return name


def _review(part: source.Part) -> date:
    try:
        return date.fromisoformat(part.text())
    except ValueError:
        raise part.mistake("a date is expected", "write it as 2027-06-01") from None


def _budget(part: source.Part) -> PathBudget:
    fields = part.fields([], ["minutes", "taps", "typed"])
    usual = PathBudget()
    return PathBudget(
        minutes=fields["minutes"].number() if "minutes" in fields else usual.minutes,
        taps=fields["taps"].whole(0, 200) if "taps" in fields else usual.taps,
        typed=fields["typed"].whole(0, 50) if "typed" in fields else usual.typed,
    )


def _commands(part: source.Part) -> dict[str, tuple[str, ...]]:
    commands = {}
    for language, words in part.pairs().items():
        if not vocabulary.LANGUAGE.fullmatch(language):
            raise words.mistake(
                Remark("{language!r} is not a language", language=language), "write {nl: [woord], en: [word]}"
            )
        commands[language] = tuple(
            word.name(vocabulary.COMMAND, "a command of a–z, 0–9 and _") for word in words.items()
        )
    return commands
