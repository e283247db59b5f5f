"""Which channels an installation has is a setting, and a name that is none is told with those that there are."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.base.settings import SettingsError
from bot.channels import configured
from bot.channels.telegram import sending
from bot.channels.telegram.entry import ENTRY
from tests.bot import building


@pytest.mark.parametrize("written", ["telegram", " Telegram ", "telegram,", "telegram, telegram"])
def test_telegram_is_the_channel_that_there_is(tmp_path: Path, written: str) -> None:
    """However it is written, and however often."""
    chosen = building.make_settings(tmp_path, channels=written, bot_api_url="http://127.0.0.1:1")
    assert sending.ABILITIES == configured.can_show(chosen)


def test_left_out_it_is_telegram(tmp_path: Path) -> None:
    """An installation of before the setting goes on as it was."""
    chosen = building.make_settings(tmp_path, bot_api_url="http://127.0.0.1:1")
    assert ["telegram"] == chosen.channel_names


@pytest.mark.parametrize(
    ("written", "complaint"),
    [
        ("signal", "KOERSVAST_CHANNELS names 'signal', which is no channel: expected one of these: telegram."),
        (
            "telegram, telegrm",
            "KOERSVAST_CHANNELS names 'telegrm', which is no channel: expected one of these: telegram.",
        ),
        (" , ", "KOERSVAST_CHANNELS is empty: expected one of these: telegram."),
    ],
)
def test_another_name_is_refused_with_what_to_write(tmp_path: Path, written: str, complaint: str) -> None:
    """Before anything is opened, and in one sentence."""
    chosen = building.make_settings(tmp_path, channels=written, bot_api_url="http://127.0.0.1:1")
    with pytest.raises(SettingsError) as error:
        configured.chosen(chosen)
    assert complaint == str(error.value)


def test_several_channels_show_what_all_of_them_can(tmp_path: Path) -> None:
    """The least of each counts."""
    chosen = building.make_settings(tmp_path, channels="telegram,klein", bot_api_url="http://127.0.0.1:1")
    small = replace(ENTRY, abilities=building.SMALL)
    entries = configured.chosen(chosen, {**configured.CHANNELS, "klein": small})
    assert {"telegram": sending.ABILITIES, "klein": building.SMALL} == {
        name: entry.abilities for name, entry in entries.items()
    }
