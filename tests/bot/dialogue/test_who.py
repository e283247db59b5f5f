"""/wie tells all that the short welcome leaves out, in the words of somebody's own role, at any moment."""

import pytest

from bot.base.settings import Text
from store.people import Role
from tests.bot import building
from tests.bot.building import Town
from tests.bot.phones import Street, moves_in

SEES = {
    Role.EMPLOYEE: "Je leidinggevende ziet niet wat je antwoordt, en ook niet of en wanneer.",
    Role.LEAD: "Wat één collega antwoordt, zie je nooit.",
    Role.COACH: "Wat een ander antwoordt, zie je nooit.",
}


@pytest.mark.parametrize("role", list(Role))
def test_it_tells_everything_that_must_be_known(street: Street, town: Town, role: Role) -> None:
    """Who answers, on what ground, who sees what in this role, what is kept, what is drawn, and a human being."""
    _, chat = street.runtime.database.call(moves_in, town.counter, role, building.START)
    street.says(chat, "/wie")
    said = "\n".join(street.texts(chat))
    settings = street.runtime.settings
    named: tuple[Text, ...] = ("controller", "privacy_contact", "legal_ground", "works_council_decision")
    wanted = [
        *(settings.text_for_people(name, "nl") for name in named),
        settings.human("nl"),
        *(f"{days} dagen" for days in (settings.keep_score_days, settings.keep_text_days, settings.keep_goal_days)),
        *("Telegram is een bedrijf buiten je organisatie", "telefoonnummer", "geloot", "/mijngegevens", "/verwijder"),
    ]
    assert [] == [words for words in wanted if words not in said]
    assert [SEES[role]] == [sentence for sentence in SEES.values() if sentence in said]
