"""The warning that a name or an address stands in what somebody typed, before it becomes an answer."""

from flows import events, marked_text, personal, words
from flows.json_value import JSON
from flows.kinds import kind
from flows.phrases import Phrase
from flows.view import View

STEP, TIMES = "personal", "warned"
OTHERWISE, AS_IT_IS = "-otherwise", "-asis"
_MESSAGE = ("ref", "check")
_MOST = 2
"""times that somebody is warned at one question: who types on after that is taken at their word"""
_WARNINGS = {
    personal.NAME: Phrase(
        nl="Ik lees hierin een naam of een adres: “{words}”. Zonder is het ook duidelijk, en beter voor wie het is.",
        en="I read a name or an address in this: “{words}”. It is as clear without, and better for whoever it is.",
    ),
    personal.NUMBER: Phrase(
        nl="Ik lees hierin een nummer van iemand: “{words}”. Zonder is het ook duidelijk, en beter voor wie het is.",
        en="I read somebody’s number in this: “{words}”. It is as clear without, and better for whoever it is.",
    ),
}
_AGAIN = Phrase(
    nl="Hier staat ook “{words}” in. Je mag het zo laten, of het nog eens schrijven.",
    u="Hier staat ook “{words}” in. U mag het zo laten, of het nog eens schrijven.",
    en="This has “{words}” in it too. You may leave it so, or write it once more.",
)
_TYPED = Phrase(nl="Dit schreef je:", u="Dit schreef u:", en="This is what you wrote:")
_OTHERWISE_LABEL = Phrase(nl="Ik schrijf het anders", en="I write it differently")
_KEEP_LABEL = Phrase(nl="Zo bewaren", en="Keep it so")
_LEAVE_LABEL = Phrase(nl="Zo laten", en="Leave it so")
_NOT_CHANGED = Phrase(
    nl="In wat je veranderde lees ik een naam, een adres of een nummer van iemand: “{words}”. "
    "Je antwoord blijft zoals het was. Verander het bericht nog eens, zonder dat erin.",
    u="In wat u veranderde lees ik een naam, een adres of een nummer van iemand: “{words}”. "
    "Uw antwoord blijft zoals het was. Verander het bericht nog eens, zonder dat erin.",
    en="In what you changed I read a name, an address or a number of somebody: “{words}”. Your answer stays as it was. "
    "Change the message once more, without it.",
)


def warned(partial: kind.PartialAnswer, said: str) -> kind.Moved | None:
    """Ask first where a name or an address was typed; None: nothing of the kind, or it was said often enough."""
    times = int(partial.get(TIMES, 0))
    if times >= _MOST or personal.find(said) is None:
        return None
    return kind.Moved({"step": STEP, "said": said, "before": _answer(partial), TIMES: times + 1}, fresh=True)


def is_open(partial: kind.PartialAnswer) -> bool:
    """Say whether the question waits for what to do with a name or an address."""
    return partial.get("step") == STEP


def before(partial: kind.PartialAnswer) -> dict[str, JSON]:
    """Give the answer as it was before the warning, with how often somebody was warned."""
    return {**partial["before"], TIMES: partial[TIMES]}


def of_same_message(partial: kind.PartialAnswer, heard: kind.Heard) -> kind.Heard:
    """Let a further question know the message that was typed, so that changing that message still corrects it."""
    if not isinstance(heard, kind.Moved):
        return heard
    return kind.Moved({**heard.partial, **{name: partial[name] for name in _MESSAGE if name in partial}}, fresh=True)


def show(view: View, partial: kind.PartialAnswer, *, stored: bool) -> kind.Show:
    """Show what was typed, what in it points at somebody, and the two ways on."""
    said = str(partial["said"])
    pointing = personal.find(said) or personal.Personal(personal.NAME, said)
    phrase = _AGAIN if partial[TIMES] > 1 else _WARNINGS[pointing.sort]
    parts = (view.phrase(phrase, words=pointing.words), f"{view.phrase(_TYPED)}\n“{said}”")
    return kind.Show(_buttons(view, stored=stored), question="\n\n".join(map(marked_text.escape, parts)))


def meant(view: View, said: str) -> str | None:
    """Give the button whose words were typed, under either of its labels."""
    labels = ((OTHERWISE, _OTHERWISE_LABEL), (AS_IT_IS, _KEEP_LABEL), (AS_IT_IS, _LEAVE_LABEL))
    return next((choice for choice, label in labels if words.simple(said) == words.simple(view.phrase(label))), None)


def refuse_change(view: View, said: str, earlier: JSON) -> kind.Refused | None:
    """Refuse a correction that brings a name or an address which the answer did not have."""
    pointing = personal.find(said)
    if pointing is None or pointing.words in str(earlier):
        return None
    return kind.Refused(view.phrase(_NOT_CHANGED, words=pointing.words))


def _buttons(view: View, *, stored: bool) -> tuple[events.Button, ...]:
    keep = _KEEP_LABEL if stored else _LEAVE_LABEL
    return events.Button(OTHERWISE, view.phrase(_OTHERWISE_LABEL)), events.Button(AS_IT_IS, view.phrase(keep))


def _answer(partial: kind.PartialAnswer) -> dict[str, JSON]:
    """Leave out what the session itself keeps of the message that was heard."""
    return {name: part for name, part in partial.items() if name not in (*_MESSAGE, TIMES)}
