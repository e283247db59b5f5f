"""Nine people who are played over twelve weeks against the real bot, with what was said kept as transcripts."""
