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
