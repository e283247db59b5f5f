"""The demo: a made-up team with a history, its phones, and a clock that a page can turn.

Here belongs what only the demo needs. What pretends to be Telegram is `sandbox`, a program of its own.
"""
