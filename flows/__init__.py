"""The script engine: script in, events out; pure and synchronous."""
