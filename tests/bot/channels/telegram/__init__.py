"""Tests of Telegram as a channel: its updates, its answers, its pace, its errors."""
