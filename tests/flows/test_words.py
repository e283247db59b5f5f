"""The small parts: matching, days and hours, markup, lengths, techniques, phrases."""

import contextlib
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from flows import calendar_words, clock_words, day_words, lengths, techniques, vocabulary
from flows.kinds import enumerating, matching
from tests.flows import stage

THURSDAY = date(2026, 11, 26)
PLACES = ("Balie of telefoon", "Brief of besluit", "Overleg", "Één moment, écht")


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("balie of telefoon", 0),
        ("BALIE", 0),
        ("besluit", 1),
        ("bri", 1),
        ("br", 1),
        ("b", None),
        ("of", None),
        ("overleg!!", 2),
        ("een moment echt", 3),
        ("moment", 3),
        ("4", 3),
        ("(4)", 3),
        ("#2", 1),
        ("5", None),
        ("99", None),
        ("het overleg van dinsdag", None),
        ("het was een overleg", 2),
        ("overlge", 2),
        ("xyz", None),
        ("", None),
        ("...", None),
    ],
)
def test_which_label_was_meant(said: str, place: int | None) -> None:
    """Number, label, its beginning, a word of it, or nearly it."""
    assert matching.choose(said, PLACES) == place


def test_two_labels_that_fit_equally_well_are_not_guessed() -> None:
    """In doubt Anna is asked again."""
    assert matching.choose("de eerste", ("De eerste keer", "De eerste dag")) is None
    assert matching.choose("dag", ("Eerste dag", "Tweede dag")) is None


def test_a_label_that_is_a_number_wins_over_a_place() -> None:
    """On a scale of 3, 2, 1 the answer 3 is the label 3."""
    assert 0 == matching.choose("3", ("3", "2", "1"))


@given(some.text(max_size=40), some.lists(some.text(min_size=1, max_size=12), min_size=1, max_size=5))
def test_matching_never_fails_and_never_leaves_the_list(said: str, labels: list[str]) -> None:
    """Whatever is typed, whatever the labels."""
    place = matching.choose(said, labels)
    assert place is None or 0 <= place < len(labels)
    several = enumerating.choose_several(said, labels)
    assert several is None or (several == sorted(set(several)) and all(0 <= one < len(labels) for one in several))


@pytest.mark.parametrize("label", PLACES)
def test_every_label_is_understood_as_itself(label: str) -> None:
    """In any case, with any mark at its end."""
    for said in (label, label.upper(), f" {label.lower()}. "):
        assert matching.choose(said, PLACES) == PLACES.index(label)


@given(some.dates(date(2026, 1, 1), date(2030, 12, 31)))
def test_a_day_is_read_as_it_is_written(day: date) -> None:
    """Both ways, in both languages."""
    today = day - timedelta(days=3)
    for language in ("nl", "en"):
        assert day_words.read(calendar_words.day(day, language), today) == (day,)
    assert day_words.read(day.isoformat(), today) == (day,)
    assert day_words.read(f"{day.day}-{day.month}-{day.year}", today) == (day,)


@given(some.integers(0, 6), some.dates(date(2026, 1, 1), date(2030, 12, 31)))
def test_a_weekday_is_the_coming_one_and_never_today(number: int, today: date) -> None:
    """Thursday said on a Thursday is next week's."""
    for language in ("nl", "en"):
        (day,) = day_words.read(calendar_words.weekday(number, language), today)
        assert (day.weekday(), 1 <= (day - today).days <= 7) == (number, True)


@given(some.text(max_size=30))
def test_reading_a_day_or_an_hour_never_fails(said: str) -> None:
    """Whatever is typed gives days and hours that exist, or none."""
    with contextlib.suppress(day_words.NoSuchDay):
        assert all(isinstance(day, date) for day in day_words.read(said, THURSDAY))
    assert all(len(hour) == 5 and "00:00" <= hour <= "23:59" for hour in clock_words.read(said))


@given(some.integers(0, 23), some.integers(0, 59))
def test_an_hour_is_read_as_it_is_written(hour: int, minute: int) -> None:
    """With a colon, a point, and uur behind it."""
    for written in (f"{hour:02}:{minute:02}", f"{hour}.{minute:02}", f"{hour}.{minute:02} uur"):
        assert clock_words.read(written) == (f"{hour:02}:{minute:02}",)


def test_days_on_buttons_are_short() -> None:
    """Do 26 nov, Thu 26 Nov; March is mrt in Dutch."""
    assert "do 26 nov" == calendar_words.short_day(THURSDAY, "nl")
    assert "Thu 26 Nov" == calendar_words.short_day(THURSDAY, "en")
    assert "ma 1 mrt" == calendar_words.short_day(date(2027, 3, 1), "nl")
    assert calendar_words.day(THURSDAY, "de") == calendar_words.day(THURSDAY, "en")


@pytest.mark.parametrize(
    ("written", "length"),
    [
        ("30m", timedelta(minutes=30)),
        ("24h", timedelta(hours=24)),
        ("3d", timedelta(days=3)),
        ("2w", timedelta(weeks=2)),
        ("-30d", timedelta(days=-30)),
        ("3", None),
        ("d", None),
        ("3 d", None),
        ("99999d", None),
        ("1.5h", None),
        ("", None),
    ],
)
def test_lengths_of_time(written: str, length: timedelta | None) -> None:
    """A number and a letter."""
    assert lengths.read(written) == length


def test_there_are_93_techniques() -> None:
    """The taxonomy, version 1; 10.11 is one of them, 1.10 is not."""
    assert 93 == len(techniques.CODES)
    assert {"1.1", "1.9", "8.7", "10.11", "12.6", "15.3", "16.3"} <= techniques.CODES
    assert not {"1.10", "2.8", "0.1", "17.1"} & techniques.CODES


def test_the_page_for_coaches_names_every_fact_and_every_moment() -> None:
    """And no word of the closed lists is missing there."""
    page = (stage.DOCS / "flow-language.md").read_text()
    table = page.split("## Facts")[1].split("## Time")[0]
    assert [] == [name for name in sorted(vocabulary.FACTS) if f"`{name}" not in table]
    weekdays = {"tuesday", "wednesday", "thursday", "friday", "saturday"}
    listed = [
        *vocabulary.MOMENTS,
        *vocabulary.OUTCOMES,
        *vocabulary.POLICIES,
        *vocabulary.SEEN_BY,
        *vocabulary.REMEMBERED,
    ]
    assert [] == [word for word in listed if f"`{word}`" not in page and word not in weekdays]
    assert [] == [word for word in vocabulary.RESERVED_NAMES if f"`{word}`" not in page]
