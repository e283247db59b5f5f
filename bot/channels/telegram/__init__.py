"""Telegram as a channel: its updates in our words, our messages in its own, its pace, and its errors as fates.

Here belongs whatever knows the Bot API or its library, and nothing else does. What is said to whom belongs elsewhere.
"""
