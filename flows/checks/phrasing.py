"""Checks how a flow sounds aloud: words that are no Dutch, one name for one thing, messages that all begin alike."""

import re
from collections.abc import Iterator, Mapping

from flows import flow, reading, texts
from flows.checks import better_words
from flows.checks.subject import Subject
from flows.findings import Finding
from flows.remark import Remark

_SHOWN = ("say", "ask", "end")
_OPENER = re.compile(r"\s*([^\W\d_]+)")
_QUESTIONS = "wat hoe wie waar wanneer welk welke waarom waardoor waaraan met what how who where when which why with"
"""in a row they are answered one by one"""
_UNHEARD = "de het een dat dit op in the a that this on"
"""words that nobody hears twice"""
_MAY_REPEAT = frozenset(f"{_QUESTIONS} {_UNHEARD}".split())


def check(subject: Subject) -> Iterator[Finding]:
    for text in subject.flow.texts():
        for word, better, line, path in _better(subject, text, better_words.CALQUES):
            reason = Remark("{place} says {word!r}, which is no plain Dutch", place=text.place, word=word)
            yield subject.finding(line, "KV049", reason, better, path=path)
        for word, better, line, path in _better(subject, text, better_words.TERMS):
            reason = Remark("{place} says {word!r}, which has another name here", place=text.place, word=word)
            yield subject.finding(line, "KV036", reason, better, path=path)
    yield from _openers(subject)


def _better(
    subject: Subject, text: texts.PlacedText, better_ones: Mapping[str, str]
) -> Iterator[tuple[str, Remark, int, str]]:
    """Find the first such word of its Dutch forms, with the remedy, the line and the file."""
    for key in [language for language in ("nl", "u") if language in text.forms]:
        read = reading.bare(text.forms[key].source).lower()
        for pattern, instead in better_ones.items():
            word = re.search(rf"\b(?:{pattern})\b", read)
            if word is None:
                continue
            entries = subject.flow.entries.get(key)
            path, line = (entries.path, entries.entries[text.place].line) if entries else ("", text.line)
            yield word[0], Remark("better: {instead}", instead=instead), line, path
            return


def _openers(subject: Subject) -> Iterator[Finding]:
    """Find messages that may follow one another and begin with the same word, once for each that comes second."""
    for node in subject.flow.nodes.values():
        for name in _following(subject.flow, node):
            repeated = _opening(node).keys() & _opening(subject.flow.nodes[name]).keys()
            for word in sorted(repeated - _MAY_REPEAT):
                text = _opening(subject.flow.nodes[name])[word]
                reason = Remark(
                    "{place} begins with {word!r}, as {before} before it", place=text.place, word=word, before=node.name
                )
                yield subject.finding(text.line, "KV037", reason, "begin one of them with another word")


def _opening(node: flow.Node) -> Mapping[str, texts.PlacedText]:
    """Give the words with which its message may begin, in the language of the file."""
    shown = [text for text in node.texts() if text.place.split(".")[1] in _SHOWN]
    begun = [
        (_OPENER.match(text.base if text.base.startswith("{") else reading.bare(text.base)), text) for text in shown
    ]
    return {word[1].casefold(): text for word, text in begun if word is not None}


def _following(checked: flow.Flow, node: flow.Node) -> set[str]:
    """List messages that come next on some way: nodes without words are passed through."""
    met: set[str] = set()
    following: set[str] = set()
    todo = [go for go, _ in node.targets()] if _opening(node) else []
    while todo:
        name = todo.pop()
        if name in met or name not in checked.nodes:
            continue
        met.add(name)
        if _opening(checked.nodes[name]):
            following.add(name)
        elif not any(text.place.split(".")[1] in _SHOWN for text in checked.nodes[name].texts()):
            todo += [go for go, _ in checked.nodes[name].targets()] if checked.nodes[name].word != "enter" else []
    return following - {node.name}
