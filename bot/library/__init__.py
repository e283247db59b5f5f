"""The flows and the programme that are live, read from their shelves, and what a coach sends to join them.

Here belongs reading and keeping files. Judging what was sent, and telling its coach, belongs in `authoring`.
"""
