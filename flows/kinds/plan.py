"""A question answered by an if-then plan: suggested, kept, or in own words."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar, Self

from flows import events, expressions, marked_text, reader, sort, source, texts, words
from flows.json_value import JSON
from flows.kinds import choices, kind, matching, text
from flows.phrases import Phrase
from flows.remark import Remark
from flows.view import View

KEEP, OWN, RIGHT, CHANGE = "-keep", "-own", "-right", "-change"
_EMPTY = words.POLITE | words.AGREEMENTS | words.NEGATIONS | words.every("maar dan wel misschien then maybe perhaps")
"""what is no deed by itself: 'dan ja', 'dan maar niet'"""
_CONJUNCTION = (
    r"(?P<conjunction>(?:(?:elke|iedere|de\s+volgende)\s+keer|telkens|steeds|altijd)\s+(?:als|dat|wanneer)"
    r"|zo\s+gauw(?:\s+als)?|op\s+het\s+moment\s+dat|(?:each|every|the\s+next)\s+time|as\s+soon\s+as"
    r"|as(?=\s+(?:de|het|t|een|n|ik|ie|hij|zij|ze|we|wij|der|er|iemand)\b)"
    r"|als|wanneer|zodra|indien|if|whenever|when)"
)
"""as people begin a plan, also as it sounds: 'as de tillefoon geet'"""
_TRAILING_THEN = re.compile(r"[,;]?\s*\b(?:dan|then)\W*$", re.IGNORECASE)
_IF_THEN = re.compile(
    rf"(?:{_CONJUNCTION}\s+)?(?P<cue>.+?)[,;]?\s+(?:dan|then)\s+(?P<response>.+)", re.IGNORECASE | re.DOTALL
)
_IF_COMMA = re.compile(rf"{_CONJUNCTION}\s+(?P<cue>[^,;]+)[,;]\s*(?P<response>.+)", re.IGNORECASE | re.DOTALL)
_IF = re.compile(rf"{_CONJUNCTION}\s+(?P<cue>.+)", re.IGNORECASE | re.DOTALL)
_NUMBER = re.compile(r"(\d+)(?:\. |$)")
_THEN = re.compile(r"^(?:dan|then)\s+", re.IGNORECASE)
_NO_SITUATION = words.every(
    "kan kun kunnen moet moeten mag mogen zou zouden zal wil laat hoe wat waarom wie waar welk welke en maar of eerst "
    "can could must may should will shall would let how what why who where which and but or first do does did "
    "as omdat terwijl tenzij hoewel zodat because while unless although"
) | (words.POLITE | words.AGREEMENTS)
"""no situation begins so: it asks, or goes on with what was said before"""
_CLAUSE = re.compile(r"(?:[^\W\d_]+\s+(?:ik|we|wij)|i|we)\b", re.IGNORECASE)
"""how it begins what one will do: 'bel ik', 'I call'"""
_UNSURE = re.compile(
    r"\W*(?:(?:dat\s+)?(?:weet|wist)\s+(?:ik|niet)|geen\s+(?:idee|zin|tijd|plan)|kwee?t?\s*nie|ik\s+(?:weet|heb|wil|zie|snap)\b"
    r"|wat\s+(?:bedoel|moet)|hoezo|waarom\b.*\?|niets|niks|nvt|n\.v\.t|i\s+(?:don.?t|have\s+no)|no\s+idea|nothing|what\s+do)",
    re.IGNORECASE,
)
"""somebody who does not know what they would do, or does not want to"""
_OF_BUTTON = re.compile(r"^…\s*")
_ASKING = re.compile(r"\b(?:vraag|vragen|zeg|zeggen|ask|say)\b", re.IGNORECASE)
_KEEP_LABEL = Phrase(nl="Houden", en="Keep")
_OWN_LABEL = Phrase(nl="Zelf schrijven", en="Write my own")
_CONFIRM = Phrase(nl="Zo opschrijven?", en="Shall I write it down like this?")
_RIGHT_LABEL = Phrase(nl="Ja", en="Yes")
_CHANGE_LABEL = Phrase(nl="Iets veranderen", en="Change something")
_KEPT_PLAN = Phrase(nl="Nu heb je: “{plan}”", u="Nu hebt u: “{plan}”", en="Now you have: “{plan}”")
_OWN_PLAN = Phrase(
    nl="Schrijf je plan zo: als …, dan …",
    u="Schrijf uw plan zo: als …, dan …",
    en="Write your plan like this: if …, then …",
)
_ASK_RESPONSE = Phrase(
    nl="Als {cue}, wat doe je dan?",
    u="Als {cue}, wat doet u dan?",
    en="If {cue}, what will you do?",
)
_RETRY_CONFIRM = Phrase(
    nl="Zal ik de zin hierboven zo opschrijven? Typ ja of nee, of schrijf hem anders: als …, dan …",
    en="Shall I write the sentence above down? Type yes or no, or write it another way: if …, then …",
)
_RETRY_RESPONSE = Phrase(
    nl="Schrijf wat je dan doet, bijvoorbeeld: bel ik eerst.",
    u="Schrijf wat u dan doet, bijvoorbeeld: bel ik eerst.",
    en="Write what you will do then, for example: I call first.",
)
_RETRY_PLAN = Phrase(
    nl="Daar lees ik geen plan in. Noem een moment en wat je dan doet, zoals: als iemand belt, dan vraag ik "
    "eerst waarom.",
    u="Daar lees ik geen plan in. Noem een moment en wat u dan doet, zoals: als iemand belt, dan vraag ik eerst "
    "waarom.",
    en="I can't read a plan in that. Name a moment and what you will do then, such as: if somebody calls, then I "
    "first ask why.",
)
_RETRY_PLAN_AGAIN = Phrase(
    nl="Ook hier lees ik geen plan in. Het begint met als, en na dan staat wat je doet.",
    u="Ook hier lees ik geen plan in. Het begint met als, en na dan staat wat u doet.",
    en="I can't read a plan in this either. It begins with if, and after then comes what you do.",
)


@dataclass(frozen=True, slots=True)
class Suggestion:
    key: str
    cue: texts.PlacedText | None
    """none where the plan itself says it"""
    response: texts.PlacedText
    label: texts.PlacedText | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan(kind.AnswerKind):
    """An if-then plan: suggested, kept or own; what is typed is read back once. Stored as {cue, response, key}.

    ::

        ask: Volgende week. Welk plan past?
        plan:
          suggest:
            mail: {cue: ik een lastige mail open, response: bel ik eerst even}
          own: "Schrijf je plan zo: als …, dan …"
          response: En wat doe je dan?
    """

    word: ClassVar[str] = "plan"
    typed: ClassVar[bool] = True
    own_words: ClassVar[bool] = True
    samples: ClassVar[tuple[str, ...]] = ("als de telefoon gaat, dan vraag ik eerst waarom", "als ik bel")
    suggest: tuple[Suggestion, ...] = ()
    keep: str | None = None
    cue: texts.PlacedText | None = None
    """the situation, where it is known already: only what one does then is asked"""
    own: texts.PlacedText | None = None
    response: texts.PlacedText | None = None
    most: int = 200

    @classmethod
    def read(cls, step: reader.UnreadNode) -> Self:
        part = step.parts["plan"]
        if not part.is_mapping and part.truth():
            return cls()
        fields = part.fields([], ["keep", "cue", "suggest", "own", "response", "max"])
        suggested = fields["suggest"].pairs() if "suggest" in fields else {}
        has_cue = "cue" in fields
        return cls(
            suggest=tuple(_suggestion(step, key, one, has_cue=has_cue) for key, one in suggested.items()),
            cue=step.label(fields["cue"], "plan.cue") if has_cue else None,
            keep=reader.variable(fields["keep"]) if "keep" in fields else None,
            own=step.text(fields["own"], "plan.own") if "own" in fields else None,
            response=step.text(fields["response"], "plan.response") if "response" in fields else None,
            most=fields["max"].whole(20, 400) if "max" in fields else 200,
        )

    def stores(self, question: str) -> sort.Sort:
        return sort.Sort(sort.MAPPING, longest=500, asked=question)

    def effort(self) -> kind.Effort:
        """Count a tap on a plan that is offered, else the text and the tap that confirms it."""
        return kind.TAP if self.suggest or self.keep else kind.Effort(taps=1, typed=1)

    def show(self, view: View, partial: kind.PartialAnswer) -> kind.Show:
        step = partial.get("step", "offer")
        if step == "own":
            return kind.Show(question=view.render(self.own) if self.own else view.marked_phrase(_OWN_PLAN))
        if step == "response":
            own = view.marked_phrase(_ASK_RESPONSE, cue=partial["cue"])
            return kind.Show(question=view.render(self.response) if self.response else own)
        if step == "long":
            return text.long_story(view, str(partial[str(partial["half"])]), self.most)
        return self._confirm(view, partial) if step == "confirm" else self._offer(view)

    def _confirm(self, view: View, partial: kind.PartialAnswer) -> kind.Show:
        sentence = marked_text.escape(f"“{view.sentence(self._whole(view, partial))}”")
        pressed = (events.Button(RIGHT, view.phrase(_RIGHT_LABEL)), events.Button(CHANGE, view.phrase(_CHANGE_LABEL)))
        return kind.Show(pressed, question=f"{sentence} {view.marked_phrase(_CONFIRM)}", per_row=2)

    def _offer(self, view: View) -> kind.Show:
        earlier = self._kept(view)
        lines = [marked_text.escape(view.phrase(_KEPT_PLAN, plan=view.sentence(earlier)))] if earlier else []
        shown = [events.Button(KEEP, view.phrase(_KEEP_LABEL))] if earlier else []
        plans = [(suggestion, self._said(view, suggestion)) for suggestion in self.suggest]
        worded = [(suggestion, plan) for suggestion, plan in plans if all(map(str.strip, plan.values()))]
        others = [
            (suggestion, plan) for suggestion, plan in worded if not earlier or not plan.items() <= earlier.items()
        ]
        for number, (suggestion, plan) in enumerate(others, 1):
            lines.append(f"{number}. {marked_text.escape(self._listed(view, plan))}")
            label = f"{number}. {view.render(suggestion.label)}" if suggestion.label else str(number)
            shown.append(events.Button(suggestion.key, choices.shorten(label)))
        own = (events.Button(OWN, view.phrase(_OWN_LABEL)),) if shown else ()
        return kind.Show(tuple(shown), extra="\n".join(lines), per_row=None if self._labelled else 4, below=own)

    def _said(self, view: View, suggestion: Suggestion) -> Mapping[str, JSON]:
        cue = suggestion.cue or self.cue
        return {"cue": view.render(cue) if cue else "", "response": view.render(suggestion.response)}

    def _listed(self, view: View, plan: Mapping[str, JSON]) -> str:
        """Word a suggestion for the list: the whole sentence, or what completes the one that the question began."""
        return f"… {plan['response']}" if self.cue else view.sentence(plan)

    @property
    def _labelled(self) -> bool:
        return any(one.label for one in self.suggest)

    def _kept(self, view: View) -> Mapping[str, JSON] | None:
        earlier = view.context.get(self.keep) if self.keep else None
        return earlier if isinstance(earlier, Mapping) and earlier.get("cue") and earlier.get("response") else None

    def press(self, view: View, partial: kind.PartialAnswer, choice: str) -> kind.Heard | None:
        step = partial.get("step", "offer")
        if step == "confirm":
            return self._settled(view, partial, right=choice == RIGHT) if choice in (RIGHT, CHANGE) else None
        if step == "long" and choice == text.BEGINNING:
            return self._shortened(view, partial, text.beginning(str(partial[str(partial["half"])]), self.most))
        if step != "offer":
            return None
        earlier = self._kept(view)
        if choice == KEEP and earlier:
            return _taken(view, earlier, "kept")
        if choice == OWN:
            opened = {"step": "response", "cue": view.render(self.cue)} if self.cue else {"step": "own"}
            return kind.Moved(opened, fresh=True)
        chosen = self._suggested(view, choice)
        return None if chosen is None else _taken(view, chosen, choice)

    def _suggested(self, view: View, key: object) -> Mapping[str, JSON] | None:
        chosen = next((one for one in self.suggest if one.key == key), None)
        return self._said(view, chosen) if chosen else None

    def _whole(self, view: View, partial: kind.PartialAnswer) -> Mapping[str, JSON]:
        """Take the plan to be confirmed; of a suggestion, which used to be confirmed too, only the key was kept."""
        return self._suggested(view, partial["key"]) or partial

    def _settled(self, view: View, partial: kind.PartialAnswer, *, right: bool) -> kind.Heard:
        if right:
            return _taken(view, self._whole(view, partial), str(partial["key"]))
        return kind.Moved({} if self.suggest or self.cue or self._kept(view) else {"step": "own"}, fresh=True)

    def type(self, view: View, partial: kind.PartialAnswer, said: str) -> kind.Heard:
        step = partial.get("step", "offer")
        typed = text.clean(said)
        if step == "response":
            return self._responded(view, str(partial["cue"]), typed)
        if step == "long":
            return self._again(view, partial, typed)
        choice = self._meant(view, partial, typed) if step in ("offer", "confirm") else None
        heard = (self.press(view, partial, choice) if choice else None) or self._written(view, partial, typed)
        asked_to_confirm = step == "confirm" and isinstance(heard, kind.Refused)
        return kind.Refused(view.phrase(_RETRY_CONFIRM)) if asked_to_confirm else heard

    def _written(self, view: View, partial: kind.PartialAnswer, typed: str) -> kind.Heard:
        """Read a plan in own words: whole, or the half that the question asks for."""
        if self.cue and partial.get("step", "offer") == "offer":
            return self._responded(view, view.render(self.cue), typed)
        return self._parsed(view, typed)

    def _meant(self, view: View, partial: kind.PartialAnswer, typed: str) -> str | None:
        """Find the button that is meant: its number, its label, or both; a yes and a no where it is read back."""
        if partial.get("step") == "confirm":
            place = matching.choose(typed, [view.phrase(_RIGHT_LABEL), view.phrase(_CHANGE_LABEL)], 0, 1)
            return None if place is None else (RIGHT, CHANGE)[place]
        shown = self._offer(view)
        numbered = [button for button in shown.buttons if button.choice != KEEP]
        place = matching.number(typed, len(numbered))
        if place is not None:
            return numbered[place].choice
        for button in (*shown.buttons, *shown.below):
            number = _NUMBER.match(button.label)
            names = (button.label, button.label[number.end() :]) if number else (button.label,)
            if any(matching.is_whole(typed, name) for name in names):
                return button.choice
        return None

    def settle(self, view: View, moved: kind.Moved) -> kind.Taken | kind.Refused:
        if moved.partial.get("step") == "long":
            return text.too_long(view, str(moved.partial[str(moved.partial["half"])]), self.most)
        if moved.partial.get("step") != "confirm":
            return _no_plan(view)
        return _taken(view, self._whole(view, moved.partial), str(moved.partial["key"]))

    def _responded(self, view: View, cue: str, typed: str) -> kind.Heard:
        """Read the other half, or the whole plan anew."""
        both = _halves(typed)
        if both and both["conjunction"]:
            return self._own(view, both["cue"], both["response"])
        if not _is_deed(typed):
            return kind.Refused(view.phrase(_RETRY_RESPONSE))
        return self._own(view, cue, _THEN.sub("", _OF_BUTTON.sub("", typed, 1), 1))

    def _parsed(self, view: View, typed: str) -> kind.Heard:
        both = _halves(typed)
        if both:
            return self._own(view, both["cue"], both["response"])
        cue = None if "?" in typed else _IF.fullmatch(_TRAILING_THEN.sub("", typed))
        if cue is None or not _is_situation(cue["cue"]):
            return _no_plan(view)
        return self._own(view, cue["cue"], "")

    def _own(self, view: View, cue: str, response: str) -> kind.Heard:
        """Read it back, or ask for the half that is missing; one that is too long is first shortened by its writer."""
        halves = {"cue": _trim(cue), "response": _trim(response)}
        for name, half in halves.items():
            if len(half) > self.most:
                return kind.Moved({"step": "long", "half": name, **halves}, fresh=True)
            heard = text.bounded(view, half, 2, self.most)
            if isinstance(heard, kind.Refused) and (half or name == "cue"):
                return heard
        if not halves["response"]:
            return kind.Moved({"step": "response", "cue": halves["cue"]}, fresh=True)
        return confirm("own", cue=halves["cue"], response=halves["response"])

    def _again(self, view: View, partial: kind.PartialAnswer, typed: str) -> kind.Heard:
        """Read the half that was too long once more, or the whole plan anew."""
        both = _halves(typed)
        if text.means_beginning(view, typed):
            return self._shortened(view, partial, text.beginning(str(partial[str(partial["half"])]), self.most))
        if partial["half"] == "response" or (both and both["conjunction"]):
            return self._responded(view, str(partial["cue"]), typed)
        cue = _IF.fullmatch(_TRAILING_THEN.sub("", typed))
        return self._shortened(view, partial, cue["cue"] if cue else typed)

    def _shortened(self, view: View, partial: kind.PartialAnswer, words: str) -> kind.Heard:
        halves = {"cue": str(partial["cue"]), "response": str(partial["response"]), str(partial["half"]): words}
        return self._own(view, **halves)

    def texts(self) -> Iterator[texts.PlacedText]:
        for suggestion in self.suggest:
            yield from (part for part in (suggestion.cue, suggestion.response, suggestion.label) if part)
        yield from (part for part in (self.cue, self.own, self.response) if part)

    def reads(self) -> Iterator[expressions.Reads]:
        if self.keep:
            names = frozenset((self.keep,))
            yield expressions.Reads(names, attributes={self.keep: frozenset(("cue", "response"))}, guarded=names)

    def label(self, view: View, value: JSON) -> str:
        return view.sentence(value) if isinstance(value, Mapping) else str(value)


def confirm(key: str, **own: JSON) -> kind.Moved:
    return kind.Moved({"step": "confirm", "key": key, **own}, fresh=True)


def _no_plan(view: View) -> kind.Refused:
    """Ask again: the first time with an example, the second time in a row without it, for it did not help."""
    return kind.Refused(view.phrase(_RETRY_PLAN), view.phrase(_RETRY_PLAN_AGAIN))


def _taken(view: View, plan: Mapping[str, JSON], key: str) -> kind.Taken:
    return kind.Taken({"cue": plan["cue"], "response": plan["response"], "key": key}, view.sentence(plan))


def _halves(typed: str) -> re.Match[str] | None:
    """Split a plan that was typed whole into its conjunction, cue and response."""
    matches = (pattern.fullmatch(typed) for pattern in (_IF_THEN, _IF_COMMA))
    return next((both for both in matches if both and _is_plan(**both.groupdict())), None)


def _is_plan(conjunction: str | None, cue: str, response: str) -> bool:
    """Say whether a 'dan' joins a situation to what one does then; without an 'als' the second half must be a clause.

    'Dat doe ik dan wel een keer' has such a word too, and 'wat moet ik dan doen' asks.
    """
    if not _is_situation(cue) or not _says_something(response):
        return False
    asks = "?" in cue or ("?" in response and not _ASKING.search(response))
    if conjunction is None:
        return not asks and words.split(cue)[0] not in words.PLACING and _CLAUSE.match(response) is not None
    return not asks


def _is_situation(cue: str) -> bool:
    parts = words.split(cue)
    return bool(parts) and parts[0] not in _NO_SITUATION


def _says_something(half: str) -> bool:
    """Say whether something is said: not the 'maar' of 'doe die dan maar', nor a 'dan' with nothing after it."""
    return any(word not in _EMPTY for word in words.split(half))


def _is_deed(half: str) -> bool:
    """Say whether it may be what somebody does: not a question of theirs, nor that they do not know."""
    asks = half.rstrip().endswith("?") and not _ASKING.search(half)
    return _says_something(half) and not asks and not _UNSURE.match(half)


def _trim(half: str) -> str:
    return " ".join(half.split()).strip(" .,;…→")


def _suggestion(step: reader.UnreadNode, key: str, part: source.Part, *, has_cue: bool) -> Suggestion:
    if key in ("own", "kept"):
        raise part.mistake(Remark("{key!r} is kept for the bot", key=key), "choose another key")
    needed = ["response"] if has_cue else ["cue", "response"]
    fields = part.fields(needed, ["label", *(["cue"] if has_cue else [])])
    place = f"plan.suggest.{choices.key_of(key, part)}"
    return Suggestion(
        key,
        step.label(fields["cue"], f"{place}.cue") if "cue" in fields else None,
        step.label(fields["response"], f"{place}.response"),
        step.label(fields["label"], f"{place}.label") if "label" in fields else None,
    )
