"""Checks how a flow reads: B1 Dutch, calm, without jargon, praise or pressure."""

import re
from collections.abc import Iterator

from flows import reading, texts
from flows.checks.subject import Subject
from flows.findings import Finding
from flows.remark import Remark

EASY = 60.0
FEW = 40
MEAN = 12.0
LONGEST = 20

_EMOJI = re.compile("[\U0001f300-\U0001faff\u2600-\u27bf]")
JARGON = reading.any_of(
    "stakeholders? commitment mindset targets? kpi's kpi tools? toolkit impact proactief faciliteren faciliteert "
    "borgen borging uitrollen implementeren implementatie managen efficiency monitoren pilot challenge awareness "
    "empowerment synergie kaders? handvat(?:ten)? draagvlak integraal quick-wins? best-practices?"
)
PRESSURE = reading.any_of(
    "goed-zo knap-gedaan goed-gedaan top-gedaan super-gedaan helaas-heb-je je-had-moeten je-bent-de-enige "
    "iedereen-doet reeks-verbroken streak laatste-kans je-leidinggevende-ziet-dit well-done good-job great-job "
    "last-chance"
)


def check(subject: Subject) -> Iterator[Finding]:
    messages = [text for text in subject.flow.texts() if text.marked]
    for text in messages:
        yield from _tone(subject, text)
    for key in ("nl", "u"):
        yield from _ease(subject, key, [text for text in messages if key in text.forms])


def _tone(subject: Subject, text: texts.PlacedText) -> Iterator[Finding]:
    read = reading.bare(text.base)
    if read.count("!") > 1 or len(_EMOJI.findall(read)) > 1:
        reason = Remark("{place} has more than one exclamation mark or emoji", place=text.place)
        yield subject.finding(text.line, "KV043", reason, "one is plenty")
    jargon = JARGON.search(text.base) if text.language == "nl" else None
    if jargon:
        yield subject.finding(
            text.line,
            "KV044",
            Remark("{place} says {word!r}", place=text.place, word=jargon[0]),
            "use an everyday word",
        )
    for form in text.forms.values():
        pressure = PRESSURE.search(form.source)
        if pressure:
            remedy = "answer what was said; no praise, no guilt, no pressure"
            yield subject.finding(
                text.line, "KV045", Remark("{place} says {word!r}", place=text.place, word=pressure[0]), remedy
            )
            return


def _ease(subject: Subject, key: str, messages: list[texts.PlacedText]) -> Iterator[Finding]:
    """Check the reading ease (Flesch-Douma) and the sentences, for Dutch with je and with u."""
    entries = subject.flow.entries.get(key)
    path = entries.path if entries else ""
    sources = [text.forms[key].source for text in messages]
    ease = reading.ease(sources)
    if ease.words >= FEW and key == "nl":
        if ease.score < EASY:
            reason = Remark(
                "Flesch-Douma is {score:.0f}; plain Dutch has {least:.0f} or more", score=ease.score, least=EASY
            )
            yield subject.finding(1, "KV040", reason, "use shorter words and shorter sentences", path=path)
        if ease.mean_sentence > MEAN:
            reason = Remark(
                "a sentence has {words:.1f} words on average; {easy:.0f} reads easily",
                words=ease.mean_sentence,
                easy=MEAN,
            )
            yield subject.finding(1, "KV041", reason, "split the longest sentences", path=path)
    for text in messages:
        for sentence in reading.sentences(text.forms[key].source):
            count = len(reading.words(sentence))
            if count > LONGEST:
                line = entries.entries[text.place].line if entries else text.line
                reason = Remark("{place} has a sentence of {count} words", place=text.place, count=count)
                yield subject.finding(
                    line, "KV042", reason, Remark("split it: at most {most}", most=LONGEST), path=path
                )
