"""Telegram: taking updates in, sending what the outbox holds within its limits, and saying what became of it.

Whatever knows the Bot API or its library belongs here. What is said to whom belongs anywhere else.
"""
