"""What coaches hear about their flows: what is wrong, what goes live, and what that means for who is inside.

Here belongs judging and telling. Reading the files belongs in `library`, the language itself in `flows`.
"""
