"""All kinds of answer, by their YAML word."""

from collections.abc import Mapping

from flows.kinds import choice, date, kind, number, plan, scale, several, text, time, yesno

KINDS: Mapping[str, type[kind.AnswerKind]] = {
    "choice": choice.Choice,
    "several": several.Several,
    "scale": scale.Scale,
    "yesno": yesno.Yesno,
    "number": number.Number,
    "date": date.Date,
    "time": time.Time,
    "text": text.Text,
    "plan": plan.Plan,
}


def is_own_words(word: str) -> bool:
    """Say whether answers of this kind are what somebody wrote; of a kind that is no more, that they may be."""
    made_by = KINDS.get(word)
    return made_by is None or made_by.own_words
