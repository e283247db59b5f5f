"""The chat page: phones side by side, server-rendered, kept up to date by server-sent events."""
