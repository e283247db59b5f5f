"""The command line: one file for each thing that an operator, a coach or a developer does.

Here belongs reading options and printing sentences. What a command works with belongs in the room of its subject.
"""
