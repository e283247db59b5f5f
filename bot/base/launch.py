"""Describes how a channel says who opens the page from within it."""

from dataclasses import dataclass

from store.addresses import Address


class NotSigned(ValueError):
    """These are not launch data that a channel signed for this bot, or they are too old."""


@dataclass(frozen=True, slots=True)
class Launch:
    """Holds where whoever opens the page is reached, and the signature by which they are told from any others."""

    address: Address
    signature: str
