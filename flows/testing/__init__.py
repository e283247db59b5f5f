"""The tests that authors write for their flows: how they are read, played, and what of the flow they reach."""
