"""What every room stands on: settings, clock, log, the opened database, and the bot's sentences in and out.

Here belongs what knows no person's rhythm, no flow and no channel. What decides or acts belongs in a room above.
"""
