"""/maandag: how often the message at the beginning of the week comes, a trial of it, and a rest from it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.base.button_data import ButtonData
from bot.base.outgoing import Row
from bot.base.voice import Voice
from bot.dialogue import play
from bot.leads import digest_message
from bot.rhythm import digest_moment, own_rhythm
from bot.turns.command import Command, Need, OwnButton
from bot.turns.turn import Turn
from store import digests, lines
from store.digests import Digest
from store.people import Role

_LOG = "gestuurd"
_RESTS = {"2": timedelta(weeks=2), "4": timedelta(weeks=4)}


def settings(turn: Turn, _: str) -> None:
    """Show how often the message of Monday comes, with buttons to change it (/maandag)."""
    _show(turn, digest_moment.settle(turn.db, turn.person, turn.now))


def pressed(turn: Turn, button: ButtonData) -> None:
    """Take a choice about the message of Monday; without an argument, show the choices."""
    if button.argument == "trial":
        digest_message.send(turn)
        return
    change = _CHANGES.get(button.argument)
    if change is None:
        _show(turn, digest_moment.settle(turn.db, turn.person, turn.now), new=True)
        return
    chosen = change(digests.of(turn.db, turn.person.id), turn)
    _show(turn, digest_moment.choose(turn.db, turn.person, chosen, turn.now))


def asked(turn: Turn, _: ButtonData) -> None:
    """Go on with the line that is open, or note as an act of steering that a question was asked."""
    play.on_request(turn, _LOG if lines.open_line(turn.db, turn.person.id) is None else own_rhythm.LINE_FLOW)


def _show(turn: Turn, following: datetime | None, *, new: bool = False) -> None:
    chosen = digests.of(turn.db, turn.person.id)
    when = turn.plain("digest.never") if following is None else _when(turn, following)
    tell = turn.say if new else turn.settle_press
    tell("digest.now", _buttons(turn, chosen), how=turn.plain(f"digest.every.{chosen.every_weeks}"), when=when)


def _when(turn: Turn, following: datetime) -> str:
    local = following.astimezone(ZoneInfo(turn.person.zone))
    voice = Voice(turn.runtime.texts, turn.person.language, turn.person.tone)
    return voice.plain("digest.next", day=voice.long_day(local.date()), hour=voice.clock(f"{local:%H:%M}"))


def _buttons(turn: Turn, chosen: Digest) -> list[Row]:
    often = [
        turn.button(f"digest.choose.{weeks}", "digest", weeks) for weeks in "120" if int(weeks) != chosen.every_weeks
    ]
    if chosen.every_weeks == 0:
        return [often, [turn.button("digest.try", "digest", "trial")]]
    today = turn.now.astimezone(ZoneInfo(turn.person.zone)).date()
    if chosen.rests_until is not None and chosen.rests_until > today:
        rest = [turn.button("digest.rest.end", "digest", "wake")]
    else:
        rest = [turn.button(f"digest.rest.{weeks}", "digest", f"rest{weeks}") for weeks in _RESTS]
    return [often, rest, [turn.button("digest.try", "digest", "trial")]]


def _every(weeks: int) -> Callable[[Digest, Turn], Digest]:
    return lambda chosen, _: replace(chosen, every_weeks=weeks)


def _rest(length: timedelta) -> Callable[[Digest, Turn], Digest]:
    return lambda chosen, turn: replace(
        chosen, rests_until=(turn.now.astimezone(ZoneInfo(turn.person.zone)) + length).date()
    )


_CHANGES: Mapping[str, Callable[[Digest, Turn], Digest]] = {
    "0": _every(0),
    "1": _every(1),
    "2": _every(2),
    "wake": lambda chosen, _: replace(chosen, rests_until=None),
    **{f"rest{weeks}": _rest(length) for weeks, length in _RESTS.items()},
}


_LEAD = frozenset({Role.LEAD})
DIGEST = Command(
    "digest",
    {"nl": "maandag", "en": "monday"},
    Need.TEAM,
    settings,
    _LEAD,
    buttons=(
        OwnButton("digest", pressed, r"\w{0,20}", _LEAD),
        OwnButton("asked", asked, r"[\w:-]{0,56}", _LEAD),
    ),
)
