"""A file of an author's tests: what somebody says to a flow, and what must be heard."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from flows import complaints, lengths, source, vocabulary
from flows.json_value import JSON
from flows.remark import Remark

NEXT = "next"
FAILED = "failed"
WORDS = ("say", "expect", "never", "buttons", "later", "answer")
ENDS = ("completed", "stopped", "expired", "failed", "waiting", *vocabulary.OUTCOMES)


@dataclass(frozen=True, slots=True)
class TestLine:
    """One line of a test. `texts` are words to say, to expect, never to hear, or the labels of all buttons;
    `length` is how much later it is, None for the next moment at which something happens by itself; `answer` is
    what another program answers to a call, None when it fails."""

    word: str
    line: int
    texts: tuple[str, ...] = ()
    length: timedelta | None = None
    answer: Mapping[str, JSON] | None = None


@dataclass(frozen=True, slots=True)
class Test:
    """One conversation, and how it must end: an outcome, what was saved under which name, what was logged."""

    name: str
    line: int
    steps: Sequence[TestLine]
    facts: Mapping[str, JSON] = field(default_factory=dict)
    language: str = ""
    tone: str = "je"
    ends: str | None = None
    saved: Mapping[str, JSON] = field(default_factory=dict)
    logged: Sequence[str] | None = None
    arms: Mapping[str, str] = field(default_factory=dict)
    """by shuffle the arm that chance chooses"""


def read(text: str, *, path: str, flow: str) -> list[Test]:
    """Read the tests of this flow. Raises CannotLoad with the first mistake."""
    try:
        head = source.read(text).fields(["flow", "tests"])
        if head["flow"].text() != flow:
            raise head["flow"].mistake(
                Remark("these are tests of {other!r}", other=head["flow"].text()),
                Remark("write flow: {flow}", flow=flow),
            )
        tests = [_test(name, part) for name, part in head["tests"].pairs().items()]
    except complaints.Mistake as mistake:
        raise complaints.CannotLoad([mistake.at(path)]) from None
    return tests


def _test(name: str, part: source.Part) -> Test:
    fields = part.fields(["steps"], ["about", "facts", "language", "tone", "ends", "saved", "logged", "arms"])
    logged = fields.get("logged")
    return Test(
        name,
        part.line,
        [_step(one) for one in fields["steps"].items()],
        facts=_values(fields.get("facts")),
        language=fields["language"].name(vocabulary.LANGUAGE, "a language such as nl") if "language" in fields else "",
        tone=fields["tone"].one_of(vocabulary.TONES) if "tone" in fields else "je",
        ends=fields["ends"].one_of(ENDS) if "ends" in fields else None,
        saved=_values(fields.get("saved")),
        logged=[one.one_of(vocabulary.ACTS) for one in logged.items()] if logged else None,
        arms={node: one.text() for node, one in fields["arms"].pairs().items()} if "arms" in fields else {},
    )


def _values(part: source.Part | None) -> Mapping[str, JSON]:
    return {name: one.literal() for name, one in part.pairs().items()} if part else {}


def _step(part: source.Part) -> TestLine:
    fields = part.fields([], WORDS)
    if len(fields) != 1:
        raise part.mistake("one thing at a time", Remark("write '- say: …', or one of {words}", words=", ".join(WORDS)))
    [(word, said)] = fields.items()
    if word == "later":
        return TestLine(word, part.line, length=_length(said))
    if word == "answer":
        return TestLine(word, part.line, answer=_answer(said))
    return TestLine(word, part.line, tuple(_texts(said)))


def _answer(part: source.Part) -> Mapping[str, JSON] | None:
    if part.is_mapping:
        return _values(part)
    part.one_of([FAILED])
    return None


def _texts(part: source.Part) -> Iterator[str]:
    for entry in part.items() if part.is_list else [part]:
        if entry.behind:
            reason = Remark("all that stands behind # is not read: {lost!r}", lost=entry.behind)
            raise entry.mistake(reason, "put the whole text in quotes; a comment goes on a line of its own")
        yield entry.text()


def _length(part: source.Part) -> timedelta | None:
    written = part.text()
    length = lengths.read(written)
    if written != NEXT and (length is None or length <= timedelta(0)):
        raise part.mistake(
            Remark("{written!r} is not a length of time", written=written), "write 30m, 24h, 3d or 2w; or: later: next"
        )
    return length
