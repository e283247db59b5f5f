"""A Bot API server and a chat page that keep Telegram's rules, for trying things out without Telegram."""
