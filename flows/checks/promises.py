"""Checks what a text promises about who sees what, held against who does."""

import re
from collections.abc import Iterator, Mapping

from flows import marked_text
from flows.checks.subject import Subject
from flows.findings import Finding
from flows.flow import Flow, Node
from flows.nodes import ask, call, enter, previewed, share
from flows.remark import Remark

_SEES = r"(?:zie|ziet|zien|lees|leest|lezen|krijgt|bekijkt)"
_YOU = r"(?:jij|jijzelf|jou|jouzelf|u|uzelf)"
_ONLY_YOU = re.compile(
    rf"\b(?:alleen|enkel|uitsluitend|slechts)\s+{_YOU}\b[^.!?;,]{{0,30}}\b{_SEES}\b"
    rf"|\b{_SEES}\b[^.!?;,]{{0,40}}\b(?:alleen|enkel|uitsluitend)\s+{_YOU}\b(?!\w)"
    rf"|\b(?:alleen|enkel|uitsluitend|slechts)\s+(?:zichtbaar\s+)?voor\s+(?:{_YOU}|jouw\s+ogen|uw\s+ogen)\b"
    rf"|\b(?:niemand\s+anders|verder\s+niemand)\b[^.!?;,]{{0,40}}\b{_SEES}\b"
    rf"|\b(?:{_SEES}|weet)\b[^.!?;,]{{0,40}}\b(?:niemand\s+anders|verder\s+niemand)\b"
    r"|\bantwoord(?:en)?\b[^.!?;,]{0,20}\bblij(?:ft|ven)\s+bij\s+(?:jou|u)\b"
    r"|\bblij(?:ft|ven)\s+(?:tussen|onder)\s+ons\b"
    r"|\bonly\s+you\b[^.!?;,]{0,20}\b(?:sees?|reads?|gets?|knows?)\b|\bfor\s+your\s+eyes\s+only\b"
    r"|\b(?:nobody|no\s+one)\s+else\b[^.!?;,]{0,20}\b(?:sees?|reads?|gets?|knows?)\b"
    r"|\b(?:stays?\s+between\s+us|answers?\s+stays?\s+with\s+you|only\s+visible\s+to\s+you|visible\s+only\s+to\s+you)\b",
    re.IGNORECASE,
)
_NOBODY = re.compile(
    rf"\bniemand\b[^.!?;,]{{0,30}}\b{_SEES}\b|\b{_SEES}\b[^.!?;,]{{0,30}}\bniemand\b"
    r"|\b(?:nobody|no\s+one)\b[^.!?;,]{0,20}\b(?:sees?|reads?)\b",
    re.IGNORECASE,
)
_TOTAL = re.compile(r"tota(?:al|len|l|ls)\b|teamtota|tel(?:t|len)\s+mee|count", re.IGNORECASE)
_NO_READER = re.compile(
    r"\bniemand\b[^.!?;]{0,15}\bleest\b[^.!?;]{0,15}\bmee\b|\bleest\b[^.!?;]{0,15}\bniemand\b[^.!?;]{0,10}\bmee\b"
    r"|\bleest\s+geen\s+mens\s+mee\b|\b(?:nobody|no\s+one|no\s+person)\s+(?:else\s+)?reads\s+along\b",
    re.IGNORECASE,
)


def check(subject: Subject) -> Iterator[Finding]:
    counted = _first_counted(subject.flow, subject.shelf or {})
    leaving = _before_leaving(subject.flow)
    for text in subject.flow.texts():
        for key, form in text.forms.items():
            entries = subject.flow.entries.get(key)
            path, line = (entries.path, entries.entries[text.place].line) if entries else ("", text.line)
            problem = _told(marked_text.plain(form.source), counted, text.place.split(".")[0] in leaving, text.place)
            if problem:
                yield subject.finding(line, "KV076", *problem, path=path)


def _told(written: str, counted: str | None, leaves: bool, place: str) -> tuple[str, str] | None:
    """Say what is not true about a text, and what to write instead; None when nothing is untrue."""
    if _NO_READER.search(written):
        remedy = "write that no colleague reads this: Telegram can"
        return Remark("{place} says that nobody reads along", place=place), remedy
    promised = _ONLY_YOU.search(written)
    if counted and (promised or (_NOBODY.search(written) and not _TOTAL.search(written))):
        reason = Remark(
            "{place} promises that nobody else sees it, and {name!r} counts for the team", place=place, name=counted
        )
        return reason, "say that nobody sees what one person answers, and that some answers count in a team total"
    if promised and leaves:
        reason = Remark(
            "{place} promises that nobody else sees it, and afterwards it may be shared or sent", place=place
        )
        return reason, "say what stays, and what is only shown after a press of their own button"
    return None


def _first_counted(flow: Flow, shelf: Mapping[str, Flow], depth: int = 0) -> str | None:
    """Name a question whose answers others see, also one in a flow that is entered."""
    for node in flow.nodes.values():
        if isinstance(node, ask.Ask) and not isinstance(node, share.Share) and node.seen_by != "self":
            return node.name
        inner = shelf.get(node.entered) if isinstance(node, enter.Enter) and depth < 8 else None
        if inner is not None and _first_counted(inner, shelf, depth + 1):
            return node.name
    return None


def _before_leaving(flow: Flow) -> set[str]:
    """List nodes from which somebody may come where their words are offered to others, or sent to another program."""
    leading = {node.name for node in flow.nodes.values() if isinstance(node, share.Share) or _sends(node)}
    back: dict[str, set[str]] = {}
    for node in flow.nodes.values():
        for go, _ in node.targets():
            back.setdefault(go, set()).add(node.name)
    todo = list(leading)
    while todo:
        for name in back.get(todo.pop(), set()) - leading:
            leading.add(name)
            todo.append(name)
    return leading


def _sends(node: Node) -> bool:
    if isinstance(node, previewed.PreviewedCall):
        return True
    return isinstance(node, call.Call) and node.enquiry.tells
