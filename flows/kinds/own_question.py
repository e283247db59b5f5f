"""A question in own words, typed where a few stand to choose from."""

from collections.abc import Sequence

from flows import words
from flows.kinds import kind, matching, text
from flows.phrases import Phrase
from flows.view import View

OWN = "own"
"""the exit by which such a question goes"""
LONGEST = 160
_SHORTEST = 8
_FEW = 3  # words, by which a label may be meant
_ASKS = words.every(
    "wie wat waar waarom waarvoor waaraan waarmee waardoor waarbij wanneer welke welk hoe hoeveel hebben heb heeft "
    "zijn is kan kun kunnen mag moet wil zou zal weet who what where why when which how have has are can could may "
    "must will would do does did"
)
"""how a question begins that has no mark at its end"""
_ABOUT_THE_CHOICE = words.every(
    "vraag vragen nummer nummers keuze optie opties question questions number option options"
)
"""words of somebody who asks about what there is to choose, and not a colleague"""
_RETRY = Phrase(
    nl="Dat herken ik niet. Kies een nummer, of typ een eigen vraag met een vraagteken erachter.",
    en="I don't recognise that. Choose a number, or type a question of your own with a question mark.",
)


def means_label(said: str, labels: Sequence[str], place: int) -> bool:
    """Say whether a label is meant, and no question that only has words of one."""
    return (
        matching.is_whole(said, labels[place])
        or matching.number(said, len(labels)) is not None
        or len(said.split()) <= _FEW
    )


def read(view: View, said: str) -> kind.Heard:
    """Take a question in own words; what asks nothing, or asks about the choice itself, is none."""
    spoken = words.split(said)
    asks = said.rstrip().endswith("?") or (len(spoken) > _FEW and spoken[0] in _ASKS)
    if not asks or _ABOUT_THE_CHOICE & set(spoken):
        return kind.Refused(view.phrase(_RETRY))
    bounded = text.bounded(view, said, _SHORTEST, LONGEST)
    return kind.Taken(bounded.value, bounded.label, (OWN,)) if isinstance(bounded, kind.Taken) else bounded
