"""The engine of flows: a flow in, events out; pure and synchronous."""
