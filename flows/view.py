"""What texts, conditions and kinds of answer see of a conversation at one moment."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flows import marked_text, phrases, texts
from flows.json_value import JSON


@dataclass(frozen=True, slots=True)
class View:
    """`today` is the person's own date; `context` holds facts and variables by name."""

    language: str
    tone: str
    today: date
    context: Mapping[str, JSON]
    asked: str = ""
    """the question as it was worded, for a kind whose answers may repeat its words"""

    def render(self, text: texts.PlacedText) -> str:
        return text.render(self.context, self.language, self.tone)

    def phrase(self, phrase: phrases.Phrase, **values: object) -> str:
        """Word one of the engine's own sentences as plain text, for a button."""
        return phrases.say(phrase, self.language, self.tone, **values)

    def marked_phrase(self, phrase: phrases.Phrase, **values: object) -> str:
        """Word one of the engine's own sentences as marked text, for a message."""
        return marked_text.escape(self.phrase(phrase, **values))

    def sentence(self, plan: Mapping[str, JSON]) -> str:
        """Say an if-then plan as a plain sentence."""
        return phrases.if_then(plan, self.language, self.tone)
