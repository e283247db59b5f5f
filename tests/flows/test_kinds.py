"""The kinds of answer: what is understood, what is refused and how, what is stored."""

from typing import Any

import pytest

from flows import events
from tests.flows import stage

SOME = "{balie: Balie of telefoon, overleg: Overleg, brief: Brief of besluit, geen: Geen moment}"


def ask(kind: str, **facts: Any) -> stage.Talk:
    """One question of this kind."""
    return stage.play(f"v:\n  ask: Vraag?\n  {kind}\n  next: end", **facts)


def taken(kind: str, said: str, **facts: Any) -> Any:
    """What is stored when this is typed; 'refused' when it is asked again."""
    talk = ask(kind, **facts).write(said)
    return talk.answers.get("v", "refused")


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("Overleg", "overleg"),
        ("overleg", "overleg"),
        ("OVERLEG!", "overleg"),
        ("2", "overleg"),
        ("2.", "overleg"),
        ("nr 2", "overleg"),
        ("balie", "balie"),
        ("telefoon", "balie"),
        ("de telefoon", "balie"),
        ("besluit", "brief"),
        ("het was een overleg", "overleg"),
        ("overlg", "overleg"),
        ("Geen", "geen"),
        ("geen momentt", "geen"),
        ("5", "refused"),
        ("0", "refused"),
        ("", "refused"),
        ("🙂", "refused"),
        ("iets heel anders", "refused"),
        ("of", "refused"),
    ],
)
def test_a_choice_is_recognised_generously_but_never_guessed(said: str, key: str) -> None:
    """By label, part of a label, number, or a slip of the finger; in doubt Anna is asked again."""
    assert taken(f"choice: {SOME}", said) == key


NUMBERED = 'choice: {wie: "Wie wacht & op ons?", wat: Wat wil deze inwoner als eerste weten van ons?}\n  numbered: true'


def test_numbered_labels_stand_in_the_message_and_their_numbers_on_the_buttons() -> None:
    """So an answer may be a sentence; stored is its key, and it reads as its sentence."""
    talk = ask(NUMBERED)
    lines = ["Vraag?", "", "1. Wie wacht &amp; op ons?", "2. Wat wil deze inwoner als eerste weten van ons?"]
    assert lines == talk.asked.text.split("\n")
    assert ["1", "2"] == talk.labels
    assert "✓ <b>Wie wacht &amp; op ons?</b>" in talk.press("wie").only(events.Chosen).text


@pytest.mark.parametrize(
    ("said", "key"),
    [("2", "wat"), ("de eerste", "wie"), ("Wie wacht & op ons?", "wie"), ("3", "refused"), ("tja", "refused")],
)
def test_a_numbered_answer_is_typed_by_its_number_or_in_its_words(said: str, key: str) -> None:
    """Both ways of typing give the key of the same choice."""
    assert key == taken(NUMBERED, said)


def test_what_is_not_recognised_is_asked_again_with_the_flows_own_words() -> None:
    """The question follows, with its buttons, on the same visit."""
    talk = ask(f"choice: {SOME}\n  retry: Kies een plek.").write("tja")
    assert ("Kies een plek.\n\nVraag?", 1) == (talk.asked.text, talk.asked.visit)
    assert "Dat herken ik niet" in ask(f"choice: {SOME}").write("tja").asked.text


def test_labels_may_hold_what_is_known() -> None:
    """Plain text on the button, escaped in the message."""
    talk = ask("choice: {oud: '{{ last_plan.cue }}', nieuw: Nieuw}", last_plan={"cue": "A & <B>"})
    assert "A & <B>" == talk.labels[0]
    assert talk.press("oud").only(events.Chosen).text.endswith("✓ <b>A &amp; &lt;B&gt;</b>")


def test_choices_may_come_from_a_list_of_the_bot() -> None:
    """Its items first, then the fixed ones; stored is the item's key."""
    promises = [{"key": "p7", "label": "Bellen"}, {"key": "p9", "label": "Mailen"}]
    talk = ask("choices_from: promises\n  choice: {anders: Een andere}", promises=promises)
    assert ["Bellen", "Mailen", "Een andere"] == talk.labels
    assert ["+0", "+1", "anders"] == [button.choice for row in talk.asked.buttons for button in row]
    assert {"v": "p9"} == talk.press("+1").answers
    assert "p7" == taken("choices_from: promises", "bellen", promises=promises)


def test_a_list_of_texts_stores_the_text_itself() -> None:
    """At most twenty are shown."""
    talk = ask("choices_from: promises", promises=[f"Belofte {n}" for n in range(30)])
    assert 20 == len(talk.labels)
    assert {"v": "Belofte 3"} == talk.press("+3").answers


def test_a_list_that_is_missing_leaves_the_fixed_choices() -> None:
    """The question still has a way on."""
    assert ["Een andere"] == ask("choices_from: promises\n  choice: {anders: Een andere}").labels


WHO = "several: {niemand: Niemand, collega: Een collega, inwoner: Een inwoner}\n  alone: [niemand]"


def test_several_are_marked_unmarked_and_ended() -> None:
    """Stored in the order of the file."""
    talk = ask(WHO).press("inwoner").press("collega").press("inwoner").press("inwoner").press("-done")
    assert {"v": ["collega", "inwoner"]} == talk.answers
    assert talk.only(events.Chosen).text.endswith("<b>Een collega, Een inwoner</b>")


def test_an_option_that_stands_alone_answers_at_once() -> None:
    """Nobody and somebody cannot both be true."""
    assert {"v": ["niemand"]} == ask(WHO).press("collega").press("niemand").answers


def test_ending_without_a_mark_asks_again() -> None:
    """Unless the flow allows none."""
    talk = ask(WHO).press("-done")
    assert ("Kies er minstens 1.\n\nVraag?", True) == (talk.asked.text, talk.asked.replaces)
    assert {"v": []} == ask(WHO + "\n  least: 0").press("-done").answers


def test_too_many_marks_are_refused() -> None:
    """They stay marked, and can be unmarked."""
    talk = ask(WHO + "\n  most: 1").press("collega").press("inwoner").press("-done")
    assert "hoogstens 1" in talk.asked.text
    assert {"v": ["collega"]} == talk.press("inwoner").press("-done").answers


@pytest.mark.parametrize(
    ("said", "keys"),
    [
        ("2, 3", ["collega", "inwoner"]),
        ("3 2", ["collega", "inwoner"]),
        ("collega en inwoner", ["collega", "inwoner"]),
        ("een inwoner", ["inwoner"]),
        ("niemand", ["niemand"]),
        ("1 en 2", "refused"),
        ("collega, burgemeester", "refused"),
        ("", "refused"),
        ("2; 2", ["collega"]),
    ],
)
def test_several_can_be_typed(said: str, keys: object) -> None:
    """Numbers or labels, with commas, en or and."""
    assert taken(WHO, said) == keys


def test_several_may_begin_marked() -> None:
    """What is known already need not be pressed again."""
    kind = "several: {mon: Ma, tue: Di, wed: Wo}\n  chosen: '{{ working_days }}'"
    talk = ask(kind, working_days=["mon", "wed"])
    assert ["✓ Ma", "Di", "✓ Wo", "Klaar"] == talk.labels
    assert {"v": ["wed"]} == talk.press("mon").press("-done").answers


SCALE = "scale: [Nooit, Soms, Vaak, Altijd]\n  na: N.v.t."


@pytest.mark.parametrize(
    ("said", "value"),
    [("soms", 2), ("4", 4), ("Vaak.", 3), ("nvt", None), ("n.v.t.", None), ("5", None), ("6", "refused")],
)
def test_a_scale_stores_the_number_of_the_step(said: str, value: object) -> None:
    """From 1; not applicable has no value and is not skipped."""
    assert taken(SCALE, said) == value


def test_not_applicable_is_no_skip() -> None:
    """Both count as taking part; reports tell them apart."""
    answered = ask(SCALE).press("na").only(events.Answered)
    assert (None, False) == (answered.value, answered.skipped)


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("ja", True),
        ("Jazeker!", True),
        ("ja, klopt", True),
        ("Nee", False),
        ("nee hoor", False),
        ("yes", True),
        ("1", True),
        ("2", False),
        ("misschien", "refused"),
        ("", "refused"),
        ("oké", True),
        ("no", False),
    ],
)
def test_yes_and_no_in_many_words(said: str, value: object) -> None:
    """In Dutch and in English."""
    assert taken("yesno: true", said) == value


def test_yes_and_no_may_have_labels_of_their_own() -> None:
    """Both stand in one row, and a typed label is understood as its button is."""
    talk = ask("yesno: {yes: Gelukt, no: Nog niet}")
    assert ["Gelukt", "Nog niet"] == talk.labels
    assert 1 == len(talk.asked.buttons)
    assert taken("yesno: {yes: Gelukt, no: Nog niet}", "nog niet") is False


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("3", 3),
        ("ongeveer 12", "refused"),
        ("2,5", "refused"),
        ("drie", 3),
        ("-1", "refused"),
        ("41", "refused"),
        ("40", 40),
        ("3 of 4", "refused"),
        ("geen idee", "refused"),
        ("1e9", "refused"),
        ("9" * 40, "refused"),
    ],
)
def test_a_whole_number_within_bounds(said: str, value: object) -> None:
    """One number, in figures or a word."""
    assert taken("number: {min: 0, max: 40, whole: true}", said) == value


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("1.250,50", 1250.5),
        ("1.250", "refused"),
        ("1.000.000", 1_000_000),
        ("drieëntwintig", 23),
        ("twee en een half", 2.5),
        ("½", 0.5),
        (".5", "refused"),
        ("20 uur", 20),
        ("90 minuten", "refused"),
        ("2 à 3", "refused"),
        ("bijna 5", "refused"),
        ("tussen 10 en 20", "refused"),
    ],
)
def test_a_number_in_words_with_its_unit_or_thousands(said: str, value: object) -> None:
    """Hours are asked: in doubt, and in another unit, they are asked again."""
    talk = stage.play("v:\n  ask: Hoeveel uur kostte het?\n  number: true\n  next: end").write(said)
    assert value == talk.answers.get("v", "refused")


def test_a_number_that_may_be_two_names_both() -> None:
    """Thousands or decimals: of whole numbers in Dutch, a point stands between thousands."""
    assert "Bedoel je 1250 of 1,25? Typ het precies zo." in ask("number: true").write("1.250").asked.text
    assert "Bedoel je 1,25? Typ het precies zo." in ask("number: {max: 100}").write("1.250").asked.text
    assert 12500 == taken("number: {whole: true}", "12.500")


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("volgende week dinsdag", "2026-12-01"),
        ("over 3 dagen", "2026-11-29"),
        ("vrijdag over een week", "2026-12-04"),
        ("morgen om 9 uur", "2026-11-27"),
        ("woesndag", "2026-12-02"),
        ("1 t/m 3 januari", "refused"),
        ("niet morgen", "refused"),
        ("vrijdag 26 november", "refused"),
        ("uiterlijk vrijdag", "refused"),
        ("over een paar dagen", "refused"),
        ("a week from friday", "2026-12-04"),
    ],
)
def test_a_day_counted_from_another(said: str, value: object) -> None:
    """It is Thursday 26 November; two days, a day too vague or one that does not exist are asked again."""
    assert value == taken("date: true", said)


def test_a_day_that_may_be_two_or_none_is_told() -> None:
    """'Volgende vrijdag' on a Thursday, and the 31st of a short month."""
    assert "vrijdag 27 november of vrijdag 4 december" in ask("date: true").write("volgende vrijdag").asked.text
    assert "31 november staat niet in de kalender" in ask("date: true").write("31 november").asked.text
    assert "2026-11-25" == taken("date: {earliest: -30d, latest: 0d}", "25 november")


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("10 voor 9", "08:50"),
        ("5 over half 4", "15:35"),
        ("vijf voor half 4", "15:25"),
        ("9:30 pm", "21:30"),
        ("half 8 's avonds", "19:30"),
        ("kwart over 3", "15:15"),
        ("tussen 9 en 10", "refused"),
        ("rond half 4", "refused"),
        ("na 9", "refused"),
        ("half 13", "refused"),
        ("niet om 9 uur", "refused"),
    ],
)
def test_an_hour_as_it_is_spoken(said: str, value: object) -> None:
    """All of it is read, or it is asked again."""
    assert value == taken("time: true", said)


def test_a_spoken_hour_is_the_one_within_bounds() -> None:
    """Half past seven is in the evening where only the evening is asked for."""
    assert "19:30" == taken('time: {from: "18:00", until: "22:00"}', "half 8")


def test_numbers_may_have_decimals_and_no_bounds() -> None:
    """A comma is a point."""
    assert 2.5 == taken("number: true", "2,5")
    assert -3.25 == taken("number: true", "-3.25")


def test_a_refused_number_says_what_is_expected() -> None:
    """The bounds are named in figures, and so is that it must be whole."""
    assert "van 0 tot en met 40" in ask("number: {min: 0, max: 40}").write("99").asked.text
    assert "heel getal" in ask("number: {min: 0, max: 40, whole: true}").write("2,5").asked.text


def test_suggested_numbers_are_buttons() -> None:
    """Anything else can be typed."""
    talk = ask("number: {suggest: [1, 2.5]}")
    assert ["1", "2,5", "Overslaan"] == talk.labels
    assert {"v": 2.5} == talk.press("2.5").answers


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("vandaag", "2026-11-26"),
        ("morgen", "2026-11-27"),
        ("overmorgen", "2026-11-28"),
        ("donderdag", "2026-12-03"),
        ("vrijdag", "2026-11-27"),
        ("volgende maandag", "2026-11-30"),
        ("ma", "2026-11-30"),
        ("26-11", "2026-11-26"),
        ("25-11", "2027-11-25"),
        ("3 december", "2026-12-03"),
        ("3 dec.", "2026-12-03"),
        ("1 mrt", "2027-03-01"),
        ("december 3", "2026-12-03"),
        ("2026-12-03", "2026-12-03"),
        ("3/12/26", "2026-12-03"),
        ("31 februari", "refused"),
        ("32-12", "refused"),
        ("ooit", "refused"),
        ("tomorrow", "2026-11-27"),
        ("3rd of December", "2026-12-03"),
        ("m", "refused"),
    ],
)
def test_a_day_in_words_and_figures(said: str, value: object) -> None:
    """It is Thursday 26 November; a day without a year is the next one."""
    assert taken("date: true", said) == value


def test_a_day_outside_its_bounds_is_refused_with_the_bounds() -> None:
    """From tomorrow to two weeks from now."""
    talk = ask("date: {earliest: 1d, latest: 2w}").write("vandaag")
    assert "vrijdag 27 november tot en met donderdag 10 december" in talk.asked.text
    assert "vanaf" in ask("date: {earliest: 1d}").write("vandaag").asked.text
    assert {"v": "2026-11-27"} == talk.write("morgen").answers


def test_suggested_days_leave_the_weekend_out() -> None:
    """Unless the flow wants it."""
    assert ["do 26 nov", "vr 27 nov", "ma 30 nov", "Overslaan"] == ask("date: {suggest: 3}").labels
    assert "za 28 nov" == ask("date: {suggest: 3, weekend: true}").labels[2]
    assert 3 == len(ask("date: {suggest: 9, latest: 1d}").labels)


def test_a_suggested_day_can_be_pressed_until_it_is_past() -> None:
    """Pressed days later, it is refused like any past day."""
    assert {"v": "2026-11-27"} == ask("date: {suggest: 3}").press("2026-11-27").answers
    talk = ask("date: {suggest: 3}").later(days=4).press("2026-11-27")
    assert "Kies een dag" in talk.asked.text
    assert talk.press("nonsens").happened == (events.Ignored("old_button"),)


def test_today_is_the_persons_own_day() -> None:
    """Half past midnight in Amsterdam is still yesterday in UTC."""
    talk = ask("date: true").later(hours=9)
    assert {"v": "2026-11-27"} == talk.write("vandaag").answers


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("15:30", "15:30"),
        ("15.30 uur", "15:30"),
        ("15u30", "15:30"),
        ("9 uur", "09:00"),
        ("half vier", "15:30"),
        ("3", "15:00"),
        ("kwart over tien", "10:15"),
        ("kwart voor 12", "11:45"),
        ("half 10", "09:30"),
        ("om 14 uur", "14:00"),
        ("vier uur", "16:00"),
        ("3 pm", "15:00"),
        ("half past nine", "09:30"),
        ("straks", "refused"),
        ("25:00", "refused"),
        ("7 uur", "refused"),
        ("19:00", "refused"),
        ("8", "08:00"),
    ],
)
def test_an_hour_in_words_and_figures(said: str, value: object) -> None:
    """Within eight and six; a bare three is in the afternoon."""
    assert taken('time: {from: "08:00", until: "18:00"}', said) == value


def test_suggested_hours_are_buttons() -> None:
    """They stand three in a row, and a press gives the hour."""
    talk = ask('time: {suggest: ["09:00", "12:00", "15:30", "16:00"]}')
    assert ["9.00 uur", "12.00 uur", "15.30 uur", "16.00 uur"] == talk.labels[:4]
    assert [3, 1, 1] == [len(row) for row in talk.asked.buttons]
    assert {"v": "12:00"} == talk.press("12:00").answers


def test_an_hour_outside_its_bounds_is_refused_with_the_bounds() -> None:
    """Whoever types eight in the evening reads that it is from eight to six."""
    assert "van 8.00 uur tot 18.00 uur" in ask('time: {from: "08:00", until: "18:00"}').write("20:00").asked.text


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("  Eerst vragen.  ", "Eerst vragen."),
        ("twee\nregels", "twee\nregels"),
        ("nul\x00teken", "nulteken"),
        ("👍👍", "👍👍"),
        ("مرحبا", "مرحبا"),
        ("x", "refused"),
        ("", "refused"),
        ("\x00", "refused"),
        ("a" * 21, "refused"),
        ("a" * 20, "a" * 20),
    ],
)
def test_own_words_are_cleaned_and_bounded(said: str, value: object) -> None:
    """Lengths in characters; control characters go, everything else stays."""
    assert taken("text: {min: 2, max: 20}", said) == value


STORY = "De buurvrouw belde voor de derde keer. " + "Ik zocht het uit en belde terug. " * 120


def test_a_story_that_is_too_long_comes_back_to_be_shortened() -> None:
    """Whole, with how long it is and how long it may be; nothing of it has to be typed again."""
    talk = ask("text: true").write(STORY[:4000])
    shown = " ".join(talk.texts)
    assert " ".join(STORY[:4000].split()) in " ".join(shown.split())
    assert "3998 tekens; het mogen er 200 zijn" in shown
    assert "Bewaar het begin" in talk.labels


def test_the_beginning_of_a_story_is_kept_by_a_press() -> None:
    """To the end of a sentence where one fits, else to the end of a word; never half a word."""
    assert STORY[:170].strip() == ask("text: true").write(STORY[:4000]).press("-beginning").answers["v"]
    words = "zonder een enkele punt " * 20
    shortened = ask("text: true").write(words).write("bewaar het begin").answers["v"]
    assert len(shortened) <= 200
    assert words.startswith(f"{shortened} ")


def test_a_shorter_story_may_be_sent_instead() -> None:
    """It is the answer, and the long one is not kept."""
    assert "Kort dan." == ask("text: true").write(STORY[:4000]).write("Kort dan.").answers["v"]
