"""A text of a flow in all its languages, compiled when the flow is loaded."""

from collections.abc import Mapping
from dataclasses import dataclass

from flows import expressions
from flows.json_value import JSON


@dataclass(frozen=True, slots=True)
class PlacedText:
    """One text at one place; `forms` holds it per language, with 'u' for formal Dutch; `behind`: what stood
    behind a # and was not read."""

    place: str
    line: int
    base: str
    marked: bool
    language: str
    forms: Mapping[str, expressions.Template]
    behind: str = ""

    def form(self, language: str, tone: str) -> expressions.Template:
        """Choose the best there is: the formal form, the language, else the base text."""
        if tone == "u" and language == "nl" and "u" in self.forms:
            return self.forms["u"]
        return self.forms.get(language) or self.forms[self.language]

    def render(self, context: Mapping[str, JSON], language: str, tone: str) -> str:
        return self.form(language, tone).render(context)

    def reads(self) -> list[expressions.Reads]:
        return [form.reads for form in self.forms.values()]


@dataclass(frozen=True, slots=True)
class Wording:
    """Varied wordings of one and the same thing."""

    texts: tuple[PlacedText, ...]

    def of(self, turn_of_it: int) -> PlacedText:
        return self.texts[turn_of_it % len(self.texts)]
