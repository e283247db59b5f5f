"""Keeps what the organisation agreed about thresholds: which hold from which day, and whom to tell."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import msgspec

from bot.base.settings import Settings
from nudges import thresholds
from nudges.disclosure import DisclosureRules
from nudges.thresholds import Step
from store import installation, windows
from store.database import Transaction

_NAME = "thresholds"


class Agreed(msgspec.Struct, frozen=True):
    """Holds the steps that were agreed on, and whether somebody may still have to hear of the last one.

    `looked_at` is when everybody was last looked at, `after` the person up to whom the look under way has come, and
    `next_at` the moment at which the first of those who wait can hear.
    """

    steps: tuple[Step, ...]
    is_open: bool = False
    looked_at: datetime | None = None
    after: int = 0
    next_at: datetime | None = None


_ENCODER = msgspec.json.Encoder()
_DECODER = msgspec.json.Decoder(Agreed)


def rules(db: Transaction, settings: Settings, opens_on: date, now: datetime) -> DisclosureRules:
    """Give the thresholds of a window that opens on this day."""
    return thresholds.strictest(wanted(settings), thresholds.holding(bring_up(db, settings, now).steps, opens_on))


def bring_up(db: Transaction, settings: Settings, now: datetime) -> Agreed:
    """Bring what was agreed up to what the settings say now."""
    agreement = read(db)
    if agreement is not None and agreement.steps[-1].rules == wanted(settings):
        return agreement
    before = agreement.steps if agreement else thresholds.first(windows.newest_rules(db) or wanted(settings), now)
    steps = thresholds.agree(before, wanted(settings), today(settings, now), now)
    agreed = Agreed(steps, is_open=len(steps) > 1, next_at=now)
    keep(db, agreed)
    return agreed


def today(settings: Settings, now: datetime) -> date:
    """Give the day that it is for the organisation."""
    return now.astimezone(ZoneInfo(settings.timezone)).date()


def wanted(settings: Settings) -> DisclosureRules:
    """Give the thresholds that the settings name."""
    return DisclosureRules(**settings.thresholds)


def read(db: Transaction) -> Agreed | None:
    """Read what was agreed; None before anything was."""
    stored_bytes = installation.fact(db, _NAME)
    return None if stored_bytes is None else _DECODER.decode(stored_bytes)


def keep(db: Transaction, agreed: Agreed) -> None:
    """Store what was agreed, in place of what was."""
    installation.remember(db, _NAME, _ENCODER.encode(agreed))
