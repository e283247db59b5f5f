"""In own words."""

import re
import unicodedata
from dataclasses import dataclass
from typing import ClassVar, Self

from flows import reader
from flows.kinds import kind
from flows.view import View

LONGEST = 1000
_SAYS = re.compile(r"[^\s.,;:…·?!_–—-]")
"""a sign that says more than a stop, a line or a question mark"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text(kind.AnswerKind):
    """Own words, within a length in characters.

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

    def show(self, _view: View, _stage: kind.Stage) -> kind.Show:
        return kind.Show()

    def press(self, _view: View, _stage: kind.Stage, _choice: str) -> kind.Heard | None:
        return None

    def type(self, view: View, _stage: kind.Stage, said: str) -> kind.Heard:
        return bounded(view, said, self.least, self.most)


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
