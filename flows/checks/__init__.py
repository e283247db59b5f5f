"""What can be wrong with a flow that loads: one subject a file, each a function from a Subject to findings."""
