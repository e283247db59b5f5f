"""What a lead may see of a team, of their own acts and of themselves; and what was shared with them.

Here belong only published figures, the reader's own rows, and drawings of both. The page that shows them is `web`.
"""
