"""Which words of a lead announce to steer by threat, and that the page says so."""

from pathlib import Path

import pytest

from flows import threats

PAGE = Path(__file__).parents[2] / "docs" / "threats.md"


@pytest.mark.parametrize(
    "typed",
    [
        "Nog één keer en ik ontsla hem",
        "dan vliegt ze eruit",
        "Zeg maar dat hij anders zijn spullen kan pakken",
        "Dit komt terug in zijn beoordeling!",
        "Als het vrijdag niet af is zwaait er wat",
        "Ik bouw een dossier tegen haar op",
        "dan kunnen ze gaan",
        "roep ik hem op het matje",
        "zet hem op straat als het weer misgaat",
        "hij vliegt eruit",
        "nog één keer en je staat niet meer op de lijst, dan sta je op straat",
        "He will lose his job over this",
        "do it or else",
    ],
)
def test_a_threat_is_heard(typed: str) -> None:
    """Dismissal, an appraisal held over somebody, and the vague kind."""
    assert threats.is_in(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "Ik geef het café een laatste waarschuwing",
        "Het contract met de aannemer loopt af, dat zoek ik uit",
        "Bij het dossier van de straat kijk ik wat er mist",
        "Zorgen dat de bewoner naar huis kan gaan",
        "De brief moet er vandaag uit",
        "Bespreken of het donderdag kan, of anders volgende week",
        "Wie staat er straks op straat als we niets doen?",
        "Zet de container morgen op straat",
        "Ik vraag wat het haar kost",
        "Uitzoeken welke gevolgen dit heeft voor de ondernemer",
        "Call the residents, or else write to them",
        "Een dossier opbouwen over de illegale bewoning",
        "7",
    ],
)
def test_work_is_no_threat(typed: str) -> None:
    """Warnings, contracts, consequences and leaving that belong to the work itself."""
    assert not threats.is_in(typed)


def test_the_page_publishes_the_list() -> None:
    """Every phrase and every word that is looked past stands on the page, in the order of the list."""
    page = PAGE.read_text()
    assert "\n".join(threats.PHRASES) in page
    assert ", ".join(threats.FILLERS.split()) in page
