"""The kinds of nudge, one a file: when each comes, what makes it pass over, how it begins, and what is said of it."""
