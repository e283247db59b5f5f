"""In own words."""

import re
import unicodedata
from dataclasses import dataclass
from typing import ClassVar, Self

from flows import events, marked_text, reader
from flows.kinds import kind, matching
from flows.view import View

LONGEST = 1000
BEGINNING = "-beginning"
_SAYS = re.compile(r"[^\s.,;:…·?!_–—-]")
"""a sign that says more than a stop, a line or a question mark"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text(kind.AnswerKind):
    """Own words, within a length in characters. A longer story comes back to be shortened by whoever wrote it.

    ::

        ask: Wat had je kunnen vragen?
        text: {min: 2, max: 200}
    """

    word: ClassVar[str] = "text"
    typed: ClassVar[bool] = True
    own_words: ClassVar[bool] = True
    least: int = 1
    most: int = 200

    @classmethod
    def read(cls, step: reader.UnreadNode) -> Self:
        part = step.parts["text"]
        if not part.is_mapping and part.truth():
            return cls()
        fields = part.fields([], ["min", "max"])
        return cls(
            least=fields["min"].whole(1, LONGEST) if "min" in fields else 1,
            most=fields["max"].whole(1, LONGEST) if "max" in fields else 200,
        )

    def show(self, view: View, partial: kind.PartialAnswer) -> kind.Show:
        if partial.get("step") != "long":
            return kind.Show()
        said = str(partial["said"])
        parts = (
            view.phrase("long_story", length=len(said), most=self.most),
            f"“{said}”",
            view.phrase("long_shorten", beginning=beginning(said, self.most)),
        )
        button = events.Button(BEGINNING, view.phrase("keep_beginning"))
        return kind.Show((button,), question="\n\n".join(map(marked_text.escape, parts)))

    def press(self, _view: View, partial: kind.PartialAnswer, choice: str) -> kind.Heard | None:
        if choice != BEGINNING or partial.get("step") != "long":
            return None
        words = beginning(str(partial["said"]), self.most)
        return kind.Taken(words, words)

    def type(self, view: View, partial: kind.PartialAnswer, said: str) -> kind.Heard:
        if partial.get("step") == "long" and matching.is_whole(said, view.phrase("keep_beginning")):
            return self.press(view, partial, BEGINNING) or kind.Refused(view.phrase("retry_short"))
        words = clean(said)
        if len(words) > self.most and _SAYS.search(words):
            return kind.Moved({"step": "long", "said": words}, fresh=True)
        return bounded(view, said, self.least, self.most)

    def settle(self, view: View, moved: kind.Moved) -> kind.Taken | kind.Refused:
        return kind.Refused(view.phrase("retry_long", length=len(str(moved.partial["said"])), most=self.most))


def beginning(said: str, most: int) -> str:
    """The first words that fit, to the end of a sentence where that leaves at least half of them."""
    start = said[:most]
    whole = start if said[most : most + 1].isspace() else start.rsplit(None, 1)[0]
    ended = max(whole.rfind(mark) for mark in ".?!") + 1
    return whole[:ended] if ended >= most // 2 else whole.rstrip(" ,;:")


def bounded(view: View, said: str, least: int, most: int) -> kind.Taken | kind.Refused:
    """Somebody's own words, cleaned, when they have the right length."""
    words = clean(said)
    if len(words) < least or not _SAYS.search(words):
        return kind.Refused(view.phrase("retry_short"))
    if len(words) > most:
        return kind.Refused(view.phrase("retry_long", length=len(words), most=most))
    return kind.Taken(words, words)


def clean(said: str) -> str:
    """Without control characters and outer spaces; new lines, emoji and marks of direction stay."""
    return "".join(
        letter for letter in said if letter == "\n" or unicodedata.category(letter) not in ("Cc", "Cs")
    ).strip()
