"""The rhythm: when to nudge, and what the answers mean; pure rules."""
