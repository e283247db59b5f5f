"""Doors, use cases and wiring: everything that happens in the world."""
