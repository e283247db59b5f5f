"""Words a published level as behaviour: what the middle answer of a team says that people did."""

from bot.base.voice import Voice
from nudges import reflection
from nudges.reflection import Level


def of(item: str, band: str, voice: Voice) -> str:
    """Say which behaviour this level of this item stands for; an experience of steering is worded by how often."""
    if item in reflection.EXPERIENCED.values():
        return voice.plain(f"noticed.{Level(band)}")
    return voice.plain(f"level.{reflection.ITEMS[item].principle}.{Level(band)}")
