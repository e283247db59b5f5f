"""/instellingen: moment, working days, hours, quiet hours, language, tone and rest, in one message that is edited.

A press says which screen and, if it chooses something, what: `!set:day:4`. Nothing about it is kept, so a button of
last month works like one of today, and a question that stands open stays open.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import time

from bot.base import outgoing
from bot.base.button_data import ButtonData
from bot.base.outgoing import Row
from bot.base.texts import LANGUAGES
from bot.dialogue import participation
from bot.dialogue.commands import away, leaving
from bot.rhythm import own_rhythm, school_holidays
from bot.turns.command import Command, Need, OwnButton
from bot.turns.turn import Turn
from nudges.calendar_nl import Region
from store import people
from store.people import Person, Role

Screen = Callable[[Turn], tuple[str, Sequence[Row]]]
_TIMES = ("08:30", "09:00", "10:00", "11:00", "12:00", "13:30", "14:30", "15:30", "16:30")
_NOON, _AFTERNOON = "12:00", "13:00"
_STARTS = ("07:00", "08:00", "09:00", "10:00")
_ENDS = ("13:00", "15:00", "17:00", "18:00", "20:00")
_DAYS = "1234567"


def settings(turn: Turn, _: str) -> None:
    """Show how things stand, and a button for each setting (/instellingen)."""
    text, rows = _home(turn)
    turn.show(text, rows)


def pressed(turn: Turn, button: ButtonData) -> None:
    """Show the screen that was asked for, or take what was chosen on one."""
    name, _, value = button.argument.partition(":")
    if name not in _SCREENS:
        turn.toast = turn.plain("ignored.old_button")
        return
    if name == "quiet" and value in _halves(turn.person)[:-1]:
        turn.show(*_until(turn, value))  # from when on: nothing is set before the end is chosen as well
        return
    if value:
        name = _choose(turn, name, value)
    text, rows = _SCREENS[name](turn)
    turn.show(text, rows)


def _choose(turn: Turn, name: str, value: str) -> str:
    """Change one setting; gives the screen to show next."""
    values, following = _CHANGES[name](turn.person, value) if name in _CHANGES else (None, name)
    if values is None:
        turn.toast = turn.plain("settings.refused")
        return name
    participation.change(turn, **values)
    participation.refresh(turn)
    return following


def _home(turn: Turn) -> tuple[str, Sequence[Row]]:
    person, voice = turn.person, turn.voice
    text = turn.text(
        "settings.home",
        moment=voice.moment_of(*own_rhythm.in_words(own_rhythm.recurrence(person))),
        days=_pattern(turn),
        hours=voice.span(person.day_starts, person.day_ends),
        quiet=_quiet_words(turn),
        language=turn.plain(f"settings.language.{person.language}"),
        tone=turn.plain(f"settings.tone.{person.tone}"),
        extras=turn.plain(f"settings.extras.{'on' if person.extras else 'off'}"),
        school=turn.plain(f"school.region.{person.school_region or 'none'}"),
        rest=_rest(turn),
    )
    employee = Role.EMPLOYEE in people.roles(turn.db, person.id)
    names = ["day", "time", "days", "hours", "quiet", "language", "tone", "extras", "school", "away", "pause", "done"]
    if not employee:
        names = [name for name in names if name not in ("day", "time", "extras")]
    return text, outgoing.rows([turn.button(f"settings.{name}", "set", name) for name in names], 2)


def _pattern(turn: Turn) -> str:
    person, voice = turn.person, turn.voice
    if person.even_days is None:
        return voice.short_weekdays(person.working_days)
    return turn.plain(
        "settings.pattern",
        odd=voice.short_weekdays(person.working_days),
        even=voice.short_weekdays(person.even_days),
    )


def _quiet_words(turn: Turn) -> str:
    person = turn.person
    if person.quiet_starts is None or person.quiet_ends is None:
        return turn.plain("settings.quiet.none")
    return turn.voice.span(person.quiet_starts, person.quiet_ends)


def _rest(turn: Turn) -> str:
    absent = away.words(turn)
    if absent:
        return absent
    if own_rhythm.pauses(turn.db, turn.person, turn.now):
        return turn.plain("settings.paused")
    return turn.plain("settings.no_rest")


def _day(turn: Turn) -> tuple[str, Sequence[Row]]:
    chosen = str(own_rhythm.prompt_day(turn.person))
    days = sorted({*turn.person.working_days, *(turn.person.even_days or "")})
    return turn.text("settings.day.ask"), [*_weekdays(turn, "day", days, {chosen}), _back(turn)]


def _time(turn: Turn) -> tuple[str, Sequence[Row]]:
    person, voice = turn.person, turn.voice
    now = (person.prompt_time, person.prompt_until)
    fixed = [
        _option(voice.clock(at), now == (at, None), f"time:{at}") for at in _TIMES if own_rhythm.is_open(person, at)
    ]
    drawn = [
        _option(turn.plain(key), now == stretch, f"time:{'-'.join(stretch)}")
        for key, stretch in _windows(person).items()
    ]
    return turn.text("settings.time.ask"), [*outgoing.rows(fixed, 3), *((one,) for one in drawn), _back(turn)]


def _windows(person: Person) -> dict[str, tuple[str, str]]:
    """List the stretches of the day, within their own hours, that a moment can be drawn from."""
    stretches = {
        "settings.morning": (person.day_starts, min(_NOON, person.day_ends)),
        "settings.afternoon": (max(_AFTERNOON, person.day_starts), person.day_ends),
    }
    return {key: stretch for key, stretch in stretches.items() if own_rhythm.has_room(person, *stretch)}


def _days(turn: Turn) -> tuple[str, Sequence[Row]]:
    person = turn.person
    rows = [*_weekdays(turn, "days", _DAYS, set(person.working_days))]
    if person.even_days is None:
        rows.append((turn.button("settings.alternate", "set", "even", "on"),))
        return turn.text("settings.days.ask"), [*rows, _back(turn)]
    rows.append((turn.button("settings.even", "set", "even"),))
    rows.append((turn.button("settings.same", "set", "even", "off"),))
    return turn.text("settings.days.odd"), [*rows, _back(turn)]


def _even(turn: Turn) -> tuple[str, Sequence[Row]]:
    chosen = set(turn.person.even_days or turn.person.working_days)
    back = (turn.button("settings.odd", "set", "days"),)
    return turn.text("settings.days.even"), [*_weekdays(turn, "even", _DAYS, chosen), back]


def _hours(turn: Turn) -> tuple[str, Sequence[Row]]:
    person, voice = turn.person, turn.voice
    starts = [_option(voice.clock(at), at == person.day_starts, f"hours:{at}-") for at in _STARTS]
    ends = [_option(voice.clock(at), at == person.day_ends, f"hours:-{at}") for at in _ENDS]
    return turn.text("settings.hours.ask"), [starts, *outgoing.rows(ends, 3), _back(turn)]


def _quiet(turn: Turn) -> tuple[str, Sequence[Row]]:
    person, voice = turn.person, turn.voice
    none = _option(turn.plain("settings.quiet.off"), person.quiet_starts is None, "quiet:off")
    starts = [_option(voice.clock(at), at == person.quiet_starts, f"quiet:{at}") for at in _halves(person)[:-1]]
    return turn.text("settings.quiet.ask"), [(none,), *outgoing.rows(starts, 5), _back(turn)]


def _until(turn: Turn, starts: str) -> tuple[str, Sequence[Row]]:
    person, voice = turn.person, turn.voice
    now = (person.quiet_starts, person.quiet_ends)
    ends = [_option(voice.clock(at), (starts, at) == now, f"until:{starts}-{at}") for at in _quiet_ends(person, starts)]
    text = turn.text("settings.quiet.until", starts=voice.clock(starts))
    return text, [*outgoing.rows(ends, 5), (turn.button("settings.quiet.other", "set", "quiet"),), _back(turn)]


def _halves(person: Person) -> list[str]:
    """List every half hour of their day, with its beginning and end."""
    first, last = _minutes(person.day_starts), _minutes(person.day_ends)
    return [f"{at // 60:02d}:{at % 60:02d}" for at in range(first, last + 1, 30)]


def _quiet_ends(person: Person, starts: str) -> list[str]:
    """List when quiet hours can end that begin then; the whole day cannot be quiet."""
    return [at for at in _halves(person) if at > starts and (starts, at) != (person.day_starts, person.day_ends)]


def _language(turn: Turn) -> tuple[str, Sequence[Row]]:
    options = [
        _option(turn.plain(f"settings.language.{one}"), one == turn.person.language, f"language:{one}")
        for one in LANGUAGES
    ]
    return turn.text("settings.language.ask"), [options, _back(turn)]


def _tone(turn: Turn) -> tuple[str, Sequence[Row]]:
    options = [
        _option(turn.plain(f"settings.tone.{one}"), one == turn.person.tone, f"tone:{one}") for one in ("je", "u")
    ]
    return turn.text("settings.tone.ask"), [options, _back(turn)]


def _extras(turn: Turn) -> tuple[str, Sequence[Row]]:
    options = [
        _option(turn.plain(f"settings.extras.{word}"), turn.person.extras == wanted, f"extras:{word}")
        for word, wanted in (("on", True), ("off", False))
    ]
    return turn.text("settings.extras.ask"), [options, _back(turn)]


def _school(turn: Turn) -> tuple[str, Sequence[Row]]:
    chosen = turn.person.school_region
    regions = [_option(turn.plain(f"school.region.{one}"), chosen == one, f"school:{one}") for one in Region]
    none = _option(turn.plain("settings.school.off"), chosen is None, "school:none")
    text = turn.text("settings.school.ask")
    if school_holidays.none_left(turn):
        text += "\n\n" + turn.text("settings.school.none_left")
    return text, [regions, (none,), _back(turn)]


def _away(turn: Turn) -> tuple[str, Sequence[Row]]:
    return away.ask(turn)


def _pause(turn: Turn) -> tuple[str, Sequence[Row]]:
    return turn.text("pause.ask"), [*leaving.pauses(turn), _back(turn)]


def _done(turn: Turn) -> tuple[str, Sequence[Row]]:
    return _home(turn)[0], ()


def _weekdays(turn: Turn, screen: str, days: Sequence[str], chosen: set[str]) -> list[Row]:
    names = turn.plain("weekdays").split(",")
    return list(
        outgoing.rows([_option(names[int(day) - 1].capitalize(), day in chosen, f"{screen}:{day}") for day in days], 2)
    )


def _option(label: str, chosen: bool, argument: str) -> tuple[str, str]:
    return ("✓ " if chosen else "") + label, str(ButtonData("set", argument))


def _back(turn: Turn) -> Row:
    return (turn.button("settings.back", "set", "home"),)


Change = tuple[Mapping[str, object] | None, str]  # what changes, None if it cannot be; and the screen to show next


def _choose_day(_: Person, value: str) -> Change:
    return ({"prompt_day": int(value)} if value in _DAYS else None), "home"


def _choose_time(person: Person, value: str) -> Change:
    starts, _, ends = value.partition("-")
    is_offered = (starts in _TIMES and not ends) or (starts, ends) in _windows(person).values()
    return ({"prompt_time": starts, "prompt_until": ends or None} if is_offered else None), "home"


def _choose_days(person: Person, value: str) -> Change:
    days = _toggled(person.working_days, value)
    return ({"working_days": days} if days else None), "days"


def _choose_even(person: Person, value: str) -> Change:
    match value:
        case "on":
            return {"even_days": person.working_days}, "even"
        case "off":
            return {"even_days": None}, "days"
        case _:
            days = _toggled(person.even_days or person.working_days, value)
            return ({"even_days": days} if days else None), "even"


def _toggled(days: str, day: str) -> str:
    """Add this digit or take it out; empty for what is no day, or would leave none."""
    return "".join(sorted(set(days) ^ {day})) if day in _DAYS else ""


def _choose_hours(person: Person, value: str) -> Change:
    starts, _, ends = value.partition("-")
    starts, ends = starts or person.day_starts, ends or person.day_ends
    if starts not in (*_STARTS, person.day_starts) or ends not in (*_ENDS, person.day_ends) or starts >= ends:
        return None, "hours"
    moved: dict[str, object] = {"day_starts": starts, "day_ends": ends}
    if (person.quiet_starts or ends) <= starts and ends <= (person.quiet_ends or starts):
        moved |= {"quiet_starts": None, "quiet_ends": None}  # nothing of the day would be left
    if person.prompt_until is not None or not starts <= person.prompt_time < ends:
        moved |= {"prompt_time": _nearest(person.prompt_time, starts, ends), "prompt_until": None}
    return moved, "hours"


def _choose_quiet(_: Person, value: str) -> Change:
    return ({"quiet_starts": None, "quiet_ends": None}, "home") if value == "off" else (None, "quiet")


def _choose_until(person: Person, value: str) -> Change:
    """Set the quiet hours to `12:00-12:30`; a button of before had the end alone."""
    starts, _, ends = value.rpartition("-")
    starts = starts or person.quiet_starts or ""
    if starts not in _halves(person)[:-1] or ends not in _quiet_ends(person, starts):
        return None, "quiet"
    return {"quiet_starts": starts, "quiet_ends": ends}, "home"


def _nearest(wanted: str, starts: str, ends: str) -> str:
    inside = [at for at in (starts, *_TIMES) if starts <= at < ends]
    return min(inside, key=lambda at: abs(_minutes(at) - _minutes(wanted)))


def _minutes(text: str) -> int:
    at = time.fromisoformat(text)
    return at.hour * 60 + at.minute


def _one_of(name: str, values: Mapping[str, object]) -> Callable[[Person, str], Change]:
    return lambda _, value: ({name: values[value]} if value in values else None, "home")


_SCREENS: Mapping[str, Screen] = {
    "home": _home,
    "day": _day,
    "time": _time,
    "days": _days,
    "even": _even,
    "hours": _hours,
    "quiet": _quiet,
    "until": _quiet,
    "language": _language,
    "tone": _tone,
    "extras": _extras,
    "school": _school,
    "away": _away,
    "pause": _pause,
    "done": _done,
}
_CHANGES: Mapping[str, Callable[[Person, str], Change]] = {
    "day": _choose_day,
    "time": _choose_time,
    "days": _choose_days,
    "even": _choose_even,
    "hours": _choose_hours,
    "quiet": _choose_quiet,
    "until": _choose_until,
    "language": _one_of("language", {one: one for one in LANGUAGES}),
    "tone": _one_of("tone", {"je": "je", "u": "u"}),
    "extras": _one_of("extras", {"on": True, "off": False}),
    "school": _one_of("school_region", {"none": None, **{region: region.value for region in Region}}),
}


SETTINGS = Command(
    "settings",
    {"nl": "instellingen", "en": "settings"},
    Need.RHYTHM,
    settings,
    is_in_menu=True,
    buttons=(OwnButton("set", pressed, r"[\w:.-]{1,56}"),),
)
