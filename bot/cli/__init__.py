"""The command line: one file for each thing that an operator, a coach or a developer does."""
