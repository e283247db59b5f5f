"""A question answered in own words."""

import re
import unicodedata
from dataclasses import dataclass
from typing import ClassVar, Self

from flows import events, marked_text, reader, sort
from flows.kinds import kind, matching
from flows.phrases import Phrase
from flows.view import View

LONGEST = 1000
BEGINNING = "-beginning"
_SAYS = re.compile(r"[^\s.,;:…·?!_–—-]")
"""a sign that says more than a stop, a line or a question mark"""
_RETRY_LONG = Phrase(
    nl="Dat zijn {length} tekens, en ik kan er {most} bewaren. Maak het iets korter en stuur het opnieuw.",
    en="That is {length} characters, and I can keep {most}. Make it a little shorter and send it again.",
)
_LONG_STORY = Phrase(
    nl="Dit schreef je, en het is meer dan ik kan bewaren ({length} tekens; het mogen er {most} zijn):",
    u="Dit schreef u, en het is meer dan ik kan bewaren ({length} tekens; het mogen er {most} zijn):",
    en="This is what you wrote, and it is more than I can keep ({length} characters; at most {most} fit):",
)
_LONG_SHORTEN = Phrase(
    nl="Stuur het korter, of laat mij alleen het begin bewaren: “{beginning}”",
    en="Send it shorter, or let me keep the beginning only: “{beginning}”",
)
_BEGINNING_LABEL = Phrase(nl="Bewaar het begin", en="Keep the beginning")
_RETRY_SHORT = Phrase(nl="Dat is wat kort. Typ iets meer.", en="That is rather short. Type a little more.")


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
    bare_no_skips: ClassVar[bool] = True
    samples: ClassVar[tuple[str, ...]] = ("Eerst vragen.",)
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

    def stores(self, _question: str) -> sort.Sort:
        return sort.Sort(sort.TEXT, longest=self.most)

    def show(self, view: View, partial: kind.PartialAnswer) -> kind.Show:
        if partial.get("step") != "long":
            return kind.Show()
        return long_story(view, str(partial["said"]), self.most)

    def press(self, _view: View, partial: kind.PartialAnswer, choice: str) -> kind.Heard | None:
        if choice != BEGINNING or partial.get("step") != "long":
            return None
        words = beginning(str(partial["said"]), self.most)
        return kind.Taken(words, words)

    def type(self, view: View, partial: kind.PartialAnswer, said: str) -> kind.Heard:
        if partial.get("step") == "long" and means_beginning(view, said):
            return self.press(view, partial, BEGINNING) or kind.Refused(view.phrase(_RETRY_SHORT))
        words = clean(said)
        if len(words) > self.most and _SAYS.search(words):
            return kind.Moved({"step": "long", "said": words}, fresh=True)
        return bounded(view, said, self.least, self.most)

    def settle(self, view: View, moved: kind.Moved) -> kind.Taken | kind.Refused:
        return too_long(view, str(moved.partial["said"]), self.most)


def long_story(view: View, said: str, most: int) -> kind.Show:
    """Show somebody what they wrote, to be sent shorter, or kept up to where it fits by one button."""
    parts = (
        view.phrase(_LONG_STORY, length=len(said), most=most),
        f"“{said}”",
        view.phrase(_LONG_SHORTEN, beginning=beginning(said, most)),
    )
    button = events.Button(BEGINNING, view.phrase(_BEGINNING_LABEL))
    return kind.Show((button,), question="\n\n".join(map(marked_text.escape, parts)))


def means_beginning(view: View, said: str) -> bool:
    """Say whether the words of that button were typed."""
    return matching.is_whole(said, view.phrase(_BEGINNING_LABEL))


def too_long(view: View, said: str, most: int) -> kind.Refused:
    """Say how much it is and how much fits."""
    return kind.Refused(view.phrase(_RETRY_LONG, length=len(said), most=most))


def beginning(said: str, most: int) -> str:
    """Cut off the first words that fit, to the end of a sentence where that leaves at least half of them."""
    start = said[:most]
    whole = start if said[most : most + 1].isspace() else start.rsplit(None, 1)[0]
    ended = max(whole.rfind(mark) for mark in ".?!") + 1
    return whole[:ended] if ended >= most // 2 else whole.rstrip(" ,;:")


def bounded(view: View, said: str, least: int, most: int) -> kind.Taken | kind.Refused:
    """Clean somebody's own words, and take them if they have the right length."""
    words = clean(said)
    if len(words) < least or not _SAYS.search(words):
        return kind.Refused(view.phrase(_RETRY_SHORT))
    if len(words) > most:
        return too_long(view, words, most)
    return kind.Taken(words, words)


def clean(said: str) -> str:
    """Take out control characters and outer spaces; new lines, emoji and marks of direction stay."""
    return "".join(
        letter for letter in said if letter == "\n" or unicodedata.category(letter) not in ("Cc", "Cs")
    ).strip()
