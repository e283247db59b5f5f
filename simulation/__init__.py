"""Months in minutes: the real bot against an in-memory Telegram, with made-up people and a calendar of its own."""
