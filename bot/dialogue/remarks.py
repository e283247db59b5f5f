"""Recognises what people say past the question: who reads this, thanks, agreement; each by a list of phrases."""

import re

from flows import words as wording
from flows.wordlist import Wordlist

_FILLERS = (
    "ach jezus god nou ja zeg joh man hee he hey pff pfff toch eens even nu allemaal echt gewoon maar a verdomme oh "
    "och alsjeblieft please just oke ok heel erg hartelijk super zeer very so much wel ook"
)
_THANKS = Wordlist(
    (
        "bedankt/dankjewel/dankje/dankuwel/thanks/thx/tnx/merci",
        "dank je",
        "dank u",
        "dank",
        "thank you",
        "graag gedaan",
    ),
    _FILLERS,
)
_AGREEMENT = Wordlist(("top/fijn/mooi/prima/goed/okay/oke/ok/okee/great/fine/nice/cool/duidelijk",), "")
_SEE = r"(?:te )?(?:zien?|ziet|lees|leest|lezen|meelees|meelezen|meeleest|meekijken|meekijkt|inzien|bekijken)"
_THIS = (
    r"(?:dit|dat|het|deze antwoorden|(?:mijn|m n) antwoord(?:en)?|alles|wat ik (?:hier )?\w+|"
    r"dit (?:allemaal|gesprek|bericht)|hier mee|er mee|mee)"
)
_WHO = r"\w+(?: \w+){0,3}?"
_READERS = re.compile(
    rf"wie {_SEE} {_THIS}(?: mee| eigenlijk| allemaal)*"
    rf"|wie (?:kan|kunnen|mag|mogen|krijgt|krijgen) (?:er |{_THIS} )?(?:ook |allemaal )?{_SEE}"
    rf"|(?:kan|kunnen|mag|gaat|zal|krijgt|kun) {_WHO} {_THIS} (?:ook |eigenlijk )?{_SEE}"
    rf"|(?:ziet|leest|zien|lezen) {_WHO} {_THIS}(?: ook| mee)?"
    rf"|(?:kan|kunnen|kun) {_WHO} (?:meelezen|meekijken)"
    rf"|(?:leest|kijkt|lezen|kijken) {_WHO} mee"
    rf"|(?:is|zijn|blijft|blijven|wordt) {_THIS} (?:echt |wel |ook )?"
    r"(?:anoniem|vertrouwelijk|geheim|prive|gedeeld|onder ons)"
    r"|wat (?:ziet|leest|weet) (?:mijn|m n) \w+(?: hiervan| van mij)?"
    rf"|(?:gaat|komt) (?:dit|dat|het) naar {_WHO}"
    r"|who (?:can |else can )?(?:sees?|reads?) (?:this|that|it|my answers?|what i \w+)"
    rf"|(?:can|does|will|could) {_WHO} (?:see|read) (?:this|that|it|my answers?|what i \w+)"
    r"|is (?:this|it) (?:really )?(?:anonymous|confidential|private)"
)
_THUMBS = frozenset("👍👌🙏😊🙂😀❤💪🎉👏")


def is_about_readers(typed: str) -> bool:
    """Say whether somebody asks who reads what they say."""
    return _READERS.fullmatch(wording.simple(typed)) is not None


def is_thanks(typed: str) -> bool:
    """Say whether somebody says thank you and nothing else."""
    return _THANKS.is_one(typed)


def is_agreement(typed: str) -> bool:
    """Say whether somebody says that it is good so, in a word or a thumb."""
    return _AGREEMENT.is_one(typed) or bool(set(typed.strip()) & _THUMBS and not wording.simple(typed))
