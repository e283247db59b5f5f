"""Telegram's updates, in our own words; no decisions."""
