"""The bot's own sentences, in the person's language and tone."""

import functools
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from babel.messages.pofile import read_po

from flows import marked_text

_FOLDER = Path(__file__).parent / "locale"
LANGUAGES = ("nl", "en")


class Texts:
    """Words the bot's sentences by their keys; values that are filled in are shown as they are, never as marks."""

    def __init__(self, catalogues: Mapping[str, Mapping[str, str]]) -> None:
        self._catalogues = catalogues

    def say(self, key: str, language: str, tone: str = "je", /, **values: Any) -> str:
        """Word the sentence for `key` as marked text; Dutch with *u* where the person chose it."""
        filled = {name: marked_text.escape(str(value)) for name, value in values.items()}
        return self._template(key, language, tone).format_map(filled)

    def has(self, key: str) -> bool:
        """Say whether there is such a sentence."""
        return key in self._catalogues["nl"]

    def plain(self, key: str, language: str, tone: str = "je", /, **values: Any) -> str:
        """Word the sentence for `key` without marks: for buttons, menus and files."""
        return self._template(key, language, tone).format_map(values)

    def _template(self, key: str, language: str, tone: str) -> str:
        if language == "nl" and tone == "u":
            formal = self._catalogues["u"].get(key)
            if formal is not None:
                return formal
        return self._catalogues[language][key]


@functools.cache
def load(folder: Path = _FOLDER) -> Texts:
    """Read the catalogues nl, u (only what differs from nl) and en; `SUBJECT.nl.po` adds to `nl.po`."""
    catalogues: dict[str, dict[str, str]] = {}
    for path in sorted(folder.glob("*.po")):
        catalogues.setdefault(path.stem.rpartition(".")[2], {}).update(_catalogue(path))
    return Texts(catalogues)


def _catalogue(path: Path) -> dict[str, str]:
    with path.open("rb") as file:
        return {str(message.id): str(message.string) for message in read_po(file) if message.id}
