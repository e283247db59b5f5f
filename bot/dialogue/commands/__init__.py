"""What the bot does at a command of its own; one subject a file, and table.py names them all."""
